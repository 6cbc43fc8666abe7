"""Small transactions files for tests."""

import gzip
from pathlib import Path

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
