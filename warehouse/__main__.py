"""The command line of the store: where it is, back it up, bring it up to date, stop it, hold it for another program."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.access import let_provider_in, missing_role
from warehouse.backup import back_up, restore
from warehouse.embedded import stop
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import InputError, SchemaError
from warehouse.migrations import prepare, upgrade
from warehouse.settings import Settings, libpq_url
from wording.console import progress, run
from wording.reloading import refunds_left_out, said_of_refunds
from wording.renewal import advice, older

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def print_url(arguments: argparse.Namespace) -> None:
    """Print the URL; start the embedded server and leave it up."""
    settings = Settings.from_environment()
    if settings.database_url is not None:
        print(libpq_url(settings.database_url))
        return
    warehouse = Warehouse(settings, migrate=False)
    try:
        with contextlib.suppress(SchemaError):  # whoever asks for the address may be about to mend just that
            prepare(warehouse.engine)
        warehouse.server.keep()  # type: ignore[union-attr]
        print(libpq_url(warehouse.url))
    finally:
        warehouse.close()


def upgrade_schema(arguments: argparse.Namespace) -> None:
    """Create or migrate the tables."""
    settings = Settings.from_environment()
    with open_warehouse(settings, migrate=False) as engine:
        changed = upgrade(engine)
        with engine.begin() as connection:
            changed |= let_provider_in(connection, settings.provider is not None)
        with engine.connect() as connection:
            old, missing = older(connection), missing_role(connection)
            left_out = said_of_refunds(refunds_left_out(connection))
    print("The tables are now up to date." if changed else "The tables were up to date already.")
    for sentence, renewing in advice((), old):
        print(sentence, " and ".join(renewing))
    if left_out:
        print(left_out)
    if missing is not None:
        print(missing)


def make_backup(arguments: argparse.Namespace) -> None:
    """Write the whole store to a file."""
    with _held() as warehouse:
        size = back_up(warehouse.engine, warehouse.url, arguments.file, progress)
    print(f"{arguments.file} holds the whole store, in {size / 1e6:,.1f} MB. It holds people's data: keep it safe.")


def restore_backup(arguments: argparse.Namespace) -> None:
    """Put a backup in the place of what is stored."""
    with _held() as warehouse:
        found = restore(warehouse.engine, arguments.file, progress, _wait_for_writer, arguments.replace)
    made = f", made at {found.made_at}" if found.made_at else ""
    print(f"Restored {found.rows:,} rows in {found.tables} tables from {arguments.file}{made}.")
    if found.erased:
        print(
            f"Erased again {found.erased:,} customers who were erased since it was made; python -m models fit is due."
        )
    if found.upgraded:
        print("Its tables were older and are now up to date; see docs/upgrading.md for what to run after it.")


@contextlib.contextmanager
def _held() -> Iterator[Warehouse]:
    """The store with whatever tables it has: older ones, or none."""
    warehouse = Warehouse(Settings.from_environment(), migrate=False)
    try:
        yield warehouse
    finally:
        warehouse.close()


def _wait_for_writer() -> None:
    sys.stderr.write("Another load or fit is running; waiting for it to end ...\n")


def stop_server(arguments: argparse.Namespace) -> None:
    """Stop the embedded server."""
    settings = Settings.from_environment()
    if settings.database_url is not None:
        raise InputError("DATABASE_URL is set, so there is no embedded server to stop here.")
    print("The embedded database is stopped." if stop(settings.home) else "No embedded database was running.")


def run_program(arguments: argparse.Namespace) -> int:
    """Hold the database while a program runs with its URL in DATABASE_URL; the exit code is the program's."""
    program = arguments.program[1:] if arguments.program[:1] == ["--"] else arguments.program
    if not program:
        raise InputError("Name the program to run: python -m warehouse run -- PROGRAM …")
    warehouse = Warehouse(Settings.from_environment())
    try:
        environment = os.environ | {"DATABASE_URL": libpq_url(warehouse.url)}
        try:
            child = subprocess.Popen(program, env=environment)
        except OSError as error:
            raise InputError(f"The program {program[0]!r} cannot be run: {error.strerror}.") from error
        for name in FORWARDED:
            signal.signal(name, lambda number, frame: child.send_signal(number))
        code = child.wait()
    finally:
        warehouse.close()
    return 128 - code if code < 0 else code


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m warehouse", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    words = {
        "url": (print_url, "print the libpq URL of the database in use; starts the embedded one and leaves it up"),
        "upgrade": (upgrade_schema, "create or migrate the tables"),
        "backup": (make_backup, "write the whole store to a new file"),
        "restore": (restore_backup, "put such a file in the place of what is stored, and bring it up to date"),
        "stop": (stop_server, "stop the embedded server, unless another command is using it"),
        "run": (run_program, "hold the database while a program runs, with its URL in DATABASE_URL"),
    }
    for name, (main, words_for_it) in words.items():
        command = commands.add_parser(name, help=words_for_it, description=words_for_it[0].upper() + words_for_it[1:])
        command.set_defaults(main=main)
        if name in ("backup", "restore"):
            command.add_argument("file", type=Path, metavar="FILE", help="such as regulars-2026-11-28.backup")
        if name == "restore":
            command.add_argument("--replace", action="store_true", help="what is stored now may go")
        if name == "run":
            command.add_argument("program", nargs=argparse.REMAINDER, metavar="-- PROGRAM …", help="and its arguments")
    return top


if __name__ == "__main__":
    sys.exit(run(lambda arguments: arguments.main(arguments), parser()))
