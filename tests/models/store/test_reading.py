"""Columns read from the database, and decimals as doubles."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sqlalchemy import Engine

from models.store.reading import doubles, read_table

TYPES = {"name": pa.string(), "amount": pa.decimal128(38, 2), "days": pa.int32()}


def test_rows_are_sorted_by_their_bytes_and_keep_what_texts_hold(engine: Engine) -> None:
    rows = "values ('b\n\"1\"', 1.5, 3), ('', 2, null), ('é', 0.25, 1), ('B', -1, 0)"
    with engine.begin() as connection:
        table = read_table(connection, f"select * from ({rows}) as rows (name, amount, days)", TYPES, order_by="name")
    assert table.to_pydict() == {
        "name": ["", "B", 'b\n"1"', "é"],
        "amount": [Decimal("2.00"), Decimal("-1.00"), Decimal("1.50"), Decimal("0.25")],
        "days": [None, 0, 3, 1],
    }


def test_a_query_without_rows_gives_its_columns(engine: Engine) -> None:
    with engine.begin() as connection:
        table = read_table(connection, "select '' as name, 1 as amount, 1 as days where false", TYPES)
    assert table.schema == pa.schema(list(TYPES.items()))
    assert len(table) == 0


def test_more_than_a_block_arrives_whole(engine: Engine) -> None:
    with engine.begin() as connection:
        statement = (
            "select repeat('x', 100) || n as name, n / 4.0 as amount, n as days from generate_series(1, :n) as n"
        )
        table = read_table(connection, statement, TYPES, {"n": 30_000})
    assert table["days"].to_pylist() == list(range(1, 30_001))
    assert table["name"][29_999].as_py() == "x" * 100 + "30000"


@pytest.mark.parametrize("scale", [0, 2, 6, 22])
def test_decimals_become_the_nearest_doubles(scale: int) -> None:
    random = np.random.default_rng(1)
    digits = [*random.integers(-(2**53), 2**53, 500).tolist(), *random.integers(0, 10**5, 500).tolist(), 2**53, 0]
    values = [Decimal(one).scaleb(-scale) for one in digits]
    column = pd.Series(values, dtype=pd.ArrowDtype(pa.decimal128(38, scale)))
    assert doubles(column).tolist() == [float(one) for one in values]


def test_decimals_too_long_for_a_double_are_rounded_once() -> None:
    values = [Decimal("12345678901234567890.12"), Decimal("-90071992547409.93"), None, Decimal("0.10")]
    column = pd.Series(values, dtype=pd.ArrowDtype(pa.decimal128(38, 2)))
    expected = [np.nan if one is None else float(one) for one in values]
    np.testing.assert_array_equal(doubles(column), expected)
    np.testing.assert_array_equal(doubles(column[3:]), expected[3:])


@pytest.mark.parametrize(
    "values", [pd.Series([1, 2]), pd.Series([1, None], dtype="Int32"), pd.Series([Decimal("0.1")])]
)
def test_other_numbers_are_taken_as_they_are(values: pd.Series) -> None:
    np.testing.assert_array_equal(doubles(values), values.to_numpy(dtype=np.float64, na_value=np.nan))
