"""Tables that come in, are asked, and go back; what is left of a folder after a kill."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import Connection, Engine, insert, text

from models.features.sizes import Number, look
from models.store.analysis import analysing
from tests.models.shops import line
from warehouse.errors import WarehouseError
from warehouse.schema import guest_transactions, products, transactions
from warehouse.scratch import temporary_folder

ROWS = """
    values ('b"1\n', 1.5, timestamp '2011-01-02 03:04', date '2011-01-02', true), ('', -0.25, null, null, false)
"""
TYPES = {
    "stock_code": pa.string(),
    "gross": pa.decimal128(18, 2),
    "seen_at": pa.timestamp("us"),
    "day": pa.date32(),
    "is_product": pa.bool_(),
}


def test_what_comes_in_goes_back_the_same(engine: Engine) -> None:
    with engine.connect() as connection, analysing(connection) as analysis:
        analysis.read("given", f"select * from ({ROWS}) as given ({', '.join(TYPES)})", TYPES)
        assert analysis.ask("select * from given order by stock_code").read_all().to_pylist() == [
            {"stock_code": "", "gross": Decimal("-0.25"), "seen_at": None, "day": None, "is_product": False},
            {
                "stock_code": 'b"1\n',
                "gross": Decimal("1.50"),
                "seen_at": datetime(2011, 1, 2, 3, 4),
                "day": date(2011, 1, 2),
                "is_product": True,
            },
        ]
        analysis.define("products", "select stock_code, 'x' as description, gross * 2 as gross, is_product from given")
        assert analysis.store("products", ["stock_code"], ["stock_code"]) == 2
        found = connection.execute(products.select().order_by("stock_code")).all()
        assert [tuple(row) for row in found] == [("", "x", Decimal("-0.50"), False), ('b"1\n', "x", 3, True)]


def test_a_statement_gets_those_parameters_that_it_names(engine: Engine) -> None:
    with engine.connect() as connection, analysing(connection) as analysis:
        parameters = {"least": 2, "other": "unused"}
        assert analysis.value("select count(*) from range(5) where range >= $least", parameters) == 3


@pytest.mark.parametrize(
    ("scale", "most", "expected"),
    [
        (2, "999", Number("x", pa.decimal128(18, 2))),
        (2, "1e16", Number("x", pa.decimal128(38, 2))),
        (20, "1e17", Number("x", pa.decimal128(38, 20))),
        (30, "1e17", Number("round(x, 20)", pa.decimal128(38, 20))),
    ],
)
def test_numbers_get_the_digits_that_hold_them(scale: int, most: str, expected: Number) -> None:
    assert Number.of("x", scale, Decimal(most)) == expected


def test_lines_are_looked_at_with_those_of_guests(engine: Engine) -> None:
    known = line("a", "1", "2011-01-05", quantity="2.5", price="0.125")
    guest = {name: value for name, value in line(None, "2", "2011-03-05 12:00").items() if name != "customer_id"}
    with engine.connect() as connection:
        connection.execute(insert(transactions), [known])
        connection.execute(insert(guest_transactions), [guest])
        found = look(connection)
    assert (found.first, found.last) == (datetime(2011, 1, 5), datetime(2011, 3, 5, 12))
    assert {name: one.kind.scale for name, one in found.numbers.items()} == {
        "quantity": 1,
        "unit_price": 3,
        "amount": 4,
    }


def test_a_folder_goes_with_its_run_or_with_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path))
    dead = tmp_path / "regulars-fit-999999999-killed"
    dead.mkdir()
    (dead / "run.duckdb").write_bytes(b"x")
    with temporary_folder("fit") as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


def test_a_failure_within_leaves_nothing_behind(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path))
    with engine.connect() as connection:
        with pytest.raises(RuntimeError, match="power cut"):
            _fail(connection)
        assert list(tmp_path.iterdir()) == []
        assert connection.execute(text("select 1")).scalar_one() == 1


def _fail(connection: Connection) -> None:
    with analysing(connection) as analysis:
        analysis.value("select 1")
        raise RuntimeError("power cut")


def test_no_room_left_is_said(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path))
    many = "select cast(hash(range) as text) as a, hash(range + 1) as b from range(1_000_000) order by b"
    with engine.connect() as connection:
        with pytest.raises(WarehouseError, match="The fit has no room left"):
            _fill(connection, many)
        assert list(tmp_path.iterdir()) == []


def _fill(connection: Connection, statement: str) -> None:
    with analysing(connection) as analysis:
        for name, limit in (("threads", "1"), ("max_temp_directory_size", "'1MB'"), ("memory_limit", "'24MB'")):
            analysis._do(f"set {name} = {limit}")
        analysis._do(f"create table many as {statement}")
