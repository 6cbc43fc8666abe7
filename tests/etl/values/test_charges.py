"""Taxes, charges and discounts that have rows of their own in a file."""

from decimal import Decimal
from pathlib import Path

from tests.etl.coming_to import coming_to, shop

ROWS = (  # goods of 100, 80 and 60; shipping and wrapping of 9.90; discounts of 13; a tax of 21
    *("1,7,2024-01-01,Mug,1,100.00", "1,7,2024-01-01,Shipping,1,5.00", "1,7,2024-01-01,VAT 20%,1,21.00"),
    *("2,8,2024-01-02,Cup,2,40.00", "2,8,2024-01-02,Voucher SUMMER10,1,-8.00", "2,8,2024-01-02,Versandkosten,1,4.90"),
    *("3,9,2024-01-03,Bowl,1,60.00", "3,9,2024-01-03,Rabatt,1,-5.00"),
)
SAID = (
    "Charges with rows of their own are no goods, and count in the sales: Shipping and Versandkosten (9.90 in 2 of the "
    "first 8 rows).",
    "Taxes with rows of their own are kept as adjustments, in no total: VAT 20% (21.00 in 1 of the first 8 rows).",
    "Discounts with rows of their own (Voucher SUMMER10 and Rabatt, 2 rows) are no goods: 13.00 is taken off the other "
    "lines of their orders.",
)


def test_they_are_told_apart_and_said(tmp_path: Path) -> None:
    found = coming_to(shop(tmp_path, "\n".join(["order_id,customer_id,order_date,product,quantity,price", *ROWS])))
    assert {kind: round(money, 2) for kind, money in found.money.items()} == {
        "sale": Decimal("236.90"),
        "adjustment": Decimal("8.00"),  # the tax less the vouchers, as they came
    }
    assert tuple(note for note in found.notes if "rows of their own" in note) == SAID


def test_by_the_type_of_the_row(tmp_path: Path) -> None:
    rows = (
        *("1,7,2024-01-01,product,Mug,1,100.00", "1,7,2024-01-01,tax,20 %,1,21.00"),
        *(
            "2,8,2024-01-02,product,Cup,2,40.00",
            "2,8,2024-01-02,coupon,SUMMER10,1,-8.00",
            "2,8,2024-01-02,fee,X,1,2.00",
        ),
    )
    header = "order_id,customer_id,order_date,line_type,product,quantity,price"
    found = coming_to(shop(tmp_path, "\n".join([header, *rows])))
    assert (found.net, found.lines) == (Decimal(172), {"sale": 2, "adjustment": 3})


def test_goods_that_only_sound_so_are_goods(tmp_path: Path) -> None:
    names = ("Tax disc holder", "VAT return guide book", "Delivery van toy for kids")
    rows = [f"{at},7,2024-01-0{at},{name},1,10.00" for at, name in enumerate(names, 1)]
    found = coming_to(shop(tmp_path, "\n".join(["order_id,customer_id,order_date,product,quantity,price", *rows])))
    assert (found.net, [note for note in found.notes if "rows of their own" in note]) == (Decimal(30), [])
