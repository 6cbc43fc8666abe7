"""A board as values: what each of its cards shows, with its table; who asks sees what they see in the dashboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from accounts.kept import boards, cards
from dashboard.components.basics import Children
from dashboard.components.panels import FIGURES, OF_A_CUSTOMER, draw, failure
from dashboard.figures.reading import ChartTable
from dashboard.report.cards import Cards
from dashboard.report.summary import Summary
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.charting import boards as slots
from dashboard.web.charting.route import look_at
from dashboard.words import definitions
from warehouse.errors import InputError
from wording.languages import say, say_n, to_say, to_say_n

OF_CUSTOMERS = to_say("It tells of single customers, who are in no mail: it stands on the board.")
NOTHING = to_say("Nothing is on this board.")
MORE = to_say_n("{n} more card is in the file.", "{n} more cards are in the file.")
MOST_FACTS = 12


@dataclass(frozen=True)
class ShownCard:
    """A card: its name where people gave it one, what it is of, what it says, and a drawing, key figures or neither."""

    name: str
    basis: str
    title: str
    note: str
    is_wide: bool
    height: int
    figure: dict[str, Any] | None = None
    strip: Children = None
    table: ChartTable | None = None


@dataclass(frozen=True)
class ShownBoard:
    """A board and what its cards show."""

    name: str
    cards: tuple[ShownCard, ...]

    def summary(self) -> Summary:
        """In short, for the letter: what each chart says."""
        said = [(one.name, one.note if one.title == one.name else one.title) for one in self.cards if one.figure]
        left = len(said) - MOST_FACTS
        note = say_n(left, *MORE) if left > 0 else ""
        return {"of": self.name, "figures": said[:MOST_FACTS], "note": note}


def shown_board(shop: Shop, number: int, known: Cards) -> ShownBoard:
    """A board that the asker sees. Raises InputError where there is none, or nothing is on it."""
    with shop.connect() as connection:
        board = boards.get(connection, number, asker().name)
        found = cards.of_board(connection, number)
    if not found:
        raise InputError(say(NOTHING))
    return ShownBoard(board.name, tuple(_shown(shop, one, known) for one in found))


def _shown(shop: Shop, one: cards.Card, known: Cards) -> ShownCard:
    told = {"card": one.card, "address": one.address}
    name = one.name or slots.called(one.card, one.address)
    basis = " ".join(part for part in (slots.basis(shop, told), slots.doubts_of(shop, told)) if part)
    found = ShownCard(name, basis, name, basis, one.is_wide, one.height)
    if slots.output_of(known.server, one.card) is None:
        return _without(found, *slots.refused(is_gone=True))
    if not known.lets(one.card):
        return _without(found, *slots.refused(is_gone=False))
    if _tells_of_customers(one.card):
        return replace(found, note=say(OF_CUSTOMERS))
    try:
        place = slots.place_of(shop, told)
        if one.card.endswith(FIGURES):
            return replace(found, strip=known.strips[one.card](shop, place, shop.scope(place.filters)))
        return _chart(shop, one, known, place, found)
    except Exception as error:  # whatever happens, people see a sentence
        return _without(found, *failure(error))


def _without(found: ShownCard, title: str, note: str) -> ShownCard:
    return replace(found, title=title, note=note)


def _tells_of_customers(card: str) -> bool:
    chart = definitions.charts().get(card)
    return chart.tells_of_customers if chart is not None else card.startswith(OF_A_CUSTOMER)


def _chart(shop: Shop, one: cards.Card, known: Cards, place: Place, found: ShownCard) -> ShownCard:
    function = known.charts[one.card]
    shown = look_at(shop, function, one.card, place)
    _, _, figure = draw(shop, one.card, function, lambda: place, "light", not one.is_wide)
    note = " · ".join(part for part in (shown.title if one.name else "", shown.note) if part)
    return replace(found, title=one.name or shown.title, note=note, figure=figure, table=shown.table)
