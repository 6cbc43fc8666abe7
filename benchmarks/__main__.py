"""The command line: `python -m benchmarks` measures everything at one and at ten million lines, on an idle machine."""

import argparse
import json
import platform
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from benchmarks import idle, loading, queries, reading, report, scale
from benchmarks.browser import Browser
from benchmarks.dashboards import Measurement
from benchmarks.process import environment, measured, python
from benchmarks.report import Line
from benchmarks.served import crowd, daily, drawing
from warehouse.embedded import stop
from warehouse.embedded.tuning import memory
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording import console

SIZES = "1000000,10000000"
ON_STORES = ("dashboard", "crowd", "drawing")  # parts that need nothing loaded anew


def say(sentence: str) -> None:
    """Tell the person at the terminal; stdout stays for the tables."""
    print(f"{time.strftime('%H:%M:%S')}  {sentence}", file=sys.stderr, flush=True)


def measure(directory: Path, lines: int, only: str | None) -> list[Line]:
    """Everything at one size, in a store of its own below the directory."""
    home, file = directory / f"home-{lines}", directory / f"lines-{lines}.csv"
    settings = Settings(home=home)
    if only not in ON_STORES:
        stop(home)
        shutil.rmtree(home, ignore_errors=True)
        if not file.exists():
            say(f"Generating {lines:,} lines ...")
            measured(python("etl", "sample", "--clean", "--lines", lines, file), environment(home))
    found: list[Line] = []
    with open_warehouse(settings) as engine:
        if only not in ON_STORES:
            say(f"Copying, loading and fitting {lines:,} lines ...")
            found += loading.load_and_fit(engine, home, file, lines)
        copy = found[0].values["seconds"] if found else None
        found += loading.table_sizes(engine)
        if only in (None, "dashboard"):
            found += _dashboard(settings, engine, lines)
        if only in (None, "crowd"):
            say(f"{crowd.USERS} users on {lines:,} lines ...")
            found += crowd.measure(Browser(settings, engine), home)
        if only in (None, "drawing"):
            say(f"Drawing pages on {lines:,} lines ...")
            found += drawing.measure(home)
        if only is None and copy:
            say(f"A new day after {lines:,} lines ...")
            found += daily.measure(Browser(settings, engine), home, copy)
    return found


def _dashboard(settings: Settings, engine: Engine, lines: int) -> list[Line]:
    say(f"Opening every page on {lines:,} lines ...")
    measurement = Measurement(settings, engine)
    measurement.walk()
    found = list(measurement.lines())
    say(f"Asking every query of {lines:,} lines ...")
    found += queries.measure(measurement.browser.shop)
    if failures := measurement.browser.failures:
        raise InputError("The dashboard fails, and failing is quick: " + "; ".join(dict.fromkeys(failures)))
    return found


def machine(load: idle.Load) -> str:
    """The size of this machine, and how busy it is beside this."""
    return (
        f"{load.cores} cores ({platform.machine()}), {memory() / 2**30:.0f} GB of memory, "
        f"Python {platform.python_version()}, {date.today():%d %B %Y}; before it began {load}."
    )


def main(arguments: argparse.Namespace) -> None:
    """Measure every size, print the tables, write them where asked."""
    load = idle.look()
    idle.refuse_busy(load, arguments.busy)
    notes = [machine(load)]
    say(notes[0])
    measurements: dict[int, list[Line]] = {}
    with ExitStack() as stack:
        directory = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="regulars-bench-")))
        directory.mkdir(parents=True, exist_ok=True)
        for customers in arguments.customers:
            say(f"Fitting {customers:,} customers ...")
            measurements[customers] = scale.measure(directory.absolute(), customers)
        for lines in arguments.lines if not arguments.customers else ():
            part = reading.measure if arguments.only == "reading" else partial(measure, only=arguments.only)
            measurements[lines] = part(directory.absolute(), lines)
    found = report.tables(measurements)
    print(notes[0])
    for table in found:
        print(f"\n{report.plain(table)}")
    limits = report.over_limits(measurements)
    print("\n" + ("\n".join(f"Over the limit: {each}" for each in limits) or "Nothing is over its limit."))
    if arguments.markdown:
        arguments.markdown.write_text(report.markdown(found, notes, "Measurements"), encoding="utf-8")
    if arguments.json:
        plain = {size: [vars(line) for line in lines] for size, lines in measurements.items()}
        arguments.json.write_text(json.dumps(plain), encoding="utf-8")


def _sizes(text: str) -> list[int]:
    sizes = [part.strip().replace("_", "") for part in text.split(",")]
    if not all(size.isdecimal() and int(size) > 0 for size in sizes):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of numbers like {SIZES}")
    return sorted({int(size) for size in sizes})


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    top.add_argument("--lines", type=_sizes, default=_sizes(SIZES), metavar="N,…", help=f"sizes (default {SIZES})")
    words = "fit so many generated customers instead, and nothing else: does memory hold for 5000000?"
    top.add_argument("--customers", type=_sizes, default=[], metavar="N,…", help=words)
    top.add_argument("--keep", type=Path, metavar="DIR", help="work there, and leave files and stores for the next run")
    words = (
        "a part; dashboard, crowd (users at once) and drawing (by a browser) with --keep, on the stores that are there"
    )
    top.add_argument("--only", choices=("loading", "reading", *ON_STORES), help=words)
    top.add_argument("--busy", action="store_true", help="measure on a machine that is busy with other things, too")
    top.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    top.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there")
    return top


if __name__ == "__main__":
    sys.exit(console.run(main, parser()))
