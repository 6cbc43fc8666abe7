"""Numbers and dates in the digits of other scripts."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.etl.coming_to import coming_to, shop

DIGITS = {
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Devanagari": "०१२३४५६७८९",
    "full width": "０１２３４５６７８９",
}


@pytest.mark.parametrize("script", DIGITS)
def test_digits_of_other_scripts_are_numbers(tmp_path: Path, script: str) -> None:
    western = '501,2024-05-06,17,Tea 7,2,"1,200.50"\n502,2024-05-13,18,Mug,1,9.25\n'
    table = str.maketrans("0123456789", DIGITS[script])
    if script == "Arabic":
        western = western.replace("1,200.50", "1٬200٫50").replace("9.25", "9٫25")
    found = coming_to(
        shop(tmp_path, "order_id,order_date,customer_id,product,quantity,price\n" + western.translate(table))
    )
    assert found.money == {"sale": Decimal("2410.25")}
    assert (found.customers, found.moments) == ({"17", "18"}, {"2024-05-06 00:00:00", "2024-05-13 00:00:00"})


def test_words_keep_their_digits(tmp_path: Path) -> None:
    rows = "501,2024-05-06,お客様１,2,5\n502,2024-05-13,お客様２,1,5\n"
    assert coming_to(shop(tmp_path, "order_id,order_date,customer,quantity,price\n" + rows)).customers == {
        "お客様１",
        "お客様２",
    }
