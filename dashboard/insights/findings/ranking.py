"""Where pages and reports ask for findings: reads what they are made of, each frame cached by the shop."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.filters.comparison import follows_from_orders
from dashboard.filters.naming import named_countries, named_segments
from dashboard.filters.selection import Scope
from dashboard.insights.findings.changes import Changes, change_findings
from dashboard.insights.findings.finding import Finding
from dashboard.insights.findings.movers import Moves, mover_findings
from dashboard.insights.findings.standing import Standing, standing_findings
from dashboard.insights.spans import all_months, incomplete_of, moved_months, periods_of
from dashboard.queries.sales import activity
from dashboard.queries.sales.concentration import concentration, told_of
from dashboard.queries.segments import grounds, migration
from dashboard.queries.segments import value as values
from dashboard.shop import Shop
from dashboard.shop.few import fewest, is_few, named


def ranked_findings(shop: Shop, scope: Scope) -> list[Finding]:
    """Everything that stands out in a view, most money first; months covered in part are left out of comparisons."""
    published, always = shop.published(), all_months(shop, scope)
    shop.prepare(
        (activity.by_segment, scope),
        (grounds.country_months, always),
        *_product_changes(shop, scope),
        *_concentration(scope),
        (migration.sizes, always.only(segments=())),
        *_fading(shop, scope),
    )
    history = named_countries(shop.ask(grounds.country_months, always), published)
    fading: values.Fading | None = next((shop.ask(*question) for question in _fading(shop, scope)), None)
    if fading is not None and is_few(shop, fading.customers):
        fading = None
    if fading is not None:
        fading = replace(fading, listed=named(fading.listed))
    found = [
        *standing_findings(_standing(shop, scope, history)),
        *change_findings(_changes(shop, scope, history)),
        *mover_findings(_moves(shop, scope), fading, shop.currency),
    ]
    return sorted(found, key=lambda one: (-one.money, one.title))


def _standing(shop: Shop, scope: Scope, history: pd.DataFrame) -> Standing:
    """The window by itself."""
    by_segment = named_segments(shop.ask(activity.by_segment, scope), shop.published().of(scope))
    window = history[(history["month"] >= scope.start) & (history["month"] <= scope.end)]
    months = window.groupby("month", as_index=False)[["gross", "returns"]].sum()
    return Standing(
        shop.currency,
        by_segment[by_segment["segment_id"].notna()],
        window.groupby(["country", "country_name"], as_index=False)["net"].sum(),
        months[~months["month"].isin(incomplete_of(shop, scope))],
        activity.totals_of(by_segment),
        next((told_of(shop.ask(*question), fewest(shop)) for question in _concentration(scope)), None),
        follows_from_orders(shop.published(), scope),
    )


def _fading(shop: Shop, scope: Scope) -> list[tuple[Any, ...]]:
    """The question who has fallen out of rhythm by the latest day, where the window reaches it."""
    return [(values.fading, all_months(shop, scope))] if scope.end >= shop.published().last_month else []


def _product_changes(shop: Shop, scope: Scope) -> list[tuple[Any, ...]]:
    """The question which products rose and fell, where there is something to compare."""
    periods = periods_of(shop, scope)
    return [(grounds.product_changes, all_months(shop, scope), periods.late, periods.early)] if periods else []


def _concentration(scope: Scope) -> list[tuple[Any, ...]]:
    """The question how few bring how much, where it is about customers."""
    return [(concentration, scope)] if scope.identified_segments or not scope.segments else []


def _changes(shop: Shop, scope: Scope, history: pd.DataFrame) -> Changes:
    """The window against what it is compared with."""
    products = next((shop.ask(*question) for question in _product_changes(shop, scope)), None)
    return Changes(
        shop.currency,
        periods_of(shop, scope),
        history.groupby("month", as_index=False)["net"].sum(),
        history,
        pd.DataFrame(columns=["stock_code", "description", "late", "early"]) if products is None else products,
    )


def _moves(shop: Shop, scope: Scope) -> Moves | None:
    """Who moved in the months that are compared, as far as a filtered segment is touched."""
    everyone = scope.only(segments=())
    periods, span = periods_of(shop, everyone), moved_months(shop, everyone)
    if periods is None or span is None:
        return None
    flows = shop.ask(migration.flows, all_months(shop, everyone), *span)
    if scope.segments:
        flows = flows[flows["from_segment"].isin(scope.segments) | flows["to_segment"].isin(scope.segments)]
    return Moves(flows, periods, {one.segment_id: one.name for one in shop.published().of(scope).segments})
