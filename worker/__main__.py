"""The worker: does what the dashboard and the clock ask for, until it is stopped."""

import argparse
import logging
import os
import sys
import threading

from warehouse.engine import open_warehouse
from warehouse.settings import Settings
from wording import console
from worker import connection_command, schedule_command
from worker.loop import Worker


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    found.add_argument("--once", action="store_true", help="end when no job waits any more")
    found.add_argument(
        "--beside", action="store_true", help="end when standard input ends: with the program that started it"
    )
    found.set_defaults(main=work)
    commands = found.add_subparsers(metavar="COMMAND")
    schedule_command.add_to(commands)
    connection_command.add_to(commands)
    return found


def work(arguments: argparse.Namespace) -> None:
    """Work until stopped; a job that is running then is given back."""
    settings = Settings.from_environment()
    parted = threading.Event()
    if arguments.beside:
        threading.Thread(target=_wait_for_end, args=(parted,), daemon=True).start()
    with open_warehouse(settings) as engine:
        logging.getLogger("regulars.worker").info("The worker waits for jobs.")
        Worker(engine).run(arguments.once, lambda: not parted.is_set())


def _wait_for_end(parted: threading.Event) -> None:
    os.read(sys.stdin.fileno(), 1)  # no lock of Python's, which would be held at the end
    parted.set()


if __name__ == "__main__":
    sys.exit(console.run(lambda arguments: arguments.main(arguments), parser()))
