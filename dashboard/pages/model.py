"""/model: which segmentations are published, how they were made, and how good they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard import formats
from dashboard.components.basics import Children, link
from dashboard.components.cards import content_card, graph_card
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.figures.model import LEVELS, candidate_numbers, score_grid
from dashboard.figures.scores import MEASURES, cells_by_value, cut_points
from dashboard.figures.theme import segment_colour
from dashboard.filters import Scope
from dashboard.frames import named_segments
from dashboard.pages.segments_frame import name_cell
from dashboard.panels import Panel, bind, bind_content, bind_drill
from dashboard.queries import model as queries
from dashboard.routing import Page
from dashboard.shop import Place, Shop

SCALE_HINT = (
    "Mean silhouette of a sample, from -1 to 1: how much nearer customers are to their segment than to the next"
)
PARAMETER_NAMES = {
    "measures": "Measures",
    "features": "Measures",
    "levels": "Scores",
    "ties": "Equal customers",
    "transform": "Transformation",
    "k": "Numbers tried",
    "seed": "Random seed",
    "starts": "Random starts",
    "fit_rows": "Customers fitted on",
    "outliers": "Extreme customers",
}


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            "Model",
            "How customers became segments: the published segmentations, their rules and their quality. "
            "Months, countries and segments of the filter do not matter here; the segmentation does.",
        ),
        content_card("model-runs", "Published segmentations", height=108),
        graph_card("model-structure", "How the segments came about", columns=7, height=400, is_clickable=True),
        content_card("model-rule", "The rule", columns=5, height=400),
        content_card("model-segments", "The segments", height=200),
    )


def run_of(shop: Shop, scope: Scope) -> Mapping[str, Any]:
    """The published segmentation of the scope."""
    frame = shop.ask(queries.runs, scope.version)
    return frame[frame["segmentation_id"] == scope.segmentation_id].iloc[0].to_dict()


def _basis(run: Mapping[str, Any]) -> str:
    if run["algorithm"] == "attributes":
        known = run["metrics"].get("with_attributes", run["customers"])
        return f"{run['name']} · all {formats.count(known)} customers with attributes"
    everyone = run["metrics"].get("with_order", run["customers"])
    return f"{run['name']} · all {formats.count(everyone)} customers with an order, as of {formats.day(run['as_of'])}"


def listing(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The published segmentations; the one in view is marked, the others are a click away."""
    frame = shop.ask(queries.runs, scope.version)
    rows: list[list[Cell]] = []
    for run in frame.to_dict("records"):
        silhouette = run["metrics"].get("silhouette")
        in_view = run["segmentation_id"] == scope.segmentation_id
        target = "" if run["algorithm"] == frame.at[0, "algorithm"] else f"?segmentation={run['algorithm']}"
        name: Children = link(run["name"], f"/model{target or '?'}")
        rows.append(
            [
                [name, html.Span("in view", className="chip chip-after")] if in_view else name,
                run["algorithm"],
                formats.day(run["as_of"]),
                f"{formats.day(run['created_at'])}, {run['created_at']:%H:%M}",
                formats.count(run["segments"]),
                formats.count(run["customers"]),
                formats.NOTHING if silhouette is None else f"{silhouette:.3f}",
            ]
        )
    columns = [Column("Segmentation", False), Column("Algorithm", False), Column("As of"), Column("Made")]
    columns += [Column("Segments", hint="With customers who have ordered"), Column("Customers")]
    columns.append(Column("Silhouette", hint=SCALE_HINT))
    title = formats.plural(len(frame), "segmentation is published", "segmentations are published")
    note = "Recency counts to the day of 'as of' · rule-based groups have no silhouette"
    return Panel(title, note, data_table(columns, rows, caption="Published segmentations"))


