"""Choosing customers in a chart: the box or lasso that was drawn is kept in a store, and a bar offers an audience."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.basics import aria, icon
from dashboard.filters.narrowing import shapes
from wording.languages import say


def audience_offer(place: str) -> list[Any]:
    """How many customers a choice has, and a way to an audience of them; `web.selecting` fills it."""
    return [
        html.Div(id=f"{place}-what", className="selection-what", role="status"),
        html.Span(
            dcc.Link(say("Make an audience"), href="", id=f"{place}-link", className="button"),
            id=f"{place}-link-place",
        ),
        html.Button(say("Make an audience"), id=f"{place}-make", className="button", n_clicks=0),
        html.Div(id=f"{place}-said", role="alert"),
    ]


def selection_bar() -> html.Div:
    """The bar at the foot of every page, away until points are chosen."""
    return html.Div(
        [
            dcc.Store(id="selection"),
            *audience_offer("selection"),
            html.Button([icon("x-lg"), say("Clear")], id="selection-clear", className="button quiet", n_clicks=0),
        ],
        id="selection-bar",
        className="selection-bar",
        role="region",
        hidden=True,
        **aria(label=say("Chosen customers")),
    )


def bind_lasso(app: Dash, graph_id: str, axes: Callable[[str], shapes.Axes]) -> None:
    """Customers of a scatter that are drawn around: all who would stand there, of whom it may draw but a sample.

    `axes`: what the scatter shows where its page's address says this.
    """

    def choose(found: object, filters: dict[str, str] | None) -> Any:
        search = (filters or {}).get("search", "")
        shape = shapes.drawn(found, axes(search))
        return {"shape": shape.plain, "search": search} if shape is not None else no_update

    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input(f"{graph_id}-graph", "selectedData"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
