"""Discounts of a line that are a part of its price."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.shop_files import rows_of

TAKEN_OFF = (
    "{} is taken off Unit Price. If Unit Price is without it already, say so by naming the price: "
    '--map unit_price="Unit Price".'
)

# header and two rows with a price of 10 a piece, sales, which column is taken off
FILES = {
    "fraction": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount", "0.25", "0", "25", "Discount"),
    "percent": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount %", "25", "", "25", "Discount %"),
    "of a spreadsheet": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount %", "0.25", "0", "25", "Discount %"),
    "signed": ("Order,Date,Customer,SKU,Quantity,Unit Price,Rabatt", "12.5 %", "0%", "27.5", "Rabatt"),
    "amount": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount", "2.50", "0.00", "27.5", ""),
    "net price": ("Order,Date,Customer,SKU,Quantity,Net Price,Discount %", "25", "0", "30", ""),
    "total": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount %,Line Total", "25,15.00", "0,10.00", "25", ""),
    "after": ("Order,Date,Customer,SKU,Quantity,Unit Price,Discount %,List", "50,20.00", "0,10.00", "30", ""),
}


@pytest.mark.parametrize("name", FILES)
def test_shares_of_the_price_are_taken_off(engine: Engine, tmp_path: Path, name: str) -> None:
    header, some, none, sales, said = FILES[name]
    lines = [f"1,2024-05-13,7,A,2,10.00,{some}", f"2,2024-05-14,8,B,1,10.00,{none}"]
    (path := tmp_path / "x.csv").write_text("\n".join([header, *lines]))
    report = load_file(engine, path)
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions") == [(Decimal(sales),)]
    assert [note for note in report.notes if "taken off Unit" in note] == ([TAKEN_OFF.format(said)] if said else [])


@pytest.mark.parametrize(
    ("pieces", "price", "text", "net"),
    [
        ("1", "-5.00", "Neukundenrabatt 10 %", "15"),
        ("2", "-2.50", "Coupon WELCOME", "15"),
        ("-1", "5.00", "Discount", "15"),
        ("1", "-5.00", "RABATT", "15"),
        ("1", "-5.00", "Adjust bad debt", "20"),
        ("1", "-5.00", "Bonus card", "20"),
        ("-1", "-5.00", "Discount", "20"),
    ],
)
def test_a_discount_of_its_own_line_is_taken_off_its_order(
    engine: Engine, tmp_path: Path, pieces: str, price: str, text: str, net: str
) -> None:
    lines = [
        "1,2024-05-13,7,A,Lamp,2,10.00",
        f"1,2024-05-13,7,X,{text},{pieces},{price}",
        "2,2024-05-14,8,B,Pen,1,3.00",
    ]
    header = "Order,Date,Customer,SKU,Description,Quantity,Unit Price"
    (path := tmp_path / "x.csv").write_text("\n".join([header, *lines]))
    load_file(engine, path)
    query = "select stock_code, kind, quantity * unit_price from transactions where invoice_no = '1' order by 1"
    assert rows_of(engine, query) == [
        ("A", "sale", Decimal(net)),
        ("X", "adjustment", Decimal(pieces) * Decimal(price)),
    ]


def test_a_price_that_is_told_is_paid(engine: Engine, tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text(f"{FILES['fraction'][0]}\n1,2024-05-13,7,A,2,10.00,0.25\n")
    load_file(engine, path, options=Options({"unit_price": "Unit Price"}))
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions") == [(Decimal(20),)]


def test_what_is_no_part_of_a_price_is_rejected(engine: Engine, tmp_path: Path) -> None:
    lines = [f"{at},2024-05-13,7,A,2,10.00,{10 if at < 20_500 else 'ten'}" for at in range(20_501)]
    (path := tmp_path / "x.csv").write_text("\n".join([FILES["percent"][0], *lines]))
    assert load_file(engine, path).rejected == {"discount is no part of the price": 1}
