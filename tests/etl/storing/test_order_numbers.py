"""Numbers of orders that come back: in a file, in the next one, on other days and of other people."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from etl.storing.copying import order_numbers
from etl.storing.copying.order_numbers import Orders
from etl.storing.load import load_file
from etl.storing.status import read_status

HEADER = "Order,Date,Customer,Product,Qty,Price"
ANEW = ": orders of their own, for numbers begin anew."
EACH = (
    " each counts as one order on several days. If numbers begin anew each day, undo this load, join number and day in "
    "one column and load with --map invoice_no=COLUMN."
)


def _orders(day: str, customers: str = "ABC", pieces: int = 1) -> list[str]:
    """Orders 1, 2, 3 of that day, a line each."""
    return [f"{place},{day},{name},P{place},{pieces},10" for place, name in enumerate(customers, 1)]


FOUND = {
    "the next year": (
        [_orders("2023-02-01"), _orders("2024-02-01")],
        6,
        "3 of the first 3 orders have the number of another one of the same customer in the store, more than 21 days "
        "away (such as 1, of 2024-02-01 here and of 2023-02-01 there)" + ANEW,
    ),
    "the year before, loaded after it": (
        [_orders("2024-02-01"), _orders("2023-02-01")],
        6,
        "3 of the first 3 orders have the number of another one of the same customer in the store, more than 21 days "
        "away (such as 1, of 2023-02-01 here and of 2024-02-01 there)" + ANEW,
    ),
    "the next month, in one file": (
        [_orders("2023-02-01") + _orders("2023-03-01")],
        6,
        "3 orders of this file have the number of an earlier one of the same customer, more than 21 days before" + ANEW,
    ),
    "of other customers": ([_orders("2023-02-01"), _orders("2023-02-01", "XYZ")], 6, ""),
    "one customer of three the same, the next month": (
        [_orders("2023-02-01"), _orders("2023-03-01", "XYC")],
        6,
        "1 of the first 3 orders has the number of another one of the same customer in the store, more than 21 days "
        "away (such as 3, of 2023-03-01 here and of 2023-02-01 there)" + ANEW,
    ),
    "more lines of the same orders": (
        [_orders("2023-02-01"), ["1,2023-02-01,A,P9,1,5", "2,2023-02-01,B,P9,1,5"]],
        3,
        "",
    ),
    "lines of an order on several days": (
        [[*_orders("2023-02-01"), "1,2023-02-05,A,P8,1,5"], ["1,2023-02-20,A,P9,1,5", "4,2023-02-20,B,P9,1,5"]],
        4,
        "",
    ),
    "the next day, each of them": (
        [_orders("2023-02-01"), _orders("2023-02-02")],
        3,
        "3 of the first 3 orders have the number of another one of the same customer in the store, within 21 days "
        "(such as 1, of 2023-02-02 here and of 2023-02-01 there):" + EACH,
    ),
    "of guests, the next day": ([_orders("2023-02-01", "  C"), _orders("2023-02-02", "  D")], 6, ""),
    "returns against the orders": ([_orders("2023-02-01"), _orders("2023-05-01", pieces=-1)], 3, ""),
    "the same file told again": ([_orders("2023-02-01"), [*_orders("2023-02-01"), "9,2023-07-01,A,P1,1,10"]], 4, ""),
}


@pytest.mark.parametrize(("files", "orders", "said"), FOUND.values(), ids=list(FOUND))
def test_orders_are_told_apart(engine: Engine, tmp_path: Path, files: list[list[str]], orders: int, said: str) -> None:
    for place, rows in enumerate(files):
        path = tmp_path / f"{place}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        report = load_file(engine, path)
    assert [note for note in report.notes if "number of a" in note] == ([said] if said else [])
    with engine.connect() as connection:
        assert read_status(connection)["invoices"] == orders


@pytest.mark.parametrize("at_once", [1 << 30, 100])
def test_orders_are_counted(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(order_numbers, "_AT_ONCE", at_once)
    orders = Orders()
    assert orders.count() == (0, 0)
    keys = np.random.default_rng(1).integers(0, 1 << 62, 1000).astype(np.uint64)

    def add(day: int, size: int = 1000, start: int = 0) -> None:
        some = np.append(keys[start:size], keys[start : start + 5])
        orders.add(some, np.zeros(len(some), bool), np.full(len(some), day, np.int32))

    for day in (10, 0, order_numbers._NO_SALE):
        add(day)
    assert orders.count() == (1000, 0)
    add(32, size=300)
    add(54, size=300)
    add(31, size=400, start=300)  # as long as deliveries may take
    assert orders.count() == (1600, 600)
    for day in (1, 2, order_numbers._NO_SALE):
        orders.add(keys[:10], np.ones(10, bool), np.full(10, day, np.int32))  # of guests, each day others
    assert orders.count() == (1620, 600)
    orders.close()
