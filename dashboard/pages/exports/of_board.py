"""A board that is to be mailed instead of a view: which one an address names, and what of it a threshold looks at."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.kept import boards, cards
from accounts.kept.boards import Board
from accounts.kept.cards import Card
from dashboard.filters.selection import Filters, query_fields
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.said import UNREAD
from dashboard.web.charting.boards import basis, place_of
from warehouse.errors import InputError
from wording.languages import say, to_say

FIELD = "board"
EMPTY = to_say("Nothing is on this board yet: put charts on it, then it can be mailed.")
OF_CARD = "of"  # the form's field of the card whose numbers a threshold looks at


def named_in(search: str) -> int | None:
    """The board that an address names; None where it names none. Raises InputError for what is no number."""
    said = dict(query_fields(search)).get(FIELD)
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise InputError(say(boards.GONE))
    return int(said)


def seen(shop: Shop, number: int) -> tuple[Board, list[Card]]:
    """A board that the asker sees, and its cards. Raises InputError where there is none, or nothing on it."""
    with shop.connect() as connection:
        board = boards.get(connection, number, asker().name)
        found = cards.of_board(connection, number)
    if not found:
        raise InputError(say(EMPTY))
    return board, found


def choices(shop: Shop, found: list[Card]) -> list[tuple[str, str]]:
    """Whose numbers a threshold may look at: one card of each filters, by what they are of."""
    told: dict[str, str] = {}
    for one in found:
        words = basis(shop, _told(one))
        if words not in told.values():
            told[str(one.card_id)] = words
    return list(told.items())


def filters_of(shop: Shop, found: list[Card], said: Mapping[str, str]) -> Filters:
    """The filters of the card that a form names. Raises InputError where it is not on the board."""
    one = next((one for one in found if str(one.card_id) == said.get(OF_CARD)), None)
    if one is None:
        raise InputError(say(UNREAD))
    return place_of(shop, _told(one)).filters


def _told(one: Card) -> dict[str, str]:
    return {"card": one.card, "address": one.address}
