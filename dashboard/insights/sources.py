"""Where pages and reports ask: reads what advice and findings are made of, each frame cached by the shop."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import words
from dashboard.filters import Filters, Scope
from dashboard.findings import Finding, findings
from dashboard.frames import full_months, named_countries, named_segments
from dashboard.insights.advice import Advice
from dashboard.insights.build import advise
from dashboard.insights.changes import TOP, Changes, Moves, change_findings
from dashboard.insights.material import Material
from dashboard.insights.periods import QUARTER, Periods, compared_periods
from dashboard.queries import activity, attributes, baskets, insights, migration, model
from dashboard.queries import value as values
from dashboard.queries.pareto import concentration
from dashboard.queries.published import DEFAULT_ALGORITHM, Published
from dashboard.seasonal import incomplete_months
from dashboard.shop import Shop


def advices(shop: Shop, scope: Scope) -> list[Advice]:
    """The advice on each segment of a view that has customers there, most estimated money first; guests never.

    Sizes, shares, trends and estimates obey months, countries and segments; contacts and the risk the countries;
    offers and products count all orders. Raises NoDataError where nothing is published.
    """
    found = advise(material(shop, scope))
    return [one for one in found if not scope.segments or one.segment_id in scope.segments]


def ranked_findings(shop: Shop, scope: Scope) -> list[Finding]:
    """Everything that stands out in a view, most money first; months not over are left out of comparisons."""
    published = shop.published()
    partial = scope.end if words.is_partial(published, scope) else None
    by_segment = named_segments(shop.ask(activity.by_segment, scope), published.of(scope))
    found = findings(
        by_segment[by_segment["segment_id"].notna()],
        named_countries(shop.ask(activity.by_country, scope), published),
        full_months(shop.ask(activity.by_month, scope), partial),
        shop.ask(activity.totals, scope),
        shop.currency,
    )
    found += change_findings(_changes(shop, scope))
    return sorted(found, key=lambda one: (-one.money, one.title))


def _changes(shop: Shop, scope: Scope) -> Changes:
    published, total = shop.published(), shop.ask(activity.totals, scope)
    always = _always(shop, scope)
    countries = named_countries(shop.ask(insights.country_months, always), published)
    periods = _periods(shop, scope)
    products = pd.DataFrame(columns=["stock_code", "description", "late", "early"])
    if periods is not None:
        products = shop.ask(insights.product_changes, always, periods.late, periods.early)
    top = shop.ask(concentration, scope).tops.get(TOP) if scope.identified_segments or not scope.segments else None
    return Changes(
        shop.currency,
        periods,
        countries.groupby("month", as_index=False)["gross"].sum(),
        countries,
        products,
        _moves(shop, scope),
        top,
        total.customers,
        total.identified_gross,
        shop.ask(values.fading, always),
    )


def _moves(shop: Shop, scope: Scope) -> Moves | None:
    """The moves of a quarter up to the window's end, those that touch a filtered segment."""
    always = _always(shop, scope).only(segments=())
    months = _month_ends(shop, always, scope)
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


def filters_of(published: Published, scope: Scope) -> Filters:
    """The filters of links to a scope."""
    algorithm = published.of(scope).algorithm
    return Filters(
        scope.start if scope.is_part else None,
        scope.end if scope.is_part else None,
        scope.countries,
        scope.segments,
        None if algorithm == published.segmentations[0].algorithm else algorithm,
    )


def material(shop: Shop, scope: Scope) -> Material:
    """What the advice on a scope's segments is made of; filtered segments are compared with all, so all are here."""
    published, whole = shop.published(), scope.only(segments=())
    always = _always(shop, whole)
    totals = shop.ask(activity.by_segment, whole)
    flows, since, until = _flows(shop, whole)
    version, number = scope.version, scope.segmentation_id
    return Material(
        segments=published.of(scope).segments,
        is_by_group=published.of(scope).algorithm == DEFAULT_ALGORITHM,
        filters=filters_of(published, scope),
        currency=shop.currency,
        country_names=published.country_names,
        profiles=shop.ask(model.segment_means, version, number),
        totals=totals[totals["segment_id"].notna()].reset_index(drop=True),
        sizes=shop.ask(attributes.sizes, always),
        months=shop.ask(insights.segment_months, always),
        periods=_periods(shop, scope),
        incomplete=_incomplete(shop, always),
        flows=flows,
        flows_since=since,
        flows_until=until,
        last_month=published.last_month,
        countries=shop.ask(insights.segment_countries, whole),
        hours=shop.ask(insights.segment_hours_of, whole),
        favourites=shop.ask(baskets.favourites, version, number),
        offers=shop.ask(insights.first_offers, version, number),
        best_seller=shop.ask(insights.best_seller, version),
        rhythms=shop.ask(insights.rhythms, always),
        value=_value(shop, always),
        first_order=shop.ask(insights.first_order_value, whole),
    )


def _always(shop: Shop, scope: Scope) -> Scope:
    """All months of the data: one scope for all windows, so that its answers are asked once."""
    published = shop.published()
    day = published.of(scope).as_of
    return scope.only(start=published.first_month, end=published.last_month, as_of=day, is_part=False)


def _incomplete(shop: Shop, always: Scope) -> tuple[date, ...]:
    return incomplete_months(shop.published(), always) if shop.published().has_orders else ()


def _periods(shop: Shop, scope: Scope) -> Periods | None:
    published = shop.published()
    if not published.has_orders:
        return None
    incomplete = _incomplete(shop, _always(shop, scope))
    return compared_periods(published.first_month, published.last_month, incomplete, scope.start, scope.end)


def _month_ends(shop: Shop, always: Scope, scope: Scope) -> list[date]:
    """The months at whose end the segments' members are known, up to the window's end."""
    sizes: pd.DataFrame = shop.ask(migration.sizes, always)
    return sorted(month for month in set(sizes["month"]) if month <= scope.end)


def _flows(shop: Shop, scope: Scope) -> tuple[pd.DataFrame, date | None, date | None]:
    """Who moved in the window's last month, and the months at whose ends that began and ended."""
    always = _always(shop, scope)
    months = _month_ends(shop, always, scope)
    if len(months) < 2:
        return pd.DataFrame({"from_segment": [], "to_segment": [], "customers": []}), None, None
    return shop.ask(migration.flows, always, months[-2], months[-1]), months[-2], months[-1]


def _value(shop: Shop, scope: Scope) -> pd.DataFrame:
    """Sums of the chances by segment; no rows where no chance could be learnt."""
    known = shop.ask(values.models, scope.version)
    frame: pd.DataFrame = shop.ask(values.by_segment, scope)
    return frame if known.get("order_chance", {}).get("parameters") else frame[:0]
