"""A campaign's list: looked at before, then drawn, put on record and written, in one transaction."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, Select, cast, func, null, select, text

from audiences.campaigns.barring import barred
from audiences.campaigns.choosing import Chosen
from audiences.campaigns.keeping import Campaign
from audiences.campaigns.ledger import (
    Delivery,
    Leaving,
    add_files,
    add_members,
    delivery,
    make_files,
    of_campaign,
    record,
)
from audiences.campaigns.parts import parts_before
from audiences.conditions import Store, condition, written
from audiences.destinations import FORMATS, Gate, Member, Preflight, is_delicate, members_of, neutral_name, preflight
from audiences.destinations import stream as stream_of
from audiences.lists import counting, keeping, standing
from warehouse.errors import InputError
from warehouse.schema import customer_value, data_days, listed_customers
from wording.console import progress
from wording.languages import say, whole

CHANCE_DAYS = 90  # of the chance of an order that the shop works out
STALE_DAYS = 62  # data that end longer ago are of another time: answers count from their end
_AT_ONCE = 5_000
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(1583354030)")  # two campaigns never choose the same person at once
_F = listed_customers.c


@dataclass(frozen=True)
class Look:
    """What a campaign would be, before anything is written."""

    preflight: Preflight
    base_rate: float | None  # of the audience: the mean chance of an order within the days after sending


def look(connection: Connection, audience_id: int, format: str, rule: str, window_days: int, quiet: int) -> Look:
    """Look at an audience as it is now. Raises InputError for what the store does not have."""
    store = standing.stands(connection)
    inside = condition(keeping.by_number(connection, audience_id).definition, store)
    kept_back = barred(connection, audience_id, store, rule, quiet)
    members = members_of(inside, FORMATS[format], _named(store), *kept_back)
    found = preflight(stream_of(connection, members), FORMATS[format], rule)
    return Look(found, base_rate(connection, inside, window_days))


def base_rate(connection: Connection, inside: ColumnElement[bool], days: int) -> float | None:
    """The mean chance of an order within so many days, from that of 90 days: evenly spread over them."""
    chance = cast(customer_value.c.order_chance_90d, Float)
    mean = select(func.avg(1 - func.power(1 - chance, days / CHANCE_DAYS)))
    joined = listed_customers.join(customer_value, customer_value.c.customer_id == _F.customer_id)
    found = connection.scalar(mean.select_from(joined).where(inside))
    return None if found is None else float(found)


def send(
    connection: Connection, campaign: Campaign, rule: str, quiet: int, folder: Path, today: date, made_by: str | None
) -> Delivery:
    """Choose who is written to and who is held out, put it on record, and write the files into the folder.

    Raises InputError where nobody would be in the file. The caller commits; until then nothing of it is there. What is
    remembered of everybody is their hash; the rest lies in the folder meanwhile.
    """
    connection.execute(_ONE_AT_A_TIME)
    format, before = FORMATS[campaign.destination_format], of_campaign(connection, campaign.campaign_id)
    definition = keeping.versions(connection, campaign.audience_id)[campaign.audience_version].definition
    store = standing.stands(connection)
    kept_back = barred(connection, campaign.audience_id, store, rule, quiet, campaign.campaign_id)
    parts = parts_before(campaign.campaign_id) if before else None
    members = members_of(condition(definition, store), format, _named(store), *kept_back, parts=parts)
    statement = members if before else members.add_columns(null())
    people = counting.size(connection, definition, store).customers
    with (
        TemporaryFile("w+", encoding="utf-8", dir=folder) as spool,
        closing(Chosen(campaign, bool(before), spool)) as chosen,
    ):
        with progress("Choosing who goes", people) as advance:
            left_out = _choose(connection, statement, Gate(format, rule), chosen, advance)
        rows, held = chosen.count()
        if not rows:
            raise InputError(say("Nobody would be in the file: {reasons}.", reasons=_reasons(left_out)))
        name = _file_name(campaign, today, len(before) + 1)
        leaving = Leaving(
            *(name, format.key, rows, held, left_out),
            campaign_id=campaign.campaign_id,
            audience_id=campaign.audience_id,
            audience_version=campaign.audience_version,
            conditions=written(definition),
            filters={"consent": rule, "quiet_days": quiet},
            seed=campaign.seed,
            held_share=campaign.held_share,
            counts_from=_counts_from(connection, today),
            made_by=made_by,
        )
        number = record(connection, leaving)
        with progress("Putting the list on record", rows + held) as advance:
            add_members(connection, number, chosen.entries(), advance)
    with progress("Writing the file", rows) as advance:
        files = make_files(connection, number, leaving, folder, advance)
    add_files(connection, number, [file for _, file in files])
    return delivery(connection, number)


def _choose(
    connection: Connection, statement: Select[Any], gate: Gate, chosen: Chosen, advance: Callable[[float], None]
) -> dict[str, int]:
    """Let through the gate who may be written to; how many are left out, by reason, most first."""
    left_out = Counter[str]()
    found = connection.execute(statement, execution_options={"stream_results": True, "yield_per": _AT_ONCE})
    for part in found.partitions():
        for *fields, part_before in part:
            member = Member._make(fields)
            if reason := gate.why_not(member):
                left_out[reason] += 1
            else:
                chosen.add(member, part_before)
        advance(len(part))
    return dict(left_out.most_common())


def _named(store: Store) -> int | None:
    """The segmentation whose segments are named: the shop's RFM groups, where there are any."""
    return store.runs.get("rfm", next(iter(store.runs.values()), None))


def _counts_from(connection: Connection, today: date) -> date:
    """The first day on which an order is an answer: today, or the day after data of another time end."""
    last = connection.scalar(select(data_days.c.last_day))
    is_of_another_time = last is not None and (today - last).days > STALE_DAYS
    return last + timedelta(days=1) if last is not None and is_of_another_time else today


def _file_name(campaign: Campaign, today: date, number: int) -> str:
    """`win-them-back_mailchimp_2026-11-28`; neutral where a platform could read something of people from it."""
    format = FORMATS[campaign.destination_format]
    is_told = not (format.is_advertising and is_delicate(campaign.name))
    name = campaign.name if is_told else neutral_name(campaign.campaign_id, today)
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name.lower()).strip("-")[:60] or f"campaign-{campaign.campaign_id}"
    return "_".join((plain, format.key, f"{today:%Y-%m-%d}", *([str(number)] if number > 1 else [])))


def _reasons(left_out: dict[str, int]) -> str:
    return ", ".join(f"{whole(count)} {say(reason)}" for reason, count in left_out.items()) or say(
        "nobody is in the audience"
    )
