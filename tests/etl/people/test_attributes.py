"""Customers files into PostgreSQL: attributes, contacts, joins, updates, and what cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlalchemy import Engine

from etl.names.labels import label_of
from etl.people.columns import match_roles
from etl.people.load import load_customers
from etl.storing.load import load_file
from tests.etl.shop_files import COUNTS, row, rows_of, shop_file
from warehouse.errors import InputError

PEOPLE = "select customer_id, country, email, first_name, last_name, phone, attributes from customers order by 1"


def people_file(folder: Path, header: str, *rows: str, name: str = "people.csv") -> Path:
    """A customers file."""
    return shop_file(folder, *rows, name=name, header=header)


def counted(engine: Engine, path: Path, **options: object) -> tuple[int, ...]:
    """Load a customers file; its rows by COUNTS, which must add up."""
    report = load_customers(engine, path, **options)  # type: ignore[arg-type]
    assert report.rows_read == report.rows_loaded + report.rows_duplicate + report.rows_rejected + report.rows_known
    assert report.rows_rejected == sum(report.rejected.values())
    return tuple(getattr(report, name) for name in COUNTS)


def test_contacts_attributes_and_rejected_rows(engine: Engine, tmp_path: Path) -> None:
    path = people_file(
        tmp_path,
        "Customer ID,E-Mail,Vorname,Surname,Telefon,Land,Age,Plan,Club member,Postcode,,Empty,Spent",
        "7,a@b.example,Ann,Lee,0123,Atlantis?,41,gold,yes,01234,,,1.50",
        "8,,Bob,,,EIRE,39,silver,no,81234,x,,1e3",
        " ,,Nobody,,,,1,gold,no,1,,,2",
        "9,too,few",
        "8,,Bob,,,Ireland,40,,NO,81234,,NaN,-3",
    )
    assert counted(engine, path) == (5, 2, 1, 2, 0)
    assert rows_of(engine, PEOPLE) == [
        (
            *("7", "Atlantis?", "a@b.example", "Ann", "Lee", "0123"),
            {"Age": 41, "Plan": "gold", "Club member": 1, "Spent": 1.5},
        ),
        ("8", "IE", None, "Bob", None, None, {"Age": 40, "Plan": "silver", "Club member": 0, "Spent": -3}),
    ]
    assert rows_of(engine, "select line_number, reason, raw from rejected_rows order by 1") == [
        (4, "no customer number", " ,,Nobody,,,,1,gold,no,1,,,2"),
        (5, "wrong number of columns", "9,too,few"),
    ]
    assert rows_of(engine, "select country, name from countries order by 1") == [
        ("Atlantis?", "Atlantis?"),
        ("IE", "Ireland"),
    ]


def test_of_several_rows_about_somebody_the_last_that_says_something_counts(engine: Engine, tmp_path: Path) -> None:
    path = people_file(tmp_path, "id,email,phone,Age,Plan", "7,a@x.example,1,30,gold", "7,,2,,", "7,,,31,", "8,,,,red")
    assert counted(engine, path) == (4, 2, 2, 0, 0)
    assert rows_of(engine, PEOPLE) == [
        ("7", None, "a@x.example", None, None, "2", {"Age": 31, "Plan": "gold"}),
        ("8", None, None, None, None, None, {"Plan": "red"}),
    ]


def test_profiles_type_and_describe_each_attribute(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{i},{30 + i},{'gold' if i % 3 else 'silver'},same,{i % 2},note {i},{1000 + i}" for i in range(40)]
    load_customers(engine, people_file(tmp_path, "id,AgeYears,plan,fixed,Is_in,notes,BadgeID", *rows))
    query = (
        "select name, label, kind, customers, distinct_values, least, most, mean, bin_width, is_constant, is_unique, "
        "frequent -> 0 from attributes order by position"
    )
    assert [tuple(None if value is None else str(value) for value in one) for one in rows_of(engine, query)] == [
        *_profile("AgeYears,Age Years,numeric,40,40,30,69,49.500000,2,False,True,['30', 1]"),
        *_profile("plan,Plan,categorical,40,2,,,,,False,False,['gold', 26]"),
        *_profile("fixed,Fixed,categorical,40,1,,,,,True,False,['same', 40]"),
        *_profile("Is_in,Is in,numeric,40,2,0,1,0.500000,,False,False,['0', 20]"),
        *_profile("notes,Notes,categorical,40,40,,,,,False,True,['note 0', 1]"),
        *_profile("BadgeID,Badge ID,numeric,40,40,1000,1039,1019.500000,2,False,True,['1000', 1]"),
    ]


def _profile(words: str) -> list[tuple[str | None, ...]]:
    return [tuple(word or None for word in words.split(",", 11))]


def test_without_numbers_rows_are_numbered_as_they_stand(engine: Engine, tmp_path: Path) -> None:
    path = people_file(tmp_path, "Income,Spent", "10,1", "10,1", "10", "20,2")
    assert counted(engine, path) == (4, 3, 0, 1, 0)
    assert [one[0] for one in rows_of(engine, PEOPLE)] == ["1", "2", "4"]


def test_the_same_file_changes_nothing_and_a_later_one_updates(engine: Engine, tmp_path: Path) -> None:
    header = "id,email,Age,Plan"
    first = people_file(tmp_path, header, "1,a@x.example,30,gold", "2,,40,", ",,1,", name="1.csv")
    assert counted(engine, first) == (3, 2, 0, 1, 0)
    assert counted(engine, first) == (3, 0, 0, 1, 2)
    assert rows_of(engine, "select count(*) from rejected_rows") == [(1,)]
    later = people_file(tmp_path, "Client No,Age,City", "2,41,Rome", "1,30,", "3,50,Oslo", name="2.csv")
    assert counted(engine, later) == (3, 2, 0, 0, 1)
    assert [(one[0], one[2], one[6]) for one in rows_of(engine, PEOPLE)] == [
        ("1", "a@x.example", {"Age": 30, "Plan": "gold"}),
        ("2", None, {"Age": 41, "City": "Rome"}),
        ("3", None, {"Age": 50, "City": "Oslo"}),
    ]
    assert rows_of(engine, "select name, customers from attributes order by position") == [
        ("Age", 3),
        ("Plan", 1),
        ("City", 2),
    ]
    assert counted(engine, first) == (3, 1, 0, 1, 1)  # what it says about 2 is newer than the later file
    assert rows_of(engine, "select status, details ->> 'kind', details ->> 'same_as' from loads order by load_id") == [
        ("done", "customers", None),
        ("done", "customers", "1"),
        ("done", "customers", None),
        ("done", "customers", None),
    ]


def test_customers_join_by_number_and_new_ones_have_no_orders(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row(customer="17850.0"), row("2", customer="12346.0", country="Spain")))
    path = people_file(tmp_path, "CustomerID,Country,Age", "17850.0,Italy,50", "99999.0,Italy,60")
    report = load_customers(engine, path)
    assert (report.customers, report.joined) == (2, 1)
    assert [(one[0], one[1], one[6]) for one in rows_of(engine, PEOPLE)] == [
        ("12346", "ES", None),
        ("17850", "FR", {"Age": 50}),  # orders know the country better
        ("99999", "IT", {"Age": 60}),
    ]
    mixed = people_file(tmp_path, "CustomerID,Age", "17850.0,51", "A1,60", name="mixed.csv")
    load_customers(engine, mixed)
    assert [one[0] for one in rows_of(engine, PEOPLE)] == ["12346", "17850", "99999", "A1"]


NO_ID = "people.csv has no column with customer numbers, "
MAP_IT = "Name the column with --map customer_id=COLUMN, or use another REGULARS_HOME or DATABASE_URL for another shop."


@pytest.mark.parametrize(
    ("before", "header", "line", "sentence"),
    [
        (
            "",
            "id,email,e-mail",
            "1,a,b",
            "email and e-mail could each be the email. Say which with --map email=COLUMN, as in --map email=email.",
        ),
        ("", "id,a,a", "1,2,3", "The file has two columns named a. Rename one of them."),
        ("", "id,a", "1,", "{path} says nothing about its customers: it has no attribute and no contact with a value."),
        ("", "id," + "a" * 201, "1,2", "The name of column 2 is longer than 200 characters. Shorten it."),
        ("", "a," * 1000 + "b", "1", "The file has 1,001 columns, and at most 1,000 can be read. Leave some out."),
        (
            "shop",
            "Age",
            "1",
            NO_ID + f"so its rows cannot be joined to the customers of the transactions. {MAP_IT}",
        ),
        ("id,Age", "Age", "1", NO_ID + f"and the store's customers have them. {MAP_IT}"),
        (
            "Age",
            "id,Age",
            "1,2",
            "The store's customers were numbered by row, so people.csv, which has customer numbers, cannot be joined "
            "to them. Use another REGULARS_HOME or DATABASE_URL for it.",
        ),
    ],
)
def test_what_cannot_be_used(
    engine: Engine, tmp_path: Path, before: str, header: str, line: str, sentence: str
) -> None:
    if before == "shop":
        load_file(engine, shop_file(tmp_path, row()))
    elif before:
        load_customers(engine, people_file(tmp_path, before, ",".join("5" for _ in before.split(",")), name="b.csv"))
    people = "select count(*), min(customer_id) from customers"
    held, path = rows_of(engine, people), people_file(tmp_path, header, line)
    with pytest.raises(InputError) as error:
        load_customers(engine, path)
    assert str(error.value) == sentence.format(path=path)
    assert rows_of(engine, people) == held


@pytest.mark.parametrize(
    ("name", "label"),
    [("MntTotal", "Mnt Total"), ("marital_Married", "Marital Married"), ("education_PhD", "Education PhD"),
     ("age", "Age"), ("CustomerID", "Customer ID"), ("Z_CostContact", "Z Cost Contact"), ("_", "_"),
         ("Kinder im Haushalt", "Kinder im Haushalt"), ("Ausgaben_Fleisch", "Ausgaben Fleisch")],
)  # fmt: skip
def test_labels_are_words(name: str, label: str) -> None:
    assert label_of(name) == label


def test_a_mapped_column_wins() -> None:
    roles = match_roles(["ref", "email", "Age"], {"customer_id": "ref"})
    assert (roles.where, roles.attributes) == ({"customer_id": 0, "email": 1}, {"Age": 2})


def test_the_command_tells_people_and_programs(
    run_module: Callable[..., "CompletedProcess[str]"], tmp_path: Path
) -> None:
    path = people_file(tmp_path, "ref,Age", "1,30", "2,40", ",3")
    told = run_module("etl", "customers", path, "--map", "customer_id=ref")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Load 1: customers by ref, in" in told.stdout
    report = json.loads(run_module("etl", "customers", path, "--map", "customer_id=ref", "--json").stdout)
    assert report["rejected"] == {"no customer number": 1}
    assert (report["rows_read"], report["rows_known"], report["contacts"]) == (3, 2, {"customer_id": "ref"})
    refused = run_module("etl", "customers", path, "--map", "nickname=ref")
    names = (
        "customer_id, country, email, first_name, last_name, phone, consent, birth_year, city, postcode, name, "
        "opt_out, last_name_prefix, place"
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"--map nickname=ref: there is no nickname. The names are {names}." in refused.stderr
    state = json.loads(run_module("etl", "status", "--json").stdout)
    assert (state["customers"], state["attributes"], len(state["loads"])) == (2, 1, 2)


def test_ifood(engine: Engine, shared_data: Path) -> None:
    assert counted(engine, shared_data / "ifood_df.csv.gz") == (2205, 2205, 0, 0, 0)
    facts = (
        "select count(*), count(*) filter (where kind = 'numeric'), string_agg(name, ',') filter (where is_constant)"
    )
    assert rows_of(engine, f"{facts} from attributes") == [(39, 39, "Z_CostContact,Z_Revenue")]
    totals = "select sum(cast(attributes ->> 'MntTotal' as numeric)), max(length(customer_id)) from customers"
    assert str(rows_of(engine, totals)) == "[(Decimal('1240896'), 4)]"
