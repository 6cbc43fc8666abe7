"""Small inputs in the shapes of real exports that came out wrong once, and what they must come to."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.shop_files import rows_of

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"
FACTS = (
    "select round(coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0), 2), "
    "round(coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0), 2), "
    "count(distinct customer_id) from transactions"
)

# file -> sales, returns, customers, a sentence's beginning
FILES = {
    "store_as_quantity.csv": ("1300.44", "0", 5, "No quantity: each row is one piece"),
    "rating_as_quantity.csv": ("1426.44", "0", 5, "No quantity: each row is one piece"),
    "workbook.xlsx": ("20384.94", "0", 10, "No quantity: each row is one piece"),
    "shopify_discount.csv": ("1876.80", "-10.00", 6, "12 of 12 orders come to their own Subtotal, to the cent."),
    "woo_guest0.csv": ("1421.44", "-91.65", 8, "Customer User ID 0 is nobody"),
    "ecom_large.csv": ("78912", "0", 9, "Returns says yes in 14 of the first 30 rows"),
    "stripe.csv": ("16631.79", "-2958.75", 8, "Amount Refunded: 2,958.75 of "),
    "pakistan.csv": ("72595", "0", 7, "10 of 10 orders come to their own grand_total"),
    "tally.csv": ("1758318.63", "0", 7, ""),
    "deutsch.csv": ("23355.88", "0", 7, ""),
}


@pytest.mark.parametrize("name", FILES)
def test_what_they_come_to(engine: Engine, name: str) -> None:
    if not (CASES / name).exists():
        pytest.skip(f"{CASES} is not here: a fresh clone elsewhere")
    sales, returns, customers, said = FILES[name]
    report = load_file(engine, CASES / name)
    assert rows_of(engine, FACTS) == [(Decimal(sales), Decimal(returns), customers)]
    assert not said or any(note.startswith(said) for note in report.notes)
