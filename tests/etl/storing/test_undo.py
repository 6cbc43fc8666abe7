"""Loads taken back: the store is as it was before them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.storing.load import load_file
from etl.storing.undo import Undone, undo_load
from tests.conftest import RunModule
from tests.etl.shop_files import row, rows_of, shop_file
from warehouse.errors import InputError

TABLES = {
    "transactions": "customer_id, invoice_no, stock_code",
    "guest_transactions": "invoice_no, stock_code",
    "rejected_rows": "load_id, line_number",
    "customers": "customer_id",
    "customer_changes": "load_id, customer_id",
    "countries": "country",
    "attributes": "name",
}


def state(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that was loaded."""
    return {name: rows_of(engine, f"select * from {name} order by {order}") for name, order in TABLES.items()}


def customers_file(folder: Path, *rows: str, name: str) -> Path:
    return shop_file(folder, *rows, name=name, header="customer_id,email,country,points")


def test_a_load_is_taken_back_to_the_last_row(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("1"), row("2", customer=""), row("3", quantity="x"), name="1.csv"))
    before = state(engine)
    second = shop_file(
        tmp_path,
        row("4", country="Spain"),
        row("5", country="Spain"),
        row("6", customer="8", country="Italy"),
        row("7", customer="", country="Chile"),
        row("8", price="x"),
        name="2.csv",
    )
    load_file(engine, second)
    assert rows_of(engine, "select country from customers order by customer_id") == [("ES",), ("IT",)]
    undone = undo_load(engine, 2)
    assert undone == Undone([{"load_id": 2, "file_name": "2.csv", "rows_loaded": 4}], lines=4, customers=1)
    assert state(engine) == before
    assert rows_of(engine, "select load_id, status from loads") == [(1, "done")]
    assert load_file(engine, second).rows_loaded == 4


def test_loads_that_found_lines_in_it_go_with_it(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("0", customer="1"), name="0.csv"))
    before = state(engine)
    load_file(engine, shop_file(tmp_path, row("1"), row("2"), name="1.csv"))
    load_file(engine, shop_file(tmp_path, row("2"), row("3"), name="2.csv"))
    load_file(engine, shop_file(tmp_path, row("3"), row("4"), name="3.csv"))
    load_file(engine, shop_file(tmp_path, row("5", customer="5"), name="4.csv"))
    load_file(engine, shop_file(tmp_path, row("1"), row("2"), name="again.csv"))
    assert [load["load_id"] for load in undo_load(engine, 2, dry_run=True).loads] == [6, 4, 3, 2]
    assert len(state(engine)["transactions"]) == 6
    assert [load["load_id"] for load in undo_load(engine, 2).loads] == [6, 4, 3, 2]
    assert [line[:2] for line in state(engine)["transactions"]] == [("1", "0"), ("5", "5")]
    undo_load(engine, 5)
    assert state(engine) == before


def test_all_can_be_taken_back(engine: Engine, tmp_path: Path) -> None:
    empty = state(engine)
    path = shop_file(tmp_path, *(row(str(i), stock=str(i), customer=str(i % 3)) for i in range(40)))
    load_file(engine, path)
    undo_load(engine, 1)
    assert state(engine) == empty
    assert rows_of(engine, "select * from loads") == []
    assert load_file(engine, path).rows_loaded == 40


def test_customers_are_as_they_were(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, customers_file(tmp_path, "7,a@x.io,Peru,1", "9,,Peru,2", name="1.csv"))
    load_file(engine, shop_file(tmp_path, row("1", country="Spain"), name="2.csv"))
    before = state(engine)
    assert rows_of(engine, "select country from customers order by customer_id") == [("ES",), ("PE",)]
    load_customers(engine, customers_file(tmp_path, "7,b@x.io,Chile,3", "8,c@x.io,Chile,4", name="3.csv"))
    assert undo_load(engine, 3).customers == 1
    assert state(engine) == before
    undo_load(engine, 2)
    assert rows_of(engine, "select customer_id, country, email from customers order by 1") == [
        ("7", "PE", "a@x.io"),
        ("9", "PE", None),
    ]


