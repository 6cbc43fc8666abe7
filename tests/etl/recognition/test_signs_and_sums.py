"""Totals of lines that alone say what went back, and rows that sum up those above them."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

COLUMNS = "order_id,customer_id,order_date,quantity,unit_price"


@pytest.mark.parametrize("back", ["(30.00)", "-30.00", "30.00-"])
def test_a_total_below_nothing_is_a_return(tmp_path: Path, back: str) -> None:
    rows = ["1,7,2024-01-01,1,100.00,100.00", "2,8,2024-01-02,2,40.00,80.00", f"3,9,2024-01-03,1,30.00,{back}"]
    path = shop(tmp_path, "\n".join([f"{COLUMNS},line_total", *rows]))
    assert coming_to(path).money == {"sale": Decimal(180), "return": Decimal(-30)}
    assert coming_to(path, Options({"unit_price": "unit_price"})).money == {"sale": Decimal(210)}


def test_quantities_below_nothing_say_so_themselves(tmp_path: Path) -> None:
    rows = ["1,7,2024-01-01,1,100.00,100.00", "2,8,2024-01-02,2,40.00,80.00", "3,9,2024-01-03,-1,30.00,30.00"]
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},line_total", *rows])))
    assert found.money == {"sale": Decimal(180), "return": Decimal(-30)}


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Summe", "Total général", "Итого"])
def test_a_row_that_sums_up_is_in_no_sentence(tmp_path: Path, word: str) -> None:
    rows = ["1,7,2024-01-01,1,100.00,110.00", "2,8,2024-01-02,2,40.00,90.00", "3,9,2024-01-03,1,60.00,66.00"]
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},tender", *rows, f"{word},,,4,,266.00"])))
    said = (
        "tender (266.00 in the first 3 rows) is not counted, unit_price is. To count it, load with --map total=tender."
    )
    assert (found.net, [note for note in found.notes if "tender" in note]) == (Decimal(240), [said])
