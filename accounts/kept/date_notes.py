"""Notes on dates (“catalogue sent”): a day, a few words, perhaps one country. All who may see the country see them.

Who made one changes and removes it, and administrators do; the database holds that (`warehouse/access`), how many there
may be, and that who sees some countries writes of these alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from warehouse.errors import InputError
from warehouse.schema import date_notes
from wording.languages import say, to_say

LONGEST_WORDS = 80
YEARS = (1900, 2199)
WORDLESS = to_say("Say in a few words what happened.")
DAYLESS = to_say("Choose the day it happened.")
GONE = to_say("This note is not there any more, or it is somebody else's.")
_ID = date_notes.c.note_id
_SELECT = select(
    _ID, date_notes.c.day, date_notes.c.words, date_notes.c.country, date_notes.c.made_by, date_notes.c.made_at
)


@dataclass(frozen=True)
class DateNote:
    """Words on a day; without a country they are of the whole shop."""

    note_id: int
    day: date
    words: str
    country: str | None
    made_by: str | None
    made_at: datetime


def visible(connection: Connection) -> list[DateNote]:
    """Those that the viewer may see, the latest day first."""
    rows = connection.execute(_SELECT.order_by(date_notes.c.day.desc(), _ID.desc()))
    return [DateNote(**row._mapping) for row in rows]


def write(
    connection: Connection, day: date | None, words: str, country: str | None, maker: str | None, *, now: datetime
) -> int:
    """Write a note; its number. Raises InputError without words or a day, or where there are too many already."""
    row = {**_checked(day, words), "country": country, "made_by": maker, "made_at": now}
    return int(connection.execute(insert(date_notes).values(**row).returning(_ID)).scalar_one())


def change(
    connection: Connection, note_id: int, day: date | None, words: str, maker: str | None, *, of_others: bool = False
) -> None:
    """Change one's own, or anybody's for an administrator. Raises InputError where it is none."""
    statement = update(date_notes).where(*_own(note_id, maker, of_others)).values(**_checked(day, words))
    if not connection.execute(statement).rowcount:
        raise InputError(say(GONE))


def remove(connection: Connection, note_id: int, maker: str | None, *, of_others: bool = False) -> None:
    """The same, to take it away."""
    if not connection.execute(delete(date_notes).where(*_own(note_id, maker, of_others))).rowcount:
        raise InputError(say(GONE))


def to_day(said: str) -> date | None:
    """A day as a form says it, 2011-03-12; None for any other text."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if YEARS[0] <= found.year <= YEARS[1] else None


def _own(note_id: int, maker: str | None, of_others: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [date_notes.c.note_id == note_id]
    return found if of_others else [*found, date_notes.c.made_by.is_not_distinct_from(maker)]


def _checked(day: date | None, words: str) -> dict[str, object]:
    said = " ".join(words.replace("\x00", " ").split())[:LONGEST_WORDS].strip()
    if day is None:
        raise InputError(say(DAYLESS))
    if not said:
        raise InputError(say(WORDLESS))
    return {"day": day, "words": said}
