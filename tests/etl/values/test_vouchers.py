"""Vouchers and discounts that have rows of their own: off the other lines of their orders."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

HEADER = "order_id,customer_id,order_date,product,quantity,price"


@pytest.mark.parametrize(
    ("rows", "net", "lines"),
    [
        (("1,7,2024-01-01,Mug,1,30.00", "1,7,2024-01-01,Cup,2,5.00", "1,7,2024-01-01,Gutschein,1,-10.00"), "30", "ssa"),
        (("1,7,2024-01-01,Gutschein,1,-10.00", "1,7,2024-01-01,Mug,3,10.00"), "20", "as"),
        (("1,7,2024-01-01,Mug,1,30.00", "1,7,2024-01-01,Voucher X5,-1,10.00"), "20", "sa"),
        (("1,7,2024-01-01,Mug,1,30.00", "1,7,2024-01-01,Cup,-1,5.00", "1,7,2024-01-01,Coupon,1,-5.00"), "20", "sra"),
        (("1,7,2024-01-01,Mug,1,30.00", "1,7,2024-01-01,VAT 20%,1,6.00", "1,7,2024-01-01,Coupon,1,-6"), "24", "saa"),
        (("1,7,2024-01-01,Mug,1,30.00", "2,7,2024-01-02,Gutschein,1,-10.00"), "30", "sa"),
        (("1,7,2024-01-01,Mug,1,8.00", "1,7,2024-01-01,Gutschein,1,-10.00"), "0", "fa"),
        (("1,7,2024-01-01,Mug,3,3.33", "1,7,2024-01-01,Cup,7,1.01", "1,7,2024-01-01,Rabatt,1,-1"), "16.06", "ssa"),
        (("1,7,2024-01-01,Gift voucher,1,30.00", "1,7,2024-01-01,Gift voucher,-1,30.00"), "0", "sr"),
        (("1,7,2024-01-01,Mug,1,30.00", "C2,7,2024-01-01,Discount,-1,10.00"), "20", "sr"),
    ],
)
def test_net_sales_of_an_order_are_its_own_total(tmp_path: Path, rows: tuple[str, ...], net: str, lines: str) -> None:
    found = coming_to(shop(tmp_path, "\n".join([HEADER, *rows])))
    kinds = {"s": "sale", "r": "return", "a": "adjustment", "f": "free"}
    assert (found.net, sorted(found.lines.elements())) == (Decimal(net), sorted(kinds[each] for each in lines))


def test_a_voucher_is_off_its_own_order_where_the_number_comes_back(tmp_path: Path) -> None:
    rows = [f"1,7,2024-0{month}-01,Mug,1,30.00\n1,7,2024-0{month}-01,Gutschein,1,-{month}0.00" for month in (1, 3)]
    found = coming_to(shop(tmp_path, "\n".join([HEADER, *rows])))  # the second order comes to nothing
    assert (found.net, found.lines) == (Decimal(20), {"sale": 1, "free": 1, "adjustment": 2})


def test_of_totals_alone(tmp_path: Path) -> None:
    rows = ("1,7,2024-01-01,Mug,30.00", "1,7,2024-01-01,Gutschein,-10.00", "2,8,2024-01-02,Cup,5.00")
    found = coming_to(shop(tmp_path, "\n".join(["order_id,customer_id,order_date,product,line_total", *rows])))
    assert (found.net, found.lines) == (Decimal(25), {"sale": 2, "adjustment": 1})


def test_beside_a_discount_and_a_total_of_the_order(tmp_path: Path) -> None:
    rows = (
        *("1,7,2024-01-01,Mug,1,30.00,5.00,15.00", "1,7,2024-01-01,Voucher,1,-10.00,5.00,15.00"),
        *("2,8,2024-01-02,Cup,1,20.00,2.00,18.00", "3,9,2024-01-03,Cup,1,20.00,0.00,20.00"),
    )
    found = coming_to(shop(tmp_path, "\n".join([f"{HEADER},order_discount,order_total", *rows])))
    assert (found.net, found.lines) == (Decimal(53), {"sale": 3, "adjustment": 1})
    assert any("3 of 3 orders come to their own order_total, to the cent." in note for note in found.notes)


def test_of_an_order_that_was_cancelled_it_takes_nothing_off(tmp_path: Path) -> None:
    rows = ("1,7,2024-01-01,Mug,1,30.00,Cancelled", "1,7,2024-01-01,Voucher,1,-10.00,Cancelled")
    rows += ("2,8,2024-01-02,Cup,1,20.00,Paid", "2,8,2024-01-02,Voucher,1,-5.00,Paid")
    found = coming_to(shop(tmp_path, "\n".join([f"{HEADER},status", *rows])))
    assert found.money == {"sale": Decimal(15), "adjustment": Decimal(15)}


def test_what_has_no_order_to_be_taken_off_is_said(tmp_path: Path) -> None:
    rows = ("1,7,2024-01-01,Mug,1,30.00", "2,7,2024-01-02,Gutschein,1,-10.00")
    said = "10.00 of them has no lines in its order to be taken off, and is in no total."
    assert said in coming_to(shop(tmp_path, "\n".join([HEADER, *rows])), Options()).notes


def test_beside_it_a_refunded_order_is_a_sale_and_a_return(tmp_path: Path) -> None:
    rows = (
        "1,7,2024-01-01,Mug,1,30.00,Refunded",
        "2,8,2024-01-02,Cup,1,20.00,Paid",
        "2,8,2024-01-02,Voucher,1,-5,Paid",
    )
    found = coming_to(shop(tmp_path, "\n".join([f"{HEADER},status", *rows])))
    assert (found.net, found.lines) == (Decimal(15), {"sale": 2, "return": 1, "adjustment": 1})
