"""The two months of /migration: selects <-> address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children
from dashboard.components.panels import read_place
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.reach import first_base
from dashboard.filters.selection import Scope, add_months, join_queries, page_query, query_fields
from dashboard.filters.unread import Doubt
from dashboard.insights.spans import flow_months, shared_months
from dashboard.pages.migration import moves
from dashboard.pages.migration.moves import Span
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

SELECTS = (("migration-since", to_say("From the end of")), ("migration-until", to_say("To the end of")))
FIELDS = ("since", "until")


def selects() -> list[Children]:
    """Both, with their labels."""
    return [_select(*one) for one in SELECTS]


def _select(control_id: str, label: str) -> html.Div:
    control = dbc.Select(id=control_id, options=[], size="sm", className="select-month")
    return html.Div([html.Label(say(label), htmlFor=control_id), control])


def span_of(shop: Shop, where: Place, scope: Scope) -> Span | None:
    """The months between which customers moved: those that the address chooses, else those of the window."""
    return _chosen(shop, scope, where.search)


def _chosen(shop: Shop, scope: Scope, search: str) -> Span | None:
    return moves.span(_months(shop, scope), search, flow_months(shop, everyone(scope)))


def _months(shop: Shop, scope: Scope) -> tuple[date, ...]:
    return tuple(sorted(set(measured(shop, scope)["month"])))


def measured(shop: Shop, scope: Scope) -> pd.DataFrame:
    """`queries.sizes` of the month ends that may be compared."""
    frame: pd.DataFrame = shop.ask(queries.sizes, everyone(scope))
    first = first_base(shop.published())
    return frame[:0] if first is None else frame[frame["month"] >= first]


def in_window(shop: Shop, scope: Scope) -> pd.DataFrame:
    """`measured` of the months in view, from the end of the month before them, or from that they are compared with."""
    frame, ends = measured(shop, scope), shared_months(shop, everyone(scope))
    eve = add_months(scope.start, -1)
    since = min(eve, ends[0]) if ends else eve
    return frame[(frame["month"] >= since) & (frame["month"] <= scope.end)]


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """The month ends that the address asks for and that are not compared."""
    found = span_of(shop, where, scope)
    if found is None:
        for field in FIELDS:
            yield from choice_doubts(where.search, field, say("month end that can be compared here"), {}, "")
        return
    for field, month in zip(FIELDS, (found.since, found.until), strict=True):
        known = {f"{one:%Y-%m}": formats.month(one) for one in found.months}
        yield from choice_doubts(where.search, field, say("month end"), known, formats.month(month))
        asked = dict(query_fields(where.search)).get(field)
        if asked in known and asked != f"{month:%Y-%m}":
            text = say(
                "The link asks for {month} on a side of the comparison where it cannot stand.", month=known[asked]
            )
            yield Doubt(text, say("Shown is {shown} instead.", shown=formats.month(month)), is_harmless=True)


def everyone(scope: Scope) -> Scope:
    """Without the segment filter: both ends of a move count."""
    return scope.only(segments=())


def register(app: Dash, shop: Shop) -> None:
    """Bind the selects to the address."""

    def show(filters: dict[str, str] | None) -> list[Any]:
        where = read_place(filters, None)
        try:
            scope = shop.scope(where.filters)
            chosen, months = _chosen(shop, scope, where.search), _months(shop, scope)
        except Exception:  # the panels say what is wrong
            chosen, months = None, ()
        options = [{"value": f"{month:%Y-%m}", "label": formats.month(month)} for month in reversed(months)]
        if chosen is None:
            return [options[1:], None, options[:-1], None]
        early = [one for one in options if one["value"] < f"{chosen.until:%Y-%m}"]
        return [early, f"{chosen.since:%Y-%m}", options[:-1], f"{chosen.until:%Y-%m}"]

    def choose(since: str | None, until: str | None, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        scope = shop.scope(where.filters)
        asked = [f"{name}={value}" for name, value in zip(FIELDS, (since, until), strict=True) if value]
        extras = page_query(where.search, without=FIELDS)
        wanted = join_queries(where.filters.to_query(), extras, *asked)
        if _chosen(shop, scope, wanted) == _chosen(shop, scope, where.search):
            return no_update
        return wanted

    app.callback(
        Output("migration-since", "options"),
        Output("migration-since", "value"),
        Output("migration-until", "options"),
        Output("migration-until", "value"),
        Input("filters", "data"),
    )(show)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("migration-since", "value"),
        Input("migration-until", "value"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
