"""Payments that go back: whose returns they are."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.shop_files import rows_of

HEADERS = {
    "en": "Date,Type,Status,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Reference Txn ID",
    "de": "Datum,Typ,Status,Brutto,Gebühr,Netto,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Transaktionscode,"
    "Zugehöriger Transaktionscode",
}
PAYMENTS = (
    ("13.03.2024", "{sale}", "50.83", "a@example.org", "shop@example.org", "T1", ""),
    ("14.03.2024", "{sale}", "45.32", "B@example.org", "shop@example.org", "T2", ""),
    ("15.03.2024", "{back}", "-22.66", "shop@example.org", "b@example.org", "R2", "T2"),
    ("16.03.2024", "{other}", "-5.00", "shop@example.org", "a@example.org", "R1", "T1"),
    ("17.03.2024", "{other}", "-80.00", "shop@example.org", "printer@example.org", "P1", ""),
)
TYPES = {
    "en": {"sale": "Website Payment", "back": "Payment Refund", "other": "General Payment"},
    "de": {"sale": "Website-Zahlung", "back": "Rückzahlung", "other": "Allgemeine Zahlung"},
}


@pytest.mark.parametrize("language", HEADERS)
def test_refunds_are_returns_of_who_gets_them_and_no_shop_is_a_customer(
    engine: Engine, tmp_path: Path, language: str
) -> None:
    rows = [
        f"{day},{kind.format(**TYPES[language])},Completed,{gross},0.00,{gross},{payer},{payee},{number},{reference}"
        for day, kind, gross, payer, payee, number, reference in PAYMENTS
    ]
    (path := tmp_path / "paypal.csv").write_text("\n".join([HEADERS[language], *rows]), encoding="utf-8")
    load_file(engine, path)
    sums = "select customer_id, kind, sum(quantity * unit_price) from transactions group by 1, 2 order by 1, 2 desc"
    assert rows_of(engine, sums) == [
        ("a@example.org", "sale", Decimal("50.83")),
        ("a@example.org", "return", Decimal("-5.00")),
        ("b@example.org", "sale", Decimal("45.32")),
        ("b@example.org", "return", Decimal("-22.66")),
    ]
    assert rows_of(engine, "select kind, count(*) from guest_transactions group by 1") == [("adjustment", 1)]
