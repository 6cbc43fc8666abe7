"""Who bought what on which days, by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, text

from models.features import bought, lines
from models.store.analysis import analysing
from tests.models.shops import line

FOUND = "select stock_code, customer_id, days, last_on from customer_products order by stock_code, customer_id"
BITS = "select stock_code, cast(buyers as text) from product_buyers order by stock_code"
FIRST, NEXT, LAST = date(1999, 12, 31), date(2011, 1, 5), date(2011, 3, 9)


@pytest.mark.parametrize(("together", "packed"), [(bought.AT_ONCE, bought.ROWS), (2, 1)])
def test_days_are_listed_once_and_sorted(
    engine: Engine, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch, together: int, packed: int
) -> None:
    monkeypatch.setattr(bought, "AT_ONCE", together)
    monkeypatch.setattr(bought, "ROWS", packed)
    fill(
        [
            line("ann", "1", f"{LAST} 10:00", stock_code='é, "x"'),
            line("ann", "2", f"{FIRST} 23:59", stock_code='é, "x"'),
            line("ann", "3", f"{NEXT} 00:00", stock_code='é, "x"'),
            line("ann", "3", f"{NEXT} 12:00", stock_code='é, "x"'),  # the same day
            line("bob", "4", f"{NEXT}", stock_code="b"),
            line("ann", "5", f"{NEXT}", stock_code="b"),
            line("ann", "6", f"{NEXT}", stock_code=""),  # no product
            line("ann", "7", f"{LAST}", stock_code="b", quantity=-1),  # no sale
            line("ann", "8", "2011-03-10 00:00", stock_code="b"),  # too late
            line(None, "9", f"{LAST}", stock_code="b"),  # a guest
        ]
    )
    with engine.connect() as connection, analysing(connection) as analysis:
        lines.read(analysis, lines.look(connection))
        bought.write(analysis, date(2011, 3, 10))
        assert [tuple(row) for row in connection.execute(text(FOUND))] == [
            ("b", "ann", [NEXT], NEXT),
            ("b", "bob", [NEXT], NEXT),
            ('é, "x"', "ann", [FIRST, NEXT, LAST], LAST),
        ]
        assert [*map(tuple, connection.execute(text(BITS)))] == [("b", "011"), ('é, "x"', "010")]  # nobody, ann, bob


def test_nothing_sold_is_no_row(engine: Engine, fill: Callable[..., None]) -> None:
    fill([])
    with engine.connect() as connection, analysing(connection) as analysis:
        lines.read(analysis, lines.look(connection))
        bought.write(analysis, date(2011, 3, 10))
        assert connection.execute(text(FOUND)).all() == connection.execute(text(BITS)).all() == []
