"""Columns that look like totals or returns and that no list knows: counted with a reason, or said."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.looks import plan_load
from tests.etl.shop_files import rows_of

HEADER = "Customer ID,Purchase Date,Product Price,Quantity,"
# columns, four values of each, sales, a sentence's beginning
FILES = {
    "a total": (
        "Total Purchase Amount",
        ["9", "35", "11", "42"],
        "97",
        "Total Purchase Amount counts, for Product Price",
    ),
    "the same total": ("Total Purchase Amount", ["10", "40", "30", "40"], "120", ""),
    "a lifetime's total": (
        "Total Customer Amount",
        ["500", "500", "700", "700"],
        "120",
        "Total Customer Amount (2,400.00",
    ),
    "what somebody ever spent": ("total_spent", ["500", "500", "700", "700"], "120", "total_spent (2,400.00"),
    "returns": (
        "Returns",
        ["0.0", "1.0", "", "1.0"],
        "120",
        "Returns says yes in 2 of the first 4 rows, and they count",
    ),
    "an amount that went back": (
        "Returns",
        ["0.00", "5.50", "0", "4.25"],
        "120",
        "Returns (9.75 in the first 4 rows) is not",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_goes_by_without_a_word(engine: Engine, tmp_path: Path, name: str) -> None:
    column, values, sales, said = FILES[name]
    start = ["7,2024-05-06,10.00,1", "7,2024-05-07,20.00,2", "8,2024-05-08,10.00,3", "8,2024-05-09,10.00,4"]
    rows = [f"{each},{value}" for each, value in zip(start, values, strict=True)]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER + column, *rows]))
    report = load_file(engine, path)
    assert rows_of(engine, "select round(sum(quantity * unit_price), 4) from transactions") == [(Decimal(sales),)]
    assert not said or any(note.startswith(said) for note in report.notes)


def test_returns_that_are_told_do_not_count(engine: Engine, tmp_path: Path) -> None:
    rows = ["7,2024-05-06,10.00,1,0.0", "7,2024-05-07,20.00,2,1.0"]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER + "Returns", *rows]))
    load_file(engine, path, Options({"is_return": "Returns"}))
    sums = "select kind, sum(quantity * unit_price) from transactions group by 1 order by 1"
    assert rows_of(engine, sums) == [("return", Decimal(-40)), ("sale", Decimal(10))]


_WORTH = (276, 2992, 4646, 3694, 1929, 2099, 411, 1270, 880, 3105)  # which nothing explains


@pytest.mark.parametrize(
    ("label", "values", "said"),
    [
        ("Amount Charged", [f"{130 * (1 + at % 3) * 1.3 + 21:.2f}" for at in range(10)], True),
        ("Whole Basket Value", [str(each) for each in _WORTH], True),
        ("Bezahlt", [str(each) for each in _WORTH], True),
        ("xyz", [f"{each}.50" for each in _WORTH], True),
        ("Delivery Charge", [f"{each}.50" for each in _WORTH], False),
        ("Customer Age", [str(20 + each % 50) for each in _WORTH], False),
        ("Weight", [f"{each}.50" for each in _WORTH], False),
        ("Row", [str(each) for each in _WORTH], False),
        ("xyz", [f"{each / 10_000:.4f}" for each in _WORTH], False),  # too small
    ],
)
def test_money_as_large_as_lines_is_never_passed_over(
    tmp_path: Path, label: str, values: list[str], said: bool
) -> None:
    rows = [
        f"{at},2023-01-{at + 1:02},C{at % 4},A{at % 3},{100 + 37 * at},{1 + at % 3},{value}"
        for at, value in enumerate(values)
    ]
    header = f"Order ID,Order Date,Customer ID,SKU,Unit Price,Quantity,{label}"
    (path := tmp_path / "shop.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    notes = [note for note in plan_load(path).notes if note.startswith(label) and "not counted" in note]
    assert bool(notes) == said
    assert all("--map total=" in note or "is what was paid" in note for note in notes)
