"""Every question cut by an audience gives the numbers of the filter that says the same."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import dashboard.queries
from dashboard.filters.selection import Filters, Scope, add_months
from dashboard.queries.customers import consent, customer, export, lists, timeline
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.cuts.cutting import CUTS
from dashboard.queries.products import around, baskets, buyers, products
from dashboard.queries.sales import activity, cohorts, concentration, countries, hours, parts
from dashboard.queries.segments import attributes, grounds, migration, samples, value
from dashboard.shop import Shop
from tests.dashboard.kept import CLUSTER, COUNTRIES, IN_LIST, SEGMENT
from warehouse.schema import metadata

ALL = CustomerFilter()
MOST = CustomerFilter(least_orders=2)
# Question -> what it takes beside the scope, once or several times.
QUESTIONS: dict[Callable[..., Any], list[tuple[Any, ...]]] = {
    activity.totals: [()],
    activity.by_month: [()],
    activity.by_segment: [()],
    activity.by_country: [()],
    cohorts.by_month: [(), ("85123A",)],
    concentration.concentration: [()],
    countries.sales: [()],
    countries.customers_by_segment: [()],
    hours.by_hour: [()],
    parts.monthly: [()],
    products.top_products: [(), (50,)],
    attributes.described: [()],
    attributes.sizes: [()],
    attributes.countries: [()],
    attributes.means: [()],
    attributes.distribution: [("Age",), ("Plan",), ("Member",)],
    grounds.segment_months: [()],
    grounds.country_months: [()],
    grounds.segment_countries: [()],
    grounds.segment_hours_of: [()],
    grounds.first_order_value: [()],
    grounds.free_only: [()],
    samples.sampled_customers: [()],
    value.by_segment: [()],
    value.histogram: [()],
    value.fading: [()],
    consent.said: [(ALL, ()), (MOST, ())],
    consent.barred: [(ALL,), (MOST,)],
    export.is_anybody: [(ALL,)],
    export.left_out: [(ALL, "opt-in")],
    lists.customer_page: [(ALL,), (MOST,)],
    lists.customer_count: [(ALL,), (MOST,)],
    lists.customer_counts: [()],
}
# Of whole segments, and so compared with everybody alone: they take no filter by segment.
OF_SEGMENTS = {grounds.rhythms, migration.sizes, migration.sizes_by_country, migration.flows}
# Which take two windows, or a product.
OF_PRODUCT = (baskets.product_standing, baskets.product_months, buyers.product_buyers, around.bought_around)
OF_MORE = {grounds.product_changes, *OF_PRODUCT}
# About one customer, or about what no table tells by customer.
OTHERS = {
    customer.customer_orders,
    customer.order_counts,
    customer.customer_trend,
    customer.customer_products,
    timeline.customer_past,
}
PAIRS: dict[str, tuple[str, Filters]] = {
    "a group": (SEGMENT, Filters(segments=(SEGMENT,))),
    "people without an order": ("prospects", Filters(segments=("prospect",))),
    "a cluster": (CLUSTER, Filters(segmentation="kmeans", segments=(CLUSTER,))),
    "countries": ("countries", Filters(countries=COUNTRIES)),
    "everybody": ("everybody", Filters()),
    "nobody": ("nobody", Filters(segments=("no-such",))),
    "everybody of a group": ("everybody", Filters(segments=(SEGMENT, "lost"))),
}
WHOLE, PART = (None, None), (3, 14)  # months counted from the first one


def asked(scope: Scope, codes: list[str]) -> Iterator[tuple[Callable[..., Any], tuple[Any, ...]]]:
    """Every question with what it takes."""
    for query, takes in QUESTIONS.items():
        yield from ((query, more) for more in takes)
    yield from ((query, (code,)) for query in OF_PRODUCT for code in codes)
    late = add_months(scope.start, 6), add_months(scope.start, 8)
    yield grounds.product_changes, (late, (scope.start, add_months(scope.start, 2)))


def audience(shop: Shop, name: str) -> str:
    """The number of one, by its name."""
    known = shop.published().audiences or ()
    return next(str(one.audience_id) for one in known if one.name == name)


def both(shop: Shop, pair: str, window: tuple[int | None, int | None]) -> tuple[Scope, Scope]:
    """The scope of an audience, and that of the filter which says the same."""
    name, filters = PAIRS[pair]
    first = shop.published().first_month
    start, end = (None if month is None else add_months(first, month) for month in window)
    filters = filters.only(start=start, end=end)
    if filters.segments == (CLUSTER,):
        found = max(shop.published().segmentation("kmeans").segments, key=lambda one: one.customers)
        filters = filters.only(segments=(found.segment_id,))
    cut = filters.only(audience=audience(shop, name))
    if name not in ("everybody", "nobody"):
        cut = cut.only(segments=(), countries=())
    if name == "prospects":  # who is listed without an order is asked for by name
        cut = cut.only(segments=("prospect",))
    return shop.scope(cut), shop.scope(filters)


def plain(answer: Any) -> Any:
    """An answer as values that compare."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: plain(getattr(answer, field.name)) for field in fields(answer)}
    if isinstance(answer, tuple | list):
        return [plain(one) for one in answer]
    if isinstance(answer, dict):
        return {key: plain(one) for key, one in answer.items() if one not in (0, consent.Said())}
    return answer


