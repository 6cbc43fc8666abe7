"""Exports of other tools and languages, loaded without any option, against totals that plain Python works out."""

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.recognition.shops import STYLES, Line, Style, shop_lines
from tests.etl.shop_files import rows_of

FACTS = (
    "select sum(quantity * unit_price) filter (where kind = 'sale'), "
    "sum(quantity * unit_price) filter (where kind = 'return'), count(distinct invoice_no), "
    "count(distinct customer_id), min(invoiced_at), max(invoiced_at) from transactions"
)


def expected(style: Style, lines: list[Line]) -> tuple[Decimal, Decimal, int, int, datetime, datetime]:
    """The facts, from the lines."""
    amounts = [line.quantity * line.price for line in lines]
    moments = [line.at for line in lines]
    if not style.has_times:
        moments = [datetime.combine(at.date(), time()) for at in moments]
    return (
        sum((amount for amount in amounts if amount > 0), Decimal(0)),
        sum((amount for amount in amounts if amount < 0), Decimal(0)),
        len({line.order for line in lines}),
        len({line.customer for line in lines}),
        *(min(moments).replace(second=0), max(moments).replace(second=0)),
    )


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
def test_exports_load_without_options(engine: Engine, tmp_path: Path, style: Style) -> None:
    lines = shop_lines()
    path = tmp_path / "export.csv"
    path.write_bytes(style.text(lines))
    report = load_file(engine, path)
    rows = len({line.order for line in lines}) if style.per_order else len(lines)
    assert (report.rows_read, report.rows_loaded, report.rejected) == (rows, rows, {})
    (found,) = rows_of(engine, FACTS)
    gross, returns, *others = expected(style, lines)
    assert (round(found[0], 2), round(found[1], 2), *found[2:]) == (gross, returns, *others)
    assert abs(found[0] - gross) < Decimal("0.0001")


