"""A refund that two things tell counts once: a status, an amount beside the order, a row of its own."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.coming_to import coming_to, shop
from tests.etl.recognition.test_joined_files import joined
from tests.etl.recognition.test_telling_rows_apart import csv
from tests.etl.shop_files import rows_of

COLUMNS = "order_id,date,customer_id,sku,quantity,unit_price"
SOLD = "1,2024-01-01,a,S1,1,100"
BY_STATUS = {  # rows with a status, what they come to, and what is said of the refunded ones
    "a row of another order": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,20,refunded", "1,2024-01-04,a,S1,-1,10,paid"),
        (120, -30),
        ["Lines whose status says refunded (1) are sales, and returns in full at the time of the order."],
    ),
    "a row of its own": (
        (
            "2,2024-01-02,b,S2,1,20,refunded",
            "2,2024-01-03,b,S2,-1,20,refunded",
            "3,2024-01-03,c,S3,1,30,refunded",
        ),
        (50, -50),
        [
            "Lines whose status says refunded (3) are sales, and returns in full at the time of the order.",
            "Of 1 order that status calls refunded (such as 2) rows of their own take that back: it counts once.",
        ],
    ),
    "a row under another number": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,20,refunded", "9,2024-01-03,b,S2,-1,20,paid"),
        (120, -20),
        ["Lines whose status says refunded (1) are sales, and rows of their own take them back."],
    ),
    "a cancelled invoice": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,50,refunded", "C3,2024-01-03,b,S2,1,50,paid"),
        (150, -50),
        ["Lines whose status says refunded (1) are sales, and rows of their own take them back."],
    ),
    "a credit note": (
        ("INV-1,2024-01-02,b,S2,1,50,refunded", "CN-3,2024-01-03,b,S2,1,50,paid", "INV-4,2024-01-03,b,S2,1,50,paid"),
        (100, -50),
        ["Lines whose status says refunded (1) are sales, and rows of their own take them back."],
    ),
    "all of a customer's together": (
        (
            "2,2024-01-02,b,S2,1,50,refunded",
            "3,2024-01-02,b,S2,1,30,refunded",
            "9,2024-01-03,b,S2,-1,80,paid",
            f"{SOLD},refunded",
        ),
        (180, -180),
        [
            "Lines whose status says refunded (3) are sales, and returns in full at the time of the order.",
            "Of 2 orders that status calls refunded (such as 2) rows of their own take that back: it counts once.",
        ],
    ),
    "less than was sold": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,50,refunded", "2,2024-01-03,b,S2,-1,20,refunded"),
        (150, -20),
        [
            "Lines whose status says refunded (2) are sales, and rows of their own take them back.",
            "Of 1 order that status calls refunded (such as 2) rows of their own take back less than was sold: what "
            "these rows take back counts, for nothing tells whether more went back.",
        ],
    ),
    "something else of the customer": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,50,refunded", "9,2024-01-03,b,S2,-1,20,paid"),
        (150, -70),
        [
            "Lines whose status says refunded (1) are sales, and returns in full at the time of the order.",
            "1 order that status calls refunded (such as 2) is a return in full, besides rows that take other amounts "
            "back from the same customers. If such a row is the same refund, it counts twice: take one of both out of "
            "the file.",
        ],
    ),
    "a part, of which nothing tells": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,50,partially refunded", "1,2024-01-03,a,S1,-1,20,paid"),
        (150, -20),
        [
            "1 order (such as 2) whose status says that a part came back counts as a sale in full: no row takes "
            "anything back of it or of who bought."
        ],
    ),
    "a discount": (
        (f"{SOLD},paid", "2,2024-01-02,b,S2,1,50,refunded", "2,2024-01-02,b,Voucher,1,-10,refunded"),
        (140, -40),
        ["Lines whose status says refunded (2) are sales, and returns in full at the time of the order."],
    ),
}


@pytest.mark.parametrize("name", BY_STATUS)
def test_a_refunded_order_is_a_sale_and_a_return_unless_rows_tell_that_very_refund(tmp_path: Path, name: str) -> None:
    rows, (sold, back), said = BY_STATUS[name]
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},status", *rows])))
    assert (found.money["sale"], found.money["return"]) == (sold, back)
    assert [note for note in found.notes if "status" in note] == said


def test_a_yes_that_says_that_an_order_went_back_is_told_once_too(tmp_path: Path) -> None:
    rows = (f"{SOLD},no", "2,2024-01-02,b,S2,1,20,yes", "3,2024-01-03,c,S3,1,30,yes", "2,2024-01-04,b,S2,-1,20,no")
    assert coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},returned", *rows]))).money == {
        "sale": Decimal(150),
        "return": Decimal(-50),
    }


def test_a_row_takes_back_what_a_discount_left(tmp_path: Path) -> None:
    rows = (f"{SOLD},0,paid", "2,2024-01-02,b,S2,1,50,5,refunded", "9,2024-01-03,b,S2,-1,45,0,paid")
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},order_discount,status", *rows])))
    assert found.money == {"sale": Decimal(145), "return": Decimal(-45)}


BY_AMOUNT = {  # what is refunded beside order 2, of 50, and a row that takes something back; what went back
    "the same": ("10", "2,2024-01-03,b,S2,-1,10,0", 10),
    "more than the row": ("15", "2,2024-01-03,b,S2,-1,10,0", 15),
    "as much, of another order": ("10", "1,2024-01-03,a,S1,-1,10,0", 20),
    "all, and the freight": ("55", "2,2024-01-03,b,S2,-2,25,0", 50),
}


@pytest.mark.parametrize("name", BY_AMOUNT)
def test_an_amount_beside_an_order_counts_once_with_its_row(tmp_path: Path, name: str) -> None:
    amount, row, back = BY_AMOUNT[name]
    rows = (f"{SOLD},0", f"2,2024-01-02,b,S2,2,25,{amount}", row, "3,2024-01-02,c,S2,1,25,5")
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},refunded_amount", *rows])))
    assert found.money == {"sale": Decimal(175), "return": Decimal(-back - 5)}


ORDERS = (COLUMNS, SOLD, "2,2024-01-02,b,S2,2,25", "2,2024-01-05,b,S2,-1,10")
RETURNS = "select coalesce(sum(quantity * unit_price), 0) from transactions where kind = 'return'"


def test_a_file_of_refunds_given_with_the_orders_tells_none_of_them_again(tmp_path: Path) -> None:
    refunds = ("refund_id,order_id,amount", "r1,2,10.00", "r2,1,5.00")
    (source,), _ = joined([csv(tmp_path, *ORDERS, name="orders.csv"), csv(tmp_path, *refunds, name="refunds.csv")])
    found = coming_to(source)
    assert found.money["return"] == Decimal(-15)
    assert any("10.00 of 1 order (such as 2) is told by rows of their own as well" in note for note in found.notes)


REFUNDS = ("refund_id,order_id,customer_id,date,amount", "r1,2,b,2024-02-09,10.00", "r2,1,a,2024-02-09,5.00")


TELLING = {  # the same refund of order 2 by something else than a file of refunds
    "a row": ORDERS,
    "a row of both": (COLUMNS, SOLD, "2,2024-01-02,b,S2,2,25", "2,2024-01-05,b,S2,-1,4", "2,2024-01-05,b,S2,-1,6"),
    "an amount": (f"{COLUMNS},refunded_amount", f"{SOLD},0", "2,2024-01-02,b,S2,2,25,10"),
    "a status": (f"{COLUMNS},status", f"{SOLD},paid", "2,2024-01-02,b,S2,1,10,refunded"),
}


@pytest.mark.parametrize(("name", "turned"), [*((name, False) for name in TELLING), ("a row", True)])
def test_a_refund_that_a_load_has_stored_is_told_once(engine: Engine, tmp_path: Path, name: str, turned: bool) -> None:
    paths = [csv(tmp_path, *TELLING[name], name="orders.csv"), csv(tmp_path, *REFUNDS, name="refunds.csv")]
    first, second = (load_file(engine, path) for path in (reversed(paths) if turned else paths))
    assert rows_of(engine, RETURNS) == [(Decimal(-15),)]
    assert (first.known_orders, second.known_orders) == ({}, {"same_refunds": 1})
    assert second.notes[-1] == (
        "1 refund is stored already, told in another way: the same order, customer and amount went back. Each counts "
        "once."
    )
