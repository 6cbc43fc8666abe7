"""What PostgreSQL makes of packed values."""

import io
from datetime import datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from etl.storing.copying.binary_copy import pack_decimals
from etl.values.numbers.decimals import MAX_DECIMALS, MAX_INTEGER_DIGITS, plain_decimals
from warehouse.bulk.binary_rows import HEADER, TRAILER, bytes_of, pack_integers, pack_moments, pack_rows, pack_texts

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
DECIMALS = st.from_regex(rf"-?[0-9]{{1,{MAX_INTEGER_DIGITS}}}(\.[0-9]{{1,{MAX_DECIMALS}}})?", fullmatch=True)


def received(engine: Engine, kind: str, fields: pa.BinaryArray) -> list[object]:
    """What the server reads in fields of a type, as it spells it."""
    data = HEADER + bytes_of(pack_rows([pack_integers(np.arange(len(fields))), fields], 2)) + TRAILER
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(f"create temporary table packed (place bigint, value {kind}) on commit drop")
        cursor.copy_expert("copy packed from stdin (format binary)", io.BytesIO(data))
        cursor.execute("select value::text from packed order by place")
        return [value for (value,) in cursor.fetchall()]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(DECIMALS, min_size=1, max_size=50))
def test_decimals_arrive_to_the_last_digit(engine: Engine, values: list[str]) -> None:
    plain = plain_decimals(pa.array(values))[0]
    assert received(engine, "numeric", pack_decimals(plain)) == plain.to_pylist()
    assert [Decimal(value) for value in plain.to_pylist()] == [Decimal(value) for value in values]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(TEXTS, min_size=1, max_size=30))
def test_texts_arrive(engine: Engine, values: list[str]) -> None:
    assert received(engine, "text", pack_texts(pa.array(values))) == values


@pytest.mark.parametrize("values", [["2010-12-01 08:26:00", "1969-12-31 23:59:59", "2000-01-01 00:00:00"]])
def test_moments_arrive(engine: Engine, values: list[str]) -> None:
    assert received(engine, "timestamp", pack_moments(pa.array(values))) == values
    assert [str(datetime.fromisoformat(value)) for value in values] == values


def test_integers_arrive(engine: Engine) -> None:
    assert received(engine, "bigint", pack_integers(np.array([0, -1, 1 << 40]))) == ["0", "-1", str(1 << 40)]


def test_part_of_an_array_is_packed_as_that_part(engine: Engine) -> None:
    assert received(engine, "text", pack_texts(pa.array(["a", "b", "c"]).slice(1))) == ["b", "c"]
