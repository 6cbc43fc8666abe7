"""The selects of /explore <-> its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children
from dashboard.components.panels import read_place
from dashboard.figures.explore.features import FEATURES, SCALES, Choice
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.selection import Scope, join_queries, page_query
from dashboard.filters.unread import Doubt
from dashboard.shop import Place, Shop
from wording.languages import say, to_say

LABELS = {
    "feature": to_say("Feature", sense="axis"),
    "scale": to_say("Scale of all charts", sense="axis"),
    "x": to_say("Across", sense="axis"),
    "y": to_say("Up", sense="axis"),
}
NAMES = tuple(LABELS)


def selects(*names: str) -> list[Children]:
    """The selects of these names, with their labels."""
    return [_select(name) for name in names]


def _select(name: str) -> html.Div:
    options = [{"value": key, "label": label} for key, label in _choices(name).items()]
    control_id = f"explore-{name}"
    return html.Div(
        [
            html.Label(say(LABELS[name], sense="axis"), htmlFor=control_id),
            dbc.Select(id=control_id, options=options, value=getattr(Choice(), name), size="sm"),
        ]
    )


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address asks of the selects that is not there."""
    choice = Choice.from_search(where.search)
    for name in NAMES:
        known = _choices(name)
        what = say("scale" if name == "scale" else "feature", sense="choice of a link")
        yield from choice_doubts(where.search, name, what, known, known[getattr(choice, name)])


def _choices(name: str) -> dict[str, str]:
    if name == "scale":
        return {key: say(label, sense="scale") for key, label in SCALES.items()}
    return {key: feature.title for key, feature in FEATURES.items()}


def show(filters: dict[str, str] | None) -> list[Any]:
    """What the selects show."""
    choice = Choice.from_search(read_place(filters, None).search)
    return [getattr(choice, name) for name in NAMES]


def choose(
    feature: str | None, scale: str | None, across: str | None, up: str | None, filters: dict[str, str] | None
) -> Any:
    """The address that the selects ask for."""
    wanted = (feature, scale, across, up)
    where = read_place(filters, None)
    before = Choice.from_search(where.search)
    asked = {name: value or getattr(before, name) for name, value in zip(NAMES, wanted, strict=True)}
    after = Choice(**asked)
    if after == before:
        return no_update
    extras = page_query(where.search, without=NAMES)
    return join_queries(where.filters.to_query(), extras, after.to_query()) or "?"


def register(app: Dash) -> None:
    """Bind the selects to the address."""
    app.callback(*(Output(f"explore-{name}", "value") for name in NAMES), Input("filters", "data"))(show)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        *(Input(f"explore-{name}", "value") for name in NAMES),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
