"""The small version, for CI: CPU of loading, fitting and answers in times of `\\copy` and `select 1` in the same run.

It ends with an error where one of them is a factor of 1.5 over what `benchmarks/small.json` holds. CPU and not the
clock, so that neighbours matter little; one machine's ratios hold on another of its kind: `--write` takes them anew.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from sqlalchemy import select

from benchmarks import idle, loading
from benchmarks.browser import Browser
from benchmarks.process import environment, measured, python
from benchmarks.served.crowd import opened
from dashboard.pages import PAGES
from warehouse.embedded import stop
from warehouse.engine import open_warehouse
from warehouse.errors import RegularsError
from warehouse.settings import Settings
from wording import console

KEPT = Path(__file__).with_name("small.json")
LINES = 50_000
COPIES = 5  # one is over in a twentieth of a second
ASKED = 200  # times `select 1`
WARM = 3
FACTOR = 1.5
REFERENCES = {
    "etl load": r"\copy",
    "models fit": r"\copy",
    "an answer, cold": "select 1",
    "an answer, warm": "select 1",
}


class SlowerError(RegularsError):
    """Something takes many times what it took."""


def measure(directory: Path) -> dict[str, float]:
    """Ratio by name."""
    home, file = directory / "home", directory / "lines.csv"
    measured(python("etl", "sample", "--clean", "--lines", LINES, file), environment(home))
    settings = Settings(home=home)
    with open_warehouse(settings) as engine:
        copy = mean(loading.bare_copy(engine, home, file, "").cpu_seconds for _ in range(COPIES))
        server = loading.server_process(home)
        load = measured(python("etl", "load", file), environment(home), server).cpu_seconds
        fit = measured(python("models", "fit"), environment(home), server).cpu_seconds
        ratios = {"etl load": load / copy, "models fit": fit / copy, **_answers(Browser(settings, engine))}
    stop(home)
    return {name: round(ratio, 2) for name, ratio in ratios.items()}


def _answers(browser: Browser) -> dict[str, float]:
    """Python's CPU for all that pages ask when they are opened, with nothing kept and with all of it."""
    asked = [(view, body) for page in PAGES for view in [browser.view(page.PAGE)] for body in opened(browser, view, "")]

    def answer(body: dict[str, object]) -> None:
        browser.client.post("/_dash-update-component", json=body)

    def select_1() -> None:
        with browser.shop.connect() as connection:
            connection.execute(select(1))

    for _, body in asked:  # once, so that what is imported when it is asked for is there
        answer(body)
    least = mean(_cpu(select_1) for _ in range(ASKED))
    cold, warm = [], []
    for _, body in asked:
        browser.shop.forget()
        cold.append(_cpu(lambda body=body: answer(body)))  # type: ignore[misc]
        warm += [_cpu(lambda body=body: answer(body)) for _ in range(WARM)]  # type: ignore[misc]
    return {"an answer, cold": mean(cold) / least, "an answer, warm": mean(warm) / least}


def _cpu(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


def over(found: dict[str, float], kept: dict[str, float]) -> list[str]:
    """A sentence for each ratio that is a factor of 1.5 over what it was."""
    return [
        f"{name}: {ratio:.2f} times, and it was {kept[name]:.2f}"
        for name, ratio in found.items()
        if ratio > FACTOR * kept.get(name, ratio)
    ]


def main(arguments: argparse.Namespace) -> None:
    """Measure, print, compare."""
    print(f"The machine is {idle.look()}.")
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as directory:
        found = measure(Path(directory))
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name, ratio in found.items():
        print(f"{name:<20}{ratio:>8.2f} times {REFERENCES[name]}, kept {kept.get(name, 0):.2f}")
    if arguments.write:
        KEPT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    elif slower := over(found, kept):
        raise SlowerError("Slower than it was: " + "; ".join(slower) + ".")


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m benchmarks.small", description=main.__doc__)
    top.add_argument("--write", action="store_true", help=f"keep what is found as {KEPT.name}")
    return top


if __name__ == "__main__":
    sys.exit(console.run(main, parser()))
