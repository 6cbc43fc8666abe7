"""Every table on a small literal shop, row by row; unique keys; totals equal to their source."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models.publishing.fit import Options, fit
from tests.models.shops import Line, fitted_once, line
from warehouse.errors import InputError, NoDataError
from warehouse.schema import metadata

JANUARY, FEBRUARY, MARCH, APRIL = (date(2011, month, 1) for month in (1, 2, 3, 4))
SHOP: list[Line] = [
    line("anna", "1", "2011-01-03 10:15", quantity=2, price="10"),
    line("anna", "1", "2011-01-03 10:16", quantity=1, price="5", stock_code="POST", description="POSTAGE"),
    line("anna", "2", "2011-01-31 23:59", quantity=1, price="7.50"),
    line("anna", "2", "2011-02-01 00:01", quantity=1, price="2.50", stock_code="22752"),  # the invoice stays January's
    line("anna", "C3", "2011-02-10 09:00", quantity=-1, price="10"),  # a month of returns only
    line("anna", "4", "2011-03-05 18:30", quantity=3, price="1", country="FR"),  # home stays GB
    line("bert", "5", "2011-03-05 11:00", quantity=1, price="100.005", country="DE"),
    line("bert", "6", "2011-03-06 11:00", quantity=1, price="0", country="DE"),  # free: no order
    line("bert", "7", "2011-03-07 11:00", quantity=1, price="-20", country="DE"),  # adjustment: neither
    line(
        "cleo", "C8", "2011-02-02 12:00", quantity=-2, price="4", country="DE"
    ),  # returns only: bought before the data begin
    line(None, "9", "2011-02-14 15:00", quantity=4, price="2.5", country="FR"),
    line(None, "C10", "2011-04-02 15:00", quantity=-1, price="2.5", country="FR"),
]
HOMES: dict[str, str | None] = {"anna": "GB", "bert": "DE", "cleo": "DE", "dora": None}  # dora never ordered


of_shop = pytest.mark.store("fitted")


@pytest.fixture(scope="module")
def fitted(server_url: str) -> str:
    """A template with the shop, segmented."""
    return fitted_once(server_url, "small_shop", SHOP, HOMES)


@pytest.fixture
def rows(engine: Engine) -> Callable[[str], list[tuple[Any, ...]]]:
    """`rows(sql)` gives the rows of a query on the shop as plain tuples."""

    def query(sql: str) -> list[tuple[Any, ...]]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]

    return query


Rows = Callable[[str], list[tuple[Any, ...]]]


@of_shop
def test_orders(rows: Rows) -> None:
    assert rows("select customer_id, invoice_no, country, gross, returns, units, lines from orders order by 1, 2") == [
        ("anna", "1", "GB", Decimal(25), 0, 3, 2),
        ("anna", "2", "GB", Decimal(10), 0, 2, 2),
        ("anna", "4", "FR", Decimal(3), 0, 3, 1),
        ("anna", "C3", "GB", 0, Decimal(-10), 0, 1),
        ("bert", "5", "DE", Decimal("100.005"), 0, 1, 1),
        ("bert", "6", "DE", 0, 0, 0, 1),
        ("bert", "7", "DE", 0, 0, 0, 1),
        ("cleo", "C8", "DE", 0, Decimal(-8), 0, 1),
    ]
    assert rows("select invoice_no, country, gross, returns, units, lines from guest_orders order by 1") == [
        ("9", "FR", Decimal(10), 0, 4, 1),
        ("C10", "FR", 0, Decimal("-2.5"), 0, 1),
    ]


@of_shop
def test_customer_months(rows: Rows) -> None:
    columns = "customer_id, month, previous_month, next_month, orders, gross, returns, units, last_order_on"
    assert rows(f"select {columns} from customer_months order by 1, 2") == [
        ("anna", JANUARY, None, MARCH, 2, Decimal(35), 0, 5, date(2011, 1, 31)),
        ("anna", FEBRUARY, None, None, 0, 0, Decimal(-10), 0, None),
        ("anna", MARCH, JANUARY, None, 1, Decimal(3), 0, 3, date(2011, 3, 5)),
        ("bert", MARCH, None, None, 1, Decimal("100.005"), 0, 1, date(2011, 3, 5)),
        ("cleo", FEBRUARY, None, None, 0, 0, Decimal(-8), 0, None),
    ]


@of_shop
def test_customer_features(rows: Rows) -> None:
    columns = (
        "customer_id, country, recency_days, frequency, monetary, returns, net, tenure_days, units, distinct_products"
    )
    assert rows(f"select {columns} from customer_features order by 1") == [
        ("anna", "GB", 29, 3, Decimal(38), Decimal(-10), Decimal(28), 90, 8, 3),
        ("bert", "DE", 29, 1, Decimal("100.005"), 0, Decimal("100.005"), 29, 1, 1),
        ("cleo", "DE", None, 0, 0, Decimal(-8), Decimal(-8), None, 0, 0),
        ("dora", "Unspecified", None, 0, 0, 0, 0, None, 0, 0),
    ]
    ratios = rows(
        "select round(average_order_value, 2), round(return_rate, 3) from customer_features order by customer_id"
    )
    assert ratios == [(Decimal("12.67"), Decimal("0.263")), (Decimal("100.01"), 0), (None, None), (None, None)]


@of_shop
def test_sample_months(rows: Rows) -> None:
    assert rows("select customer_id, country, month, orders, gross from sample_months order by 1, 3") == [
        ("anna", "GB", JANUARY, 2, Decimal(35)),
        ("anna", "GB", MARCH, 1, Decimal(3)),
        ("bert", "DE", MARCH, 1, Decimal("100.005")),
    ]
    keys = "select count(*) from sample_months join customer_features using (customer_id, sample_key)"
    assert rows(keys) == [(3,)]


@of_shop
def test_segment_activity(rows: Rows) -> None:
    columns = "country, segment_id, month, previous_month, customers, orders, gross, returns, units"
    found = rows(f"select {columns} from segment_activity order by country, month, segment_id, previous_month")
    segment = dict(rows("select customer_id, segment_id from customer_segments"))
    assert (segment["cleo"], segment["dora"]) == ("returns-only", "prospect")
    assert found == [
        ("DE", "returns-only", FEBRUARY, None, 0, 0, 0, Decimal(-8), 0),
        ("DE", segment["bert"], MARCH, None, 1, 1, Decimal("100.005"), 0, 1),
        ("FR", None, FEBRUARY, None, 0, 1, Decimal(10), 0, 4),
        ("FR", None, APRIL, None, 0, 0, 0, Decimal("-2.5"), 0),
        ("GB", segment["anna"], JANUARY, None, 1, 2, Decimal(35), 0, 5),
        ("GB", segment["anna"], FEBRUARY, None, 0, 0, 0, Decimal(-10), 0),
        ("GB", segment["anna"], MARCH, JANUARY, 1, 1, Decimal(3), 0, 3),
    ]


@of_shop
def test_first_and_last_orders(rows: Rows) -> None:
    columns = "country, month, second_month, customers, gross"
    assert rows(f"select {columns} from segment_first_orders order by 1") == [
        ("DE", MARCH, None, 1, Decimal("100.005")),
        ("GB", JANUARY, JANUARY, 1, Decimal(25)),
    ]
    columns = "country, month, next_month, customers, date '1970-01-01' + last_order_days::integer"
    assert rows(f"select {columns} from segment_last_orders order by 1, 2") == [
        ("DE", MARCH, None, 1, date(2011, 3, 5)),
        ("GB", JANUARY, MARCH, 1, date(2011, 1, 31)),
        ("GB", MARCH, None, 1, date(2011, 3, 5)),
    ]


@of_shop
def test_single_orders(rows: Rows) -> None:
    """Anna's two orders of January cancel out: she has none that is her only one there, but one in March."""
    columns = "country, month, later_month, customers, gross"
    found = rows(f"select {columns} from segment_single_orders order by 1, 2, 3")
    assert found == [
        ("DE", MARCH, MARCH, 1, Decimal("100.005")),
        ("GB", JANUARY, MARCH, -1, Decimal(-3)),
        ("GB", MARCH, MARCH, 1, Decimal(3)),
    ]


