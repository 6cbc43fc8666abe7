"""The arithmetic of the marts against plain SQL over the transactions, for random shops, windows and filters."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from models.publishing.fit import Options, fit
from tests.models.shops import Line, line
from warehouse.orders import APART
from warehouse.schema import metadata

FIRST = datetime(2011, 1, 1)
MONTHS = [date(2011, month, 1) for month in range(1, 6)]
BUYERS: dict[str, str | None] = {"a": "GB", "b": "DE", "c": "FR", "d": "GB", "e": "DE", "f": "FR", "g": "GB", "h": "DE"}
HOMES = BUYERS | {"never": "GB"}
COUNTRIES = ["GB", "DE", "FR"]
MONEY = [("1", "3.33"), ("2", "0.005"), ("5", "12.5"), ("-1", "3.33"), ("-3", "1"), ("1", "0"), ("1", "-7")]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of one of nine orders of up to three weeks: after more days without a sale a number is another order's."""
    quantity, price = draw(st.sampled_from(MONEY))
    number = draw(st.integers(1, 9))
    return line(
        draw(st.sampled_from([*BUYERS, None])),
        str(number),
        FIRST + timedelta(days=15 * (number - 1), hours=draw(st.integers(0, 24 * APART))),
        quantity=quantity,
        price=price,
        stock_code=draw(st.sampled_from(["P1", "P2", "P3", "POST"])),
        country=draw(st.sampled_from(COUNTRIES)),
    )


FILTERS = st.tuples(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS)).map(sorted),
    st.lists(st.sampled_from(COUNTRIES), min_size=1, unique=True),
    st.sets(st.integers(0, 11), min_size=4),
)

# Everything from the lines themselves; invoices are put together by min(invoiced_at), as the marts' months are.
TRUTH = """
with invoices as (
    select customer_id, invoice_no, min(invoiced_at) as at,
        coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0) as gross,
        coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0) as returns
    from transactions join customers using (customer_id)
    join customer_segments using (customer_id)
    where segmentation_id = :id and customers.country = any(:countries) and segment_id = any(:segments)
    group by customer_id, invoice_no
),
sales as (
    select *, cast(date_trunc('month', at) as date) as month, row_number() over (
        partition by customer_id order by at, invoice_no) as position
    from invoices where gross > 0
),
windowed as (select * from sales where month between :a and :b),
once as (
    select customer_id, sum(gross) as gross from windowed group by customer_id having count(*) = 1
),
until as (
    select customer_id, count(*) as orders, min(month) as first_month, max(cast(at as date)) as last_on
    from sales where month <= :b group by customer_id
)
select
    (select count(distinct customer_id) from windowed),
    (select count(*) from windowed),
    (select coalesce(sum(gross), 0) from windowed),
    (select coalesce(sum(returns), 0) from invoices where date_trunc('month', at) between :a and :b),
    (select count(*) from until where first_month >= :a),
    (select count(*) from until where first_month >= :a and orders = 1),
    (select coalesce(sum(gross), 0) from windowed where position = 1),
    (select count(*) from once),
    (select coalesce(sum(gross), 0) from once),
    (select coalesce(avg(cast(:end as date) - last_on), 0) from until where customer_id in (
        select customer_id from windowed)),
    (select coalesce(sum(quantity * unit_price), 0) from transactions
        join windowed using (customer_id, invoice_no) where kind = 'sale' and stock_code <> 'POST'),
    (select coalesce(sum(quantity * unit_price), 0) from transactions
        join invoices using (customer_id, invoice_no)
        where kind = 'return' and stock_code <> 'POST' and date_trunc('month', at) between :a and :b)
"""
MART = "segmentation_id = :id and country = any(:countries) and segment_id = any(:segments) and month between :a and :b"
ANSWERS = f"""
select
    (select coalesce(sum(customers), 0) from segment_activity
        where {MART} and (previous_month is null or previous_month < :a)),
    (select coalesce(sum(orders), 0) from segment_activity where {MART}),
    (select coalesce(sum(gross), 0) from segment_activity where {MART}),
    (select coalesce(sum(returns), 0) from segment_activity where {MART}),
    (select coalesce(sum(customers), 0) from segment_activity where {MART} and previous_month is null),
    (select coalesce(sum(customers), 0) from segment_first_orders
        where {MART} and (second_month is null or second_month > :b)),
    (select coalesce(sum(gross), 0) from segment_first_orders where {MART}),
    (select coalesce(sum(customers), 0) from segment_single_orders where {MART} and later_month <= :b),
    (select coalesce(sum(gross), 0) from segment_single_orders where {MART} and later_month <= :b),
    (select coalesce(cast(:end as date) - date '1970-01-01' - sum(last_order_days) / sum(customers), 0)
        from segment_last_orders where {MART} and (next_month is null or next_month > :b)),
    (select coalesce(sum(gross), 0) from segment_products where {MART}),
    (select coalesce(sum(returns), 0) from segment_products where {MART})
"""
QUESTIONS = (
    "customers",
    "orders",
    "gross",
    "returns",
    "new customers",
    "one-time customers",
    "gross of first orders",
    "customers with one order inside",
    "gross of those orders",
    "mean recency",
    "gross of products",
    "returns of products",
)


