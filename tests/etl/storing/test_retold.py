"""The same orders from another export: known, asked about, left, replaced, added; and what is no repetition."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from etl.storing.undo import undo_load
from tests.etl.shop_files import rows_of, shop_file
from warehouse.errors import InputError

OURS = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
JUNE = (
    "554718,72683,RUSTIC PAPER SPICE RACK,1,2026-06-01 07:02:31,19.43,12940,United Kingdom",
    "554718,30006B,RUSTIC PAPER BUNTING,1,2026-06-01 07:02:31,4.70,12940,United Kingdom",
    "554719,58995B,WOVEN METAL CAKE STAND,1,2026-06-01 08:10:12,34.91,13936,Denmark",
    "554719,49692,FARMHOUSE HOT CHOCOLATE,1,2026-06-01 08:10:12,6.58,13936,Denmark",
    "554720,22,CARD,1,2026-06-01 00:00:00,1.00,,Denmark",
    "554721,22,CARD,2,2026-06-03 09:00:00,1.00,12940,United Kingdom",
)
LAPTOP = "Beleg;Kd-Nr;Verkauft am;Artikelbezeichnung;Stk;VK Preis;Filiale;Land"
THEIRS = (
    "554718;12940;01.06.2026 07:02;RUSTIC PAPER SPICE RACK;1;19,43;Nord;United Kingdom",
    "554718;12940;01.06.2026 07:02;RUSTIC PAPER BUNTING;1;4,70;Nord;United Kingdom",
    "554719;13936;01.06.2026 08:10;WOVEN METAL CAKE STAND;1;34,91;Nord;Denmark",
    "554719;13936;01.06.2026 08:10;FARMHOUSE HOT CHOCOLATE;1;6,58;Nord;Denmark",
)
NET = "select sum(quantity * unit_price) from transactions"


@pytest.fixture
def stored(engine: Engine, tmp_path: Path) -> Engine:
    """A store with a few days of June."""
    assert load_file(engine, shop_file(tmp_path, *JUNE, name="june.csv", header=OURS)).rows_loaded == 6
    return engine


def lines_of(engine: Engine, invoice: str) -> list[tuple[Any, ...]]:
    return rows_of(
        engine,
        "select stock_code, description, quantity, unit_price, load_id from transactions "
        f"where invoice_no = '{invoice}' order by stock_code, description, unit_price",
    )


def net(engine: Engine) -> Decimal:
    return Decimal(rows_of(engine, NET)[0][0])


def test_another_export_of_the_same_orders_is_known(stored: Engine, tmp_path: Path) -> None:
    more = "554722;12940;04.06.2026 10:00;CAKE;1;5,00;Nord;United Kingdom"
    path = shop_file(tmp_path, *THEIRS, more, name="laptop export.csv", header=LAPTOP)
    report = load_file(stored, path)
    assert (report.rows_loaded, report.rows_known, report.rows_duplicate) == (1, 4, 0)
    assert report.known_orders == {"same_rows": 4}
    assert report.notes[-1] == (
        "4 rows are known from another export: order, customer, quantity, price and what both say of the "
        "product are those of stored lines."
    )
    assert lines_of(stored, "554718") == [
        ("30006B", "RUSTIC PAPER BUNTING", Decimal(1), Decimal("4.70"), 1),
        ("72683", "RUSTIC PAPER SPICE RACK", Decimal(1), Decimal("19.43"), 1),
    ]
    assert net(stored) == Decimal("72.62")  # 24.13 + 41.49 + 2.00, and what is new
    assert [each["load_id"] for each in undo_load(stored, 1).loads] == [2, 1]  # what found its lines there rests on it


CODES = "Order,SKU,Qty,Date,Price,Customer"
WORDS = "Order,Product,Qty,Date,Price,Customer,Country"
AMOUNTS = "Order,Date,Total,Customer"
AGAIN = {
    "the day alone": (CODES, ("554718,72683,1,2026-06-01,19.43,12940", "554718,30006B,1,2026-06-01,4.70,12940")),
    "without a country": (WORDS, ("554718,Rustic paper spice rack,1,2026-06-01 07:02:31,19.43,12940,",)),
    "prices alone": (
        "Order,Pieces,Date,Price,Customer",
        ("554718,1,2026-06-01 10:00,19.43,12940", "554718,1,2026-06-01 10:00,4.70,12940"),
    ),
    "some of it": (CODES, ("554719,49692,1,2026-06-01 08:10,6.58,13936",)),
}


@pytest.mark.parametrize("name", AGAIN)
def test_it_is_compared_by_what_both_tell(stored: Engine, tmp_path: Path, name: str) -> None:
    header, rows = AGAIN[name]
    report = load_file(stored, shop_file(tmp_path, *rows, header=header))
    assert (report.rows_loaded, report.rows_known) == (0, len(rows))
    assert net(stored) == Decimal("67.62")


NEW = {  # what is no repetition, though its order number is stored
    "more lines of an order": (OURS, ("554718,99,GIFT WRAP,1,2026-06-01 07:02:31,2.00,12940,United Kingdom",)),
    "more of the same": (OURS, ("554718,72683,RUSTIC PAPER SPICE RACK,3,2026-06-01 07:02:31,19.43,12940,UK",)),
    "another at the same price": (OURS, ("554721,23,MUG,2,2026-06-03 09:00:00,1.00,12940,United Kingdom",)),
    "another size of it": (OURS, ("554718,72683XL,RUSTIC PAPER SPICE RACK,1,2026-06-01 07:02:31,21.00,12940,UK",)),
    "a number of another customer": (OURS, ("554718,72683,RUSTIC PAPER SPICE RACK,1,2026-06-01 07:02:31,19.43,5,UK",)),
    "the number of another year": (
        OURS,
        ("554718,72683,X,1,2025-06-01 07:02:31,19.43,12940,UK",),
    ),
    "the number of the next day": (
        OURS,
        ("554718,72683,RUSTIC PAPER SPICE RACK,1,2026-06-02 07:02:31,19.43,12940,UK",),
    ),
    "given back": (OURS, ("554718,72683,RUSTIC PAPER SPICE RACK,-1,2026-06-01 09:00:00,19.43,12940,UK",)),
}


@pytest.mark.parametrize("name", NEW)
def test_what_is_new_is_added(stored: Engine, tmp_path: Path, name: str) -> None:
    header, rows = NEW[name]
    report = load_file(stored, shop_file(tmp_path, *rows, header=header))
    assert (report.rows_loaded, report.rows_known, report.known_orders) == (len(rows), 0, {})


TOLD = {  # orders that are stored with other lines
    "one amount an order": (AMOUNTS, ("554718,2026-06-01,24.13,12940", "554721,2026-06-03,2.00,12940")),
    "one amount, before tax": (AMOUNTS, ("554718,2026-06-01,20.11,12940", "554721,2026-06-03,1.67,12940")),
    "prices before tax": (
        CODES,
        (
            "554718,72683,1,2026-06-01,16.19,12940",
            "554718,30006B,1,2026-06-01,3.92,12940",
            "554721,22,2,2026-06-03,0.83,12940",
        ),
    ),
    "the clock of another zone": (
        CODES,
        (
            "554718,72683,1,2026-06-01 09:02,19.43,12940",
            "554718,30006B,1,2026-06-01 09:02,4.70,12940",
            "554721,22,2,2026-06-03 11:00,1.00,12940",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_orders_with_other_lines_are_asked_about(stored: Engine, tmp_path: Path, name: str) -> None:
    header, rows = TOLD[name]
    with pytest.raises(InputError) as caught:
        load_file(stored, shop_file(tmp_path, *rows, header=header))
    assert str(caught.value).startswith(
        "shop.csv was not loaded: 2 of its orders are stored already, with other lines: order 554718 has "
    )
    (question,) = caught.value.questions
    assert (question.option, [each.value for each in question.choices]) == ("known_orders", ["skip", "replace", "add"])
    assert net(stored) == Decimal("67.62")


def test_orders_of_another_till_are_told_to_be_added(engine: Engine, tmp_path: Path) -> None:
    ours = [f"{number},A{number},TEA,1,2026-06-01 09:10,{number}.50,K{number},Peru" for number in range(1, 4)]
    load_file(engine, shop_file(tmp_path, *ours, name="north.csv", header=OURS))
    theirs = [f"{number},A{number},TEA,1,2026-06-01 09:40,{9 * number}.10,K{number},Peru" for number in range(1, 4)]
    path = shop_file(tmp_path, *theirs, name="south.csv", header=OURS)
    with pytest.raises(InputError) as caught:
        load_file(engine, path)
    assert str(caught.value) == (
        "south.csv was not loaded: 3 of its orders are stored already by number and customer, with other lines: order "
        "1 has 1 line of 9.10 here, and 1 of 1.50 in the store. 3 of these 3 come to other totals, so they may be "
        "orders of another till or shop that has the same numbers. If they are, --known-orders add counts both; if "
        "they tell of the same orders, --known-orders skip leaves those that are stored, and --known-orders replace "
        "puts this file's lines in their place."
    )
    (question,) = caught.value.questions
    assert [each.value for each in question.choices] == ["add", "replace", "skip"]
    assert load_file(engine, path, Options(known_orders="add")).rows_loaded == 3
    assert net(engine) == Decimal("7.50") + Decimal("54.30")


def test_products_of_another_list_are_told_by_many_orders(engine: Engine, tmp_path: Path) -> None:
    ours = [f"{number},A{number},TEA,1,2026-06-01,{number}.50,7,Peru" for number in range(1, 5)]
    load_file(engine, shop_file(tmp_path, *ours, name="ours.csv", header=OURS))
    theirs = [row.replace(",A", ",B").replace("TEA", "THEE") for row in ours]
    with pytest.raises(InputError) as caught:
        load_file(engine, shop_file(tmp_path, *theirs, name="theirs.csv", header=OURS))
    assert str(caught.value).startswith(
        "theirs.csv was not loaded: 4 of its orders are stored already, with other lines: order 1 has 1 line of 1.50 "
        "both here and in the store, with another product (thee here, tea there). Say what to do: "
    )


@pytest.mark.parametrize(
    ("said", "counts", "value", "lines"),
    [
        ("skip", (1, 2), "72.62", 2),
        ("replace", (3, 0), "72.00", 1),
        ("add", (3, 0), "98.13", 3),
    ],
)
def test_the_answer_is_done_and_can_be_taken_back(
    stored: Engine, tmp_path: Path, said: Any, counts: tuple[int, int], value: str, lines: int
) -> None:
    every = "select * from transactions order by invoice_no, stock_code"
    before = rows_of(stored, every)
    header, rows = AMOUNTS, ("554718,2026-06-01,23.51,12940", "554721,2026-06-03,2.00,12940", "9,2026-06-03,5.00,1")
    report = load_file(stored, shop_file(tmp_path, *rows, header=header), Options(known_orders=said))
    assert (report.rows_loaded, report.rows_known) == counts
    assert report.known_orders == {"orders": 2, "rows": 2, "done": said}
    assert net(stored) == Decimal(value)
    assert len(lines_of(stored, "554718")) == lines
    undo_load(stored, 2)
    assert rows_of(stored, every) == before
    assert rows_of(stored, "select count(*) from replaced_lines") == [(0,)]


def test_what_was_replaced_goes_with_the_load_that_had_stored_it(stored: Engine, tmp_path: Path) -> None:
    path = shop_file(tmp_path, "554718,2026-06-01,23.51,12940", header=AMOUNTS)
    load_file(stored, path, Options(known_orders="replace"))
    assert rows_of(stored, "select count(*), min(load_id), min(replaced_by) from replaced_lines") == [(2, 1, 2)]
    assert [each["load_id"] for each in undo_load(stored, 1).loads] == [2, 1]
    assert rows_of(stored, "select count(*) from transactions") == [(0,)]
    assert rows_of(stored, "select count(*) from replaced_lines") == [(0,)]
