"""What the pages of campaigns show, read at once: a campaign, its lists and what is measured of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from audiences.campaigns import keeping, ledger
from audiences.destinations import connections
from audiences.lists import keeping as audiences
from audiences.measurement import BeforeAfter, Result, answered, before_after, grounds, result
from dashboard.shop import Shop
from warehouse.schema import data_days, delivered
from wording.languages import say


@dataclass(frozen=True)
class Read:
    """A campaign with all that is known of it."""

    campaign: keeping.Campaign
    audience: str  # its name; removed ones have none any more
    deliveries: tuple[ledger.Delivery, ...]
    places: dict[int, str]  # the connections that lists were sent to, by name
    result: Result | None
    before_after: BeforeAfter | None  # where nobody was held out
    last_day: date | None  # of the orders that are loaded
    answered: int
    missing: dict[int, int]  # delivery -> people of its file who were erased since


def today(shop: Shop) -> date:
    """The day it is where the shop is."""
    return datetime.now(ZoneInfo(shop.zone)).date()


def everything(shop: Shop) -> list[Read]:
    """All campaigns, newest first."""
    with shop.connect() as connection:
        found = keeping.everything(connection)
    return [read(shop, one.campaign_id) for one in found]


def read(shop: Shop, number: int) -> Read:
    """Raises InputError where there is no such campaign."""
    with shop.connect() as connection:
        campaign = keeping.by_number(connection, number)
        deliveries = tuple(ledger.of_campaign(connection, number))
        places = connections.names(connection)
        names = {one.audience_id: one.name for one in audiences.everything(connection)}
    key = (number, shop.published().version, campaign.sent_on, len(deliveries))
    measured: tuple[Any, ...] = shop.ask(_measured, *key)
    audience = names.get(campaign.audience_id, say("an audience that was removed"))
    return Read(campaign, audience, deliveries, places, *measured)


def _measured(connection: Connection, number: int, *_state: Hashable) -> tuple[Any, ...]:
    found = grounds(connection, number)
    last_day = connection.scalar(select(data_days.c.last_day))
    missing = _missing(connection, number)
    if found is None:
        return None, None, last_day, 0, missing
    told = result(found)
    has_days = bool(told.days) and not told.held
    before = before_after(connection, number, len(told.days)) if has_days else None
    return told, before, last_day, len(answered(connection, number)), missing


def _missing(connection: Connection, number: int) -> dict[int, int]:
    """By list, how many fewer people it could be made of again."""
    d = delivered.c
    lists = ledger.of_campaign(connection, number)
    counted = select(d.delivery_id, func.count()).where(
        d.delivery_id.in_([one.delivery_id for one in lists]), d.role == ledger.SENT
    )
    kept = {row[0]: int(row[1]) for row in connection.execute(counted.group_by(d.delivery_id))}
    return {one.delivery_id: one.leaving.rows - kept.get(one.delivery_id, 0) for one in lists}
