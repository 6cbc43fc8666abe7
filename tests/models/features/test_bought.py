"""Who bought what on which days, by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, text

from models.features import bought, lines, tables, words
from models.store.analysis import analysing
from tests.models.shops import line

FOUND = "select stock_code, customer_id, days, last_on from customer_products order by stock_code, customer_id"
BITS = "select words, cast(days as text) from product_words order by words"
PLACES = "select customer_id, place, bought_on from customer_features order by customer_id"
FIRST, NEXT, LAST = date(1999, 12, 31), date(2011, 1, 5), date(2011, 3, 9)


@pytest.mark.parametrize(("together", "packed"), [(bought.AT_ONCE, bought.ROWS), (2, 1)])
def test_days_are_listed_once_and_sorted(
    engine: Engine, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch, together: int, packed: int
) -> None:
    monkeypatch.setattr(bought, "AT_ONCE", together)
    monkeypatch.setattr(bought, "ROWS", packed)
    monkeypatch.setattr(words, "FEWEST", 3)  # days of products
    fill(
        [
            line("ann", "1", f"{LAST} 10:00", stock_code='é, "x"', description="RED Heart"),
            line("ann", "2", f"{FIRST} 23:59", stock_code='é, "x"', description="RED Heart"),
            line("ann", "3", f"{NEXT} 00:00", stock_code='é, "x"', description="RED Heart"),
            line("ann", "3", f"{NEXT} 12:00", stock_code='é, "x"', description="RED Heart"),  # the same day
            line("bob", "4", f"{NEXT}", stock_code="b"),
            line("ann", "5", f"{NEXT}", stock_code="b"),
            line("ann", "6", f"{NEXT}", stock_code="", description=""),  # no product
            line("bob", "4", f"{NEXT}", stock_code="", description=" Blue  BOWL"),  # without a code
            line("bob", "4", f"{NEXT}", stock_code="", description="blue bowl"),
            line("ann", "7", f"{LAST}", stock_code="b", quantity=-1),  # no sale
            line("ann", "8", "2011-03-10 00:00", stock_code="b"),  # too late
            line(None, "9", f"{LAST}", stock_code="b"),  # a guest
        ]
    )
    with engine.connect() as connection, analysing(connection) as analysis:
        tables.rebuild(analysis, lines.look(connection), date(2011, 3, 10), lambda _: None)
        assert [tuple(row) for row in connection.execute(text(FOUND))] == [
            ("b", "ann", [NEXT], NEXT),
            ("b", "bob", [NEXT], NEXT),
            ("blue bowl", "bob", [NEXT], NEXT),
            ('é, "x"', "ann", [FIRST, NEXT, LAST], LAST),
        ]
        # Ann's three days and Bob's one; WHITE, and WHITE HEART, are too few.
        assert [*map(tuple, connection.execute(text(BITS)))] == [
            ("heart", "1111"),
            ("red", "1110"),
            ("red heart", "1110"),
        ]
        assert [*map(tuple, connection.execute(text(PLACES)))] == [("ann", 0, [FIRST, NEXT, LAST]), ("bob", 3, [NEXT])]


def test_nothing_sold_is_no_row(engine: Engine, fill: Callable[..., None]) -> None:
    fill([])
    with engine.connect() as connection, analysing(connection) as analysis:
        lines.read(analysis, lines.look(connection))
        analysis.create("features", "sold_on", {"as_of": date(2011, 3, 10)})
        bought.write(analysis, date(2011, 3, 10))
        assert connection.execute(text(FOUND)).all() == connection.execute(text(BITS)).all() == []
