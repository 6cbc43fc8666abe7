"""The bar under a chart's choice: how many customers, and an audience of them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from audiences.conditions import in_words as sentence
from audiences.conditions import read
from audiences.lists import brought, standing
from dashboard.components.panels import failure
from dashboard.filters.choosing import Choice, conditions, list_name
from dashboard.filters.scope_words import who
from dashboard.filters.selection import Scope
from dashboard.queries.customers.chosen import chosen_count, chosen_numbers
from dashboard.queries.customers.lists import asks_without_order
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from dashboard.words.formats import currency_sign

RIGHT = "audiences"
BUILDER = "/audiences/new"
AWAY = (True, "", "", True, True, "")  # as `show` puts out


def register(app: Dash, shop: Shop) -> None:
    """Bind the bar to what is chosen, and its buttons to what they do."""

    def show(kept: object) -> tuple[bool, str, str, bool, bool, str]:
        choice = Choice.read(kept)
        if choice is None or not asker().may(RIGHT):
            return AWAY
        try:
            scope = shop.scope(choice.filters)
            number = shop.ask(chosen_count, choice, scope, shop.people())
        except Exception as error:
            return False, ". ".join(failure(error)), "", True, True, ""
        if not number:
            return AWAY
        target = address(shop, choice, scope)
        words = f"{formats.plural(number, 'customer')}: {in_words(shop, choice, scope)}"
        return False, words, target, not target, bool(target), ""

    def make(clicks: int | None, kept: object) -> tuple[Any, Any, Any, str]:
        choice = Choice.read(kept)
        if not clicks or choice is None:
            raise PreventUpdate
        try:
            number = keep(shop, choice)
        except Exception as error:
            return no_update, no_update, no_update, ". ".join(failure(error))
        return BUILDER, "?" + _query({"list": number}), None, ""

    app.callback(
        Output("selection-bar", "hidden"),
        Output("selection-what", "children"),
        Output("selection-link", "href"),
        Output("selection-link-place", "hidden"),
        Output("selection-make", "hidden"),
        Output("selection-said", "children"),
        Input("selection", "data"),
    )(show)
    app.callback(
        Output("url", "pathname", allow_duplicate=True),
        Output("url", "search", allow_duplicate=True),
        Output("selection", "data", allow_duplicate=True),
        Output("selection-said", "children", allow_duplicate=True),
        Input("selection-make", "n_clicks"),
        State("selection", "data"),
        prevent_initial_call=True,
    )(make)
    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input("selection-clear", "n_clicks"),
        prevent_initial_call=True,
    )(lambda clicks: None)


def in_words(shop: Shop, choice: Choice, scope: Scope) -> str:
    """Which customers they are."""
    if choice.part is None:
        return choice.in_words(shop.published(), scope)
    with shop.connect() as connection:
        said = sentence(read(json.loads(choice.part)), standing.names(connection, currency_sign(shop.currency)))
    view = who(shop.published(), scope)
    return f"{view} · {said}" if view else said[0].upper() + said[1:]


def address(shop: Shop, choice: Choice, scope: Scope) -> str:
    """The builder with the conditions of a choice in it; nothing where no conditions say it."""
    found = conditions(choice, shop.published(), scope, ordered=not asks_without_order(scope))
    return f"{BUILDER}?{_query(found)}" if found is not None else ""


def keep(shop: Shop, choice: Choice) -> int:
    """Keep the customers of a choice as a list; its number. Raises InputError where somebody may not."""
    asker().need(RIGHT)
    scope = shop.scope(choice.filters)
    words, moment = in_words(shop, choice, scope), datetime.now(ZoneInfo(shop.zone))
    with shop.change() as connection:
        numbers = chosen_numbers(connection, choice, scope)
        name = list_name(words, len(numbers), f"{moment.day} {moment:%b %Y, %H:%M:%S}")
        return brought.bring(connection, name, brought.Found(numbers, ()), asker().name)


def _query(definition: dict[str, Any]) -> str:
    return urlencode({"conditions": json.dumps(definition, separators=(",", ":"))})
