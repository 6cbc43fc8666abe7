"""The cards of a board: charts and key figures, each with the address of the view that it was taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from accounts.kept import boards, saved_views
from accounts.kept.named import tidied
from warehouse.access.amounts import CARDS
from warehouse.errors import InputError
from warehouse.schema import board_cards
from wording.languages import say, to_say

MOST: Final = CARDS.most
HEIGHTS: Final = (80, 900)  # pixels
GONE = to_say("This card is not there any more, or the board is somebody else's.")
HELD = to_say("This is on the board already.")
OF_CUSTOMERS = to_say(
    "This tells of a customer or of a search, and the board is shared: put it on a board of your own."
)
_TABLE = board_cards.c
_SELECT = select(_TABLE.card_id, _TABLE.card, _TABLE.address, _TABLE.name, _TABLE.is_wide, _TABLE.height)
_ORDER = (_TABLE.place, _TABLE.card_id)


@dataclass(frozen=True)
class Card:
    """A chart or key figures, and where they are from."""

    card_id: int
    card: str  # as its page calls it
    address: str
    name: str  # '' is what it says itself
    is_wide: bool
    height: int


def of_board(connection: Connection, board_id: int) -> list[Card]:
    """Those that the viewer sees, in their order."""
    rows = connection.execute(_SELECT.where(_TABLE.board_id == board_id).order_by(*_ORDER))
    return [Card(**row._mapping) for row in rows]


def put(
    connection: Connection,
    board_id: int,
    owner: str | None,
    card: str,
    address: str,
    *,
    is_wide: bool,
    height: int,
    now: datetime,
) -> int:
    """Put a card at the end of one's own board; its number. Raises InputError where it cannot be."""
    board = boards.get(connection, board_id, owner)
    if board.owner != owner:
        raise InputError(say(boards.GONE))
    if len(address) > saved_views.LONGEST_ADDRESS:
        raise InputError(say(saved_views.TOO_LONG))
    if board.is_shared and saved_views.tells_of_customers(address):
        raise InputError(say(OF_CUSTOMERS))
    found = of_board(connection, board_id)
    if any((one.card, one.address) == (card, address) for one in found):
        raise InputError(say(HELD))
    last = connection.scalar(select(func.max(_TABLE.place)).where(_TABLE.board_id == board_id)) or 0
    tall = min(max(height, HEIGHTS[0]), HEIGHTS[1])
    row = {"board_id": board_id, "card": card, "address": address, "place": last + 1, "is_wide": is_wide}
    statement = insert(board_cards).values(**row, height=tall, put_at=now).returning(_TABLE.card_id)
    return int(connection.execute(statement).scalar_one())


def change(connection: Connection, board_id: int, card_id: int, owner: str | None, values: Mapping[str, Any]) -> None:
    """Rename a card, or change its width. Raises InputError where it is not one's own."""
    told = {**values, **({"name": tidied(values["name"])} if "name" in values else {})}
    _need_own(connection, board_id, owner)
    if not connection.execute(update(board_cards).where(*_one(board_id, card_id)).values(**told)).rowcount:
        raise InputError(say(GONE))


def move(connection: Connection, board_id: int, card_id: int, owner: str | None, to: int) -> int:
    """Move a card to a place in the order, 0 the first; where it is then. Raises InputError as `change` does."""
    _need_own(connection, board_id, owner)
    numbers = [one.card_id for one in of_board(connection, board_id)]
    if card_id not in numbers:
        raise InputError(say(GONE))
    numbers.remove(card_id)
    place = min(max(to, 0), len(numbers))
    numbers.insert(place, card_id)
    for at, number in enumerate(numbers, 1):
        connection.execute(update(board_cards).where(*_one(board_id, number), _TABLE.place != at).values(place=at))
    return place


def remove(connection: Connection, board_id: int, card_id: int, owner: str | None) -> None:
    """Take a card off. Raises InputError as `change` does."""
    _need_own(connection, board_id, owner)
    if not connection.execute(delete(board_cards).where(*_one(board_id, card_id))).rowcount:
        raise InputError(say(GONE))


def _need_own(connection: Connection, board_id: int, owner: str | None) -> None:
    if boards.get(connection, board_id, owner).owner != owner:
        raise InputError(say(GONE))


def _one(board_id: int, card_id: int) -> list[Any]:
    return [_TABLE.board_id == board_id, _TABLE.card_id == card_id]
