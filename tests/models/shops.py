"""Invoice lines and customer frames for the tests of the models, and stores that are filled with them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Table

from models.publishing.fit import Options, fit
from tests.databases import filled_once
from warehouse.schema import OF_USERS, customers, guest_transactions, metadata, transactions

Line = dict[str, Any]
Homes = dict[str, str | None]


def line(customer_id: str | None, invoice_no: str, at: str | datetime, **values: Any) -> Line:
    """One invoice line; a guest's with customer None. Kind follows quantity and price unless given."""
    quantity, price = Decimal(str(values.pop("quantity", 1))), Decimal(str(values.pop("price", "10")))
    kind = "free" if price == 0 else "adjustment" if price < 0 else "return" if quantity < 0 else "sale"
    row = {
        "customer_id": customer_id,
        "invoice_no": invoice_no,
        "invoiced_at": datetime.fromisoformat(at) if isinstance(at, str) else at,
        "stock_code": "85123A",
        "description": "WHITE HEART",
        "quantity": quantity,
        "unit_price": price,
        "country": "GB",
        "kind": kind,
        "load_id": 1,
    }
    return row | values


def put(engine: Engine, lines: Iterable[Line], homes: Homes | None = None) -> None:
    """Replace all there is by the lines and the customers."""
    lines = list(lines)
    known = {row["customer_id"]: row["country"] for row in lines if row["customer_id"] is not None} | (homes or {})
    rows = [row for row in lines if row["customer_id"] is not None]
    guests = [
        {name: value for name, value in row.items() if name != "customer_id"}
        for row in lines
        if row["customer_id"] is None
    ]
    with engine.begin() as connection:
        kept = {table.name for table in OF_USERS}
        connection.exec_driver_sql("; ".join(f"delete from {name}" for name in metadata.tables if name not in kept))
        _copy(connection, transactions, rows)
        _copy(connection, guest_transactions, guests)
        _copy(connection, customers, [{"customer_id": name, "country": home} for name, home in known.items()])


def _copy(connection: Connection, table: Table, rows: Sequence[Line]) -> None:
    """Put rows of the same columns into a table: in a tenth of the time that inserting them takes."""
    if rows:
        written = "".join("\t".join(map(_written, row.values())) + "\n" for row in rows)
        with connection.connection.cursor() as cursor:
            cursor.copy_expert(f"copy {table.name} ({', '.join(rows[0])}) from stdin", StringIO(written))


def _written(value: object) -> str:
    if value is None:
        return r"\N"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def fitted_once(server_url: str, name: str, lines: Iterable[Line], homes: Homes | None = None) -> str:
    """The name of a template with these lines and customers, fitted: for tests of which each would do so itself."""

    def fill(engine: Engine) -> None:
        put(engine, lines, homes)
        fit(engine, Options(k=3))

    return filled_once(server_url, name, fill)


def customer_frame(recency: Iterable[int], frequency: Iterable[int], monetary: Iterable[Any]) -> pd.DataFrame:
    """Customers as `features.read_customers` gives them, in pandas' own types."""
    frame = pd.DataFrame({"recency_days": recency, "frequency": frequency, "monetary": monetary})
    ids = [f"C{number:06d}" for number in range(len(frame))]
    keys = [int(hashlib.md5(name.encode()).hexdigest()[:15], 16) for name in ids]
    return frame.assign(customer_id=ids, sample_key=keys)


def planted_customers(size: int, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """Four well-separated groups of customers and which one each belongs to."""
    random = np.random.default_rng(seed)
    centres = np.array([[2.3, 3.0, 9.0], [4.0, 1.2, 7.2], [3.2, 0.8, 4.5], [5.8, 0.75, 5.5]])
    planted = random.integers(0, 4, size)
    logs = centres[planted] + random.normal(scale=[0.15, 0.08, 0.2], size=(size, 3))
    recency, frequency, monetary = np.maximum(np.expm1(logs), [1, 1, 1]).round().astype(int).T
    return customer_frame(recency, frequency, monetary), planted