def write(folder: Path, *rows: str, name: str = "file.csv") -> Path:
    """A file of these rows."""
    (path := folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_each_missing_part_is_said(engine: Engine, tmp_path: Path) -> None:
    report = load_file(
        engine, write(tmp_path, "Customer ID,Date,Total", "7,2024-05-06,10.00", "7,2024-05-06,-4", "8,2024-05-07,0")
    )
    assert report.columns == {"invoiced_at": "Date", "customer_id": "Customer ID", "total": "Total"}
    assert report.notes == [
        "No price and no quantity: each row is one piece at its Total.",
        "No product: nothing can be said about products.",
        "No invoice number: what a customer bought at one time is one order.",
        "No country: it is Unspecified.",
        "No time of day: every order is at midnight.",
        "Equal rows are separate sales: without order number, product, quantity none is known to repeat another.",
    ]
    assert report.as_json()["notes"] == report.notes
    assert rows_of(engine, "select invoice_no, quantity, unit_price, kind from transactions order by 1, 2") == [
        ("2024-05-06 7", Decimal(-1), Decimal(4), "return"),
        ("2024-05-06 7", Decimal(1), Decimal(10), "sale"),
        ("2024-05-07 8", Decimal(1), Decimal(0), "free"),
    ]
    kept = rows_of(engine, "select details -> 'notes' -> 0, details -> 'header' from loads")
    assert kept == [(report.notes[0], ["Customer ID", "Date", "Total"])]


def test_orders_and_countries_are_told_by_what_they_hold(engine: Engine, tmp_path: Path) -> None:
    rows = ["A1,2024-05-06,7,1.00,France,fr", "A1,2024-05-06,7,2.00,France,fr", "A2,2024-05-06,7,4.00,France,de"]
    report = load_file(engine, write(tmp_path, "Vorgang,Date,Customer ID,Price,Shipped to,Locale", *rows))
    assert rows_of(engine, "select distinct invoice_no, country from transactions order by 1") == [
        ("A1", "FR"),
        ("A2", "FR"),
    ]
    assert {
        "By what it holds, Vorgang was taken for the invoice number.",
        "By what it holds, Shipped to was taken for the country.",
    } <= set(report.notes)


@pytest.mark.parametrize(
    ("header", "row", "orders"),
    [
        (
            "order_id,order_number,Date,Customer ID,Price",
            "{0},N{0},2024-05-06,7,{1}.00",
            {f"N{at}" for at in range(12)},
        ),
        ("order_id,invoice_no,Date,Customer ID,Price", "{0},0,2024-05-06,7,{1}.00", {str(at) for at in range(12)}),
    ],
)
def test_of_two_numbers_the_one_that_tells_orders_apart(
    engine: Engine, tmp_path: Path, header: str, row: str, orders: set[str]
) -> None:
    load_file(engine, write(tmp_path, header, *(row.format(at // 2, at + 1) for at in range(24))))
    assert {number for (number,) in rows_of(engine, "select distinct invoice_no from transactions")} == orders


def test_a_total_is_its_price_times_its_quantity_to_the_cent(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{number},7,2024-05-06 10:00,{number % 13 + 1},{number}.{number % 100:02}" for number in range(1, 400)]
    load_file(engine, write(tmp_path, "Order ID,Customer ID,Date,Qty,Line Total", *rows))
    found = dict(rows_of(engine, "select invoice_no, round(quantity * unit_price, 4) from transactions"))
    assert found == {str(number): Decimal(f"{number}.{number % 100:02}") for number in range(1, 400)}


def test_statuses_that_are_no_sale(engine: Engine, tmp_path: Path) -> None:
    words = ["completed", "wc-cancelled", "Refunded", "partially_refunded", "Storniert", "annulée", "pending"]
    rows = [f"{number},7,2024-05-06 10:00,5,{word}" for number, word in enumerate(words)]
    load_file(engine, write(tmp_path, "Order ID,Customer ID,Date,Total,Status", *rows))
    kinds = rows_of(engine, "select string_agg(kind, ',' order by invoice_no, kind) from transactions")
    assert kinds == [("sale,adjustment,return,sale,sale,adjustment,adjustment,sale",)]


def test_a_refund_with_a_row_of_its_own_counts_once(engine: Engine, tmp_path: Path) -> None:
    rows = ["1,7,2024-05-06 10:00,5,Refunded", "2,7,2024-05-07 10:00,-5,Completed"]
    load_file(engine, write(tmp_path, "Order ID,Customer ID,Date,Total,Status", *rows))
    assert rows_of(engine, "select string_agg(kind, ',' order by invoice_no) from transactions") == [("sale,return",)]


def test_a_file_without_header(run_module: Callable[..., object], tmp_path: Path) -> None:
    path = write(tmp_path, "00001 x,19970101,1,11.77", "00001 x,19970112,2,12.00")
    result = run_module("etl", "load", path, "--columns", "customer_id,date,-,total")
    assert (result.returncode, result.stderr) == (0, "")  # type: ignore[attr-defined]
    assert "Columns: invoiced_at = date, customer_id = customer_id, total = total." in result.stdout  # type: ignore[attr-defined]


def test_a_mapping_is_remembered_for_the_same_header(engine: Engine, tmp_path: Path) -> None:
    header, told = "wer,wann,wieviel", {"customer_id": "wer", "total": "wieviel"}
    load_file(engine, write(tmp_path, header, "7,13/02/2024,5.50", name="1.csv"), Options(told))
    second = load_file(engine, write(tmp_path, header, "8,03/02/2024,6", name="2.csv"))
    assert (second.notes[0], second.last_invoiced_at) == (
        "By what it holds, wann was taken for the date.",
        datetime(2024, 2, 3),
    )
    assert "As for load 1 (1.csv): customer_id=wer, total=wieviel." in second.notes
    assert "Dates are read as dmy, as for load 1 (1.csv)." in second.notes
    other = {"customer_id": "wieviel", "total": "wer"}
    third = load_file(engine, write(tmp_path, header, "8,04/02/2024,6", name="3.csv"), Options(other))
    assert third.columns == {"invoiced_at": "wann", **other}
    assert "Dates are read as dmy, as for load 2 (2.csv)." in third.notes


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ["Customer ID,Date,Total", '7,2024-05-06,"1,234"', '7,2024-05-06,"2,500"'],
            "Numbers such as 1,234 in Total can be read in two ways, and no row of the file tells which. "
            "Say so with --decimal . (it is 1234) or --decimal , (it is 1.234).",
        ),
        (
            ["Customer ID,Date,Total", '7,2024-05-06,"1,50"', "7,2024-05-06,2.75"],
            "The numbers of Total contradict each other: 2.75 has a decimal point, 1,50 a decimal comma. "
            "Say which is right with --decimal . or --decimal , and rows that do not fit are then rejected.",
        ),
        (
            ["Customer ID,Date,Total", "7,05/06/2024,5"],
            "Dates such as 05/06/2024 can be read in two ways, and no row of the file tells which. "
            "Say so with --date-order mdy (month first) or --date-order dmy (day first).",
        ),
        (
            ["Order ID,Customer ID,Date,Order Total", *(f"{at // 3},7,2024-05-06,{at // 3}.00" for at in range(9))],
            "Order Total is the same on all lines of an order, so it seems to be the order's, and the file has no "
            'price of a line. If it is the order\'s, say so with --map order_total="Order Total", so that it counts '
            'once; if it is the line\'s, with --map total="Order Total".',
        ),
        (
            ["x,y", "2024-05-06,5.00"],
            "No column for the customer. The file's columns are x, y. Say which it is, as in --map customer_id=COLUMN.",
        ),
        (
            ["Customer,x,y,z", "7,2024-05-06,2024-05-07,5.00"],
            "x and y could each be the invoiced_at. Say which with --map invoiced_at=COLUMN, "
            "as in --map invoiced_at=x.",
        ),
        (
            ["Customer ID,Order Date,Date of Order,Total", "7,2024-05-06,2024-05-07,5.00"],
            "Order Date and Date of Order could each be the invoiced_at. Say which with --map invoiced_at=COLUMN, "
            'as in --map invoiced_at="Order Date".',
        ),
        (
            [
                "order_id,product_id,seller_id,date,price",
                *(f"{at},P{at % 3},S{at % 4},2024-05-0{at},5.90" for at in range(1, 9)),
            ],
            "No column for the customer. The file's columns are order_id, product_id, seller_id, date, price. "
            "Say which it is, as in --map customer_id=COLUMN. If customers, dates and amounts stand in different "
            "files, which order_id joins, give them together, as in: python -m etl load FILE OTHER_FILE",
        ),
        (
            ["7,2024-05-06,5.00", "8,2024-05-07,5.00"],
            "No column for the customer and the date and an amount (unit_price or total). The file's columns are 7, "
            "2024-05-06, 5.00. Say which it is, as in --map customer_id=COLUMN --map invoiced_at=2024-05-06 "
            "--map unit_price=5.00. Its first line looks like a row: name the columns, one by one, as in "
            "--columns customer_id,invoiced_at,quantity,total (- skips one).",
        ),
        (
            [" 00001 19970101  1   11.77", " 00001 19970112 12    4.00", " 00002 19970112  1    6.79"],
            "No column for the customer and the date and an amount (unit_price or total). The file's columns are 00001 "
            "19970101  1   11.77. Say which it is, as in --map customer_id=COLUMN --map invoiced_at=COLUMN "
            "--map unit_price=COLUMN. Its first line looks like a row: name the columns, one by one, as in "
            "--columns customer_id,invoiced_at,quantity,total (- skips one).",
        ),
        (
            ["Sales report 2024", "of the shop", "nothing sold"],
            "No column for the customer and the date and an amount (unit_price or total). The file's columns are Sales "
            "report 2024. Say which it is, as in --map customer_id=COLUMN --map invoiced_at=COLUMN "
            "--map unit_price=COLUMN.",
        ),
    ],
)
def test_questions_are_asked(engine: Engine, tmp_path: Path, rows: list[str], sentence: str) -> None:
    with pytest.raises(Exception) as error:  # noqa: PT011
        load_file(engine, write(tmp_path, *rows))
    assert str(error.value) == sentence


DAY_FIRST = {  # dates of two days in March, an amount of 5.50, the sentence that says why the day comes first
    "dots": ("01.03.2024", "02.03.2024", "5.50", ""),
    "a decimal comma": ("01/03/2024", "02/03/2024", "5,50", "Dates such as 01/03/2024 are read day first"),
    "reais": ("01/03/2024", "02/03/2024", "R$ 5.50", "Dates such as 01/03/2024 are read day first"),
}


@pytest.mark.parametrize("name", DAY_FIRST)
def test_dates_that_need_no_question(engine: Engine, tmp_path: Path, name: str) -> None:
    first, second, amount, why = DAY_FIRST[name]
    rows = [f"7;{first};{amount}", f"8;{second};{amount}"]
    report = load_file(engine, write(tmp_path, "Customer ID;Date;Total", *rows))
    assert (report.first_invoiced_at, report.last_invoiced_at) == (datetime(2024, 3, 1), datetime(2024, 3, 2))
    assert [note for note in report.notes if "day first" in note] == (
        [f"{why}, as where amounts are written like these; if the month comes first, load with --date-order mdy."]
        if why
        else []
    )
    assert rows_of(engine, "select sum(unit_price) from transactions") == [(Decimal(11),)]


def test_reais_have_a_decimal_comma(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, write(tmp_path, "Customer ID;Date;Total", "7;2024-03-01;R$ 1.234", "7;2024-03-02;R$ 2.000"))
    assert rows_of(engine, "select sum(unit_price) from transactions") == [(Decimal(3234),)]


def test_prestashops_tables(engine: Engine, tmp_path: Path) -> None:
    header = "id_order;reference;id_customer;date_add;product_reference;product_quantity;unit_price_tax_incl"
    rows = ["11;XKB;7;2024-03-01 10:00:00;A;2;10.00", "11;XKB;7;2024-03-01 10:00:00;B;1;5.00"]
    report = load_file(engine, write(tmp_path, header, *rows))
    assert (report.columns["invoice_no"], report.columns["customer_id"]) == ("id_order", "id_customer")
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions") == [(Decimal(25),)]


@pytest.mark.parametrize("told", [{}, {"total": "Amount"}])
def test_tallys_units(engine: Engine, tmp_path: Path, told: dict[str, str]) -> None:
    header = "Date,Party Name,Voucher Type,Voucher No.,Stock Item,Quantity,Rate,Amount"
    rows = [
        '13-04-2023,Sun,Sales,INV/1,Item 0,30 Nos,"2,902.05/Nos","87,061.50"',
        '14-04-2023,Sun,Credit Note,CN/1,Item 0,1 Nos,"2,902.05/Nos","2,902.05"',
    ]
    load_file(engine, write(tmp_path, header, *rows), Options(told))
    assert rows_of(engine, "select kind, quantity, unit_price from transactions order by 1 desc") == [
        ("sale", Decimal(30), Decimal("2902.05")),
        ("return", Decimal(-1), Decimal("2902.05")),
    ]