@of_shop
def test_an_older_store_gets_its_single_orders_with_the_table(rows: Rows, engine: Engine) -> None:
    columns = "segmentation_id, country, segment_id, month, later_month, customers, gross"
    query = f"select {columns} from segment_single_orders order by 1, 2, 3, 4, 5"
    fitted = rows(query)
    with engine.begin() as connection:
        connection.execute(text("delete from segment_single_orders"))
        connection.execute(text(import_module("warehouse.migrations.versions.0004_single_orders").PUBLISHED))
    assert len(fitted) == 3
    assert rows(query) == fitted


@of_shop
def test_hours_and_products(rows: Rows) -> None:
    columns = "country, segment_id is null, month, weekday, hour, orders, gross"
    assert rows(f"select {columns} from segment_hours order by 1, 3, 4, 5") == [
        ("DE", False, MARCH, 6, 11, 1, Decimal("100.005")),
        ("FR", True, FEBRUARY, 1, 15, 1, Decimal(10)),
        ("GB", False, JANUARY, 1, 10, 1, Decimal(25)),
        ("GB", False, JANUARY, 1, 23, 1, Decimal(10)),
        ("GB", False, MARCH, 6, 18, 1, Decimal(3)),
    ]
    columns = "country, segment_id is null, month, stock_code, gross, returns, units"
    assert rows(f"select {columns} from segment_products order by 1, 3, 4") == [
        ("DE", False, FEBRUARY, "85123A", 0, Decimal(-8), 0),
        ("DE", False, MARCH, "85123A", Decimal("100.005"), 0, 1),
        ("FR", True, FEBRUARY, "85123A", Decimal(10), 0, 4),
        ("FR", True, APRIL, "85123A", 0, Decimal("-2.5"), 0),
        ("GB", False, JANUARY, "22752", Decimal("2.5"), 0, 1),
        ("GB", False, JANUARY, "85123A", Decimal("27.5"), 0, 3),
        ("GB", False, FEBRUARY, "85123A", 0, Decimal(-10), 0),
        ("GB", False, MARCH, "85123A", Decimal(3), 0, 3),
    ]


