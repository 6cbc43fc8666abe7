"""Columns of yes and no: what takes a sale back, and what was taken back later."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.coming_to import coming_to, shop
from tests.etl.shop_files import rows_of

HEADER = "Order,Date,Customer,Item,Quantity,Price"
BACK = [("return", -2, "20.00")]
NONE = [("adjustment", 2, "20.00")]
SOLD = [("sale", 2, "20.00")]


@pytest.mark.parametrize(
    ("column", "yes", "no", "wanted"),
    [
        ("Return", "Yes", "No", BACK),
        ("is_return", "true", "false", BACK),
        ("Retoure", "ja", "nein", BACK),
        ("Returned", "1", "0", BACK + SOLD),
        ("Fully Refunded?", "1", "0", BACK + SOLD),
        ("Storniert", "x", "", NONE),
        ("Returned", "1", "", SOLD),  # a count, for all that can be seen
        ("Return", "Tuesday", "No", SOLD),
        ("Gift", "yes", "no", SOLD),
    ],
)
def test_columns_of_yes_and_no(
    engine: Engine, tmp_path: Path, column: str, yes: str, no: str, wanted: list[tuple[str, int, str]]
) -> None:
    lines = [f"1,2024-05-13,7,A,1,5.00,{no}", f"2,2024-05-14,8,B,2,20.00,{yes}"]
    (path := tmp_path / "x.csv").write_text("\n".join([f"{HEADER},{column}", *lines]))
    load_file(engine, path)
    found = rows_of(engine, "select kind, quantity, unit_price from transactions order by invoice_no, kind")
    assert [(kind, int(pieces), f"{price:.2f}") for kind, pieces, price in found] == [("sale", 1, "5.00"), *wanted]


def test_what_was_taken_back_is_a_sale_where_the_return_has_a_row_of_its_own(engine: Engine, tmp_path: Path) -> None:
    lines = ["1,2024-05-13,7,A,2,5.00,yes", "2,2024-05-14,7,A,-2,5.00,no"]
    (path := tmp_path / "x.csv").write_text("\n".join([f"{HEADER},Returned", *lines]))
    load_file(engine, path)
    assert rows_of(engine, "select kind from transactions order by invoice_no") == [("sale",), ("return",)]


@pytest.mark.parametrize("flag", ["Refunded?", "Return"])
def test_an_amount_on_the_first_line_is_that_of_the_order_its_flag_is_of(tmp_path: Path, flag: str) -> None:
    lines = [
        f"{order},2024-05-13,{order % 3},{'AB'[line]},2,{4 + order}.00,{'yes' if order % 3 else 'no'},"
        f"{'5.00' if order % 3 and not line else ''}"
        for order in range(6)
        for line in range(2)
    ]
    found = coming_to(shop(tmp_path, "\n".join([f"{HEADER},{flag},Refunded Amount", *lines])))
    assert (found.money["sale"], found.money["return"]) == (4 * sum(range(4, 10)), -20)


def test_a_return_is_one_whatever_its_status_says(engine: Engine, tmp_path: Path) -> None:
    lines = ["1,2024-05-13,7,A,2,5.00,N,paid", "2,2024-05-14,7,A,2,5.00,Y,returned"]
    (path := tmp_path / "x.csv").write_text("\n".join([f"{HEADER},Return,Status", *lines]))
    load_file(engine, path)
    assert rows_of(engine, "select kind from transactions order by invoice_no") == [("sale",), ("return",)]
