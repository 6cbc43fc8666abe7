"""Cohorts equal plain pandas over the lines: the literal shop, a generated one, Online Retail."""

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import text

from dashboard.filters.selection import Filters, Scope
from dashboard.queries.sales.cohorts import by_month
from dashboard.shop import Shop
from tests.dashboard.queries.test_activity import selected, selections

LINES = """
select t.customer_id, t.invoice_no, t.invoiced_at, t.stock_code, t.kind, c.country, s.segment_id,
    cast(quantity * unit_price as float) as amount
from transactions t
join customers c using (customer_id)
join customer_segments s on s.customer_id = t.customer_id and s.segmentation_id = :segmentation
where t.kind in ('sale', 'return')
"""
JAN, FEB, MAR, APR = (date(2023, month, 1) for month in (1, 2, 3, 4))


def plain(shop: Shop, scope: Scope, product: str = "") -> pd.DataFrame:
    """By the book: the first sale of each customer, and every month from it on."""
    with shop.engine.connect() as connection:
        lines = pd.read_sql(text(LINES), connection, params={"segmentation": scope.segmentation_id})
    keys = ["customer_id", "invoice_no"]
    lines["at"] = lines.groupby(keys)["invoiced_at"].transform("min")
    sold = lines["amount"].where(lines["kind"] == "sale", 0).groupby([lines[key] for key in keys]).transform("sum")
    lines["first"] = lines["at"].where(sold > 0).groupby(lines["customer_id"]).transform("min")
    if product:
        own = (lines["stock_code"] == product) & (lines["kind"] == "sale")
        began = own & (lines["at"].dt.normalize() == lines["first"].dt.normalize())
        lines = lines[lines["customer_id"].isin(lines.loc[began, "customer_id"])]
    for column, wanted in (("country", scope.countries), ("segment_id", scope.segments)):
        lines = lines[lines[column].isin(wanted)] if wanted else lines
    lines = lines.assign(sold=sold, first_month=lines["first"].dt.to_period("M"), month=lines["at"].dt.to_period("M"))
    lines = lines[lines["first_month"].notna() & (lines["month"] >= lines["first_month"])]
    bounds = (pd.Period(scope.start, "M"), pd.Period(scope.end, "M"))
    lines = lines[lines["first_month"].between(*bounds)]
    by = lines.groupby(["first_month", "month"])
    buyers, orders = (lines[lines["sold"] > 0].groupby(["first_month", "month"])[key].nunique() for key in keys)
    found = pd.DataFrame({"customers": buyers, "orders": orders, "net": by["amount"].sum()}).fillna(0).reset_index()
    months = {key: [one.to_timestamp().date() for one in found[key]] for key in ("first_month", "month")}
    return found.assign(**months).astype({"customers": int, "orders": int})


def check(shop: Shop, scope: Scope, product: str = "") -> pd.DataFrame:
    with shop.connect() as connection:
        found = by_month(connection, scope, product)
    expected = plain(shop, scope, product)
    assert_frame_equal(found, expected, check_dtype=len(expected) > 0, check_column_type=False, atol=1e-6)
    return found


def test_the_literal_shop(small: Shop) -> None:
    found = check(small, small.scope(Filters()))
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        (JAN, JAN, 2, 2, 55.5),
        (JAN, FEB, 1, 1, 10.0),
        (JAN, MAR, 1, 1, 0.0),  # one came back for 10, the other gave 10 back
        (JAN, APR, 1, 1, 11.0),
        (FEB, FEB, 2, 2, 100.0),
        (FEB, APR, 0, 0, -10.0),
        (MAR, MAR, 1, 1, 22.0),
        (APR, APR, 4, 4, 44.0),
    ]


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_every_filter_equals_plain_pandas(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    check(shop, selected(shop, name))


def test_a_first_product(small: Shop, shop: Shop) -> None:
    found = check(small, small.scope(Filters()), "CUP")
    assert list(found["customers"]) == [1, 1, 0, 1, 4]  # the free cup of 15 is no sale
    with shop.engine.connect() as connection:
        code = connection.scalar(text("select stock_code from products where is_product order by gross desc limit 1"))
    assert len(check(shop, shop.scope(Filters(countries=("GB",))), str(code))) > 3


def test_online_retail(retail: Shop) -> None:
    found = check(retail, retail.scope(Filters()))
    first = found[found["first_month"] == date(2010, 12, 1)]
    assert list(first["customers"])[:3] == [885, 324, 286]