def structure(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The grid of scores, or the numbers of segments that were tried."""
    run = run_of(shop, scope)
    candidates = run["metrics"].get("candidates")
    if candidates:
        k = run["metrics"]["k"]
        title = f"{k} segments were taken from {formats.plural(len(candidates), 'number')} tried"
        return Panel(title, _basis(run), candidate_numbers(pd.DataFrame(candidates), k))
    cells = cells_by_value(shop.ask(queries.score_cells, scope.version, scope.segmentation_id))
    named = named_segments(cells, shop.published().of(scope))
    best = named.loc[(named["r_score"] == LEVELS) & (named["value_score"] == LEVELS), "customers"].sum()
    title = f"{formats.share(best, named['customers'].sum(), 0)} of customers have the best score in recency and value"
    return Panel(title, _basis(run), score_grid(named))


def rule(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How a customer gets a segment: the rule in words, or what the scores mean in days, orders and money."""
    run = run_of(shop, scope)
    facts = [
        part
        for name, label in PARAMETER_NAMES.items()
        if name in run["parameters"]
        for part in (html.Dt(label), html.Dd(_written(run["parameters"][name])))
    ]
    parameters = html.Dl(facts, className="facts facts-after")
    if "reason" in run["metrics"]:
        texts = [html.P(run["metrics"]["reason"]), html.P(run["parameters"].get("rule", ""), className="muted")]
        return Panel("How the number was chosen", _basis(run), [html.Div(texts, className="prose"), parameters])
    ends = cut_points(shop.ask(queries.score_cells, scope.version, scope.segmentation_id))
    columns = [Column("Score", False), Column("Days since last order"), Column("Orders"), Column("Sales")]
    spans = [_spans(ends, measure, _writer(measure, shop.currency)) for measure, _ in MEASURES]
    best = max(ends.index, default=0)
    rows: list[list[Cell]] = [
        [f"{score} · best" if score == best else f"{score}", *cells]
        for score, *cells in zip(ends.index, *spans, strict=True)
    ]
    note = f"The range of each score, a fifth of the customers where none are equal · {_basis(run)}"
    table = html.Div(data_table(columns, rows, caption="What the scores mean"), className="table-inside")
    return Panel("What the scores mean", note, [table, parameters])


def _writer(measure: str, currency: str) -> Callable[[float], str]:
    return (lambda value: formats.money(value, currency)) if measure == "monetary" else formats.count


def _spans(ends: pd.DataFrame, measure: str, write: Callable[[float], str]) -> list[str]:
    """`1 – 14` for each score; one number where both ends read alike."""
    pairs = [
        (write(least), write(most))
        for least, most in zip(ends[f"{measure}_least"], ends[f"{measure}_most"], strict=True)
    ]
    return [least if least == most else f"{least} – {most}" for least, most in pairs]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part).replace("_", " ") for part in value)
    return formats.count(value) if isinstance(value, int) else str(value)


def members(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Sizes and centres of the segments, in days, orders and money."""
    run, segmentation = run_of(shop, scope), shop.published().of(scope)
    frame = named_segments(shop.ask(queries.segment_means, scope.version, scope.segmentation_id), segmentation)
    centroids = {one["segment_id"]: one for one in run["metrics"].get("centroids", ())}
    if centroids:
        frame = frame.assign(
            **{name: [centroids.get(one, {}).get(name) for one in frame["segment_id"]] for name, _ in MEASURES}
        )
    total, most = frame["customers"].sum(), max(frame["customers"].max(), 1) if len(frame) else 1
    rows: list[list[Cell]] = [
        [
            name_cell(where, segmentation.segment(row.segment_id)),
            Bar(formats.count(row.customers), row.customers / most, segment_colour(row.position)),
            formats.share(row.customers, total),
            formats.count(row.recency_days),
            formats.NOTHING if pd.isna(row.frequency) else f"{row.frequency:.1f}",
            formats.money(row.monetary, shop.currency),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column("Segment", False), Column("Customers"), Column("Share"), Column("Days since last order")]
    columns += [Column("Orders"), Column("Sales")]
    kind = "Centroids: geometric means" if centroids else "Means"
    note = f"{kind} of customers with an order, in days, orders and gross sales · as of {formats.day(run['as_of'])}"
    title = "Where the segments stand"
    if len(frame):
        top = frame.loc[frame["customers"].idxmax()]
        title = f"{top['name']} is the largest segment with {formats.share(top['customers'], total, 0)} of customers"
    return Panel(title, note, data_table(columns, rows, caption="The segments"))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_content(app, shop, "model-runs", listing)
    bind(app, shop, "model-structure", structure)
    bind_drill(app, "model-structure", "/segments")
    bind_content(app, shop, "model-rule", rule)
    bind_content(app, shop, "model-segments", members)


PAGE = Page("model", "Model", layout, needs_orders=False)
