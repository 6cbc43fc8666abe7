"""The crossing of /model: the segmentation in view against another one, which the address names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.cards import worked_out
from dashboard.components.panels import Panel, read_place
from dashboard.components.tables import Cell, Column, Heat, Table, badge_cell, data_table, name_cell
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.published import Segment, Segmentation
from dashboard.filters.selection import Filters, Scope, join_queries, page_query, query_fields
from dashboard.filters.unread import Doubt
from dashboard.pages.model.run import absent
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.words import formats
from wording.languages import marked, say, to_say

FIELD = "against"
AGREEMENT = (
    (0.8, to_say("{own} and {other} are almost the same: agreement {index} of 1")),
    (0.5, to_say("{own} and {other} largely agree: agreement {index} of 1")),
    (0.2, to_say("{own} and {other} partly agree: agreement {index} of 1")),
    (-1.0, to_say("{own} and {other} hardly agree: agreement {index} of 1")),
)
NOTE = to_say("Customers in both, tinted by share of the row · agreement: 1 for the same segments, about 0 for chance")


def tools() -> html.Div:
    """The select; shown where there is something to choose."""
    control = dbc.Select(id="model-against", options=[], size="sm", className="select-segmentation")
    label = html.Label(say("Compare with"), htmlFor="model-against")
    return html.Div([html.Div([label, control])], className="table-tools span-12", id="model-tools", style=HIDE)


HIDE, SHOW = {"display": "none"}, {"marginBottom": "-8px"}


def others(shop: Shop, scope: Scope) -> list[Segmentation]:
    """The published segmentations that this run was crossed with."""
    known = run_of(shop, scope)["metrics"].get("crossed") or {}
    own = scope.segmentation_id
    found = shop.published().segmentations
    return [one for one in found if one.algorithm in known and one.segmentation_id != own]


def chosen(search: str, found: Sequence[Segmentation]) -> Segmentation | None:
    """The one that the address names, else the first."""
    wanted = next((value for key, value in reversed(query_fields(search)) if key == FIELD), "")
    return next((one for one in found if one.algorithm == wanted), found[0] if found else None)


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address wants to compare with that is not there."""
    found = others(shop, scope)
    now = chosen(where.search, found)
    known = {one.algorithm: one.name for one in found}
    yield from choice_doubts(where.search, FIELD, say("segmentation to compare with"), known, now.name if now else "")


def crossed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Who is where in both."""
    other = chosen(where.search, others(shop, scope))
    if other is None:
        return absent()
    own, found = shop.published().of(scope), run_of(shop, scope)["metrics"]["crossed"][other.algorithm]
    index = found["adjusted_rand"]
    text = next((text for least, text in AGREEMENT if index >= least), AGREEMENT[-1][1])
    title = say(text, own=own.name, other=other.name, index=marked(f"{index:.2f}"))
    counts = {(a, b): int(n) for a, b, n in found["cells"]}
    body = [table(where, own, other, counts), worked_out("How good segments are: Adjusted Rand index")]
    return Panel(title, " · ".join([*_largest(own, other, counts), say(NOTE)]), body)


def _largest(own: Segmentation, other: Segmentation, counts: Mapping[tuple[str, str], int]) -> list[str]:
    """Where most of the best segment is, if anywhere."""
    best = own.segments[0]
    row = {b: n for (a, b), n in counts.items() if a == best.segment_id}
    most = max(row, key=lambda b: row[b], default=None)
    there = other.segment(most) if most else None
    if there is None:
        return []
    part = formats.share(row[there.segment_id], sum(row.values()), 0)
    return [say("{share} of {segment} are {other} there", share=part, segment=best.name, other=there.name)]


def table(where: Place, own: Segmentation, other: Segmentation, counts: Mapping[tuple[str, str], int]) -> Table:
    """Own segments by the other's, with counts and shares of the row."""
    rows_of, columns_of = (
        [one for one in segmentation.segments if any(key[side] == one.segment_id for key in counts)]
        for side, segmentation in enumerate((own, other))
    )
    columns = [Column(f"{own.name} \\ {other.name}", False)]
    columns += [*(Column(badge_cell(one)) for one in columns_of), Column(say("All"))]
    rows = [_row(where, one, columns_of, counts) for one in rows_of]
    foot: list[Cell] = [say("All")]
    for there in columns_of:
        foot.append(formats.count(sum(counts.get((one.segment_id, there.segment_id), 0) for one in rows_of)))
    foot.append(formats.count(sum(counts.values())))
    return data_table(columns, rows, caption=say("{own} by {other}", own=own.name, other=other.name), foot=foot)


def _row(where: Place, one: Segment, theirs: list[Segment], counts: Mapping[tuple[str, str], int]) -> list[Cell]:
    own = [counts.get((one.segment_id, there.segment_id), 0) for there in theirs]
    total = max(sum(own), 1)
    cells: list[Cell] = [
        Heat(formats.count(n), formats.share(n, total, 0), f"rgba(91,91,214,{0.5 * n / total:.3f})") if n else ""
        for n in own
    ]
    return [name_cell(where, one), *cells, formats.count(sum(own))]


def address(search: str, wanted: str | None, found: Sequence[Segmentation]) -> str | None:
    """The address with another choice; None where it says so already or cannot be chosen."""
    before = chosen(search, found)
    if before is None or wanted == before.algorithm or all(wanted != one.algorithm for one in found):
        return None
    filters = Filters.from_query(search).to_query()
    return join_queries(filters, page_query(search, without=(FIELD,)), f"{FIELD}={wanted}")


def register(app: Dash, shop: Shop) -> None:
    """Bind the select to the address."""

    def show(filters: dict[str, str] | None) -> list[Any]:
        where = read_place(filters, None)
        try:
            found = others(shop, shop.scope(where.filters))
        except Exception:  # the panels say what is wrong
            found = []
        now = chosen(where.search, found)
        options = [{"value": one.algorithm, "label": one.name} for one in found]
        return [options, now.algorithm if now else None, SHOW if len(found) > 1 else HIDE]

    def choose(wanted: str | None, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        found = address(where.search, wanted, others(shop, shop.scope(where.filters)))
        return no_update if found is None else found

    app.callback(
        Output("model-against", "options"),
        Output("model-against", "value"),
        Output("model-tools", "style"),
        Input("filters", "data"),
    )(show)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("model-against", "value"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
