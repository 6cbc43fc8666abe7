"""Which rows of one number are which order's: as `warehouse.orders` tells those that are stored."""

import numpy as np
import pytest

from etl.values.records.orders_apart import apart

A, B, NOBODY = 0, 1, -1
Row = tuple[int, str, str]  # a buyer, a day of January and February 2024 (or none), sale or return


@pytest.mark.parametrize(
    ("rows", "orders"),
    [
        ([(A, "01", "s"), (A, "01", "s")], [0, 0]),
        ([(A, "01", "s"), (A, "22", "s"), (A, "43", "s")], [0, 0, 0]),  # deliveries of one order
        ([(A, "01", "s"), (A, "23", "s")], [0, 1]),
        ([(A, "23", "s"), (A, "01", "s"), (B, "01", "s")], [1, 0, 2]),
        (
            [(A, "01", "s"), (A, "20", "r"), (A, "35", "s"), (A, "50", "r")],
            [0, 0, 1, 1],
        ),  # returns tell nothing
        ([(A, "01", "r"), (A, "30", "s"), (A, "31", "r")], [0, 0, 0]),
        ([(NOBODY, "01", "s"), (NOBODY, "01", "s"), (NOBODY, "02", "s")], [0, 0, 1]),
        ([(A, "01", "s"), (NOBODY, "03", "s"), (A, "", "s")], [0, 0, 0]),  # filled on the first line only
    ],
)
def test_an_order_is_a_customers_under_a_number_until_that_comes_back(rows: list[Row], orders: list[int]) -> None:
    first = np.datetime64("2023-12-31")
    days = np.array([first + int(day) if day else np.datetime64("NaT") for _, day, _ in rows], "datetime64[D]")
    found = apart(
        np.zeros(len(rows), np.int64),
        np.array([buyer for buyer, _, _ in rows], np.int64),
        days,
        np.array([kind == "s" for _, _, kind in rows]),
    )
    assert found.tolist() == orders