SHOPS = st.one_of(st.lists(lines(), min_size=1, max_size=40), st.lists(lines(), min_size=20, max_size=80))


# Shrinking would run a fit for each of hundreds of smaller shops; a fit takes longer than all that is asked of it.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(shop=SHOPS, filters=st.lists(FILTERS, min_size=10, max_size=10))
def test_any_window_and_filter(engine: Engine, fill: Callable[..., None], shop: list[Line], filters: list[Any]) -> None:
    fill(shop, HOMES)
    outcome = fit(engine, Options(k=3))
    segmentation = outcome.segmentations[0]
    names = sorted(one["segment_id"] for one in segmentation["segments"])
    with engine.connect() as connection:
        for (a, b), countries, picks in filters:
            parameters = {
                "id": segmentation["segmentation_id"],
                "a": a,
                "b": b,
                "end": (b.replace(day=28) + timedelta(days=4)).replace(day=1),
                "countries": countries,
                "segments": [names[pick % len(names)] for pick in picks],
            }
            assert answers(connection, ANSWERS, parameters) == answers(connection, TRUTH, parameters)
        check_totals(connection)


def answers(connection: Connection, sql: str, parameters: dict[str, Any]) -> dict[str, Decimal]:
    row = connection.execute(text(sql), parameters).one()
    return {question: round(Decimal(value), 6) for question, value in zip(QUESTIONS, row, strict=True)}


def check_totals(connection: Connection) -> None:
    """Segments and guests together are the transactions; everyone is in one segment; hours are the sale orders."""

    def one(sql: str) -> Any:
        return tuple(connection.execute(text(sql)).one())

    columns = "kind, quantity, unit_price"
    lines = f"(select {columns} from transactions union all select {columns} from guest_transactions)"
    sums = ", ".join(
        f"coalesce(sum(quantity * unit_price) filter (where kind = '{kind}'), 0)" for kind in ("sale", "return")
    )
    assert one("select coalesce(sum(gross), 0), coalesce(sum(returns), 0) from segment_activity") == one(
        f"select {sums} from {lines} as lines"
    )
    assert one("select count(*), count(distinct customer_id) from customer_segments") == one(
        "select count(*), count(*) from customers"
    )
    assert one("select coalesce(sum(orders), 0), coalesce(sum(gross), 0) from segment_hours") == one(
        "select coalesce(sum(orders), 0), coalesce(sum(gross), 0) from segment_activity"
    )
    assert one("select coalesce(sum(customers), 0) from segments") == one("select count(*) from customer_features")


@pytest.mark.parametrize(
    "name", [name for name in metadata.tables if name.startswith("segment_") or name == "customer_segments"]
)
def test_every_mart_has_a_unique_key(name: str) -> None:
    table = metadata.tables[name]
    keys = [constraint for constraint in table.constraints if type(constraint).__name__ == "UniqueConstraint"]
    assert keys or list(table.primary_key)
