"""The command line of audiences: keep conditions under a name, see who is in them, bring lists of customers."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from audiences import campaign_command, leaving_command, order_command
from audiences.conditions import Definition, Names, in_words, members, read, written
from audiences.destinations import FORMATS, RULES
from audiences.lists import brought, counting, entries, keeping, standing
from audiences.lists.counting import Size
from audiences.lists.keeping import Audience
from warehouse.access import see_everything
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording.console import run, table

_AT_ONCE = 10_000
_NOBODY = "There are no audiences yet; keep the first: python -m audiences keep NAME FILE"


@contextmanager
def _store() -> Iterator[Connection]:
    """The store in one transaction, as its owner sees it."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        see_everything(connection)
        yield connection


def list_audiences(arguments: argparse.Namespace) -> None:
    """List the audiences with their size."""
    with _store() as connection:
        store = standing.stands(connection)
        found = keeping.everything(connection)
        sizes = counting.sizes(connection, {one.audience_id: one.definition for one in found}, store)
        names = standing.names(connection)
    if not found:
        print(_NOBODY)
        return
    rows = [(one.audience_id, one.name, one.version, *_told(sizes[one.audience_id], one, names)) for one in found]
    table(("Number", "Name", "Version", "Customers", "Who"), rows)


def show(arguments: argparse.Namespace) -> None:
    """Print one audience, with its size and whom one may write to, as JSON."""
    with _store() as connection:
        store = standing.stands(connection)
        one = keeping.by_number(connection, arguments.audience)
        size = counting.size(connection, one.definition, store)
        reach = counting.reach(connection, one.definition, store)
        words = in_words(one.definition, standing.names(connection))
    plain = {"audience": one.audience_id, "name": one.name, "version": one.version, "words": words}
    numbers = {**vars(size), "consent": {"yes": reach.yes, "no": reach.no, "unknown": reach.unknown}}
    contacts = {"with_email": reach.with_email, "with_phone": reach.with_phone}
    whole = {**plain, "definition": written(one.definition), **numbers, **contacts}
    print(json.dumps(whole, ensure_ascii=False, default=str))


def print_members(arguments: argparse.Namespace) -> None:
    """Print the numbers of the customers in an audience, a line each."""
    with _store() as connection:
        store = standing.stands(connection)
        definition = keeping.by_number(connection, arguments.audience).definition
        options = connection.execution_options(stream_results=True)
        for part in options.scalars(members(definition, store)).partitions(_AT_ONCE):
            sys.stdout.writelines(f"{one}\n" for one in part)


def keep(arguments: argparse.Namespace) -> None:
    """Keep the conditions of a file under a name, or as the next version of the audience of that name."""
    definition = _definition(arguments.file)
    with _store() as connection:
        standing.check_products(connection, definition)
        before = {one.name.lower(): one for one in keeping.everything(connection)}.get(arguments.name.lower())
        if before is None:
            kept = keeping.keep(connection, arguments.name, definition, None)
        else:
            kept = keeping.change(connection, before.audience_id, before.version, definition, None)
        size = counting.size(connection, kept.definition, standing.stands(connection))  # refuses circles, too
    print(f"Audience {kept.audience_id}, “{kept.name}”, version {kept.version}: {size.customers:,} customers.")


def remove(arguments: argparse.Namespace) -> None:
    """Take an audience off the list; what was made with it stays on record."""
    with _store() as connection:
        name = keeping.by_number(connection, arguments.audience).name
        keeping.remove(connection, arguments.audience)
    print(f"“{name}” is removed.")


def bring(arguments: argparse.Namespace) -> None:
    """Keep a list of customers: their numbers or email addresses, a line each."""
    lines = entries.text_of(_content(arguments.file)).splitlines()
    if not any(one.strip() for one in lines):
        raise InputError(f"There is nothing in {arguments.file}: write a number or an address a line.")
    with _store() as connection:
        found = brought.find(connection, lines)
        if not found.customers:
            raise InputError(f"None of {len(found.missing):,} entries is a number or an address of a customer.")
        number = brought.bring(connection, arguments.name, found, None)
    print(f"List {number}, “{arguments.name}”: {len(found.customers):,} customers.")
    if found.missing:
        sys.stderr.write(f"{len(found.missing):,} entries name no customer, such as {', '.join(found.missing[:3])}.\n")


def list_destinations(arguments: argparse.Namespace) -> None:
    """List the formats in which lists can leave."""
    leaving_command.print_formats()


def look_before(arguments: argparse.Namespace) -> None:
    """Print who of an audience would go to a destination, and who not and why, as JSON."""
    with _store() as connection:
        leaving_command.print_preflight(connection, arguments.audience, arguments.format, arguments.consent)


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m audiences", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    told: dict[str, tuple[Callable[[argparse.Namespace], None], str, tuple[str, ...]]] = {
        "list": (list_audiences, "list the audiences with their size", ()),
        "show": (show, "print one audience, its size and whom one may write to, as JSON", ("audience",)),
        "members": (print_members, "print the numbers of the customers in an audience, a line each", ("audience",)),
        "keep": (keep, "keep the conditions of a JSON file under a name, or as its next version", ("name", "file")),
        "remove": (remove, "take an audience off the list; what was made with it stays on record", ("audience",)),
        "destinations": (list_destinations, "list the formats in which lists can leave", ()),
        "preflight": (
            look_before,
            "print who of an audience would go to a destination, and who not and why, as JSON",
            ("audience",),
        ),
        "bring": (
            bring,
            "keep a list of customers by number or email address, a line each, or of a table",
            ("name", "file"),
        ),
    }
    helps = {"audience": "its number", "name": "its name", "file": "a file, or - for standard input"}
    for name, (main, words, places) in told.items():
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(main=main)
        for place in places:
            kind = int if place == "audience" else str
            made.add_argument(place, metavar=place.upper(), type=kind, help=helps[place])
        if name == "preflight":
            made.add_argument("format", choices=[*FORMATS], help="of %(choices)s")
            made.add_argument("--consent", choices=RULES, help="whom one may write to (default: the shop's rule)")
    campaign_command.add_commands(commands)
    order_command.add_commands(commands)
    return top


def _told(size: Size | InputError, one: Audience, names: Names) -> tuple[int | None, str]:
    """How many customers, and who they are; of an audience that names what the shop has lost, what that is."""
    words = in_words(one.definition, names)
    return (None, f"{words} (cannot be asked: {size})") if isinstance(size, InputError) else (size.customers, words)


def _definition(file: str) -> Definition:
    try:
        data = json.loads(_text(file), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file} is no JSON: {error}.") from None
    return read(data)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if twice := [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]:
        raise InputError(f"“{twice[0][:40]}” stands twice in one condition.")
    return dict(pairs)


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _content(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from None


if __name__ == "__main__":
    sys.exit(run(lambda arguments: arguments.main(arguments), parser()))
