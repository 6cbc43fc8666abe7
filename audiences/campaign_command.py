"""The part of the command line that is about campaigns: make one, send it, see what it brought, make a list again."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from audiences.campaigns import again, keeping, ledger, look, quiet_days, send
from audiences.destinations import FORMATS, rule_now, why_left_out
from audiences.holdout import NO_RATE, advice, sight
from audiences.measurement import BUYERS, FINAL, NET, Result, grounds, result, sentences
from warehouse.access import see_everything
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.schema import data_days
from warehouse.settings import Settings
from wording.console import table

HEADS = ("Number", "Name", "Written to", "Held out", "What can be said")


@contextmanager
def _store() -> Iterator[tuple[Connection, Settings]]:
    """The store in one transaction, as its owner sees it."""
    settings = Settings.from_environment()
    with open_warehouse(settings) as engine, engine.begin() as connection:
        see_everything(connection)
        yield connection, settings


def list_campaigns(_arguments: argparse.Namespace) -> None:
    """List the campaigns with what can be said of them."""
    with _store() as (connection, _):
        found = [(one, _result(connection, one.campaign_id)) for one in keeping.everything(connection)]
    if not found:
        _say("There are no campaigns yet; make the first: python -m audiences campaign NAME AUDIENCE")
        return
    rows = [
        (
            one.campaign_id,
            one.name,
            *((*told.drawn, sentences.headline(told)) if told else ("", "", "No list")),
        )
        for one, told in found
    ]
    table(HEADS, rows)


def make_campaign(arguments: argparse.Namespace) -> None:
    """Make a campaign of an audience; say who would go, and what its hold-out could show. Nothing is written yet."""
    share = _number(arguments.hold_out, "--hold-out")
    with _store() as (connection, settings):
        rule, quiet = rule_now(connection, settings.consent), quiet_days(connection)
        one = keeping.create(
            connection, arguments.name, arguments.audience, arguments.format, share, arguments.days, None
        )
        found = look(connection, arguments.audience, arguments.format, rule, arguments.days, quiet)
    _say(f"Campaign {one.campaign_id}, “{one.name}”.")
    _say("\n".join(found.preflight.sentences()))
    if found.preflight.goes:
        seen = sight(found.preflight.goes, float(share), found.base_rate or 0.0, FINAL)
        _say(NO_RATE if found.base_rate is None else advice(seen, arguments.days))


def send_campaign(arguments: argparse.Namespace) -> None:
    """Write a campaign's list into a folder, but for who is held out, and put it on record."""
    folder = _folder(arguments.folder)
    with _store() as (connection, settings):
        one = keeping.by_number(connection, arguments.campaign)
        today = datetime.now(ZoneInfo(settings.outward.zone)).date()
        rule, quiet = rule_now(connection, settings.consent), quiet_days(connection)
        sent = send(connection, one, rule, quiet, folder, today, None)
    left = sent.leaving
    _say(f"List {sent.delivery_id}: {left.rows:,} people; {left.held:,} are held out.")
    for reason, count in left.left_out.items():
        _say(why_left_out(reason, count))
    _print_files(sent)


def make_again(arguments: argparse.Namespace) -> None:
    """Make the files of a list again from the ledger."""
    folder = _folder(arguments.folder)
    with _store() as (connection, _):
        made = again(connection, arguments.list, folder)
        _print_files(ledger.delivery(connection, arguments.list))
    if not made.is_same:
        sys.stderr.write(f"It is not the same byte by byte: {made.cause}.\n")


