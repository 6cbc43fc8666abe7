"""The tables that all segmentations share, as the last run left them, read back into an analysis with the lines."""

import pyarrow as pa
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, Numeric, Table, func, select

from models.features import lines
from models.features.sizes import WIDE
from models.store.analysis import Analysis
from warehouse.schema import customer_features, customer_months, guest_orders, orders, products

KINDS = {Date: pa.date32(), DateTime: pa.timestamp("us"), Integer: pa.int64(), Boolean: pa.bool_()}
KEPT = (
    (orders, ("customer_id", "invoice_no", "invoiced_at", "gross", "returns")),
    (guest_orders, ("invoice_no", "country", "invoiced_at", "gross", "returns", "units")),
    (customer_months, tuple(customer_months.c.keys())),
    (products, ("stock_code", "gross", "is_product")),
    (customer_features, ("customer_id", "country", "frequency", "sample_key")),
)


def recall(analysis: Analysis, found: lines.Lines) -> None:
    """Make the tables of `models.features.tables.rebuild` of what is stored, as far as marts ask them."""
    lines.read(analysis, found)
    decimals = _decimals(analysis.connection)
    for table, names in KEPT:
        types = {name: decimals if _is_decimal(table, name) else _kind(table, name) for name in names}
        analysis.read(table.name, f"select {', '.join(names)} from {table.name}", types)  # noqa: S608 own names only


def _decimals(connection: Connection) -> pa.Decimal128Type:
    """One type for all of them: DuckDB rounds what has more decimals than the type that it is put together with."""
    scales = [
        connection.scalar(select(func.max(func.min_scale(table.c[name])))) or 0
        for table, names in KEPT
        for name in names
        if _is_decimal(table, name)
    ]
    return pa.decimal128(WIDE, max(scales))


def _is_decimal(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, Numeric)


def _kind(table: Table, name: str) -> pa.DataType:
    return next((kind for own, kind in KINDS.items() if isinstance(table.c[name].type, own)), pa.string())
