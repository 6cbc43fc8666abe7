"""Choosing customers in a chart: a click or a lasso is kept in a store, and a bar offers an audience of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.basics import aria, icon
from dashboard.figures.descriptions.week import SHORT_WEEKDAYS
from dashboard.filters.choosing import COHORT, CUSTOMERS, HOUR, MONTH, PART, SEGMENT
from dashboard.filters.selection import Filters

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # its first day, where a mark carries it
Kept = dict[str, Any] | None
Read = Callable[[dict[str, Any] | None], tuple[str, Any] | None]  # what a chart tells -> kind and value of a choice


def kept(kind: str, value: Any, filters: dict[str, str] | None, graph_id: str, argument: str | None) -> Kept:
    """What the store keeps of a choice, as `Choice.read` reads it; `argument` is what the graph's page is about."""
    within = {graph_id.partition("-")[0]: argument} if argument else {}
    return {"kind": kind, "value": value, "search": (filters or {}).get("search", ""), "within": within}


def selection_bar() -> html.Div:
    """The bar at the foot of every page, away until something is chosen."""
    return html.Div(
        [
            dcc.Store(id="selection"),
            html.Div(id="selection-what", className="selection-what", role="status"),
            html.Span(
                dcc.Link("Make an audience", href="", id="selection-link", className="button primary"),
                id="selection-link-place",
            ),
            html.Button("Make an audience", id="selection-make", className="button primary", n_clicks=0),
            html.Button([icon("x-lg"), "Clear"], id="selection-clear", className="button quiet", n_clicks=0),
            html.Div(id="selection-said", role="alert"),
        ],
        id="selection-bar",
        className="selection-bar",
        role="region",
        hidden=True,
        **aria(label="Chosen customers"),
    )


def bind_lasso(app: Dash, graph_id: str) -> None:
    """Points of single customers that are drawn around in a scatter."""
    _bind(app, graph_id, "selectedData", _kept_customers)


def bind_months(app: Dash, *graph_ids: str) -> None:
    """Clicks on the bars, points and cells of months."""
    for graph_id in graph_ids:
        _bind(app, graph_id, "clickData", _kept_month)


def bind_hours(app: Dash, graph_id: str) -> None:
    """Clicks on the cells of weekdays and hours."""
    _bind(app, graph_id, "clickData", _kept_hour)


def bind_weekdays(app: Dash, graph_id: str) -> None:
    """Clicks on the bars of weekdays, which carry their number."""
    _bind(app, graph_id, "clickData", _kept_weekday)


def bind_cohorts(app: Dash, graph_id: str) -> None:
    """Clicks on the cells of months of first orders and months since."""
    _bind(app, graph_id, "clickData", _kept_cohort)


def bind_parts(app: Dash, graph_id: str, *, all_segments: bool = False) -> None:
    """Clicks on marks whose customdata begin with conditions (`filters.parts`), and end with the segment of a mark of
    one; `all_segments` where the chart is of all, whatever segments are filtered."""

    def choose(found: dict[str, Any] | None, filters: dict[str, str] | None, argument: str | None) -> Any:
        carried = _carried(found)
        if carried is None:
            return no_update
        part, segment = carried
        one = kept(PART, part, filters, graph_id, argument) or {}
        if all_segments:
            one["search"] = Filters.from_query(one["search"]).only(segments=()).to_query()
        if segment:
            one["within"] = {**one["within"], SEGMENT: segment}
        return one

    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input(f"{graph_id}-graph", "clickData"),
        State("filters", "data"),
        State("argument", "data"),
        prevent_initial_call=True,
    )(choose)


def _carried(found: dict[str, Any] | None) -> tuple[str, str] | None:
    match found:
        case {"points": [{"customdata": [str(part), _, *more]}, *_]} if part.startswith("{"):
            return part, str(more[0]) if more and isinstance(more[0], str) else ""
    return None


def _bind(app: Dash, graph_id: str, event: str, read: Read) -> None:
    def choose(found: dict[str, Any] | None, filters: dict[str, str] | None, argument: str | None) -> Any:
        what = read(found)
        return kept(*what, filters, graph_id, argument) if what is not None else no_update

    app.callback(
        Output("selection", "data", allow_duplicate=True),
        Input(f"{graph_id}-graph", event),
        State("filters", "data"),
        State("argument", "data"),
        prevent_initial_call=True,
    )(choose)


def _kept_customers(found: dict[str, Any] | None) -> tuple[str, Any] | None:
    ids = [_first(point.get("customdata")) for point in (found or {}).get("points", ())]
    known = list(dict.fromkeys(one for one in ids if isinstance(one, str)))
    return (CUSTOMERS, known) if known else None


def _kept_month(found: dict[str, Any] | None) -> tuple[str, Any] | None:
    match found:
        case {"points": [{"customdata": str(month) | [str(month), *_]}, *_]} if _MONTH.fullmatch(month):
            return MONTH, month
        case {"points": [{"x": str(month)}, *_]}:
            return MONTH, month
    return None


def _kept_hour(found: dict[str, Any] | None) -> tuple[str, Any] | None:
    match found:
        case {"points": [{"x": int(hour), "y": str(day)}, *_]} if day in SHORT_WEEKDAYS:
            return HOUR, [SHORT_WEEKDAYS.index(day) + 1, hour]
    return None


def _kept_weekday(found: dict[str, Any] | None) -> tuple[str, Any] | None:
    match found:
        case {"points": [{"customdata": [int(day), *_]}, *_]}:
            return HOUR, [day, None]
    return None


def _kept_cohort(found: dict[str, Any] | None) -> tuple[str, Any] | None:
    match found:
        case {"points": [{"x": int(age), "y": str(month)}, *_]}:
            return COHORT, [month, age]
    return None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
