from pathlib import Path

import pytest

from etl.files.readers import read_batches
from etl.files.sources import look
from etl.storing.copying.repeats import Hashes
from etl.values.cleaning import CleanRows, Rejected, clean_batch
from etl.values.reading import Reading
from tests.etl.looks import match_columns
from tests.etl.shop_files import row, shop_file

NAMES = (
    "invoice_no",
    "invoiced_at",
    "quantity",
    "unit_price",
    "customer_id",
    "stock_code",
    "description",
    "country",
    "kind",
)


def cleaned(folder: Path, *rows: str, reading: Reading | None = None) -> tuple[CleanRows, list[Rejected]]:
    source = look(shop_file(folder, *rows))
    (batch,) = read_batches(source)
    return clean_batch(batch, match_columns(source.columns), reading or Reading())


def values(rows: CleanRows, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(rows.columns[name].to_pylist() for name in names), strict=True))


def test_a_row_comes_out_in_one_spelling(tmp_path: Path) -> None:
    rows, rejected = cleaned(tmp_path, " 536365 , 85123A ,  WHITE  HEART ,06,12/1/2010 8:26,+2.550, 017850 , eire")
    assert values(rows, *NAMES) == [
        ("536365", "2010-12-01 08:26:00", "6", "2.55", "017850", "85123A", "WHITE  HEART", "IE", "sale")
    ]
    assert (rows.lines.tolist(), rejected) == ([2], [])


@pytest.mark.parametrize(
    ("invoice", "quantity", "price", "stored"),
    [
        ("1", "2", "3.5", ("2", "sale")),
        ("1", "-2", "3.5", ("-2", "return")),
        ("C1", "-2", "3.5", ("-2", "return")),
        ("c1", "2", "3.5", ("-2", "return")),  # a cancelled line takes money back whatever its sign
        ("C1", "2", "0", ("2", "free")),
        ("1", "2", "0", ("2", "free")),
        ("1", "-2", "0.00", ("-2", "free")),
        ("1", "0", "3.5", ("0", "adjustment")),
        ("1", "2", "-3.5", ("2", "adjustment")),
        ("1", "-2", "-3.5", ("-2", "adjustment")),
        ("C1", "1", "-3.5", ("1", "adjustment")),
        ("C1", "0", "3.5", ("0", "return")),
        ("A1", "1", "11062.06", ("1", "sale")),
        ("A1", "1", "-11062.06", ("1", "adjustment")),
        ("CAB1", "1", "2", ("1", "sale")),  # not followed by digits
    ],
)
def test_kinds(tmp_path: Path, invoice: str, quantity: str, price: str, stored: tuple[str, str]) -> None:
    rows, _ = cleaned(tmp_path, row(invoice=invoice, quantity=quantity, price=price))
    assert values(rows, "quantity", "kind") == [stored]


@pytest.mark.parametrize(("price", "kind"), [("11062.06", "adjustment"), ("-11062.06", "adjustment")])
def test_bad_debts_are_adjustments_both_ways(tmp_path: Path, price: str, kind: str) -> None:
    text = row(invoice="A563185", stock="B", description=" Adjust bad debt", quantity="1", price=price, customer="")
    rows, _ = cleaned(tmp_path, text)
    assert values(rows, "kind") == [(kind,)]


def test_a_prefix_all_invoices_carry_cancels_nothing(tmp_path: Path) -> None:
    rows, _ = cleaned(tmp_path, row("C1"), row("C2", quantity="-1"), reading=Reading(c_cancels=False))
    assert values(rows, "invoice_no", "quantity", "kind") == [("C1", "2", "sale"), ("C2", "-1", "return")]


@pytest.mark.parametrize(
    ("written", "floats", "stored"),
    [
        ("17850", False, "17850"),
        ("17850.0", True, "17850"),
        ("17850.0", False, "17850.0"),
        ("a@host.0", True, "a@host.0"),
        ("00042", False, "00042"),
        ("", False, ""),
        ("  ", False, ""),
        ("NaN", False, ""),
        ("NULL", False, ""),
        ("None", False, ""),
        ("nan", True, ""),
        ("K-7", False, "K-7"),
    ],
)
def test_customer_numbers(tmp_path: Path, written: str, floats: bool, stored: str) -> None:
    rows, _ = cleaned(tmp_path, row(customer=written), reading=Reading(float_ids=floats))
    assert values(rows, "customer_id") == [(stored,)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(invoice=" "), "no invoice number"),
        (row(invoice="9" * 201), "invoice number is too long"),
        (row(at=""), "no date"),
        (row(at="soon"), "date not readable"),
        (row(at="2024-02-30"), "date not readable"),
        (row(quantity=""), "no quantity"),
        (row(quantity="six"), "quantity is not a number"),
        (row(quantity="inf"), "quantity is not a number"),
        (row(quantity="1" * 16), "quantity has too many digits"),
        (row(price=" "), "no price"),
        (row(price="two"), "price is not a number"),
        (row(price="nan"), "price is not a number"),
        (row(price="1" * 16), "price has too many digits"),
        (row(customer="9" * 201), "customer number is too long"),
        (row(stock="9" * 201), "product code is too long"),
        (row(country="x" * 201), "country is too long"),
        (row() + ",", "wrong number of columns"),
        ("1,A,MUG", "wrong number of columns"),
        (row(invoice="", at="soon", price="x"), "no invoice number"),  # the first rule it breaks
    ],
)
def test_rejected_rows_keep_their_reason_line_and_text(tmp_path: Path, line: str, reason: str) -> None:
    rows, rejected = cleaned(tmp_path, row("1"), line, row("2"))
    assert rejected == [Rejected(3, reason, line)]
    assert values(rows, "invoice_no") == [("1",), ("2",)]
    assert rows.lines.tolist() == [2, 4]


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    source = look(shop_file(tmp_path, "1,2024-01-01,2,3,7", header="Invoice,Date,Quantity,Price,Customer"))
    (batch,) = read_batches(source)
    rows, _ = clean_batch(batch, match_columns(source.columns), Reading())
    assert values(rows, "stock_code", "description", "country") == [("", "", "Unspecified")]


def test_hashes_are_equal_for_equal_lines_only(tmp_path: Path) -> None:
    lines = [
        row(),
        row(price="2.5"),
        row(country="FR"),
        row(at="2024-05-06T10:30:00"),
        row(stock="B"),
        row(customer=""),
    ]
    rows, _ = cleaned(tmp_path, *lines)
    hashes = Hashes(rows).of(NAMES).tolist()
    assert len(set(hashes[:4])) == 1
    assert len(set(hashes)) == 3
