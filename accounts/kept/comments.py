"""Comments on a view that is kept, or on a board: all who may open it read them.

Who wrote one takes it away, and administrators do; the database holds that (`warehouse/access`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError, ProgrammingError

from warehouse.errors import InputError
from warehouse.schema import view_comments
from wording.languages import say, to_say

LONGEST: Final = 500
WORDLESS = to_say("Write a comment first.")
UNSEEN = to_say("This is not there any more, or not shared with you any more.")
GONE = to_say("This comment is not there any more, or it is somebody else's.")
_TABLE = view_comments.c
VIEW, BOARD = "view_id", "board_id"  # what a thread is of


@dataclass(frozen=True)
class Comment:
    """What somebody said."""

    comment_id: int
    words: str
    made_by: str | None
    made_at: datetime


@dataclass(frozen=True)
class Thread:
    """Of what the comments are: a kept view or a board, by its number."""

    of: str  # VIEW or BOARD
    number: int


def visible(connection: Connection, thread: Thread) -> list[Comment]:
    """Those of a thread that the viewer sees, the first one first."""
    columns = (_TABLE.comment_id, _TABLE.words, _TABLE.made_by, _TABLE.made_at)
    rows = connection.execute(select(*columns).where(_TABLE[thread.of] == thread.number).order_by(_TABLE.comment_id))
    return [Comment(**row._mapping) for row in rows]


def counts(connection: Connection, of: str, numbers: Iterable[int]) -> dict[int, int]:
    """How many comments each of several views or boards has."""
    key = _TABLE[of]
    rows = connection.execute(select(key, func.count()).where(key.in_([*numbers])).group_by(key))
    return {row[0]: row[1] for row in rows}


def write(connection: Connection, thread: Thread, words: str, maker: str | None, *, now: datetime) -> int:
    """Add a comment to a thread that the maker sees; its number. Raises InputError without words; for too many."""
    said = "\n".join(" ".join(line.split()) for line in words.replace("\x00", " ").splitlines()).strip()[:LONGEST]
    if not said:
        raise InputError(say(WORDLESS))
    row = {thread.of: thread.number, "words": said, "made_by": maker, "made_at": now}
    try:
        with connection.begin_nested():
            return int(
                connection.execute(insert(view_comments).values(**row).returning(_TABLE.comment_id)).scalar_one()
            )
    except (IntegrityError, ProgrammingError) as error:  # the database refuses what they do not see
        raise InputError(say(UNSEEN)) from error


def remove(
    connection: Connection, thread: Thread, comment_id: int, maker: str | None, *, of_others: bool = False
) -> None:
    """Take away one's own, or anybody's for an administrator. Raises InputError where it is none."""
    where = [_TABLE[thread.of] == thread.number, _TABLE.comment_id == comment_id]
    if not of_others:
        where.append(_TABLE.made_by.is_not_distinct_from(maker))
    if not connection.execute(delete(view_comments).where(*where)).rowcount:
        raise InputError(say(GONE))