def test_all_that_was_known_of_a_person_comes_back(engine: Engine, tmp_path: Path) -> None:
    header = "customer_id,email,first_name,last_name,phone,consent,birth_year,city,postcode"
    ann, bob = "7,a@x.io,Ann,Lee,0123,yes,1980,Bonn,01234", "8,,Bob,,,no,,,"
    load_customers(engine, shop_file(tmp_path, ann, bob, "9,,,,,,,Rome,", name="1.csv", header=header))
    before = state(engine)
    others = (
        "7,b@x.io,Anna,Li,999,no,1981,Köln,50667",
        "8,c@x.io,Bo,Ek,1,yes,1990,Lund,22100",
        "9,,,,,yes,1970,Oslo,1",
    )
    load_customers(engine, shop_file(tmp_path, *others, name="2.csv", header=header))
    people = "select consent, birth_year, city, postcode from customers order by customer_id"
    assert rows_of(engine, people) == [
        (False, 1981, "Köln", "50667"),
        (True, 1990, "Lund", "22100"),
        (True, 1970, "Oslo", "1"),
    ]
    assert undo_load(engine, 2) == Undone([{"load_id": 2, "file_name": "2.csv", "rows_loaded": 3}], 0, 0)
    assert state(engine) == before
    assert rows_of(engine, people) == [
        (True, 1980, "Bonn", "01234"),
        (False, None, None, None),
        (None, None, "Rome", None),
    ]


def test_a_later_change_of_the_same_customers_goes_too(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("1"), name="1.csv"))
    before = state(engine)
    load_customers(engine, customers_file(tmp_path, "7,a@x.io,Peru,1", name="2.csv"))
    load_customers(engine, customers_file(tmp_path, "7,b@x.io,Peru,1", name="3.csv"))
    load_customers(engine, customers_file(tmp_path, "8,b@x.io,Peru,1", name="4.csv"))
    assert [load["load_id"] for load in undo_load(engine, 2).loads] == [3, 2]
    undo_load(engine, 4)
    assert state(engine) == before


def test_segments_are_due_for_a_refresh(engine: Engine, run_module: RunModule, tmp_path: Path) -> None:
    stale = "select distinct is_stale from segmentations where published"
    load_file(engine, shop_file(tmp_path, *(row(str(i), customer=str(i % 5)) for i in range(20)), name="1.csv"))
    assert run_module("models", "fit").returncode == 0
    assert rows_of(engine, stale) == [(False,)]
    load_file(engine, shop_file(tmp_path, row("x"), name="2.csv"))
    assert rows_of(engine, stale) == [(True,)]
    assert run_module("models", "fit").returncode == 0
    assert rows_of(engine, stale) == [(False,)]
    done = run_module("etl", "undo", 2)
    assert done.stdout.endswith("Removed 1 line and 1 customer. Renew the segments with: python -m models fit\n")
    assert rows_of(engine, stale) == [(True,)]
    run_module("etl", "undo", 1)
    assert rows_of(engine, "select count(*) from segmentations") == [(0,)]


@pytest.mark.parametrize(
    ("load_id", "sentence"),
    [
        (3, "There is no load 3. See the loads with: python -m etl status"),
        (1, "Load 1 failed and stored nothing, so there is nothing to undo."),
    ],
)
def test_nothing_to_undo(engine: Engine, tmp_path: Path, load_id: int, sentence: str) -> None:
    with pytest.raises(InputError):
        load_file(engine, shop_file(tmp_path, *(row(str(i), quantity="x") for i in range(10))))
    with pytest.raises(InputError) as caught:
        undo_load(engine, load_id)
    assert str(caught.value) == sentence
