"""The part of the command line that says who comes first, who gets nothing, and which audiences are worth a look."""

import argparse
import json
import sys

from sqlalchemy import Connection

from audiences.lists import brought, keeping, ranking, standing
from audiences.suggested import suggestions
from warehouse.access import see_everything
from warehouse.engine import open_warehouse
from warehouse.settings import Settings


def suppress(arguments: argparse.Namespace) -> None:
    """Say that nobody of a list gets anything, or may again."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        see_everything(connection)
        brought.suppress(connection, arguments.list, is_suppression=not arguments.off)
    then = "may be in lists that go out again" if arguments.off else "is in any list that goes out"
    sys.stdout.write(f"{'Everybody' if arguments.off else 'Nobody'} of list {arguments.list} {then}.\n")


def put_in_order(arguments: argparse.Namespace) -> None:
    """Say which audience takes a customer of several first, or print the order."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        see_everything(connection)
        if arguments.audiences or arguments.none:
            ranking.put_in_order(connection, arguments.audiences)
        sys.stdout.write(f"{_told(connection)}\n")


def suggest(arguments: argparse.Namespace) -> None:
    """Print audiences worth looking at, the most money at stake first."""
    settings = Settings.from_environment()
    with open_warehouse(settings) as engine, engine.begin() as connection:
        see_everything(connection)
        found = suggestions(connection, standing.stands(connection), f"{settings.currency} ")
    if arguments.json:
        sys.stdout.write(json.dumps([vars(one) for one in found], ensure_ascii=False) + "\n")
        return
    told = [f"{one.name}: {one.reason}\n  {json.dumps(one.conditions, ensure_ascii=False)}" for one in found]
    sys.stdout.write("\n".join(told or ["Nothing to suggest: nobody is late, and nothing goes together."]) + "\n")


def _told(connection: Connection) -> str:
    names = {one.audience_id: one.name for one in keeping.everything(connection)}
    ranked = [f"{place}. “{names[one]}” ({one})" for place, one in enumerate(ranking.order(connection), 1)]
    return "\n".join(ranked) or "No audience comes before another."


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands beside the others."""
    words = "let nobody of a list be in any list that goes out"
    made = commands.add_parser("suppress", help=words, description=words[0].upper() + words[1:] + ".")
    made.add_argument("list", metavar="LIST", type=int, help="its number")
    made.add_argument("--off", action="store_true", help="let them be in lists again")
    made.set_defaults(main=suppress)
    words = "say which audiences take a customer of several first, or print the order"
    made = commands.add_parser("order", help=words, description=words[0].upper() + words[1:] + ".")
    made.add_argument("audiences", metavar="AUDIENCE", type=int, nargs="*", help="their numbers, the first one first")
    made.add_argument("--none", action="store_true", help="let none come before another")
    made.set_defaults(main=put_in_order)
    words = "print audiences worth looking at, with reasons and conditions, the most money at stake first"
    made = commands.add_parser("suggest", help=words, description=words[0].upper() + words[1:] + ".")
    made.add_argument("--json", action="store_true", help="print one JSON list")
    made.set_defaults(main=suggest)
