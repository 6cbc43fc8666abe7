"""Whole loads into PostgreSQL: what is stored and counted."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.comparing import candidates
from etl.storing.copying import streams
from etl.storing.load import load_file
from tests.etl.shop_files import COUNTS, counted, row, rows_of, shop_file


def test_a_file_ends_in_the_tables(engine: Engine, tmp_path: Path) -> None:
    path = shop_file(
        tmp_path,
        row("1", quantity="2", price="2.50", customer="7", country="EIRE"),
        row("1", quantity="2", price="2.5", customer="7", country="Ireland"),  # the same line, spelled differently
        row("C2", stock="B", description='"MUG, ""big"""', quantity="-1", customer="7", country="Atlantis"),
        row("3", quantity="1", customer="", country=""),
        row("4", quantity="x"),
        "5,too short",
    )
    report = load_file(engine, path)
    at = "datetime.datetime(2024, 5, 6, 10, 30)"
    assert repr(rows_of(engine, "select * from transactions order by invoice_no")) == (
        f"[('7', '1', {at}, 'A', 'MUG', Decimal('2'), Decimal('2.5'), 'IE', 'sale', 1, ''), "
        f"('7', 'C2', {at}, 'B', 'MUG, \"big\"', Decimal('-1'), Decimal('2.5'), 'Atlantis', 'return', 1, '')]"
    )
    assert repr(rows_of(engine, "select * from guest_transactions")) == (
        f"[('3', {at}, 'A', 'MUG', Decimal('1'), Decimal('2.5'), 'Unspecified', 'sale', 1, '')]"
    )
    assert rows_of(engine, "select * from rejected_rows order by line_number") == [
        (1, 6, "quantity is not a number", row("4", quantity="x")),
        (1, 7, "wrong number of columns", "5,too short"),
    ]
    assert rows_of(engine, "select * from countries order by country") == [
        ("Atlantis", "Atlantis", None),
        ("IE", "Ireland", "IRL"),
        ("Unspecified", "Unspecified", None),
    ]
    assert rows_of(engine, "select customer_id, country from customers") == [("7", "IE")]
    assert rows_of(engine, f"select status, error, {', '.join(COUNTS)} from loads") == [("done", None, 6, 3, 1, 2, 0)]
    shown = report.as_json()
    assert shown.pop("seconds") >= 0
    assert shown == {
        "load_id": 1,
        "file": "shop.csv",
        "rows_read": 6,
        "rows_loaded": 3,
        "rows_duplicate": 1,
        "rows_rejected": 2,
        "rows_known": 0,
        "invoices": 3,
        "customers": 1,
        "first_invoiced_at": "2024-05-06T10:30:00",
        "last_invoiced_at": "2024-05-06T10:30:00",
        "rejected": {"quantity is not a number": 1, "wrong number of columns": 1},
        "notes": [],
        "encoding": "UTF-8",
    }


def test_a_line_that_is_no_json_is_rejected_as_that(engine: Engine, tmp_path: Path) -> None:
    good = '{"invoice": "1", "date": "2024-05-06", "quantity": 2, "price": 2.5, "customer": "7"}\n'
    (path := tmp_path / "shop.jsonl").write_text(good + '{"invoice": "2", "da\n')
    assert load_file(engine, path).rejected == {"not a JSON object": 1}
    assert rows_of(engine, "select line_number, reason, raw from rejected_rows") == [
        (2, "not a JSON object", '{"invoice": "2", "da'),
    ]


def test_loading_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    path = shop_file(tmp_path, row(), row(), row(customer=""), row(quantity="x"))
    assert counted(engine, path) == (4, 2, 1, 1, 0)
    before = [
        rows_of(engine, f"select * from {name}") for name in ("transactions", "guest_transactions", "rejected_rows")
    ]
    assert counted(engine, path) == (4, 0, 1, 1, 2)
    assert counted(engine, path.rename(tmp_path / "other.csv")) == (4, 0, 1, 1, 2)
    after = [
        rows_of(engine, f"select * from {name}") for name in ("transactions", "guest_transactions", "rejected_rows")
    ]
    assert after == before
    assert rows_of(engine, "select details ->> 'same_as' from loads order by load_id") == [(None,), ("1",), ("1",)]


