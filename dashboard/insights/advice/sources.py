"""Where pages and reports ask for advice: reads what advice is made of, each frame cached by the shop."""

from __future__ import annotations

import pandas as pd

from audiences.measurement import answers_by_segment
from dashboard.filters.comparison import why_not
from dashboard.filters.published import DEFAULT_ALGORITHM, Published
from dashboard.filters.reach import Ends, why_no_share
from dashboard.filters.selection import Filters, Scope
from dashboard.insights.advice.advice import Advice
from dashboard.insights.advice.build import advise
from dashboard.insights.advice.material import Material
from dashboard.insights.shares import COLUMNS, shares
from dashboard.insights.spans import all_months, incomplete_of, moved_months, periods_of, shared_months
from dashboard.queries.products import baskets
from dashboard.queries.sales import activity
from dashboard.queries.segments import attributes, grounds, migration, runs
from dashboard.queries.segments import value as values
from dashboard.shop import Shop
from dashboard.shop.few import fewest
from dashboard.words.segments import segment_name
from wording.languages import say, to_say
from wording.renewal import BY_ATTRIBUTES

NO_PAST = to_say(
    "Who was in which segment in past months, and so who joined and left, is known of RFM groups, and of k-means on "
    "recency, orders and money."
)


def advices(shop: Shop, scope: Scope) -> list[Advice]:
    """The advice on each segment of a view that has customers there, most estimated money first; guests never.

    Sizes, shares and estimates obey months, countries and segments, trends also what is compared; contacts and the risk
    the countries; offers and products count all orders. Raises NoDataError where nothing is published.
    """
    found = advise(material(shop, scope))
    return [one for one in found if not scope.segments or one.segment_id in scope.segments]


def filters_of(published: Published, scope: Scope) -> Filters:
    """The filters of links to a scope."""
    algorithm, one = published.of(scope).algorithm, scope.audience
    return Filters(
        scope.start if scope.is_part else None,
        scope.end if scope.is_part else None,
        scope.countries,
        scope.segments,
        None if algorithm == published.segmentations[0].algorithm else algorithm,
        scope.compare,
        None if one is None or one.audience_id is None else str(one.audience_id),
        () if one is None else one.parts,
    )


def material(shop: Shop, scope: Scope) -> Material:
    """What the advice on a scope's segments is made of; filtered segments are compared with all, so all are here."""
    published, whole = shop.published(), scope.only(segments=())
    always = all_months(shop, whole)
    shop.prepare(
        (grounds.segment_hours_of, whole),
        (activity.by_segment, whole),
        (grounds.rhythms, always),
        (grounds.segment_months, always),
        (grounds.segment_countries, whole),
        (migration.sizes, always),
        (activity.by_segment, always),
    )
    totals, ends = shop.ask(activity.by_segment, whole), shared_months(shop, whole)
    version, number = scope.version, scope.segmentation_id
    return Material(
        segments=published.of(scope).segments,
        is_by_group=published.of(scope).algorithm == DEFAULT_ALGORITHM,
        is_from_orders=published.of(scope).algorithm != BY_ATTRIBUTES,
        filters=filters_of(published, scope),
        currency=shop.currency,
        country_names=published.country_names,
        profiles=_profiles(shop, scope),
        totals=totals[totals["segment_id"].notna()].reset_index(drop=True),
        sizes=shop.ask(attributes.sizes, always),
        months=shop.ask(grounds.segment_months, always),
        periods=periods_of(shop, whole),
        incomplete=incomplete_of(shop, always),
        not_compared=why_not(published, whole),
        flows=_flows(shop, whole, ends),
        share_ends=ends,
        shares=_shares(shop, always, ends),
        not_shared=_not_shared(shop, whole, always),
        countries=shop.ask(grounds.segment_countries, whole),
        hours=shop.ask(grounds.segment_hours_of, whole),
        favourites=shop.ask_as_far(baskets.favourites, version, number),
        offers=shop.ask_as_far(grounds.first_offers, version, number),
        best_seller=shop.ask(grounds.best_seller, version, number),
        rhythms=shop.ask(grounds.rhythms, always),
        value=_value(shop, always),
        first_order=shop.ask(grounds.first_order_value, always),
        lives=shop.ask(activity.by_segment, always).dropna(subset="segment_id").reset_index(drop=True),
        free=shop.ask(grounds.free_only, always),
        answers={segment_name(name): one for name, one in shop.ask(answers_by_segment, version).items()},
    )


def _profiles(shop: Shop, scope: Scope) -> pd.DataFrame:
    """The segments' means over whole lives: of the whole shop as the run kept them, else of the viewer's countries."""
    version, number = scope.version, scope.segmentation_id
    if not shop.viewer.is_limited:
        return shop.ask(runs.segment_means, version, number)
    return shop.ask(runs.segment_means_seen, version, number, shop.published().of(scope).monetary)


def _flows(shop: Shop, scope: Scope, ends: Ends | None) -> pd.DataFrame | None:
    """Who moved between the month ends whose shares are compared, else in the later of the months compared: what
    stands in one sentence is of one window."""
    span = ends or moved_months(shop, scope)
    return shop.ask(migration.flows, all_months(shop, scope), *span) if span else None


def _shares(shop: Shop, always: Scope, ends: Ends | None) -> pd.DataFrame:
    """Segments' shares of customers at both ends."""
    return shares(shop.ask(migration.sizes, always), ends) if ends else pd.DataFrame(columns=COLUMNS)


def _not_shared(shop: Shop, scope: Scope, always: Scope) -> str:
    """Why no change of a share is told, as a sentence."""
    if shop.ask(migration.sizes, always).empty:
        return say(NO_PAST)
    return why_no_share(shop.published(), scope)


def _value(shop: Shop, scope: Scope) -> pd.DataFrame:
    """Sums of the chances by segment; no rows where no chance could be learnt."""
    known = shop.ask(values.model_notes, scope.version)
    frame: pd.DataFrame = shop.ask(values.by_segment, scope)
    frame = frame[frame["customers"] >= fewest(shop)]
    return frame if known.get("order_chance", {}).get("parameters") else frame[:0]
