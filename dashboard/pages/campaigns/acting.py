"""What is done to campaigns: made, a new list of one, what it cost, those who answered as a list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select

from audiences.campaigns import keeping, ledger, quiet_days, send
from audiences.lists import brought
from audiences.measurement import answered
from dashboard.pages.campaigns import making
from dashboard.pages.campaigns.reading import today
from dashboard.shop import Shop, mailing
from dashboard.shop.asker import asker
from dashboard.shop.once import once
from dashboard.shop.own import keep_to_own
from dashboard.shop.said import put_on_record
from dashboard.words import formats
from dashboard.words.consent import ALL
from warehouse.errors import InputError
from wording.languages import as_python_writes, say, say_n, to_say

MEANWHILE = to_say("A list of it was made meanwhile: look at it before you make one more.")
NO_AMOUNT = to_say("The cost is an amount, such as 120 or 99.50.")


def rule_of(shop: Shop) -> str:
    """By which rule of consent people are in a list now."""
    rule = mailing.rule_of(shop)
    return ALL if rule.is_idle else rule.name


def make(shop: Shop, audience: int, name: str, format: str, share: Decimal, days: int) -> int:
    """Make a campaign and its first list, or neither; its number. A large list is made by the worker, meanwhile.

    Raises InputError where it cannot be.
    """
    rule = _needed(shop)

    def create(connection: Connection) -> str:
        campaign = keeping.create(connection, name, audience, format, share, days, asker().name)
        if making.goes_beside(shop, connection, campaign):
            making.ask(connection, campaign, rule)
        else:
            _send(shop, connection, campaign, rule)
        return str(campaign.campaign_id)

    return int(once(shop, "campaigns", [audience, name, format, str(share), days], create))


def send_again(shop: Shop, number: int, seen: object) -> str:
    """A new list of a campaign, of its audience as it is now; what is said then.

    `seen` is how many lists whoever asks has seen: of clicks side by side one makes a list.
    """
    rule = _needed(shop)
    with shop.change() as connection:
        campaign = keeping.by_number(connection, number)
        keep_to_own([campaign.created_by])
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"lists of campaign {number}"))))
        if str(seen) != str(len(ledger.of_campaign(connection, number))):
            raise InputError(MEANWHILE)
        if making.goes_beside(shop, connection, campaign):
            making.ask(connection, campaign, rule)
            return ""
        sent = _send(shop, connection, campaign, rule)
    out = sum(sent.leaving.left_out.values())
    return say_n(
        sent.leaving.rows,
        "The list is made: {n} person, {out} left out.",
        "The list is made: {n} people, {out} left out.",
        out=formats.count(out),
    )


def _needed(shop: Shop) -> str:
    asker().need("audiences")
    asker().need("export")
    return rule_of(shop)


def _send(shop: Shop, connection: Connection, campaign: keeping.Campaign, rule: str) -> ledger.Delivery:
    who = asker().name
    with TemporaryDirectory() as folder:
        sent = send(connection, campaign, rule, quiet_days(connection), Path(folder), today(shop), who)
    told = {"what": "campaign", "campaign": campaign.campaign_id, "list": sent.delivery_id}
    put_on_record(connection, who, "export", told, sent.leaving.rows)
    return sent


def keep_told(shop: Shop, number: int, cost: object, day: object) -> str:
    """Keep what a campaign cost and when it went out. Raises InputError for what is no amount or no day."""
    asker().need("audiences")
    with shop.change() as connection:
        keep_to_own([keeping.by_number(connection, number).created_by])
        keeping.note_cost(connection, number, _amount(str(cost or "")))
        keeping.note_day(connection, number, _day(str(day or "")))
    return say("Kept.")


def keep_answered(shop: Shop, number: int) -> str:
    """Keep those who answered as a list; what is said then."""
    asker().need("audiences")

    def bring(connection: Connection) -> str:
        campaign = keeping.by_number(connection, number)
        people = tuple(answered(connection, number))
        if not people:
            raise InputError(say("Nobody has answered yet."))
        name = say("Answered {name}", name=campaign.name)[:68] + f", {today(shop):%Y-%m-%d}"
        brought.bring(connection, name, brought.Found(people, ()), asker().name)
        return say_n(
            len(people),
            "List “{name}” holds {n} person. An audience can ask for it, and so leave them out or write to them.",
            "List “{name}” holds {n} people. An audience can ask for it, and so leave them out or write to them.",
            name=name,
        )

    return once(shop, "answered", number, bring)


def _amount(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = Decimal(as_python_writes(text))
    except InvalidOperation:
        raise InputError(NO_AMOUNT) from None
    if not found.is_finite():
        raise InputError(NO_AMOUNT)
    return found


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(say("This is no day.")) from None
