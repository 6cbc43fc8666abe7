"""Shares of weekend, night and discount of each customer, by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import Engine, text

from models.features import lines, tables
from models.store.analysis import analysing
from tests.models.shops import Line, line

Fill = Callable[..., None]


def lines_of_habits() -> list[Line]:
    """Twelve buyers at 10 of a product; ada buys it for less and elsewhere too, at night and at a weekend."""
    usual = [line(f"u{number:02d}", f"U{number}", "2011-03-02 12:00") for number in range(12)]  # a Wednesday
    return [
        *usual,
        line("ada", "A1", "2011-03-05 22:00", price=8.99),  # a Saturday
        line("ada", "A2", "2011-03-06 05:59", price=9),  # Sunday; not below nine tenths
        line("ada", "A3", "2011-03-07 06:00", price=5),  # Monday
        line("ada", "A4", "2011-03-08 21:59", price=1, stock_code="RARE"),  # no usual price
        line("ada", "C5", "2011-03-12 23:00", price=5, quantity=-1),  # no sale
        line("bob", "B1", "2011-03-04 23:59", price=1, stock_code="RARE"),
        line("late", "L1", "2011-04-02 23:00", price=1),  # after the day
    ]


def test_habits(engine: Engine, fill: Fill) -> None:
    fill(lines_of_habits())
    columns = "round(weekend_share, 3), round(night_share, 3), round(discount_share, 3)"
    statement = text(f"select customer_id, {columns} from customer_features order by 1")
    with engine.begin() as connection, analysing(connection) as analysis:
        tables.rebuild(analysis, lines.look(connection), date(2011, 4, 1), lambda amount: None)
        found = {row[0]: tuple(row[1:]) for row in connection.execute(statement)}
    assert found["ada"] == (Decimal("0.5"), Decimal("0.5"), Decimal("0.667"))
    assert found["bob"] == (0, 1, None)
    assert found["u03"] == (0, 0, 0)
    assert found["late"] == (None, None, None)


def test_without_times_of_day_there_is_no_night(engine: Engine, fill: Fill) -> None:
    fill([line("a", "1", "2011-03-05"), line("b", "2", "2011-03-07")])
    with engine.begin() as connection, analysing(connection) as analysis:
        tables.rebuild(analysis, lines.look(connection), date(2011, 4, 1), lambda amount: None)
        statement = text("select weekend_share, night_share from customer_features order by customer_id")
        assert [tuple(row) for row in connection.execute(statement)] == [(1, None), (0, None)]
