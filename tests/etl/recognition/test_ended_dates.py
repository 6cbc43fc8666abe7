"""Moments at which orders were cancelled or taken back: where they are filled, no sale came of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

SHOPIFY = (
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Subtotal",
    "#1001,a@x.com,paid,2024-01-01 10:00:00,1,Mug,100.00,,100.00",
    "#1002,b@x.com,paid,2024-01-02 10:00:00,1,Mug,60.00,2024-01-03 09:00:00,90.00",
    "#1002,b@x.com,,2024-01-02 10:00:00,1,Cup,30.00,,",
    "#1003,a@x.com,paid,2024-01-04 10:00:00,2,Cup,100.00,,200.00",
)
BACK = ("refunded_at", "Return Date", "Retourniert am", "Data zwrotu")
COLUMNS = "order_id,customer_id,order_date,quantity,price"


def orders(folder: Path, more: str, *cells: str) -> Path:
    """Three orders of 100, 60 and 200, with these cells under more columns."""
    lines = ("1,c1,2024-01-01,1,100.00", "2,c2,2024-01-02,1,60.00", "3,c1,2024-01-04,2,100.00")
    return shop(folder, "\n".join([f"{COLUMNS},{more}", *map(",".join, zip(lines, cells, strict=True))]))


@pytest.mark.parametrize(
    ("label", "moment"),
    [
        ("cancelled_at", "2024-01-03 10:00"),
        ("refunded_at", "2024-01-03T10:00:00Z"),
        ("cancellation_date", "2024-01-03"),
        ("Canceled On", "1704240000"),
        ("Return Date", "01/13/2024"),
        ("Storniert am", "03.01.2024"),
        ("Retourniert am", "03.01.2024"),
        ("annulée le", "13/01/2024"),
        ("Fecha de cancelación", "13/01/2024"),
        ("Data zwrotu", "2024-01-03"),
        ("取消日時", "2024-01-03"),
    ],
)
def test_a_filled_moment_says_that_an_order_ended(tmp_path: Path, label: str, moment: str) -> None:
    found = coming_to(orders(tmp_path, label, "", moment, ""))
    off = ({"sale": Decimal(300), "adjustment": Decimal(60)}, "kept as adjustments, in no total")
    back = ({"sale": Decimal(360), "return": Decimal(-60)}, "sales, and returns in full at the time of the order")
    money, became = back if label in BACK else off
    assert found.money == money
    assert f"Lines whose {label} is filled (1 row) are {became}." in found.notes


def test_shopify_names_it_on_the_first_line_of_an_order(tmp_path: Path) -> None:
    found = coming_to(shop(tmp_path, "\n".join(SHOPIFY)))
    assert found.money == {"sale": Decimal(300), "adjustment": Decimal(90)}
    assert "2 of 2 orders come to their own Subtotal, to the cent." in found.notes


def test_a_line_that_was_cancelled_leaves_the_others_of_its_order(tmp_path: Path) -> None:
    rows = ("1,c1,2024-01-01,1,100.00,2024-01-05", "1,c1,2024-01-01,1,40.00,", "2,c2,2024-01-02,1,60.00,")
    assert coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},cancelled_at", *rows]))).net == Decimal(100)


@pytest.mark.parametrize(
    ("more", "cells", "money"),
    [
        ("refunded_at,refunded_amount", (",0", "2024-01-03,10.00", ",0"), {"sale": 360, "return": -10}),
        ("status,refunded_at", ("paid,", "partially_refunded,2024-01-03", "paid,"), {"sale": 360}),
        ("cancelled_at", ("0000-00-00 00:00:00", "2024-01-03 00:00:00", "0000-00-00 00:00:00"), {"sale": 300}),
        ("cancel_by", ("2024-01-03", "2024-01-03", ""), {"sale": 360}),
        ("return_date", ("2024-01-03", "2024-01-03", ""), {"sale": 360}),
    ],
    ids=["the amount rules", "only a part went back", "none is written as zeros", "not yet", "one of each rental"],
)
def test_what_says_otherwise(tmp_path: Path, more: str, cells: tuple[str, ...], money: dict[str, int]) -> None:
    found = dict(coming_to(orders(tmp_path, more, *cells)).money)
    found.pop("adjustment", None)
    assert found == {kind: Decimal(amount) for kind, amount in money.items()}


def test_a_return_with_a_row_of_its_own_is_not_counted_twice(tmp_path: Path) -> None:
    path = orders(tmp_path, "returned_at", "", "2024-01-03", "")
    path.write_text(path.read_text() + "\n4,c2,2024-01-05,-1,60.00,")
    found = coming_to(path)
    assert found.money == {"sale": Decimal(360), "return": Decimal(-60)}
    assert "returned_at (1 row) changes nothing: the file has rows of their own for what went back." in found.notes


def test_any_column_can_be_told_to_say_so(tmp_path: Path) -> None:
    path = orders(tmp_path, "return_date", "2024-01-03", "2024-01-03", "")
    said = "return_date is filled in 2 of the first 3 rows, and they count as sales. "
    assert any(note.startswith(said) for note in coming_to(path).notes)
    assert coming_to(path, Options({"refunded_at": "return_date"})).net == Decimal(200)
    reasons = orders(tmp_path, "cancel_reason", "", "changed mind", "")
    assert coming_to(reasons, Options({"cancelled_at": "cancel_reason"})).net == Decimal(300)
