"""The rejected rows of a load, to be read and to be repaired: as many as there are, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, exists, select

from dashboard.queries.customers.harmless import harmless
from warehouse.schema import loads, rejected_rows

AT_ONCE = 10_000
HIGHEST = 2**63 - 1  # number that a load can have


@dataclass(frozen=True)
class Shape:
    """How the file of a load was written."""

    header: tuple[str, ...]
    delimiter: str


def shape(connection: Connection, load_id: int) -> Shape | None:
    """None where there is no such load, or it rejected nothing."""
    if load_id > HIGHEST:
        return None
    r = rejected_rows.c
    statement = select(loads.c.details).where(loads.c.load_id == load_id, exists().where(r.load_id == load_id))
    found = connection.execute(statement).first()
    if found is None:
        return None
    details = found.details or {}
    return Shape(tuple(details.get("header") or ()), details.get("delimiter") or ",")


def harmless_rows(connection: Connection, load_id: int) -> Iterator[Row]:
    """Line number, reason, and the row without what a spreadsheet would run."""
    r = rejected_rows.c
    statement = select(r.line_number, harmless(r.reason), harmless(r.raw)).where(r.load_id == load_id)
    yield from connection.execution_options(yield_per=AT_ONCE).execute(statement.order_by(r.line_number))


def raw_rows(connection: Connection, load_id: int) -> Iterator[str]:
    """The rows as they came."""
    r = rejected_rows.c
    statement = select(r.raw).where(r.load_id == load_id).order_by(r.line_number)
    yield from connection.execution_options(yield_per=AT_ONCE).scalars(statement)
