"""What can be said of a customers file, and what is told by its rows and by earlier loads."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.recognition.planning import Options
from etl.storing.load import load_file
from etl.storing.tolerance import Tolerance
from tests.conftest import RunModule
from tests.etl.shop_files import row, rows_of, shop_file, stored_rows
from warehouse.errors import InputError

PEOPLE = "select customer_id, email, attributes from customers order by 1"


def people_file(folder: Path, header: str, *rows: str, name: str = "people.csv") -> Path:
    """A customers file."""
    return shop_file(folder, *rows, name=name, header=header)


def test_a_dry_run_says_all_and_stores_nothing(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, people_file(tmp_path, "id,Age", "1,30", "2,40", name="first.csv"))
    before = stored_rows(engine), rows_of(engine, PEOPLE), rows_of(engine, "select * from loads")
    path = people_file(tmp_path, "id,Age,City", "1,30,", "2,41,Rome", "3,1,Oslo", "3,2,Oslo", ",5,")
    report = load_customers(engine, path, dry_run=True)
    assert (report.load_id, report.rows_read, report.rows_loaded, report.rows_duplicate) == (None, 5, 2, 1)
    assert (report.rows_known, report.rejected) == (1, {"no customer number": 1})
    assert (stored_rows(engine), rows_of(engine, PEOPLE), rows_of(engine, "select * from loads")) == before
    assert load_customers(engine, path).rows_loaded == 2


def test_a_file_that_is_mostly_wrong_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = people_file(tmp_path, "id,Age", *([",30"] * 10), "1,2,3", "7,41")
    with pytest.raises(InputError) as caught:
        load_customers(engine, path)
    assert str(caught.value) == (
        "people.csv was not loaded: 11 of its 12 rows cannot be used, and at most 5 % may be. Only 1 of them is left "
        "to load, so a column is not what it was taken for: say which is which with --map.\n"
        "  no customer number: 10, such as line 2: ,30\n"
        "  wrong number of columns: 1, such as line 12: 1,2,3"
    )
    assert set(stored_rows(engine).values()) == {0}
    assert rows_of(engine, "select status from loads") == [("failed",)]
    report = load_customers(engine, path, tolerance=Tolerance.parse("100%"))
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (12, 1, 11)


def test_a_file_without_header(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("07,x,41,a@x.example\n08,y,42,b@x.example\n", encoding="utf-8")
    options = Options(columns=("id", "", "Age", "email"))
    report = load_customers(engine, path, options=options)
    assert report.contacts == {"customer_id": "id", "email": "email"}
    assert rows_of(engine, PEOPLE) == [("07", "a@x.example", {"Age": 41}), ("08", "b@x.example", {"Age": 42})]
    assert load_customers(engine, path, options=options).rows_known == 2


def test_what_was_mapped_is_remembered_for_files_with_the_same_header(engine: Engine, tmp_path: Path) -> None:
    header = "ref,site,Age"
    load_customers(engine, people_file(tmp_path, header, "1,x,30"), Options({"customer_id": "ref", "city": "site"}))
    report = load_customers(engine, people_file(tmp_path, header, "2,y,40", name="next.csv"))
    assert report.notes == ["As for load 1 (people.csv): customer_id=ref, city=site."]
    assert rows_of(engine, "select customer_id, city from customers order by 1") == [("1", "x"), ("2", "y")]
    other = load_customers(
        engine, people_file(tmp_path, header, "3,z,40", name="last.csv"), Options({"postcode": "site"})
    )
    assert other.contacts == {"customer_id": "ref", "postcode": "site"}
    assert rows_of(engine, "select city, postcode from customers where customer_id = '3'") == [(None, "z")]


def test_a_mapping_for_transactions_is_none_for_customers(engine: Engine, tmp_path: Path) -> None:
    header = "who,date,total"
    load_file(engine, shop_file(tmp_path, "x7,2024-05-06,5", header=header), Options({"customer_id": "who"}))
    with pytest.raises(InputError, match="has no column with customer numbers"):
        load_customers(engine, people_file(tmp_path, header, "x7,2024-05-06,5"))


@pytest.mark.parametrize(
    ("header", "rows", "contacts", "notes"),
    [
        (
            "login,Age",
            ["ann@x.example,30", "Bob@x.example,40"],
            {"customer_id": "login", "email": "login"},
            ["By what it holds, login was taken for the email address."],
        ),
        (
            "Customer,Age",
            ["ann@x.example,30", "Bob@x.example,40"],
            {"customer_id": "Customer", "email": "Customer"},
            ["By what it holds, Customer was taken for the email address."],
        ),
        (
            "ref,login,Age",
            ["101.0,a@x.example,30", "102.0,b@x.example,40", "103.0,c@x.example,101", "900.0,d@x.example,50"],
            {"customer_id": "ref", "email": "login"},
            [
                "By what it holds, login was taken for the email address.",
                "By what it holds, ref was taken for the customer number.",
            ],
        ),
        (
            "Email,points",  # of two numbers that are customers it may be chance
            ["a@x.example,101", "b@x.example,102", "c@x.example,7"],
            {"customer_id": "Email", "email": "Email"},
            [],
        ),
        (
            "Email,points",  # points are not of one customer each
            ["a@x.example,101", "b@x.example,102", "c@x.example,103", "d@x.example,103"],
            {"customer_id": "Email", "email": "Email"},
            [],
        ),
    ],
)
def test_content_tells_where_names_do_not(
    engine: Engine, tmp_path: Path, header: str, rows: list[str], contacts: dict[str, str], notes: list[str]
) -> None:
    load_file(engine, shop_file(tmp_path, *(row(str(i), customer=str(100 + i)) for i in range(1, 5))))
    report = load_customers(engine, people_file(tmp_path, header, *rows))
    assert ({name: report.contacts[name] for name in sorted(report.contacts)}, report.notes) == (contacts, notes)
    assert report.rows_loaded == len(rows)


def test_addresses_as_customers_meet_whatever_the_case(engine: Engine, tmp_path: Path) -> None:
    orders = shop_file(tmp_path, "1,2024-05-06 10:00,Ann@X.example,5", header="Order ID,Created at,Email,Total")
    load_file(engine, orders)
    report = load_customers(engine, people_file(tmp_path, "login,Age", "ANN@x.example,30"))
    assert (report.customers, report.joined) == (1, 1)
    assert rows_of(engine, PEOPLE) == [("ann@x.example", "ANN@x.example", {"Age": 30})]


@pytest.mark.parametrize(
    ("header", "line", "sentence"),
    [
        (
            "login,second",
            "{0}@x.example,{0}@y.example",
            "login and second could each be the email. Say which with --map email=COLUMN, as in --map email=login.",
        ),
        (
            "ref,copy,Age",
            "10{0},10{0},30",
            "ref and copy could each be the customer_id. Say which with --map customer_id=COLUMN, as in "
            "--map customer_id=ref.",
        ),
    ],
)
def test_several_columns_that_could_be_it_are_a_question(
    engine: Engine, tmp_path: Path, header: str, line: str, sentence: str
) -> None:
    load_file(engine, shop_file(tmp_path, *(row(str(i), customer=f"10{i}") for i in range(4))))
    with pytest.raises(InputError) as caught:
        load_customers(engine, people_file(tmp_path, header, *(line.format(i) for i in range(4))))
    assert str(caught.value) == sentence


def test_the_command_takes_what_load_takes(run_module: RunModule, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("1;ann@x.example;30\n;;4\n", encoding="utf-8")
    command = ("etl", "customers", path, "--columns", "id,login,Age")
    dry = run_module(*command, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    for part in (
        "Columns: customer_id = id, email = login.\nBy what it holds, login was taken for the email address.\n",
        "Dry run, nothing was stored: customers by id, in",
    ):
        assert part in dry.stdout
    refused = run_module(*command, "--max-rejected", "5%")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "people.csv was not loaded: 1 of its 2 rows cannot be used, and at most 5 % may be." in refused.stderr
    report = json.loads(run_module(*command, "--json").stdout)
    assert (report["load_id"], report["rows_read"], report["rows_loaded"], report["rows_rejected"]) == (2, 2, 1, 1)
    assert report["notes"] == ["By what it holds, login was taken for the email address."]


def test_rejected_rows_come_back_under_their_header(run_module: RunModule, tmp_path: Path) -> None:
    header, bad = "Kundennummer;Alter;Ort", ';30;"Bonn; Beuel"'
    path = people_file(tmp_path, header, "7;41;Rom", bad, "8;42;Oslo")
    assert run_module("etl", "customers", path).returncode == 0
    repaired = tmp_path / "repair.csv"
    done = run_module("etl", "rejected", 1, "--csv", repaired)
    assert (done.returncode, done.stderr) == (0, f"{repaired} holds 1 rejected row. Repair and load it.\n")
    assert repaired.read_text(encoding="utf-8") == f"{header}\n{bad}\n"
    repaired.write_text(f"{header}\n9{bad}\n", encoding="utf-8")
    assert '"rows_loaded": 1' in run_module("etl", "customers", repaired, "--json").stdout