@of_shop
def test_segments_reconcile_with_the_transactions(rows: Rows) -> None:
    assert rows("select sum(customers), sum(orders), sum(gross), sum(returns) from segments") == [
        (4, 4, Decimal("138.005"), Decimal(-18))
    ]
    with_guests = "select sum(gross), sum(returns), sum(orders) from segment_activity"
    assert rows(with_guests) == [(Decimal("148.005"), Decimal("-20.5"), 5)]
    without_order = (
        "select name, customers, orders, returns, recency_days, frequency, monetary, position from segments "
        "where segment_id in ('prospect', 'returns-only') order by position"
    )
    assert rows(without_order) == [
        ("Prospect", 1, 0, 0, None, None, None, 12),
        ("Returned only", 1, 0, Decimal(-8), None, None, None, 15),
    ]


def test_an_earlier_as_of_hides_what_came_later_from_the_features_only(
    engine: Engine, fill: Callable[..., None]
) -> None:
    fill(SHOP, HOMES)
    outcome = fit(engine, Options(k=3, as_of=date(2011, 2, 5)))
    with engine.connect() as connection:
        features = connection.execute(
            text("select customer_id, recency_days, frequency, monetary from customer_features order by 1 limit 2")
        ).all()
        total = connection.execute(text("select sum(gross) from segment_activity")).scalar_one()
    assert features == [("anna", 5, 2, Decimal(35)), ("bert", None, 0, 0)]
    assert (outcome.as_of, total) == (date(2011, 2, 5), Decimal("148.005"))


def test_what_cannot_be_fitted(engine: Engine, fill: Callable[..., None]) -> None:
    with pytest.raises(NoDataError, match="There are no transactions yet"):
        fit(engine, Options(k=3))
    fill(SHOP)
    with pytest.raises(InputError, match="Nothing had been bought before 2011-01-03"):
        fit(engine, Options(k=3, as_of=date(2011, 1, 3)))
    with pytest.raises(InputError, match="At least one run has to be kept"):
        fit(engine, Options(k=3, keep=0))
    with engine.connect() as connection:
        left = [
            name
            for name in metadata.tables
            if name not in ("transactions", "guest_transactions", "customers")
            and connection.execute(text(f"select count(*) from {name}")).scalar_one()
        ]
    assert left == []


def test_a_shop_of_guests_only(engine: Engine, fill: Callable[..., None]) -> None:
    fill([line(None, "1", "2011-01-03 10:00"), line(None, "1", "2011-01-03 10:00", country="DE")])
    with pytest.raises(NoDataError, match=r"^No line that is loaded names a customer.*--map customer_id="):
        fit(engine, Options(k=3))
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from segmentations")).scalar_one() == 0
