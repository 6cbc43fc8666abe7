"""Totals by month, segment and country equal plain SQL over the lines."""

from dataclasses import asdict
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard.filters.selection import GUESTS, Filters, Scope, add_months
from dashboard.queries.sales import activity
from dashboard.shop import Shop
from tests.dashboard.plain import EXACT, MONEY, plain_by, plain_totals

JAN, FEB, MAR, APR = (date(2023, month, 1) for month in (1, 2, 3, 4))
SELECTIONS = {  # months counted from the first one with data
    "none": (None, None, Filters()),
    "countries": (None, None, Filters(countries=("DE", "FR"))),
    "segments": (None, None, Filters(segments=("champions", "hibernating"))),
    "months": (1, 4, Filters()),
    "one month": (2, 2, Filters()),
    "guests": (None, None, Filters(segments=(GUESTS,))),
    "guests and a segment": (None, None, Filters(segments=(GUESTS, "champions"))),
    "other segmentation": (1, None, Filters(segmentation="kmeans")),
    "all at once": (1, 3, Filters(countries=("DE", "FR", "GB"), segments=(GUESTS, "champions", "hibernating"))),
    "open start": (None, 2, Filters()),
    "outside": (90, 95, Filters()),
    "unknown country": (None, None, Filters(countries=("Nowhere",))),
    "unknown segment": (None, None, Filters(segments=("no-such",))),
}
selections = pytest.mark.parametrize("name", SELECTIONS)


def selected(shop: Shop, name: str) -> Scope:
    """A selection in the months of a shop."""
    start, end, filters = SELECTIONS[name]
    first = shop.published().first_month
    months = {key: add_months(first, to) for key, to in (("start", start), ("end", end)) if to is not None}
    return shop.scope(filters.only(**months))


def check(shop: Shop, scope: Scope) -> None:
    """Everything the activity queries say of a scope, against plain SQL."""
    with shop.engine.connect() as connection:
        totals = activity.totals(connection, scope)
        months = activity.by_month(connection, scope)
        by = {key: activity._by(connection, scope, key) for key in ("segment_id", "country")}
    assert {name: getattr(totals, name) for name in (*EXACT, *MONEY)} == pytest.approx(
        plain_totals(shop.engine, scope), abs=1e-6
    )
    alone = [*EXACT[:-1], *MONEY[:-1]]
    compare(months, plain_by(shop.engine, scope, "month"), "month", alone)
    for key, frame in by.items():
        compare(frame, plain_by(shop.engine, scope, key), key, [*EXACT, *MONEY, "recency_days"])
        assert asdict(activity.totals_of(frame)) == pytest.approx(asdict(totals), abs=1e-6)


def compare(found: pd.DataFrame, expected: pd.DataFrame, key: str, columns: list[str]) -> None:
    """The same rows whatever their order, and the same numbers to a thousandth of a cent."""
    found = found.sort_values(key, key=lambda values: values.astype(str)).reset_index(drop=True)
    assert found[key].astype(str).tolist() == expected[key].astype(str).tolist()
    assert_frame_equal(found[columns].astype(float), expected[columns], check_exact=False, rtol=1e-9, atol=1e-6)


@selections
def test_activity_equals_plain_sql_on_the_literal_shop(small: Shop, name: str) -> None:
    check(small, selected(small, name))


@selections
def test_activity_equals_plain_sql_on_a_generated_shop(shop: Shop, name: str) -> None:
    check(shop, selected(shop, name))


def test_the_selections_are_not_empty_where_they_should_not_be(shop: Shop) -> None:
    empty = {"outside", "unknown country", "unknown segment"}
    with shop.engine.connect() as connection:
        gross = {name: activity.totals(connection, selected(shop, name)).gross > 0 for name in SELECTIONS}
    assert gross == {name: name not in empty for name in SELECTIONS}


def test_the_literal_shop_counted_by_hand(small: Shop) -> None:
    with small.engine.connect() as connection:
        totals = activity.totals(connection, small.scope(Filters()))
        months = activity.by_month(connection, small.scope(Filters()))
    assert totals == activity.Totals(
        customers=9,
        new_customers=9,
        orders=14,
        identified_orders=12,
        gross=282.5,
        returns=-37.0,
        net=245.5,
        identified_gross=252.5,
        guest_gross=30.0,
        identified_net=221.5,
        guest_net=24.0,
        units=37.0,
        single_customers=7,
        single_gross=166.0,
    )
    columns = ["month", "customers", "new_customers", "orders", "gross", "returns", "guest_gross"]
    assert months[columns].to_numpy().tolist() == [
        [JAN, 2, 2, 2, 55.5, 0.0, 0.0],
        [FEB, 3, 2, 3, 110.0, 0.0, 0.0],
        [MAR, 2, 1, 4, 62.0, -10.0, 30.0],
        [APR, 5, 4, 5, 55.0, -27.0, 0.0],
    ]


def test_each_customer_is_counted_once_in_any_window(small: Shop) -> None:
    windows = {
        (JAN, APR): (9, 9),
        (FEB, MAR): (5, 3),  # 11, 12, 13, 14, 15; 11 and 13 came before
        (MAR, APR): (6, 5),
        (FEB, FEB): (3, 2),
    }
    with small.engine.connect() as connection:
        found = {window: activity.totals(connection, small.scope(Filters(*window))) for window in windows}
    assert {window: (one.customers, one.new_customers) for window, one in found.items()} == windows


def test_repeat_customers_and_net_are_derived(small: Shop) -> None:
    with small.engine.connect() as connection:
        totals = activity.totals(connection, small.scope(Filters()))
    assert (totals.net, totals.repeat_customers) == (245.5, 2)
