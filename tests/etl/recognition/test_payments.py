"""What was paid is no sale: neither payments in part, nor what a gift card or a deposit paid, nor what stays open."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

ORDER = "order_id,customer_id,order_date"
FILES = {  # header, three rows: 240 were sold
    "beside the invoice's total": (
        f"{ORDER},Invoice Total,Amount Paid",
        ("100.00,50.00", "80.00,80.00", "60.00,0.00"),
    ),
    "beside prices": (f"{ORDER},Quantity,Unit Price,Amount Paid", ("2,50.00,50.00", "1,80.00,80.00", "3,20.00,0.00")),
    "with a balance": (
        f"{ORDER},order_total,paid_total,balance_due",
        ("100.00,40.00,60.00", "80.00,80.00,0.00", "60.00,0.00,60.00"),
    ),
    "a deposit": (f"{ORDER},Deposit,Balance,Total", ("40.00,60.00,100.00", "80.00,0.00,80.00", "10.00,50.00,60.00")),
    "in German": (
        f"{ORDER},Bezahlt,Offener Betrag,Rechnungsbetrag",
        ("40.00,60.00,100.00", "80.00,0.00,80.00", "10.00,50.00,60.00"),
    ),
    "in French": (f"{ORDER},Montant payé,Total TTC", ("40.00,100.00", "80.00,80.00", "10.00,60.00")),
    "a gift card": (
        f"{ORDER},Quantity,Unit Price,gift_card_amount,order_total",
        ("2,50.00,20.00,80.00", "1,80.00,0.00,80.00", "3,20.00,10.00,50.00"),
    ),
    "credit, as large as what was sold": (
        f"{ORDER},amount,store_credit_amount,loyalty_amount",
        ("100.00,90.00,12.00", "80.00,15.00,70.00", "60.00,55.00,15.00"),
    ),
}


def write(folder: Path, name: str) -> Path:
    """A file of three orders."""
    header, rows = FILES[name]
    return shop(
        folder, "\n".join([header, *(f"{at},{17850 + at},2024-01-0{at},{row}" for at, row in enumerate(rows, 1))])
    )


@pytest.mark.parametrize("name", FILES)
def test_what_was_sold_counts(tmp_path: Path, name: str) -> None:
    found = coming_to(write(tmp_path, name))
    assert (found.net, found.lines) == (Decimal(240), {"sale": 3})
    assert [note for note in found.notes if "load with --map" in note] == []


def test_what_was_paid_is_said(tmp_path: Path) -> None:
    said = "Amount Paid (130.00) is what was paid, and payments are not counted: what the lines come to (240.00) is."
    assert said in coming_to(write(tmp_path, "beside prices")).notes
    said = "Bezahlt (130.00 in the first 3 rows) is what was paid, and payments are not counted: Rechnungsbetrag is."
    assert said in coming_to(write(tmp_path, "in German")).notes
    said = "3 of 3 orders come to their own order_total less gift_card_amount, to the cent."
    assert said in coming_to(write(tmp_path, "a gift card")).notes


def test_payments_count_where_that_is_said_or_nothing_else_is_known(tmp_path: Path) -> None:
    path = write(tmp_path, "beside the invoice's total")
    assert coming_to(path, Options({"total": "Amount Paid"})).net == Decimal(130)
    alone = shop(tmp_path, f"{ORDER},Amount Paid\n1,7,2024-01-01,50.00\n2,8,2024-01-02,80.00\n")
    assert coming_to(alone).net == Decimal(130)
