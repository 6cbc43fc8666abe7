"""What somebody at the sample shop would have kept, so that a first visit meets these pages as they are in use.

A board of charts, a view of one segment in one country, two audiences of those that are suggested: nothing that would
be untrue of another shop, for its own data may take the sample's place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from accounts.kept import boards, cards, saved_views
from audiences.conditions import read
from audiences.lists import keeping, standing
from audiences.suggested import suggestions

BOARD: Final = "Monday morning"
VIEW: Final = ("At risk in Germany", "/segments/at-risk?country=DE")
AUDIENCES: Final = ("lapsing", "second-order")  # of what is suggested
CARDS: Final = (  # card, its page, whether as wide as the board, pixels high
    ("overview-figures", "/", True, 200),
    ("overview-trend", "/", False, 360),
    ("segments-shares", "/segments", False, 360),
    ("forecast-net", "/forecast", False, 360),
    ("cohorts-curves", "/cohorts", False, 360),
)


def fill(connection: Connection, *, now: datetime) -> None:
    """Keep it all, shared with whoever gets an account later. The caller commits.

    Raises NoDataError before the first fit, and InputError where any of it is there already.
    """
    number = boards.make(connection, BOARD, None, now=now)
    for card, address, is_wide, height in CARDS:
        cards.put(connection, number, None, card, address, is_wide=is_wide, height=height, now=now)
    boards.change(connection, number, None, {"is_shared": True})
    saved_views.keep(connection, *VIEW, None, is_shared=True, now=now)
    for one in suggestions(connection, standing.stands(connection)):
        if one.key in AUDIENCES:
            keeping.keep(connection, one.name, read(one.conditions), None)
