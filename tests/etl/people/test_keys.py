"""Who a row of a customers file is about, where no column is called so: a column that differs in every row, or none."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.recognition.planning import Options
from tests.etl.shop_files import rows_of, shop_file
from warehouse.errors import InputError

IDS = "select customer_id from customers order by customer_id"


def people_file(folder: Path, header: str, rows: list[str], name: str = "people.csv") -> Path:
    return shop_file(folder, *rows, name=name, header=header)


def test_flo(engine: Engine, shared_cases: Path) -> None:
    first = load_customers(engine, shared_cases / "flo_a.csv")
    assert (first.rows_loaded, first.contacts) == (20, {"customer_id": "master_id"})
    assert first.notes == ["By what it holds, master_id was taken for the customer number."]
    before = rows_of(engine, IDS)
    second = load_customers(engine, shared_cases / "flo_b.csv")
    assert (second.rows_loaded, second.rows_known, second.customers) == (0, 10, 10)  # they say the same
    assert (len(before), rows_of(engine, IDS)) == (20, before)
    again = load_customers(engine, shared_cases / "flo_b.csv")
    assert (again.rows_loaded, again.rows_known) == (0, 10)


NAMES = ["Ann", "Bob", "Cy", "Dee", "Ed", "Flo", "Gus", "Hal"]


@pytest.mark.parametrize(
    ("header", "line", "key"),
    [
        ("master_id,Income", "{u},{m}", "master_id"),
        ("uuid,Income", "{u},{m}", "uuid"),
        ("Kart,Income", "{u},{m}", "Kart"),  # nothing else looks like a UUID
        ("Badge,Income", "C-{n:04d},{m}", "Badge"),  # codes of one shape
        ("loyalty_code,Income", "{r},{m}", "loyalty_code"),
        ("Username,Income", "{name}{n},{m}", "Username"),
        ("member_ref,order_id,Income", "{r},{n},{m}", "member_ref"),  # of whom it is says more
        ("Income,Spent", "{m},{n}", None),  # different by chance
        ("Name,Income", "{name} Lee{n},{m}", None),
        ("Signup,Income", "2024-01-{n:02d},{m}", None),
        ("RowNumber,Income", "{n},{m}", None),
        ("No,Income", "{n},{m}", None),
        ("Sr No,Income", "{n},{m}", None),
        ("phone_no,Income", "0170{r},{m}", None),
        ("store_id,Income", "7,{m}", None),
    ],
)
def test_what_is_a_key(engine: Engine, tmp_path: Path, header: str, line: str, key: str | None) -> None:
    rows = [
        line.format(
            n=n,
            r=7919 * n % 1000 + 1000,
            m=20_000 + 317 * n,
            name=NAMES[n % 8],
            u=f"{n:08x}-19f0-11eb-8d74-000d3a38a36f",
        )
        for n in range(1, 25)
    ]
    report = load_customers(engine, people_file(tmp_path, header, rows))
    assert (report.contacts.get("customer_id"), report.customers) == (key, 24)
    if key is None:
        assert ("1",) in rows_of(engine, IDS)


def test_two_keys_are_a_question(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_customers(engine, people_file(tmp_path, "user_key,member_code,Age", [f"u{n},c{n},3" for n in range(9)]))
    assert str(caught.value) == (
        "user_key and member_code could each be the customer_id. Say which with --map customer_id=COLUMN, as in "
        "--map customer_id=user_key."
    )


def test_a_key_holds_for_the_whole_file_and_for_later_ones(engine: Engine, tmp_path: Path) -> None:
    rows = [f"card{n:05d},{n % 7}" for n in range(21_000)] + [f"card{n % 3:05d},1" for n in range(2_000)]
    report = load_customers(engine, people_file(tmp_path, "Card,Kids", rows))  # one in ten differs in no row
    assert (report.contacts, report.customers) == ({}, 23_000)
    with pytest.raises(InputError, match="customers were numbered by row, so b"):
        load_customers(engine, people_file(tmp_path, "Card,Kids", rows[:100], name="b.csv"))


def test_the_key_of_an_earlier_file_counts_though_rows_repeat(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, people_file(tmp_path, "card_id,Kids", ["a1,1", "b2,2", "c3,0"]))
    report = load_customers(engine, people_file(tmp_path, "Kids,card_id", ["5,a1", "6,a1", "7,d4"], name="b.csv"))
    assert (report.contacts, report.rows_duplicate) == ({"customer_id": "card_id"}, 1)
    assert rows_of(engine, "select customer_id, attributes from customers order by 1") == [
        ("a1", {"Kids": 6}),
        ("b2", {"Kids": 2}),
        ("c3", {"Kids": 0}),
        ("d4", {"Kids": 7}),
    ]


def test_a_second_file_numbered_by_row_asks(engine: Engine, tmp_path: Path) -> None:
    first = people_file(tmp_path, "Income,Spent", ["10,1", "20,2", "30,3"], name="a.csv")
    second = people_file(tmp_path, "Income,Spent", ["40,4", "50,5"], name="b.csv")
    load_customers(engine, first)
    assert load_customers(engine, first).rows_known == 3
    with pytest.raises(InputError) as caught:
        load_customers(engine, second)
    assert str(caught.value) == (
        "b.csv has no column that tells its customers apart, and the store's customers were numbered by row, so its "
        "rows would overwrite the first ones. Name such a column with --map customer_id=COLUMN; or say --rows new "
        "where these are other people, --rows same where they are the same ones in the same order."
    )
    incomes = "select customer_id, cast(attributes ->> 'Income' as int) from customers order by 1"
    load_customers(engine, second, options=Options(rows="new"))
    assert rows_of(engine, incomes) == [("1", 10), ("2", 20), ("3", 30), ("4", 40), ("5", 50)]
    load_customers(engine, second, options=Options(rows="same"))
    assert rows_of(engine, incomes) == [("1", 40), ("2", 50), ("3", 30), ("4", 40), ("5", 50)]


def test_a_number_beside_several_addresses_is_nobodys(engine: Engine, tmp_path: Path) -> None:
    rows = ["0,Ann,A@x.org", "0,Bob,b@x.org", "7,Cy,c@x.org", "0,Di,"]
    (path := tmp_path / "crm.csv").write_text("\n".join(["customer_id,first_name,email", *rows]))
    report = load_customers(engine, path)
    assert report.rejected == {"no customer number": 1}
    assert any(note.startswith("customer_id 0 is nobody's number") for note in report.notes)
    found = rows_of(engine, "select customer_id, first_name from customers order by 1")
    assert found == [("7", "Cy"), ("a@x.org", "Ann"), ("b@x.org", "Bob")]
