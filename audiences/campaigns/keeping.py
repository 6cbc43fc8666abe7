"""Campaigns by name: made of an audience as it is, told what they cost, found again."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from audiences.destinations import FORMATS
from audiences.lists import keeping
from warehouse.errors import InputError
from warehouse.schema import campaigns
from wording.languages import days, say, to_say, whole

MOST_SHARE, MOST_DAYS, MOST_COST, LONGEST_NOTE = Decimal("0.5"), 365, Decimal(10) ** 12, 2_000
HELD_SHARE, WINDOW_DAYS = Decimal("0.1"), 30  # unless somebody says otherwise
FAR_OFF = timedelta(days=365)  # of a list from the day its campaign was made
PARTS = Decimal("0.0001")  # of an amount, which no currency divides further
NEEDS = to_say("A campaign needs a name of 1 to {most} letters.")
_C = campaigns.c
NO_FORMAT = to_say("There is no format {format}; there are {formats}.")


@dataclass(frozen=True)
class Campaign:
    """A campaign as it is on record."""

    campaign_id: int
    name: str
    audience_id: int
    audience_version: int
    destination_format: str  # of FORMATS
    held_share: Decimal
    seed: str
    window_days: int
    cost: Decimal | None
    note: str | None
    created_by: str | None
    created_at: datetime
    sent_on: date | None


def create(
    connection: Connection,
    name: str,
    audience_id: int,
    destination_format: str,
    held_share: Decimal = HELD_SHARE,
    window_days: int = WINDOW_DAYS,
    created_by: str | None = None,
) -> Campaign:
    """Make a campaign of an audience as it is now. The caller commits.

    Raises InputError for a name that is taken, for a format or an audience there is not, and for a share or a number of
    days out of bounds.
    """
    audience = keeping.by_number(connection, audience_id)
    if destination_format not in FORMATS:
        raise InputError(say(NO_FORMAT, format=destination_format, formats=", ".join(FORMATS)))
    if not 0 <= held_share <= MOST_SHARE:
        raise InputError(say("Hold out between 0 and 50 % of the people."))
    if not 1 <= window_days <= MOST_DAYS:
        raise InputError(say("Orders count as answers for 1 to {most} days.", most=MOST_DAYS))
    values: dict[str, Any] = {
        "name": keeping.checked_name(name, NEEDS),
        "audience_id": audience_id,
        "audience_version": audience.version,
        "destination_format": destination_format,
        "held_share": held_share,
        "seed": secrets.token_hex(16),
        "window_days": window_days,
        "created_by": created_by,
        "created_at": func.now(),
    }
    try:
        with connection.begin_nested():
            number = connection.scalar(insert(campaigns).values(**values).returning(_C.campaign_id))
    except IntegrityError:
        raise InputError(
            say("There is a campaign “{name}” already: choose another name.", name=values["name"])
        ) from None
    assert number is not None
    return by_number(connection, number)


def note_cost(connection: Connection, number: int, cost: Decimal | None) -> None:
    """Say what it cost; None: not known. The caller commits."""
    if cost is not None and not (cost.is_finite() and 0 <= cost < MOST_COST):
        raise InputError(say("The cost is an amount of 0 or more."))
    _change(connection, number, cost=None if cost is None else cost.quantize(PARTS))


def note_words(connection: Connection, number: int, words: str) -> None:
    """Say what it was about. The caller commits."""
    if len(words) > LONGEST_NOTE:
        raise InputError(say("A note has at most {most} letters.", most=whole(LONGEST_NOTE)))
    _change(connection, number, note=words.strip() or None)


def note_day(connection: Connection, number: int, sent_on: date | None) -> None:
    """Say on which day its first list was really written to; None: the day it was made. The caller commits."""
    made = by_number(connection, number).created_at.date()
    if sent_on is not None and abs(sent_on - made) > FAR_OFF:
        raise InputError(
            say("This campaign was made on {day}: its list went out within a year of that.", day=days.day_in_full(made))
        )
    _change(connection, number, sent_on=sent_on)


def by_number(connection: Connection, number: int) -> Campaign:
    """Raises InputError where there is none, or none that the viewer sees."""
    row = connection.execute(_read().where(_C.campaign_id == number)).one_or_none()
    if row is None:
        raise InputError(say("There is no campaign {number}.", number=number))
    return Campaign(*row)


def everything(connection: Connection) -> list[Campaign]:
    """All campaigns, newest first."""
    return [Campaign(*row) for row in connection.execute(_read().order_by(_C.campaign_id.desc()))]


def _read() -> Select[Any]:
    return select(*(_C[name] for name in Campaign.__dataclass_fields__))


def _change(connection: Connection, number: int, **values: Any) -> None:
    by_number(connection, number)
    connection.execute(update(campaigns).where(_C.campaign_id == number).values(**values))
