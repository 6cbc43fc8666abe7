"""`make demo` and `regulars demo`: a shop from a file to a dashboard. Run again, it serves what is there.

Without --data it loads a generated sample shop, unless the store already holds something; with --data it loads that
file instead of the sample.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, exists, func, select

from regulars import sample_shelf
from warehouse.access import see_everything
from warehouse.engine import open_warehouse
from warehouse.errors import InputError, RegularsError
from warehouse.schema import audiences, boards, loads, segmentations
from warehouse.settings import Settings
from wording import console

SAMPLE, SAMPLE_PEOPLE = "sample-shop.csv", "sample-shop-customers.csv"
SAMPLE_LINES = 250_000
STOPPED = (0, 130, -signal.SIGINT, 143, -signal.SIGTERM)


class StepFailed(RegularsError):
    """A command of the demo failed; it has said why."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(prog="make demo", description="Load a shop, segment it, serve the dashboard.")
    found.add_argument("--data", type=Path, help="your own transactions file, instead of the generated sample shop")
    found.add_argument("--host", default="127.0.0.1", help="address to serve on")
    found.add_argument("--port", type=int, help="port to serve on (default: 8050, or the next free one)")
    found.add_argument("--no-worker", action="store_true", help="start no worker beside the dashboard")
    return found


def run(*arguments: str) -> None:
    """Run `python -m …`; raises StepFailed when it fails."""
    code = subprocess.run([sys.executable, "-m", *arguments], check=False).returncode
    if code:
        raise StepFailed(f"`python -m {' '.join(arguments[:2])}` did not succeed; the line above says why.")


def demo(arguments: argparse.Namespace) -> int:
    """Load what is to be loaded, segment when that changed anything, serve until interrupted."""
    settings = Settings.from_environment()
    data = arguments.data.expanduser().resolve() if arguments.data else None
    if data is not None and not data.is_file():
        raise InputError(f"There is no file {arguments.data}. Name your transactions file: make demo DATA=my-shop.csv")
    with open_warehouse(settings) as engine:  # holds the embedded server up between the steps
        is_first = data is None and is_empty(engine)
        if data is not None:
            run("etl", "load", str(data))  # a generated sample makes way for it, real data stay
        elif is_first:
            load_sample(settings)
        if is_outdated(engine):
            run("models", "fit")
        if is_first:
            fill_shelf(engine)
        return serve(arguments)


def load_sample(settings: Settings) -> None:
    """Generate the sample shop and load it, with its customers."""
    sample, people = settings.home / SAMPLE, settings.home / SAMPLE_PEOPLE
    sample.parent.mkdir(parents=True, exist_ok=True)
    run("etl", "sample", "--lines", str(SAMPLE_LINES), "--customers", str(people), str(sample))
    run("etl", "load", str(sample))
    run("etl", "customers", str(people))


def fill_shelf(engine: Engine) -> None:
    """Keep what a shop's people would have kept; where they have begun to, nothing."""
    with engine.begin() as connection:
        see_everything(connection)
        if not connection.scalar(select(exists(select(boards.c.board_id)) | exists(select(audiences.c.audience_id)))):
            sample_shelf.fill(connection, now=datetime.now(UTC))


def is_empty(engine: Engine) -> bool:
    """Whether nothing has been loaded."""
    with engine.connect() as connection:
        return not connection.execute(select(exists().where(loads.c.status == "done"))).scalar_one()


def is_outdated(engine: Engine) -> bool:
    """Whether lines came in after the published segmentations were made, or there are none."""
    loaded = select(func.max(loads.c.finished_at)).where(loads.c.status == "done", loads.c.rows_loaded > 0)
    segmented = select(func.max(segmentations.c.created_at)).where(segmentations.c.published)
    with engine.connect() as connection:
        loaded_at, segmented_at = (connection.execute(moment).scalar_one() for moment in (loaded, segmented))
    return segmented_at is None or (loaded_at is not None and loaded_at > segmented_at)


def serve(arguments: argparse.Namespace) -> int:
    """Serve in a process of its own, which ends with this one, however that is asked to end."""
    options = ["--host", arguments.host] + (["--port", str(arguments.port)] if arguments.port else [])
    options += ["--no-worker"] if arguments.no_worker else []
    server = subprocess.Popen([sys.executable, "-m", "dashboard", *options])
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda *_: server.terminate())
    code = server.wait()
    return 0 if code in STOPPED else 1


if __name__ == "__main__":
    sys.exit(console.run(demo, parser()))
