"""Discounts in percent or as fractions beside orders' own totals, and totals of orders that count once an order."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import LoadReport, load_file
from tests.etl.shop_files import rows_of

SALES = "select round(sum(quantity * unit_price), 2) from transactions where kind = 'sale'"
# order, customer, product, pieces, price, discount of the line in percent
LINES = (
    ("O0", "C0", "S0", 2, "83.06", 0),
    ("O0", "C0", "S1", 3, "85.70", 10),
    ("O1", "C1", "S0", 2, "37.61", 20),
    ("O1", "C1", "S1", 1, "72.25", 5),
    ("O2", "C0", "S2", 1, "19.99", 0),
    ("O3", "C1", "S2", 4, "10.10", 10),
    ("O3", "C1", "S0", 1, "80.00", 0),
)
LINE_TOTALS = {"O0": "397.51", "O1": "128.82", "O2": "19.99", "O3": "116.36"}  # each line rounded to cents
SPOKEN = {
    "en": "order_no,order_date,customer,sku,qty,price",
    "de": "Bestellnr,Datum,Kundennr,Artikelnr,Menge,Einzelpreis",
}


def _rows(last: Sequence[str]) -> list[str]:
    """The lines, each with these cells at its end."""
    return [
        f"{order},2023-05-0{1 + int(order[1])},{customer},{sku},{pieces},{price},{end}"
        for (order, customer, sku, pieces, price, _), end in zip(LINES, last, strict=True)
    ]


def _loaded(
    engine: Engine, folder: Path, header: str, rows: Sequence[str], **mapping: str
) -> tuple[Decimal, LoadReport]:
    (path := folder / "shop.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    report = load_file(engine, path, Options(mapping))
    ((sales,),) = rows_of(engine, SALES)
    return sales, report


@pytest.mark.parametrize(
    ("header", "discount"),
    [
        (f"{SPOKEN['en']},Discount %,order total", "{0}"),
        (f"{SPOKEN['en']},line discount percent,order total", "{0}%"),
        (f"{SPOKEN['de']},Rabatt %,Gesamtbetrag", "{0}"),
        (f"{SPOKEN['en']},discount,order total", "{1}"),
    ],
)
def test_a_part_of_each_price_is_off_where_orders_say_so(
    engine: Engine, tmp_path: Path, header: str, discount: str
) -> None:
    ends = [f"{discount.format(line[5], line[5] / 100)},{LINE_TOTALS[line[0]]}" for line in LINES]
    sales, report = _loaded(engine, tmp_path, header, _rows(ends))
    label, total = header.split(",")[-2:]
    assert sales == Decimal("662.68")
    assert f"{label} (48.41) is taken off its own lines, as the orders' own totals say." in report.notes
    assert f"4 of 4 orders come to their own {total}, to the cent." in report.notes


ORDER_PARTS = {"O0": 25, "O1": 10, "O2": 0, "O3": 5}
ORDER_TOTALS = {"O0": "317.42", "O1": "132.72", "O2": "19.99", "O3": "114.38"}  # each order rounded to cents


@pytest.mark.parametrize("told", ["", "discount", "order_discount"])
@pytest.mark.parametrize(
    ("label", "written", "first_only"),
    [
        ("order discount %", "{}%", False),
        ("order discount %", "{}", False),
        ("discount", "{}%", False),
        ("discount", "{}", False),
        ("discount percent", "{}", True),
    ],
)
def test_a_part_of_the_order_is_off_however_it_is_called(
    engine: Engine, tmp_path: Path, label: str, written: str, first_only: bool, told: str
) -> None:
    ends, seen = [], set[str]()
    for order, *_ in LINES:
        part = "" if first_only and order in seen else written.format(ORDER_PARTS[order])
        ends.append(f"{part},{ORDER_TOTALS[order]}")
        seen.add(order)
    mapping = {told: label} if told else {}
    sales, report = _loaded(engine, tmp_path, f"{SPOKEN['en']},{label},order total", _rows(ends), **mapping)
    assert sales == Decimal("584.51")
    assert "4 of 4 orders come to their own order total, to the cent." in report.notes


def test_prices_after_the_discount_stay_as_the_totals_say(engine: Engine, tmp_path: Path) -> None:
    made = {order: sum(line[3] * Decimal(line[4]) for line in LINES if line[0] == order) for order in LINE_TOTALS}
    ends = [f"{line[5]},{made[line[0]]}" for line in LINES]
    sales, report = _loaded(engine, tmp_path, f"{SPOKEN['en']},Discount %,order total", _rows(ends))
    assert sales == sum(made.values()) == Decimal("711.08")
    assert any(note.startswith("Discount % is not taken off: the orders' own totals agree") for note in report.notes)


def test_without_totals_a_part_of_the_order_is_off_too(engine: Engine, tmp_path: Path) -> None:
    ends = [f"{ORDER_PARTS[line[0]]}%" for line in LINES]
    sales, report = _loaded(engine, tmp_path, f"{SPOKEN['en']},order discount %", _rows(ends))
    assert sales == Decimal("584.51")
    assert any(note.startswith("order discount % is taken off price.") for note in report.notes)


@pytest.mark.parametrize("name", ["total", "order_total"])
def test_an_orders_total_counts_once_an_order(engine: Engine, tmp_path: Path, name: str) -> None:
    ends = [ORDER_TOTALS[line[0]] for line in LINES]
    header = f"{SPOKEN['en']},order total"
    sales, report = _loaded(engine, tmp_path, header, _rows(ends), **{name: "order total"})
    assert sales == Decimal("584.51")
    assert "order total counts, once an order: it is spread over the lines of 4 orders." in report.notes
    spread = "select stock_code, round(quantity * unit_price, 2) from transactions where invoice_no = 'O0' order by 1"
    assert rows_of(engine, spread) == [("S0", Decimal("124.59")), ("S1", Decimal("192.83"))]


def test_without_prices_it_is_spread_evenly(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{line[0]},2023-05-01,{line[1]},{line[2]},{ORDER_TOTALS[line[0]]}" for line in LINES]
    header = "order_no,order_date,customer,sku,order total"
    assert _loaded(engine, tmp_path, header, rows, order_total="order total")[0] == Decimal("584.51")


def test_the_hint_for_totals_that_do_not_agree_leads_to_them(engine: Engine, tmp_path: Path) -> None:
    header, rows = f"{SPOKEN['en']},order total", _rows([ORDER_TOTALS[line[0]] for line in LINES])
    _, report = _loaded(engine, tmp_path, header, rows)
    assert any('load with --map order_total="order total".' in note for note in report.notes)


def test_what_was_said_in_vain_is_said(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{at},C{at % 2},2023-05-01 10:30,{at}.50,{at}" for at in range(1, 6)]
    _, report = _loaded(engine, tmp_path, "order_no,customer,date,price,slot", rows, time="slot")
    assert "--map time=slot changes nothing here: what it holds is no time of day that this file needs." in report.notes
