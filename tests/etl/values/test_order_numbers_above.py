"""Exports that name an order on its first line only."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy import Engine

from etl.files.rows.batches import Batch, Ragged
from etl.storing.load import load_file
from etl.values.order_numbers_above import continues, fill_down
from tests.etl.shop_files import rows_of

WHERE = {"invoice_no": 0, "customer_id": 1, "invoiced_at": 1, "stock_code": 2}


def batch(orders: str, dates: str, products: str, first_line: int = 2, ragged: tuple[int, ...] = ()) -> Batch:
    """Rows of one letter a cell, a blank being a point."""
    columns = [pa.array([cell.strip(".") for cell in cells]).dictionary_encode() for cells in (orders, dates, products)]
    lines = np.array([line for line in range(first_line, first_line + len(orders) + len(ragged)) if line not in ragged])
    return Batch(columns, lines, [Ragged(line, "?") for line in ragged])


def filled(*batches: Batch) -> list[str]:
    """The orders of batches once filled."""
    return ["".join(cell or "." for cell in each.columns[0].to_pylist()) for each in fill_down(batches, WHERE)]


def test_lines_get_the_order_above_over_batches() -> None:
    assert filled(batch("A..B", "d..d", "pqrp"), batch("..C.", "..d.", "qrpq", 6)) == ["AAAB", "BBCC"]


def test_only_lines_with_a_product_and_without_a_date_continue() -> None:
    assert filled(batch("A...", "d.d.", "pqr.")) == ["AA.."]


def test_below_a_row_of_the_wrong_length_nothing_continues() -> None:
    assert filled(batch("A..B.", "d..d.", "pqrpq", ragged=(4,))) == ["AA.BB"]
    assert filled(batch("A.", "d.", "pq", ragged=(4,)), batch(".", ".", "p", 5)) == ["AA", "."]


def test_a_few_such_lines_are_mistakes() -> None:
    assert continues(batch("A.B", "d.d", "pqp"), WHERE)
    assert not continues(batch("A" * 40 + ".", "d" * 40 + ".", "p" * 41), WHERE)
    assert not continues(batch("A.B", "ddd", "pqp"), WHERE)
    assert not continues(None, WHERE)


def test_exports_of_odoo_and_erpnext(engine: Engine, tmp_path: Path) -> None:
    (odoo := tmp_path / "odoo.csv").write_text(
        "Order Reference,Order Date,Customer,Total,Order Lines/Product,Order Lines/Quantity,"
        "Order Lines/Unit Price\n"
        "S1,2024-05-06 10:00:00,Ann,25.00,Mug,2.0,10.00\n,,,,Card,1.0,5.00\n"
        "S2,2024-05-07 11:00:00,Bob,10.00,Mug,1.0,10.00\n"
        ",,,35.00,,,\n"
    )
    report = load_file(engine, odoo)
    assert report.rejected == {"no invoice number": 1}  # the line of totals
    assert "Lines without Order Reference belong to the order above them." in report.notes
    (erpnext := tmp_path / "erpnext.csv").write_text(
        "ID,Customer,Date,Grand Total,Status,Item (Items),Quantity (Items),Rate (Items),Amount (Items)\n"
        "I1,007,2024-05-08,25.00,Paid,M,2,10.00,20.00\n,,,,,C,1,5.00,5.00\nI2,007,2024-05-09,9.00,Cancelled,M,1,9.00,9.00\n"
    )
    load_file(engine, erpnext)
    assert rows_of(
        engine,
        "select customer_id, invoice_no, kind, sum(quantity * unit_price) from transactions "
        "group by 1, 2, 3 order by 2",
    ) == [
        ("007", "I1", "sale", Decimal(25)),
        ("007", "I2", "adjustment", Decimal(9)),
        ("Ann", "S1", "sale", Decimal(25)),
        ("Bob", "S2", "sale", Decimal(10)),
    ]
