"""Small transactions files for tests, and what becomes of them."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input
from etl.files.readers import Ragged, read_batches
from etl.files.sources import look
from etl.storing.load import load_file

COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_rejected", "rows_known")
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def shop_file(folder: Path, *rows: str, name: str = "shop.csv", header: str = HEADER, encoding: str = "utf-8") -> Path:
    """A file of these rows under Online Retail's header; gzipped when its name says so."""
    data = "".join(f"{row}\n" for row in (header, *rows)).encode(encoding)
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def row(
    invoice: str = "1",
    stock: str = "A",
    description: str = "MUG",
    quantity: str = "2",
    at: str = "2024-05-06 10:30",
    price: str = "2.50",
    customer: str = "7",
    country: str = "France",
) -> str:
    """One line of such a file."""
    return ",".join((invoice, stock, description, quantity, at, price, customer, country))


def read_rows(named: Path | Input, columns: Sequence[str] | None = None) -> tuple[list[tuple[Any, ...]], list[Ragged]]:
    """(line, cells …) of each row of a file, and its ragged rows."""
    rows, ragged = [], []
    for batch in read_batches(fingerprint(look(named, columns))):
        rows += list(zip(batch.lines.tolist(), *(column.to_pylist() for column in batch.columns), strict=True))
        ragged += batch.ragged
    return rows, ragged


def rows_of(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def counted(engine: Engine, path: Path, **options: Any) -> tuple[int, ...]:
    """Load a file; its rows by COUNTS, which must add up."""
    report = load_file(engine, path, **options)
    assert report.rows_read == report.rows_loaded + report.rows_duplicate + report.rows_rejected + report.rows_known
    assert report.rows_rejected == sum(report.rejected.values())
    return tuple(getattr(report, name) for name in COUNTS)


def stored_rows(engine: Engine) -> dict[str, int]:
    """How many rows each table holds."""
    names = ("transactions", "guest_transactions", "rejected_rows", "customers")
    return {name: rows_of(engine, f"select count(*) from {name}")[0][0] for name in names}
