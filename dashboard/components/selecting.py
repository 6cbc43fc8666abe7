"""Choosing single customers in a chart: what a lasso drew around is kept in a store, and a bar offers an audience."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.basics import aria, icon
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


def bind_lasso(app: Dash, graph_id: str) -> None:
    """Points of single customers that are drawn around in a scatter."""

    def choose(found: dict[str, Any] | None, filters: dict[str, str] | None) -> Any:
        points = (found or {}).get("points")  # as the browser says, so anything
        rows = [one for one in points if isinstance(one, dict)] if isinstance(points, list) else []
        ids = [_first(point.get("customdata")) for point in rows]
        known = list(dict.fromkeys(one for one in ids if isinstance(one, str)))
        return {"customers": known, "search": (filters or {}).get("search", "")} if known else no_update

    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input(f"{graph_id}-graph", "selectedData"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