def test_the_same_bytes_read_in_another_way_are_loaded(engine: Engine, tmp_path: Path) -> None:
    path = shop_file(tmp_path, row(at="1/2/2024"))
    assert counted(engine, path, options=Options(date_order="mdy")) == (1, 1, 0, 0, 0)
    assert counted(engine, path, options=Options(date_order="dmy")) == (1, 1, 0, 0, 0)
    assert counted(engine, path, options=Options(date_order="dmy")) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize("look_up", [0, 10**9], ids=["one by one", "all at once"])
def test_an_overlapping_file_adds_what_is_new(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_up: int
) -> None:
    monkeypatch.setattr(candidates, "_LOOK_UP", look_up)
    monday = [row("1"), row("1", stock="B"), row("2", customer=""), row("C3", quantity="-1")]
    assert counted(engine, shop_file(tmp_path, *monday, name="monday.csv")) == (4, 4, 0, 0, 0)
    both = [*monday, row("1", stock="C"), row("2", customer="8"), row("2", stock="D", customer=""), row("1")]
    assert counted(engine, shop_file(tmp_path, *both, name="both.csv")) == (8, 3, 1, 0, 4)
    stored = "select invoice_no, stock_code, customer_id from transactions order by 1, 2, 3"
    assert rows_of(engine, stored) == [
        ("1", "A", "7"),
        ("1", "B", "7"),
        ("1", "C", "7"),
        ("2", "A", "8"),
        ("C3", "A", "7"),
    ]
    assert rows_of(engine, "select stock_code from guest_transactions order by 1") == [("A",), ("D",)]


def test_home_is_where_most_orders_went_and_the_latest_wins_a_tie(engine: Engine, tmp_path: Path) -> None:
    first = [
        row("1", customer="most", country="France"),
        row("2", customer="most", country="Spain"),
        row("3", customer="most", country="Spain"),
        row("3", stock="B", customer="most", country="Spain"),
        row("4", customer="tie", country="France", at="2024-05-07"),
        row("5", customer="tie", country="Spain", at="2024-05-06"),
        row("C6", customer="never", country="Spain", quantity="-1", at="2024-05-06"),
        row("C7", customer="never", country="Italy", quantity="-1", at="2024-05-07"),
    ]
    homes = "select customer_id, country from customers order by 1"
    load_file(engine, shop_file(tmp_path, *first, name="1.csv"))
    assert rows_of(engine, homes) == [("most", "ES"), ("never", "IT"), ("tie", "FR")]
    second = [
        row("8", customer="most", country="France", at="2024-06-01"),
        row("9", customer="tie", country="Spain", at="2024-04-01"),
        row("10", customer="never", country="Spain"),
    ]
    load_file(engine, shop_file(tmp_path, *second, name="2.csv"))
    assert rows_of(engine, homes) == [("most", "FR"), ("never", "ES"), ("tie", "ES")]


def test_a_number_that_comes_back_is_another_order_for_the_home(engine: Engine, tmp_path: Path) -> None:
    france = [row("1", customer="7", country="France", at=f"2024-0{month}-01") for month in (1, 3, 5)]
    spain = [row(number, customer="7", country="Spain", at="2024-06-01") for number in ("2", "3")]
    load_file(engine, shop_file(tmp_path, *france, *spain))
    assert rows_of(engine, "select customer_id, country from customers") == [("7", "FR")]


def test_a_file_of_returns_after_one_with_sales_holds_returns(engine: Engine, tmp_path: Path) -> None:
    all_prefixed = shop_file(tmp_path, row("C1", quantity="3"), name="only.csv")
    load_file(engine, all_prefixed)
    assert rows_of(engine, "select quantity, kind from transactions") == [(Decimal(3), "sale")]
    load_file(engine, shop_file(tmp_path, row("2", customer=""), name="sales.csv"))
    load_file(engine, shop_file(tmp_path, row("C3", quantity="3"), name="returns.csv"))
    assert rows_of(engine, "select quantity, kind from transactions where load_id = 3") == [(Decimal(-3), "return")]


