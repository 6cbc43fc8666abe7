"""Numbers of orders that come back long after are of other orders, for status, fits and the dashboard alike."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Engine, func, select, text

from etl.storing.status import read_status
from models.features import lines, tables
from models.store.analysis import analysing
from tests.models.shops import line
from warehouse.orders import holds
from warehouse.schema import orders, transactions

Fill = Callable[..., None]
LINES = [
    line("ada", "1", "2023-03-01 10:00"),
    line("ada", "1", "2023-03-15 10:00", price=5),  # delivered later
    line("ada", "1", "2023-04-30", quantity=-1),  # came back
    line("ada", "1", "2024-03-02 09:00", price=20),  # the year after
    line("ada", "1", "2024-02-20", quantity=-1, price=1),  # before that: of the first still
    line("ada", "1", "2024-05-20", quantity=-1, price=20),
    line("ada", "1", "2024-04-01 00:00", price=30),  # the month after
    line("ada", "2", "2023-03-01"),
    line("ada", "2", "2023-03-22"),  # as long as deliveries may take
    line("bob", "1", "2024-03-02"),
    line("bob", "9", "2024-01-01", quantity=-1),  # only came back
    line("bob", "9", "2024-06-01", quantity=-1),
    line(None, "1", "2023-01-01"),
    line(None, "1", "2023-01-02"),  # guests are many people
    line(None, "1", "2024-01-01"),
    line(None, "1", "2024-01-01", country="FR"),
]


def test_an_order_is_a_number_of_a_customer_until_it_comes_back(engine: Engine, fill: Fill) -> None:
    fill(LINES)
    with engine.begin() as connection, analysing(connection) as analysis:
        assert read_status(connection)["invoices"] == 10
        tables.rebuild(analysis, lines.look(connection), date(2024, 7, 1), lambda amount: None)
        columns = "customer_id, invoice_no, invoiced_at, gross, returns, shop_number, begun_on, followed_on"
        found = [tuple(row) for row in connection.execute(text(f"select {columns} from orders order by 1, 2"))]
        guests = connection.execute(text("select invoice_no, country, gross from guest_orders order by 1, 2")).all()
        held = select(orders.c.customer_id, orders.c.invoice_no, func.count()).join(
            transactions, holds(orders.c, transactions.c)
        )
        counted = connection.execute(held.group_by(orders.c.customer_id, orders.c.invoice_no).order_by(text("1, 2")))
        assert [row[2] for row in counted] == [4, 1, 2, 2, 1, 2]
        frequency = connection.execute(text("select customer_id, frequency from customer_features order by 1")).all()

    def at(moment: str, gross: int, returns: int, *rest: object) -> tuple[object, ...]:
        return (datetime.fromisoformat(moment), Decimal(gross), Decimal(returns), *rest)

    second, third = date(2024, 3, 2), date(2024, 4, 1)
    assert found == [
        ("ada", "1", *at("2023-03-01 10:00", 15, -11, "1", None, second)),
        ("ada", "1 2024-03-02", *at("2024-03-02 09:00", 20, 0, "1", second, third)),
        ("ada", "1 2024-04-01", *at("2024-04-01", 30, -20, "1", third, None)),
        ("ada", "2", *at("2023-03-01", 20, 0, None, None, None)),
        ("bob", "1", *at("2024-03-02", 10, 0, None, None, None)),
        ("bob", "9", *at("2024-01-01", 0, -20, None, None, None)),
    ]
    assert [tuple(row) for row in guests] == [
        ("1", "FR", 10),
        ("1", "GB", 10),
        ("1 2023-01-02", "GB", 10),
        ("1 2024-01-01", "GB", 10),
    ]
    assert [tuple(row) for row in frequency] == [("ada", 4), ("bob", 1)]
