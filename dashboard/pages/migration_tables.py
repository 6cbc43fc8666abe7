"""The tables of /migration: from segment to segment, and what changed since the run before."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard import formats, moves
from dashboard.components.basics import Children, segment_badge
from dashboard.components.tables import Cell, Column, Heat, data_table
from dashboard.filters import Scope
from dashboard.moves import NOT_YET
from dashboard.pages.model import run_of
from dashboard.pages.segments_frame import name_cell
from dashboard.panels import Panel
from dashboard.queries.published import Segment, Segmentation
from dashboard.shop import Place, Shop

MEASURES = (("recency_days", "Days since last order"), ("frequency", "Orders"), ("monetary", "Sales"))


def table(where: Place, segmentation: Segmentation, flows: pd.DataFrame) -> Children:
    """Segments then by segments now, with counts and shares of the row, tinted by share."""
    if flows.empty:
        return html.P("Nobody to compare in this selection.", className="muted")
    olds, news = ({one.segment_id: one for one in flows[side]} for side in ("old", "new"))
    rows_of = sorted(olds.values(), key=lambda one: one.position)
    columns_of = sorted(news.values(), key=lambda one: one.position)
    counts = {(row.old.segment_id, row.new.segment_id): int(row.customers) for row in flows.itertuples()}
    columns = [Column("Then \\ now", False), *(Column(segment_badge(one)) for one in columns_of), Column("All")]
    rows = [_row(where, segmentation, old, columns_of, counts) for old in rows_of]
    foot: list[Cell] = [
        "All",
        *(formats.count(sum(counts.get((old.segment_id, new.segment_id), 0) for old in rows_of)) for new in columns_of),
    ]
    foot.append(formats.count(sum(counts.values())))
    return data_table(columns, rows, caption="From segment to segment", foot=foot)


def _row(
    where: Place, segmentation: Segmentation, old: Segment, news: list[Segment], counts: dict[tuple[str, str], int]
) -> list[Cell]:
    own = [counts.get((old.segment_id, new.segment_id), 0) for new in news]
    total = sum(own)
    head = (
        html.Span(old.name, className="muted")
        if old is NOT_YET
        else name_cell(where, segmentation.segment(old.segment_id))
    )
    cells = [
        Heat(formats.count(number), formats.share(number, total, 0), f"rgba(91,91,214,{0.5 * number / total:.3f})")
        if number
        else ""
        for number in own
    ]
    return [head, *cells, formats.count(total)]


def since_last_run(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How far the measures moved since the published run before, and which segments kept their names."""
    run = run_of(shop, scope)
    drift, identity = run["metrics"].get("feature_drift"), run["metrics"].get("identity")
    if not drift:
        return Panel(
            "This is the first run of its kind",
            "The next one is compared with it: how far recency, orders and sales moved",
            "",
        )
    known = [(label, drift[name]) for name, label in MEASURES if drift.get(name) is not None]
    worst = max((value for _, value in known), default=0.0)
    rows: list[list[Cell]] = [[label, f"{value:.3f}", moves.reading(value)] for label, value in known]
    columns = [Column("Measure", False), Column("Stability index"), Column("Reading", False)]
    body: list[Children] = [data_table(columns, rows, caption="Drift of the measures")]
    if identity:
        body.insert(
            0,
            html.P(
                _identity_in_words(identity, {one.segment_id: one.name for one in shop.published().of(scope).segments}),
                className="prose",
            ),
        )
    note = f"All customers with an order, in tenths of the run as of {formats.day(pd.Timestamp(drift['as_of']).date())}"
    return Panel(f"Since the run before, recency, orders and sales are {moves.reading(worst)}", note, body)


def _identity_in_words(identity: dict, names: dict[str, str]) -> str:
    kept = [one for one in identity["segments"] if one["kept"]]
    fresh = [names.get(one["segment_id"], one["segment_id"]) for one in identity["segments"] if not one["kept"]]
    total = len(identity["segments"])
    least = min((one["overlap"] for one in kept), default=0.0)
    text = f"{len(kept)} of {total} segments are those of the run before"
    text += f", at least {formats.percent(least, 0)} the same customers each." if kept else "."
    return text + (f" Named afresh: {', '.join(fresh)}." if fresh else "")