@pytest.mark.parametrize("scattered", [0.0, 1.0], ids=["by lines", "by invoices"])
def test_repeated_lines_are_found_wherever_they_stand(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scattered: float
) -> None:
    monkeypatch.setattr(streams, "_SCATTERED", scattered)
    rows = [row("1"), row("1", stock="B"), row("1"), row("2"), row("2", customer=""), row("1", stock="B"), row("2")]
    assert counted(engine, shop_file(tmp_path, *rows)) == (7, 4, 3, 0, 0)


def test_an_invoice_s_lines_need_not_stand_together(engine: Engine, tmp_path: Path) -> None:
    rows = [
        row("1", customer="7", country="France", at="2024-05-01 10:00"),
        row("2", customer="7", country="Spain"),
        row("1", stock="B", customer="7", country="France", at="2024-05-03 10:00"),
        row("3", customer="8", country="Spain", quantity="-1"),
        row("1", stock="C", customer="7", country="France", at="2024-05-02 10:00"),
        row("3", stock="D", customer="8", country="Spain"),
        row("4", customer="7", country="Spain", at="2024-04-30 10:00"),
        row("5", customer="", country="Chile"),
        row("3", customer="", country="Chile"),
    ]
    report = load_file(engine, shop_file(tmp_path, *rows))
    assert (report.invoices, report.customers) == (6, 2)
    assert (str(report.first_invoiced_at), str(report.last_invoiced_at)) == (
        "2024-04-30 10:00:00",
        "2024-05-06 10:30:00",
    )
    assert rows_of(engine, "select customer_id, country from customers order by 1") == [("7", "ES"), ("8", "ES")]
    assert rows_of(engine, "select country from countries order by 1") == [("CL",), ("ES",), ("FR",)]


@pytest.mark.parametrize("look_up", [0, 10**9], ids=["one by one", "all at once"])
def test_equal_rows_of_a_file_without_quantities_are_pieces(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_up: int
) -> None:
    monkeypatch.setattr(candidates, "_LOOK_UP", look_up)
    header = "order_id,product_id,date,price,customer_id"
    rows = ["1,A,2024-05-06,2.50,7", "1,A,2024-05-06,2.50,7", "2,B,2024-05-06,3.00,", "2,B,2024-05-06,3.00,"]
    first = shop_file(tmp_path, *rows, name="1.csv", header=header)
    assert counted(engine, first) == (4, 4, 0, 0, 0)
    second = shop_file(tmp_path, *rows, rows[0], rows[2], rows[2], name="2.csv", header=header)
    assert counted(engine, second) == (7, 3, 0, 0, 4)
    third = shop_file(tmp_path, *rows[:3], rows[0], name="3.csv", header=header)
    assert counted(engine, third) == (4, 0, 0, 0, 4)
    assert rows_of(engine, "select stock_code, sum(quantity) from transactions group by 1") == [("A", Decimal(3))]
    assert rows_of(engine, "select stock_code, sum(quantity) from guest_transactions group by 1") == [("B", Decimal(4))]
    known = "select load_id, details -> 'known_in' from loads order by 1"
    assert rows_of(engine, known) == [(1, None), (2, {"1": 4}), (3, {"1": 3, "2": 1})]


@pytest.mark.parametrize(("stored", "kind"), [(["1", "2"], "return"), (["A1", "B1"], "sale")])
def test_invoices_that_all_begin_with_c_are_cancelled_where_the_shop_numbers_plainly(
    engine: Engine, tmp_path: Path, stored: list[str], kind: str
) -> None:
    load_file(engine, shop_file(tmp_path, *(row(number) for number in stored)))
    load_file(engine, shop_file(tmp_path, row("C3"), row("C4"), name="next.csv"))
    assert rows_of(engine, "select distinct kind from transactions where invoice_no like 'C%'") == [(kind,)]