def check(found: Any, expected: Any, where: str) -> None:
    """The same rows and numbers, to a thousandth of a cent."""
    if isinstance(expected, pd.DataFrame):
        assert_frame_equal(found, expected, check_dtype=len(expected) > 0, rtol=1e-12, atol=1e-5, obj=where)
    elif isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for key, one in expected.items():
            check(found[key], one, f"{where} {key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for one, other in zip(found, expected, strict=True):
            check(one, other, where)
    elif not isinstance(expected, int | float):
        assert found == expected, where
    else:
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-5, nan_ok=True), where


@pytest.mark.parametrize(
    ("pair", "window"), [*((pair, PART) for pair in PAIRS), ("a group", WHOLE), ("everybody", WHOLE)]
)
def test_an_audience_gives_the_numbers_of_the_filter_that_says_the_same(
    kept: Shop, pair: str, window: tuple[int | None, int | None]
) -> None:
    cut, filtered = both(kept, pair, window)
    assert (cut.audience is None, filtered.audience is None) == (False, True)
    with kept.connect() as connection:
        codes = list(products.top_products(connection, kept.scope(Filters()))["stock_code"][:3])
        for query, more in asked(cut, codes):
            found, expected = (plain(query(connection, scope, *more)) for scope in (cut, filtered))
            check(found, expected, f"{query.__module__}.{query.__name__}{more}")


@pytest.mark.parametrize(("pair", "segmentation"), [("everybody", None), ("countries", None), ("everybody", "kmeans")])
def test_the_past_and_the_rhythms_of_an_audience(kept: Shop, pair: str, segmentation: str | None) -> None:
    cut, filtered = (
        kept.scope(Filters(segmentation=segmentation, audience=one.audience and str(one.audience.audience_id)))
        if pair == "everybody"
        else one
        for one in both(kept, pair, WHOLE)
    )
    with kept.connect() as connection:
        months = sorted(set(migration.sizes(connection, filtered)["month"]))
        spans = [(months[1], months[2]), (months[2], months[-1]), (months[-4], months[-1]), (months[0], months[-2])]
        of_spans = [(one, span) for one in (migration.flows, migration.sizes_by_country) for span in spans]
        asked = [(grounds.rhythms, ()), (migration.sizes, ()), *of_spans]
        for query, more in asked:
            found, expected = (plain(query(connection, scope, *more)) for scope in (cut, filtered))
            assert len(expected) > 0
            check(found, expected, f"{query.__name__}{more}")
        assert migration.flows(connection, cut, add_months(months[0], -2), months[-1]).empty


def test_the_walk_knows_every_question_about_a_scope() -> None:
    """A new one has to join it."""
    found = set()
    for module in pkgutil.walk_packages(dashboard.queries.__path__, "dashboard.queries."):
        for _, one in inspect.getmembers(import_module(module.name), inspect.isfunction):
            takes = list(inspect.signature(one).parameters)[:2]
            if one.__module__ == module.name and takes == ["connection", "scope"] and not one.__name__.startswith("_"):
                found.add(one)
    assert found == {*QUESTIONS, *OF_SEGMENTS, *OF_MORE, *OTHERS}


def test_every_mart_by_segment_is_cut() -> None:
    who = {"segmentation_id", "country", "segment_id"}
    marts = {table for table in metadata.tables.values() if who <= {*table.c.keys()}}
    assert marts <= {*CUTS}


def test_a_list_is_cut_exactly(kept: Shop) -> None:
    scope, everybody = kept.scope(Filters(audience=audience(kept, "list"))), kept.scope(Filters())
    ordered = CustomerFilter(sort="customer_id", descending=False)
    with kept.connect() as connection:
        buyers = lists.customer_count(connection, scope, ALL)
        found = activity.totals(connection, scope)
        page, more = lists.customer_page(connection, scope, ordered)
        everyone, _ = lists.customer_page(connection, everybody, ordered)
    assert (found.customers, more) == (buyers, False) == (len(page), False)
    assert found.gross == pytest.approx(page["monetary"].sum(), abs=1e-5)
    assert list(page["customer_id"][:3]) == list(everyone["customer_id"][::IN_LIST][:3])
