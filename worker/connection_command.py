"""`python -m worker connection …`: the places outside that lists are pushed to, and what is pushed there."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import Any

from accounts import users
from accounts.ownership import in_the_way
from accounts.tokens import seal_for
from audiences.campaigns import repeating
from audiences.destinations import FORMATS, KINDS, Kind, connections
from warehouse import schedules
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.jobs import enqueue
from warehouse.outward import refuse_inner
from warehouse.schedules import DAYS, EVERY
from warehouse.settings import Settings
from wording.console import table, visible

NOBODY = "There are no connections yet; add one: python -m worker connection add webhook NAME --set address=https://…"


def add(arguments: argparse.Namespace) -> None:
    """Add a place; what is secret is asked for, or read from standard input, a line each."""
    settings, kind = Settings.from_environment(), KINDS[arguments.kind]
    if wrong := [one for one in arguments.set if "=" not in one]:
        raise InputError(f"{wrong[0]!r} is no pair; write NAME=VALUE.")
    said = dict(one.split("=", 1) for one in arguments.set)
    kept, secrets = kind.checked(said | _secrets(kind, said, arguments.secret))
    refuse_inner(settings.outward.networks, said.get("address"), said.get("endpoint"))
    sealed = seal_for(settings.secret_key, secrets, connections.place_of(kind.key, kept))
    with open_warehouse(settings) as engine, engine.begin() as connection:
        number = connections.add(connection, arguments.name, kind.key, kept, sealed)
    _say(f"Connection {number}, {arguments.name}: {kind.name}.")
    if "signing" in secrets:
        _say(f"What its messages are signed with, shown this once: {secrets['signing']}")


def _secrets(kind: Kind, said: dict[str, str], names: list[str]) -> dict[str, str]:
    hidden = {one.name: one for one in kind.fields if one.is_secret}
    if shown := sorted(hidden.keys() & said.keys()):
        raise InputError(f"{shown[0]} is secret: say --secret {shown[0]}, and give it on standard input.")
    if unknown := [one for one in names if one not in hidden]:
        raise InputError(f"{kind.name} has no secret {unknown[0]}.")
    wanted = names or [one.name for one in hidden.values() if one.is_needed]
    if sys.stdin.isatty():
        return {name: getpass.getpass(f"{hidden[name].label}: ") for name in wanted}
    return {
        name: sys.stdin.readline().rstrip("\r\n") if len(wanted) > 1 else sys.stdin.read().strip() for name in wanted
    }


def list_all(arguments: argparse.Namespace) -> None:
    """List the places."""
    with open_warehouse(Settings.from_environment()) as engine, engine.connect() as connection:
        found = connections.listed(connection)
    if arguments.json:
        plain = [
            {"connection_id": one.connection_id, "name": one.name, "kind": one.kind, **one.settings} for one in found
        ]
        _say(json.dumps(plain))
    elif found:
        rows = [(str(one.connection_id), one.name, one.way.name, one.where) for one in found]
        table(("Number", "Name", "Kind", "Where"), rows)
    else:
        _say(NOBODY)


def try_out(arguments: argparse.Namespace) -> None:
    """Ask the worker to look whether a place can be reached and opened."""
    _asked(arguments.number, {"trial": True}, "tried")


def push(arguments: argparse.Namespace) -> None:
    """Ask the worker to send a list of the ledger, a campaign or an audience there; now, or again and again."""
    said = _what(arguments)
    if arguments.every is None:
        _asked(arguments.number, said, "sent")
        return
    settings = Settings.from_environment()
    weekday = DAYS.index(arguments.weekday) if arguments.weekday else None
    with open_warehouse(settings) as engine, engine.begin() as connection:
        outlet = connections.get(connection, arguments.number)
        owner = users.named(connection, arguments.owner).email if arguments.owner else None
        if "delivery" in said:
            raise InputError("A list of the ledger goes once: name a campaign or an audience.")
        told = {"connection": outlet.connection_id, **said}
        when = arguments.every, arguments.at, weekday, settings.outward.zone
        number = schedules.add(connection, f"To {outlet.name}", "push", told, *when, owner)
        problem = in_the_way(connection, owner, ("audiences",))
    _say(f"Schedule {number}, To {outlet.name}." + (f" {problem}" if problem else ""))


def _what(arguments: argparse.Namespace) -> dict[str, Any]:
    named = {name: value for name in ("delivery", "campaign", "audience") if (value := getattr(arguments, name))}
    if len(named) != 1:
        raise InputError("Say one of --delivery, --campaign and --audience.")
    if "delivery" in named:
        return named
    format = {"format": arguments.format} if "audience" in named else {}
    return {**named, **format, "mode": arguments.mode}


def retire(arguments: argparse.Namespace) -> None:
    """Send nothing there any more, and forget what opens it."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        name = connections.get(connection, arguments.number).name
        connections.retire(connection, arguments.number)
    _say(f"{name} is retired; what was sent there stays on record.")


def add_to(commands: Any) -> None:
    """Put `connection` among the commands of a parser."""
    top = commands.add_parser("connection", help="the places that lists are sent to: add, list, try, push, retire")
    below = top.add_subparsers(metavar="COMMAND", required=True)

    def command(main: Callable[[argparse.Namespace], None], name: str, words: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = below.add_parser(name, help=words, description=words.capitalize() + ".")
        made.set_defaults(main=main)
        return made

    one = command(add, "add", "add a place that lists are sent to")
    one.add_argument("kind", choices=[*KINDS], help="of %(choices)s")
    one.add_argument("name", metavar="NAME", help="what people call it")
    one.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="what it asks; repeatable")
    one.add_argument(
        "--secret", action="append", default=[], metavar="NAME", help="a secret to read from standard input; repeatable"
    )
    one = command(list_all, "list", "list the places")
    one.add_argument("--json", action="store_true", help="one JSON list")
    for main, name, words in (
        (try_out, "try", "look whether a place can be reached and opened, sending nobody"),
        (push, "push", "send a list there, now or again and again"),
        (retire, "retire", "send nothing there any more, and forget what opens it"),
    ):
        one = command(main, name, words)
        one.add_argument("number", type=int, metavar="NUMBER", help="as `list` tells it")
        if name == "push":
            _pushing(one)


def _pushing(one: argparse.ArgumentParser) -> None:
    one.add_argument("--delivery", type=int, metavar="NUMBER", help="a list of the ledger")
    one.add_argument("--campaign", type=int, metavar="NUMBER", help="a campaign, as it is then")
    one.add_argument("--audience", type=int, metavar="NUMBER", help="an audience without a campaign, as it is then")
    one.add_argument("--format", choices=[*FORMATS], default="machines", help="of an audience (default: %(default)s)")
    one.add_argument("--mode", choices=repeating.MODES, default="full", help="all, or who entered and left since")
    one.add_argument("--every", choices=EVERY, help="again and again")
    one.add_argument("--at", default="05:00", metavar="HH:MM", help="when; of an hour the minutes count")
    one.add_argument("--weekday", choices=DAYS, help="of a weekly one")
    one.add_argument("--owner", metavar="EMAIL", help="on whose rights it runs; needed where there are users")


def _asked(number: int, said: dict[str, Any], done: str) -> None:
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        name = connections.get(connection, number).name
        job = enqueue(connection, "push", {"connection": number, **said})
    _say(f"{name} is {done} by job {job}.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{visible(sentence)}\n")
