"""The cards of a board: each chart, and each strip of key figures, drawn by the function of its page's own card.

What a card shows follows from its name and the address that it was taken from, so that it is answered as a page's card
is, also from what was answered before; who may see it there may see it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, State, html, no_update

from accounts.kept import cards, saved_views
from dashboard.components.basics import Children
from dashboard.components.panels import (
    BareFunction,
    PanelFunction,
    charts_of,
    draw,
    failure,
    fill_bare,
    is_panel,
    strips_of,
)
from dashboard.components.shell import NAVIGATION
from dashboard.figures.style.theme import empty, themed
from dashboard.filters import scope_words
from dashboard.filters.implied import on_page, own_of
from dashboard.filters.link_doubts import doubts
from dashboard.filters.selection import CURSORS, Filters, join_queries, page_query
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.access.table import CallbackRights
from dashboard.web.charting.route import chart_output
from dashboard.words import definitions
from warehouse.errors import InputError
from wording.languages import say, to_say

SLOTS = tuple(f"board-{number}" for number in range(1, cards.MOST + 1))
NOT_YOURS = (
    to_say("Not part of your role"),
    to_say("This card needs a right that you do not have; an administrator can give it."),
)
UNKNOWN = to_say("There is no such chart any more: take the card off the board.")
GONE = (to_say("Not available"), UNKNOWN)
KEY_FIGURES = to_say("key figures")


def register(app: Dash, shop: Shop, rights: CallbackRights) -> None:
    """Bind the slots of a board: `{slot}-card` says what stands there, `{slot}-strip` the same of key figures."""
    for slot in SLOTS:
        _bind_chart(app, shop, rights, slot)
        _bind_strip(app, shop, rights, slot)


def _bind_chart(app: Dash, shop: Shop, rights: CallbackRights, slot: str) -> None:
    def fill(told: dict[str, str] | None, theme: str | None, is_narrow: bool | None) -> tuple[Any, Any, Any]:
        if not isinstance(told, dict):
            return no_update, no_update, no_update
        card = str(told.get("card"))
        function: PanelFunction | None = charts_of(app.server).get(card)
        if function is None or not is_allowed(rights, chart_output(card)):
            return *refused(is_gone=function is None), themed(empty(""), theme)
        title, note, drawn = draw(shop, card, function, lambda: place_of(shop, told), theme, is_narrow)
        return *_called(told, title, _with(note, doubts_of(shop, told))), drawn

    app.callback(
        Output(f"{slot}-title", "children"),
        Output(f"{slot}-note", "children"),
        Output(f"{slot}-graph", "figure"),
        Input(f"{slot}-card", "data"),
        Input("theme", "data"),
        State("narrow", "data"),
    )(fill)
    is_panel(app)


def _bind_strip(app: Dash, shop: Shop, rights: CallbackRights, slot: str) -> None:
    def fill(told: dict[str, str] | None) -> tuple[Any, Any, Any]:
        if not isinstance(told, dict):
            return no_update, no_update, no_update
        card = str(told.get("card"))
        function: BareFunction | None = strips_of(app.server).get(card)
        if function is None or not is_allowed(rights, strip_output(card)):
            return *refused(is_gone=function is None), ""
        title, note = called(card, str(told.get("address"))), _with(basis(shop, told), doubts_of(shop, told))
        return *_called(told, title, note), fill_bare(shop, function, lambda: place_of(shop, told))

    app.callback(
        Output(f"{slot}-figures-title", "children"),
        Output(f"{slot}-figures-note", "children"),
        Output(f"{slot}-figures", "children"),
        Input(f"{slot}-strip", "data"),
    )(fill)
    is_panel(app)


def refused(*, is_gone: bool) -> tuple[str, str]:
    """Title and note of a card that is not there, or not for the asker."""
    title, note = GONE if is_gone else NOT_YOURS
    return say(title), say(note)


def _called(told: Mapping[str, Any], title: Children, note: Children) -> tuple[Children, Children]:
    """Title and note of a card: of one that its owner named, the name, and what it says itself."""
    name = str(told.get("name") or "")
    return (name, _with(title, note)) if name else (title, note)


def strip_output(card: str) -> str:
    """How Dash names the callback that fills a strip of key figures."""
    return f"{card}.children"


def output_of(server: Any, card: str) -> str | None:
    """How Dash names the callback of a card that can be on a board; None of others."""
    if card in charts_of(server):
        return chart_output(card)
    return strip_output(card) if card in strips_of(server) else None


def is_allowed(rights: CallbackRights, output: str) -> bool:
    """Whether the asker may have the card that a callback fills."""
    needed = rights.of(output)
    return needed is not None and all(asker().may(right) for right in needed)


def place_of(shop: Shop, told: Mapping[str, str]) -> Place:
    """Where a card was taken from: the filters of its address, as its page has them. Raises InputError for nowhere."""
    address = saved_views.as_address(str(told.get("address")))
    if address is None:
        raise InputError(say(UNKNOWN))
    path, _, query = address.partition("?")
    parts = [unquote(part) for part in path.split("/") if part]
    asked = Filters.from_query(query)
    own = own_of(path, shop.published(), asked.segmentation)
    search = join_queries(on_page(asked, own, chosen=False).filters.to_query(), page_query(query, without=CURSORS))
    return Place(Filters.from_query(search), parts[1] if len(parts) > 1 else None, search)


def doubts_of(shop: Shop, told: Mapping[str, str]) -> str:
    """What an address asks for that is not there, or not there for the viewer."""
    try:
        found = doubts(place_of(shop, told).filters, shop.published())
    except Exception:  # which the card tells
        return ""
    return " ".join(f"{one.text} {one.shown}".strip() for one in found)


def called(card: str, address: str) -> str:
    """What a card is called that has no name of its own: its page, and what the page calls it."""
    found = definitions.charts().get(card)
    return f"{page_word(address)}: {say(found.name if found else KEY_FIGURES)}"


def page_word(address: str) -> str:
    """What the page of an address is called in the rail."""
    first = "/" + address.partition("?")[0].strip("/").split("/")[0]
    return next((say(word, sense="page") for path, word, _ in filter(None, NAVIGATION) if path == first), first)


def basis(shop: Shop, told: Mapping[str, str]) -> str:
    """Who and when."""
    try:
        published, scope = shop.published(), shop.scope(place_of(shop, told).filters)
        who, when = scope_words.who(published, scope), scope_words.period(published, scope)
    except Exception as error:
        return failure(error)[1]
    return " · ".join(part for part in (who, when) if part)


def _with(note: Children, more: Children) -> Children:
    """Two notes as one."""
    if not note or not more:
        return note or more
    return html.Span([note, " · ", more])
