"""Where pages and reports ask: reads what advice and findings are made of, each frame cached by the shop."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.filters import Filters, Scope
from dashboard.insights.advice import Advice
from dashboard.insights.build import advise
from dashboard.insights.material import Material
from dashboard.insights.periods import compared_periods
from dashboard.queries import activity, attributes, baskets, insights, migration
from dashboard.queries import value as values
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
    always = whole.only(start=published.first_month, end=published.last_month, as_of=published.of(scope).as_of)
    incomplete = incomplete_months(published, always) if published.has_orders else ()
    totals = shop.ask(activity.by_segment, whole)
    flows, since = _flows(shop, whole)
    version, number = scope.version, scope.segmentation_id
    lasting = always.only(is_part=False)  # the same for all months, so that its answers are asked once
    return Material(
        segments=published.of(scope).segments,
        is_by_group=published.of(scope).algorithm == DEFAULT_ALGORITHM,
        filters=filters_of(published, scope),
        currency=shop.currency,
        country_names=published.country_names,
        totals=totals[totals["segment_id"].notna()].reset_index(drop=True),
        sizes=shop.ask(attributes.sizes, lasting),
        months=shop.ask(insights.segment_months, lasting),
        periods=compared_periods(published.first_month, published.last_month, incomplete, scope.start, scope.end)
        if published.has_orders
        else None,
        incomplete=incomplete,
        flows=flows,
        flows_since=since,
        countries=shop.ask(insights.segment_countries, whole),
        hours=shop.ask(insights.segment_hours_of, whole),
        favourites=shop.ask(baskets.favourites, version, number),
        offers=shop.ask(insights.first_offers, version, number),
        best_seller=shop.ask(insights.best_seller, version),
        rhythms=shop.ask(insights.rhythms, lasting),
        value=_value(shop, lasting),
        first_order=shop.ask(insights.first_order_value, whole),
    )


def _flows(shop: Shop, scope: Scope) -> tuple[pd.DataFrame, date | None]:
    """Who moved within the window's last month end, and the month at whose end that began."""
    sizes: pd.DataFrame = shop.ask(migration.sizes, scope)
    months = sorted(month for month in set(sizes["month"]) if month <= scope.end)
    if len(months) < 2:
        return pd.DataFrame({"from_segment": [], "to_segment": [], "customers": []}), None
    return shop.ask(migration.flows, scope, months[-2], months[-1]), months[-2]


def _value(shop: Shop, scope: Scope) -> pd.DataFrame:
    """Sums of the chances by segment; no rows where no chance could be learnt."""
    known = shop.ask(values.models, scope.version)
    frame: pd.DataFrame = shop.ask(values.by_segment, scope)
    return frame if known.get("order_chance", {}).get("parameters") else frame[:0]
