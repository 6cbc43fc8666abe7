"""Boards: pages that people put together of charts, their own and those that others share.

Whoever opens one sees what they may see. The database holds whose each is, and how many (`warehouse/access`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from accounts.kept import saved_views
from accounts.kept.named import LONGEST_NAME, Kind
from warehouse.errors import InputError
from warehouse.schema import board_cards, boards
from warehouse.schema import saved_views as views
from wording.languages import say, to_say

GONE = to_say("This board is not there any more, or it is somebody else's.")
OF_CUSTOMERS = to_say(
    "A chart of this board tells of a customer or of a search: take it off before you share the board."
)
_BOARDS = Kind(
    boards,
    boards.c.board_id,
    nameless=to_say("Say what the board is called."),
    taken=to_say("You have a board of that name already: choose another one."),
    gone=GONE,
)
_CARDS = select(func.count()).where(board_cards.c.board_id == boards.c.board_id).scalar_subquery()
_SELECT = select(
    *(boards.c.board_id, boards.c.name, boards.c.owner, boards.c.is_shared, boards.c.made_at), _CARDS.label("cards")
)


@dataclass(frozen=True)
class Board:
    """A page of charts."""

    board_id: int
    name: str
    owner: str | None
    is_shared: bool
    made_at: datetime
    cards: int

    @property
    def address(self) -> str:
        """Where it is shown."""
        return address_of(self.board_id)


def address_of(board_id: int) -> str:
    """Where a board is shown."""
    return f"/boards/{board_id}"


def visible(connection: Connection, owner: str | None) -> list[Board]:
    """Those of somebody and those that are shared, their own first, by name."""
    found = [Board(**row._mapping) for row in connection.execute(_SELECT)]
    seen = [one for one in found if one.owner == owner or one.is_shared]
    return sorted(seen, key=lambda one: (one.owner != owner, one.name.casefold()))


def get(connection: Connection, board_id: int, owner: str | None) -> Board:
    """One that somebody sees. Raises InputError where there is none."""
    row = connection.execute(_SELECT.where(boards.c.board_id == board_id)).one_or_none()
    if row is None or not (row.owner == owner or row.is_shared):
        raise InputError(say(GONE))
    return Board(**row._mapping)


def is_gone(connection: Connection, address: str, owner: str | None) -> bool:
    """Whether an address leads to a board that somebody sees no more."""
    found = re.fullmatch(r"/boards/([0-9]{1,18})", address)
    if found is None:
        return False
    try:
        get(connection, int(found[1]), owner)
    except InputError:
        return True
    return False


def make(connection: Connection, name: str, owner: str | None, *, now: datetime) -> int:
    """A new one without cards; its number. Raises InputError for a name that is none, or taken; for too many."""
    row = {"name": checked(name), "owner": owner, "made_at": now}
    adding = insert(boards).values(**row).returning(boards.c.board_id)
    return int(_BOARDS.written(connection, adding).scalar_one())


def change(connection: Connection, board_id: int, owner: str | None, values: Mapping[str, Any]) -> None:
    """Rename or share one's own. Raises InputError where it is none, the name is taken, or it tells of customers."""
    if values.get("is_shared"):
        _check_sharing(connection, board_id)
    _BOARDS.change(connection, board_id, owner, values)


def remove(connection: Connection, board_id: int, owner: str | None, *, of_others: bool = False) -> None:
    """Take a board away with its cards: one's own, or a shared one of others for who looks after everybody's."""
    _BOARDS.remove(connection, board_id, owner, of_others=of_others)
    leads_there = [views.c.address == address_of(board_id), views.c.owner.is_not_distinct_from(owner)]
    connection.execute(delete(views).where(*leads_there))


def begin_with(connection: Connection, board_id: int, owner: str | None, *, now: datetime) -> None:
    """Make a board what one begins with: kept as a view of one's own for it, whose list says so."""
    found = get(connection, board_id, owner)
    own = [one for one in saved_views.visible(connection, owner) if one.owner == owner]
    view_id = next((one.view_id for one in own if one.address == found.address), None)
    if view_id is None:
        taken = {one.name for one in own}
        names = (found.name, *(f"{found.name[: LONGEST_NAME - 5]} ({number})" for number in range(2, 100)))
        name = next(one for one in names if one not in taken)
        view_id = saved_views.keep(connection, name, found.address, owner, is_shared=False, now=now)
    saved_views.begin_with(connection, view_id, owner, now=now)


def checked(name: object) -> str:
    """A name as it is kept. Raises InputError for none."""
    return _BOARDS.checked(name)


def _check_sharing(connection: Connection, board_id: int) -> None:
    """Whether a board can be shared: its addresses are for everybody's eyes then. Raises InputError."""
    addresses = connection.scalars(select(board_cards.c.address).where(board_cards.c.board_id == board_id))
    if any(saved_views.tells_of_customers(one) for one in addresses):
        raise InputError(say(OF_CUSTOMERS))