def show_result(arguments: argparse.Namespace) -> None:
    """Print what a campaign brought, as words and numbers, in JSON."""
    with _store() as (connection, settings):
        one = keeping.by_number(connection, arguments.campaign)
        told, last_day = _result(connection, one.campaign_id), connection.scalar(select(data_days.c.last_day))
        lists = [one.delivery_id for one in ledger.of_campaign(connection, one.campaign_id)]
    if told is None:
        raise InputError(f"“{one.name}” has no list yet: python -m audiences send {one.campaign_id} FOLDER")

    def money(value: float) -> str:
        return f"{value:,.2f} {settings.currency}"

    cost = float(one.cost) if one.cost else None
    said = [*sentences.story(told, money, last_day), *filter(None, [sentences.returns(told, cost, money)])]
    plain = {"campaign": one.campaign_id, "name": one.name, "words": [sentences.headline(told), *said]}
    numbers = {name: _plain(told, name) for name in (BUYERS, NET)}
    later = asdict(told.waiting) if told.waiting else None
    people = {"sent": told.sent, "held": told.held, "newer_lists": later}
    whole = {**plain, **people, "passed": round(told.passed, 4), "lists": lists, **numbers}
    _say(json.dumps(whole, ensure_ascii=False, default=str))


def tell(arguments: argparse.Namespace) -> None:
    """Say what a campaign cost, and on which day it was first written to."""
    with _store() as (connection, _):
        keeping.note_cost(connection, arguments.campaign, _number(arguments.amount, "the cost"))
        if arguments.sent_on is not None:
            keeping.note_day(connection, arguments.campaign, _day(arguments.sent_on))
    _say("Kept.")


def add_commands(commands: Any) -> None:
    """What can be said of campaigns on the command line."""
    for name, (main, words, places) in _TOLD.items():
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(main=main)
        for place in places:
            kind = int if place in ("campaign", "audience", "list") else str
            made.add_argument(place, metavar=place.upper(), type=kind, help=_HELPS[place])
        if name == "campaign":
            made.add_argument("--format", default=next(iter(FORMATS)), help="for which tool (see destinations)")
            made.add_argument("--hold-out", default=str(keeping.HELD_SHARE), help="share not written to (default 0.1)")
            made.add_argument("--days", type=int, default=keeping.WINDOW_DAYS, help="that an order counts as an answer")
        if name == "cost":
            made.add_argument("--sent-on", metavar="DAY", help="YYYY-MM-DD: when it was first written to")


_HELPS = {
    "campaign": "its number",
    "audience": "its number",
    "list": "its number in the ledger",
    "name": "its name",
    "folder": "where the files go",
    "amount": "what it cost",
}
_TOLD: dict[str, tuple[Callable[[argparse.Namespace], None], str, tuple[str, ...]]] = {
    "campaigns": (list_campaigns, "list the campaigns with what can be said of them", ()),
    "campaign": (make_campaign, "make a campaign of an audience, and say who would go", ("name", "audience")),
    "send": (send_campaign, "write a campaign's list into a folder, and put it on record", ("campaign", "folder")),
    "again": (make_again, "make the files of a list on record again", ("list", "folder")),
    "result": (show_result, "print what a campaign brought, as JSON", ("campaign",)),
    "cost": (tell, "say what a campaign cost", ("campaign", "amount")),
}


def _result(connection: Connection, number: int) -> Result | None:
    found = grounds(connection, number)
    return None if found is None else result(found)


def _plain(told: Result, name: str) -> dict[str, Any]:
    outcome = told.outcomes[name]
    if outcome.last is None:
        return {"verdict": outcome.verdict}
    total, low, high = outcome.last.total()
    reading = asdict(outcome.last) | {"total": total, "total_low": low, "total_high": high}
    return {
        "verdict": outcome.verdict,
        "told_on": outcome.told_on,
        **{key: _finite(value) for key, value in reading.items()},
    }


def _finite(value: float) -> float | None:
    return None if value in (float("inf"), float("-inf")) else value


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _print_files(sent: ledger.Delivery) -> None:
    for file in sent.files:
        _say(f"{file.sha256}  {file.name}")


def _folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise InputError(f"{name} is no folder.")
    return folder


def _number(text: str, what: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise InputError(f"{what} is a number, not {text}.") from None
    if not found.is_finite():
        raise InputError(f"{what} is a number, not {text}.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text} is no day: write YYYY-MM-DD.") from None
