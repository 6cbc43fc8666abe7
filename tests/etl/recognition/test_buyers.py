"""Numbers that are nobody's, and buyers who are known by their address."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
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
            "3 of the first 5 rows (15.00) with Customer ID 0 became guests, in no segment.",
        ),
        (
            "Item",
            [*["0,tea"] * 3, *["1,cup"] * 2, "2,pot"],
            "3 of the first 6 rows (15.00) have Customer ID 0, and count as one customer. If that is how the shop "
            "writes guests, leave Customer ID blank on them before loading.",
        ),
        (
            "Item",
            ["0,tea", "1,cup", "1,tea", "2,pot", "2,cup"],
            "1 of the first 5 rows (5.00) have Customer ID 0, and count as one customer. If that is how the shop "
            "writes guests, leave Customer ID blank on them before loading.",
        ),
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


OUT = {  # customers of orders, with what stands beside each; those who stay, and why the others are nobody
    "below all others": (["0,x", "17850,x", "13047,x"], "Item", ["13047", "17850"], "all others are 13,047 or more"),
    "minus one": (["-1,x", "17850,x", "13047,x"], "Item", ["13047", "17850"], "all others are 13,047 or more"),
    "among codes": (["0,x", "A1,x", "A2,x"], "Item", ["A1", "A2"], "all others are above zero"),
    "written as floats": (["0.0,x", "17850.0,x"], "Item", ["17850"], "all others are 17,850 or more"),
    "most orders": (
        [*["0,x"] * 6, *["1,x"] * 3, "2,x"],
        "Item",
        ["1", "2"],
        "it has 6 orders, and no other more than 3",
    ),
    "many countries": (
        ["0,DE", "0,FR", "0,IT", "1,DE", "1,DE", "1,DE", "2,FR"],
        "Country",
        ["1", "2"],
        "its orders are from 3 countries, and those of any other from 1 at most",
    ),
    "no address": (
        ["0,", "0,", "1,a@x.org", "2,b@x.org"],
        "Email",
        ["1", "2"],
        "no name or address stands beside it, as one does beside others",
    ),
    "the first of numbers from 0 on": (["0,x", "0,x", "1,x", "2,x"], "Item", ["0", "1", "2"], ""),
    "numbers of both signs": (
        ["-581,x", "-77,x", "-90,x", "-91,x", "44,x"],
        "Item",
        ["-581", "-77", "-90", "-91", "44"],
        "",
    ),
    "minus one before one": (["-1,x", "1,x", "2,x"], "Item", ["1", "2"], "no other is below zero"),
    "a gap behind it": (["0,x", "7,x", "7,x", "8,x"], "Item", ["7", "8"], "all others are 7 or more"),
    "one person's and nobody's": (
        ["0,Ada Marsh", "0,", "0,", "1,Ben Reed", "2,Cleo Wood"],
        "Full Name",
        ["1", "2"],
        "rows of it name nobody, as those of others do",
    ),
    "nobody else": (["0,x", "0,x", "0,x"], "Item", [], "no row has another"),
}


@pytest.mark.parametrize("case", OUT)
def test_a_number_of_nobody_stands_out_without_addresses(engine: Engine, tmp_path: Path, case: str) -> None:
    rows, beside, customers, why = OUT[case]
    lines = [f"{at},2024-05-{at:02},{row},5.00" for at, row in enumerate(rows, 1)]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER.format(beside), *lines]))
    said = [note for note in load_file(engine, path).notes if " is nobody: " in note]
    number = rows[0].split(",")[0]
    assert [who for who, _ in rows_of(engine, BUYERS)] == customers
    assert said == (
        [f"Customer ID {number} is nobody: {why}. If it is a customer, load with --customer {number}."] if why else []
    )


def test_a_number_that_stands_out_may_be_said_to_be_a_customer(engine: Engine, tmp_path: Path) -> None:
    lines = [f"{at},2024-05-{at:02},{number},tea,5.00" for at, number in enumerate((0, 0, 17850, 13047), 1)]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER.format("Item"), *lines]))
    (offer,) = [each for each in plan_load(path).offers if each.option == "somebody"]
    assert [(each.value, each.label) for each in offer.choices] == [("0", "Yes, 0 is a customer")]
    notes = load_file(engine, path, Options(somebody=("0",))).notes
    assert rows_of(engine, BUYERS) == [("0", 2), ("13047", 1), ("17850", 1)]
    assert not [note for note in notes if "nobody" in note or "count as one customer" in note]


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
