"""Numbers that are nobody's, and buyers who are known by their address."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.coming_to import coming_to, shop
from tests.etl.looks import plan_load
from tests.etl.shop_files import rows_of

HEADER = "Order ID,Order Date,Customer ID,{},Total"
BUYERS = "select customer_id, count(*) from transactions group by 1 order by 1"


def _load(engine: Engine, folder: Path, rows: list[tuple[str, str]], beside: str = "Billing Email") -> list[str]:
    lines = [f"{at},2024-05-{at % 27 + 1:02},{number},{person},5.00" for at, (number, person) in enumerate(rows, 1)]
    (path := folder / "x.csv").write_text("\n".join([HEADER.format(beside), *lines]))
    return [note for note in load_file(engine, path).notes if "nobody" in note or note.startswith("Buyers")]


NOBODY = {  # numbers and addresses, the buyers they are
    "zero": ([("0", "a@x.org"), ("0", "B@x.org"), ("7", "c@x.org")], [("7", 1), ("a@x.org", 1), ("b@x.org", 1)]),
    "minus one": ([("-1", "a@x.org"), ("-1", "b@x.org"), ("7", "c@x.org")], [("7", 1), ("a@x.org", 1), ("b@x.org", 1)]),
    "nines": (
        [("9999", "a@x.org"), ("9999", "b@x.org"), ("9999", "d@x.org"), ("7", "c@x.org")],
        [("7", 1), ("a@x.org", 1), ("b@x.org", 1), ("d@x.org", 1)],
    ),
    "a number whose address changed": (
        [("9999", "a@x.org"), ("9999", "b@x.org"), ("7", "c@x.org")],
        [("7", 1), ("9999", 2)],
    ),
    "one person": ([("0", "a@x.org"), ("0", "a@x.org"), ("7", "c@x.org")], [("0", 2), ("7", 1)]),
    "missing": ([("", "a@x.org"), ("8", "b@x.org"), ("7", "c@x.org")], [("7", 1), ("8", 1), ("a@x.org", 1)]),
    "a guest who has a number elsewhere": ([("", "A@x.org"), ("8", "a@x.org"), ("7", "c@x.org")], [("7", 1), ("8", 2)]),
    "an address of two customers": (
        [("", "a@x.org"), ("8", "a@x.org"), ("7", "a@x.org")],
        [("7", 1), ("8", 1), ("a@x.org", 1)],
    ),
}


@pytest.mark.parametrize("name", NOBODY)
def test_who_bought(engine: Engine, tmp_path: Path, name: str) -> None:
    rows, buyers = NOBODY[name]
    _load(engine, tmp_path, rows)
    assert rows_of(engine, BUYERS) == buyers


def test_it_is_said(engine: Engine, tmp_path: Path) -> None:
    assert _load(engine, tmp_path, NOBODY["zero"][0]) == [
        "Customer ID 0 is nobody: it stands beside several people.",
        "Buyers without Customer ID are known by Billing Email.",
    ]


def test_names_tell_that_a_number_is_nobodys_and_make_guests(engine: Engine, tmp_path: Path) -> None:
    rows = [("0", "Ada Marsh"), ("0", "Ben Reed"), ("7", "Cleo Wood")]
    assert _load(engine, tmp_path, rows, "Full Name") == ["Customer ID 0 is nobody: it stands beside several people."]
    assert rows_of(engine, BUYERS) == [("7", 1)]
    assert rows_of(engine, "select count(*) from guest_transactions") == [(2,)]


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (
            "customer_name",
            ["0,Ada Marsh", "0,Ben Reed", "7,Cleo Wood", "0,Dan Hill"],
            "3 of the first 4 rows (15.00) with Customer ID 0 became guests, in no segment. customer_name tells the "
            "buyers apart: to go by it, load with --map customer_id=customer_name.",
        ),
        (
            "Item",
            ["0,tea", "0,cup", "7,tea", "0,pot", "8,cup"],
            "3 of the first 5 rows (15.00) have Customer ID 0, and count as one customer. If that is how the shop "
            "writes guests, leave Customer ID blank on them before loading.",
        ),
        ("Item", ["0,tea", "7,cup", "7,tea", "8,pot", "8,cup"], ""),
        ("Item", ["1,tea", "1,cup", "1,tea", "8,pot", "8,cup"], ""),
    ],
)
def test_rows_of_nobody_are_said_with_their_money(
    engine: Engine, tmp_path: Path, header: str, rows: list[str], said: str
) -> None:
    lines = [f"{at},2024-05-{at:02},{row},5.00" for at, row in enumerate(rows, 1)]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER.format(header), *lines]))
    found = [note for note in load_file(engine, path).notes if " of the first " in note]
    assert found == ([said] if said else [])


# what an unknown column beside half-blank addresses holds, by the row and its person, and who is the customer then
BESIDE_ADDRESSES = {
    "one for each person": (lambda _row, person: f"wgt-{person}", "zz"),
    "one for each order": (lambda row, _person: f"wgt-{row}", "email"),
    "a group of people": (lambda _row, person: f"group-{person % 2}", "email"),
    "half blank too": (lambda row, person: f"wgt-{person}" if row % 2 else "", "email"),
}


@pytest.mark.parametrize("case", BESIDE_ADDRESSES)
def test_a_number_of_any_name_beats_half_blank_addresses(tmp_path: Path, case: str) -> None:
    made, customer = BESIDE_ADDRESSES[case]
    lines = [
        f"O{row},2024-01-{1 + row:02},{made(row, row % 7)},{f'm{row % 7}@example.org' if row % 2 else ''},{row}.50"
        for row in range(21)
    ]
    (path := tmp_path / "shop.csv").write_text("\n".join(["order_id,order_date,zz,email,price", *lines]))
    plan = plan_load(path)
    assert plan.columns["customer_id"] == customer
    assert ("By what it holds, zz was taken for the customer." in plan.notes) == (customer == "zz")


@pytest.mark.parametrize("word", ["Neregistrovaný", "Cliente contado", "Laufkundschaft"])
def test_words_for_guests_make_guests(tmp_path: Path, word: str) -> None:
    rows = [f"{at},2024-01-0{at},{who},1,10.00" for at, who in enumerate(("Ann Lee", word, "Ben Roy"), 1)]
    found = coming_to(shop(tmp_path, "\n".join(["order_no,date,customer,quantity,price", *rows])))
    assert (found.customers, found.guests) == ({"Ann Lee", "Ben Roy"}, Decimal("10.00"))
