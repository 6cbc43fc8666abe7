"""Where pages and reports ask for findings: reads what they are made of, each frame cached by the shop."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.filters import Scope
from dashboard.findings import Finding, findings
from dashboard.frames import full_months, named_countries, named_segments
from dashboard.insights.changes import TOP, Changes, Moves, change_findings
from dashboard.insights.periods import QUARTER
from dashboard.insights.spans import all_months, month_ends, periods_of
from dashboard.queries import activity, insights, migration
from dashboard.queries import value as values
from dashboard.queries.pareto import concentration
from dashboard.shop import Shop


def ranked_findings(shop: Shop, scope: Scope) -> list[Finding]:
    """Everything that stands out in a view, most money first; months not over are left out of comparisons."""
    published, always = shop.published(), all_months(shop, scope)
    shop.prepare(
        (activity.by_segment, scope),
        (activity.by_segment, always.only(segments=())),
        (insights.country_months, always),
        *_product_changes(shop, scope),
        *_concentration(scope),
        (migration.sizes, always.only(segments=())),
        (values.fading, always),
    )
    partial = words.months_in_part(published, scope)
    by_segment = named_segments(shop.ask(activity.by_segment, scope), published.of(scope))
    total = activity.totals_of(by_segment)
    history = named_countries(shop.ask(insights.country_months, always), published)
    window = history[(history["month"] >= scope.start) & (history["month"] <= scope.end)]
    found = findings(
        by_segment[by_segment["segment_id"].notna()],
        window.groupby(["country", "country_name"], as_index=False)["gross"].sum(),
        full_months(window.groupby("month", as_index=False)["gross"].sum(), partial),
        total,
        shop.currency,
    )
    found += change_findings(_changes(shop, scope, total, history))
    return sorted(found, key=lambda one: (-one.money, one.title))


def _product_changes(shop: Shop, scope: Scope) -> list[tuple[Any, ...]]:
    """The question which products rose and fell, where there is something to compare."""
    periods = periods_of(shop, scope)
    return [(insights.product_changes, all_months(shop, scope), periods.late, periods.early)] if periods else []


def _concentration(scope: Scope) -> list[tuple[Any, ...]]:
    """The question how few bring how much, where it is about customers."""
    return [(concentration, scope)] if scope.identified_segments or not scope.segments else []


def _changes(shop: Shop, scope: Scope, total: activity.Totals, history: pd.DataFrame) -> Changes:
    products = next((shop.ask(*question) for question in _product_changes(shop, scope)), None)
    top = next((shop.ask(*question).tops.get(TOP) for question in _concentration(scope)), None)
    return Changes(
        shop.currency,
        periods_of(shop, scope),
        history.groupby("month", as_index=False)["gross"].sum(),
        history,
        pd.DataFrame(columns=["stock_code", "description", "late", "early"]) if products is None else products,
        _moves(shop, scope),
        top,
        total.customers,
        total.identified_gross,
        shop.ask(values.fading, all_months(shop, scope)),
    )


def _moves(shop: Shop, scope: Scope) -> Moves | None:
    """The moves of a quarter up to the window's end, those that touch a filtered segment."""
    always = all_months(shop, scope).only(segments=())
    months = month_ends(shop, always, scope)
    if len(months) < 2:
        return None
    since = months[-1 - min(QUARTER, len(months) - 1)]
    flows = shop.ask(migration.flows, always, since, months[-1])
    if scope.segments:
        flows = flows[flows["from_segment"].isin(scope.segments) | flows["to_segment"].isin(scope.segments)]
    frame = shop.ask(activity.by_segment, always)
    monetary = {
        row.segment_id: row.gross / row.customers for row in frame.itertuples() if row.customers and row.segment_id
    }
    return Moves(flows, since, {one.segment_id: one.name for one in shop.published().of(scope).segments}, monetary)
