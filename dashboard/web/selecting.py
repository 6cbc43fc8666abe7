"""How many customers a view or a chart's choice has, and an audience of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlencode
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy import Connection

from audiences.lists import brought
from dashboard.components.panels import failure
from dashboard.filters.choosing import Choice, conditions, list_name
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.customers.chosen import chosen_count, chosen_numbers
from dashboard.queries.customers.lists import asks_without_order
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import once
from dashboard.words import formats

RIGHT = "audiences"
BUILDER = "/audiences/new"
AWAY = (True, "", "", True, True, "")  # as `show` puts out
Offer = tuple[bool, str, str, bool, bool, str]


def register(app: Dash, shop: Shop) -> None:
    """Bind both offers to what is chosen, and their buttons to what they do."""

    def show_selection(kept: object) -> Offer:
        return offered(shop, drawn(shop, kept), in_full=True)

    def make_selection(clicks: int | None, kept: object) -> tuple[Any, Any, Any, str]:
        return made(shop, clicks, drawn(shop, kept))

    def show_view(filters: dict[str, str] | None, pathname: str | None) -> Offer:
        choice = of_view(filters, pathname)
        return offered(shop, choice if is_narrow(choice.filters) else None, in_full=False)

    def make_view(clicks: int | None, filters: dict[str, str] | None, pathname: str | None) -> tuple[Any, Any, str]:
        path, query, _, said = made(shop, clicks, of_view(filters, pathname))
        return path, query, said

    app.callback(*_offer("selection", "selection-bar"), Input("selection", "data"))(show_selection)
    app.callback(*_offer("view", "view-offer"), Input("filters", "data"), Input("url", "pathname"))(show_view)
    app.callback(
        *_address(),
        Output("selection", "data", allow_duplicate=True),
        Output("selection-said", "children", allow_duplicate=True),
        Input("selection-make", "n_clicks"),
        State("selection", "data"),
        prevent_initial_call=True,
    )(make_selection)
    app.callback(
        *_address(),
        Output("view-said", "children", allow_duplicate=True),
        Input("view-make", "n_clicks"),
        State("filters", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )(make_view)
    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input("selection-clear", "n_clicks"),
        prevent_initial_call=True,
    )(lambda clicks: None)


def _offer(place: str, whole: str) -> tuple[Output, ...]:
    return (
        Output(whole, "hidden"),
        Output(f"{place}-what", "children"),
        Output(f"{place}-link", "href"),
        Output(f"{place}-link-place", "hidden"),
        Output(f"{place}-make", "hidden"),
        Output(f"{place}-said", "children"),
    )


def _address() -> tuple[Output, Output]:
    return tuple(Output("url", name, allow_duplicate=True) for name in ("pathname", "search"))  # type: ignore[return-value]


def of_view(filters: dict[str, str] | None, pathname: str | None) -> Choice:
    """The customers of a view, on a product's page its buyers."""
    kind, _, code = (pathname or "").strip("/").partition("/")
    product = unquote(code) if kind == "products" and code and "/" not in code else None
    return Choice(Filters.from_query((filters or {}).get("search")), product)


def drawn(shop: Shop, kept: object) -> Choice | None:
    """What was drawn in a chart; nothing of those to whom a point of one is some customers."""
    return Choice.read(kept) if shop.viewer.personal and asker().may("lists") else None


def is_narrow(filters: Filters) -> bool:
    """Whether a view is of some customers or months."""
    return filters.only(segmentation=None, compare=None) != Filters()


def offered(shop: Shop, choice: Choice | None, *, in_full: bool) -> Offer:
    """What an offer shows: whether it is away, its words, and a link or a button; `in_full` says who they are, too."""
    if choice is None or not asker().may(RIGHT):
        return AWAY
    try:
        scope = shop.scope(choice.filters)
        number = shop.ask(chosen_count, choice, scope, shop.people())
    except Exception as error:
        return (False, ". ".join(failure(error)), "", True, True, "") if in_full else AWAY
    words = formats.plural(number, "customer") + (f": {choice.in_words(shop.published(), scope)}" if in_full else "")
    if not number:
        return AWAY if in_full else (False, words, "", True, True, "")
    target = address(shop, choice, scope)
    return False, words, target, not target, bool(target), ""


def made(shop: Shop, clicks: int | None, choice: Choice | None) -> tuple[Any, Any, Any, str]:
    """The builder with a list of the customers in it, nothing chosen any more, and what went wrong."""
    if not clicks or choice is None:
        raise PreventUpdate
    try:
        number = keep(shop, choice)
    except Exception as error:
        return no_update, no_update, no_update, ". ".join(failure(error))
    return BUILDER, "?" + _query({"list": number}), None, ""


def address(shop: Shop, choice: Choice, scope: Scope) -> str:
    """The builder with the conditions of a choice in it; nothing where no conditions say it."""
    found = conditions(choice, shop.published(), scope, ordered=not asks_without_order(scope))
    return f"{BUILDER}?{_query(found)}" if found is not None else ""


def keep(shop: Shop, choice: Choice) -> int:
    """Keep the customers of a choice as a list; its number. Raises InputError where somebody may not."""
    asker().need(RIGHT)
    scope = shop.scope(choice.filters)
    words, moment = choice.in_words(shop.published(), scope), datetime.now(ZoneInfo(shop.zone))

    def bring(connection: Connection) -> str:
        numbers = chosen_numbers(connection, choice, scope)
        name = list_name(words, len(numbers), f"{moment.day} {moment:%b %Y, %H:%M:%S}")
        return str(brought.bring(connection, name, brought.Found(numbers, ()), asker().name))

    return int(once(shop, "selecting", repr(choice), bring))


def _query(definition: dict[str, Any]) -> str:
    return urlencode({"conditions": json.dumps(definition, separators=(",", ":"))})
