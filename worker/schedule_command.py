"""`python -m worker schedule …`: add, list, run, pause and remove what the clock asks for."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from accounts import users
from accounts.ownership import Standing, in_the_way, standings
from accounts.tokens import new_token, seal_for
from warehouse import schedules
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.outward import apart, refuse_inner, veiled
from warehouse.schedules import DAYS, Schedule, tell_of
from warehouse.settings import Settings
from wording.console import table, visible
from wording.runs import result_of
from worker.schedule_words import adding, secrets_of, source_of

FIT = "fit"


def add(arguments: argparse.Namespace) -> None:
    """Add a schedule: an address to fetch from, or `fit`."""
    settings = Settings.from_environment()
    kind, told = (FIT, {}) if arguments.what == FIT else ("fetch", source_of(arguments))
    where = told.get("source", {})
    refuse_inner(settings.outward.networks, where.get("address"), where.get("endpoint"), arguments.webhook)
    told, tell, secrets = apart(told, tell_of(",".join(arguments.mail), arguments.webhook or ""))
    secrets |= secrets_of(arguments) | ({"webhook": new_token()} if "webhook" in tell else {})
    sealed = seal_for(settings.secret_key, secrets, schedules.place_of(told)) if secrets else None
    weekday = DAYS.index(arguments.weekday) if arguments.weekday else None
    zone = arguments.timezone or settings.outward.zone
    with open_warehouse(settings) as engine, engine.begin() as connection:
        owner = _owner(connection, arguments.owner)
        number = schedules.add(
            *(connection, arguments.name, kind, told, arguments.every, arguments.at, weekday, zone, owner, tell, sealed)
        )
        one = _named(connection, number)
        problem = in_the_way(connection, owner, one.rights)
    _say(f"Schedule {number}, {one.name}: {one.words}." + (f" {problem}" if problem else ""))
    if "webhook" in secrets:
        _say(f"The webhook's secret, shown this once: {secrets['webhook']}")


def list_all(arguments: argparse.Namespace) -> None:
    """List schedules: those that failed or that nobody may run first."""
    with open_warehouse(Settings.from_environment()) as engine, engine.connect() as connection:
        found = standings(connection)
    if arguments.json:
        _say(json.dumps([_plain(one) for one in found]))
        return
    if not found:
        _say('There are no schedules yet; add one: python -m worker schedule add "Segments" fit --at 03:00')
        return
    headings = ("Number", "Name", "What", "When", "Owner", "Next", "Last", "Result")
    table(headings, [_row(one) for one in found])


def run(arguments: argparse.Namespace) -> None:
    """Ask for a schedule's job now."""

    def ask(connection: Connection, one: Schedule) -> str:
        job = schedules.ask_anew(connection, one, None)
        return f"{one.name} runs as job {job}." if job else f"{one.name} is at work already."

    _do(arguments, ask)


def pause(arguments: argparse.Namespace) -> None:
    """Let a schedule rest, or go on."""

    def change(connection: Connection, one: Schedule) -> str:
        schedules.set_active(connection, one.schedule_id, arguments.resume)
        return f"{one.name} {'goes on' if arguments.resume else 'rests'}."

    _do(arguments, change)


def own(arguments: argparse.Namespace) -> None:
    """Give a schedule another owner, on whose rights it runs."""

    def change(connection: Connection, one: Schedule) -> str:
        owner = _owner(connection, arguments.owner)
        schedules.change(connection, one.schedule_id, owner=owner)
        problem = in_the_way(connection, owner, one.rights)
        return problem or f"{one.name} is {owner}'s."

    _do(arguments, change)


def remove(arguments: argparse.Namespace) -> None:
    """Forget a schedule; what it loaded stays."""

    def forget(connection: Connection, one: Schedule) -> str:
        schedules.remove(connection, one.schedule_id)
        return f"{one.name} is removed; what it loaded stays."

    _do(arguments, forget)


def add_to(commands: Any) -> None:
    """Put `schedule` among the commands of a parser."""
    top = commands.add_parser("schedule", help="what the clock asks for: add, list, run, pause, remove")
    below = top.add_subparsers(metavar="COMMAND", required=True)

    def command(main: Callable[[argparse.Namespace], None], name: str, words: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = below.add_parser(name, help=words, description=words.capitalize() + ".")
        made.set_defaults(main=main)
        return made

    adding(command(add, "add", "add an address to fetch from, or the fit"))
    one = command(list_all, "list", "list them, with what looks wrong first")
    one.add_argument("--json", action="store_true", help="one JSON list")
    for main, name, words in (
        (run, "run", "ask for one now"),
        (pause, "pause", "let one rest"),
        (own, "own", "give one another owner"),
        (remove, "remove", "forget one; what it loaded stays"),
    ):
        one = command(main, name, words)
        one.add_argument("number", type=int, metavar="NUMBER", help="as `list` tells it")
        if name == "pause":
            one.add_argument("--resume", action="store_true", help="let it go on instead")
        if name == "own":
            one.add_argument("owner", metavar="EMAIL", help="a user, on whose rights it runs")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{visible(sentence)}\n")


def _owner(connection: Connection, email: str | None) -> str | None:
    """The address as the user has it. InputError without one where there are users."""
    if email is not None:
        return users.named(connection, email).email
    if users.is_anybody(connection):
        raise InputError("There are users, so a schedule runs on the rights of one of them: give --owner EMAIL.")
    return None


def _named(connection: Connection, number: int) -> Schedule:
    if (found := schedules.get(connection, number)) is None:
        raise InputError(f"There is no schedule {number}.")
    return found


def _do(arguments: argparse.Namespace, change: Callable[[Connection, Schedule], str]) -> None:
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        _say(change(connection, _named(connection, arguments.number)))


def _row(one: Standing) -> tuple[object, ...]:
    schedule = one.schedule
    result = one.problem or (result_of(one.run) if one.run else "")
    coming = f"{schedule.next_at:%Y-%m-%d %H:%M} UTC" if schedule.is_active else "paused"
    last = f"{schedule.last_at:%Y-%m-%d %H:%M} UTC" if schedule.last_at else None
    return (
        str(schedule.schedule_id),
        schedule.name,
        _what(schedule),
        schedule.words,
        schedule.owner,
        coming,
        last,
        result,
    )


def _what(schedule: Schedule) -> str:
    found = veiled(schedule.arguments.get("source", {}).get("address", "")) or schedule.arguments.get("folder")
    return str(found or schedule.kind)


def _plain(one: Standing) -> dict[str, object]:
    schedule = one.schedule
    return {
        "schedule_id": schedule.schedule_id,
        "name": schedule.name,
        "what": _what(schedule),
        "when": schedule.words,
        "owner": schedule.owner,
        "is_active": schedule.is_active,
        "next_at": schedule.next_at.isoformat(),
        "last_at": schedule.last_at.isoformat() if schedule.last_at else None,
        "result": result_of(one.run) if one.run else None,
        "problem": one.problem or None,
    }
