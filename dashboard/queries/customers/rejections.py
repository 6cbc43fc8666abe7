"""The rejected rows of a load, to be read and to be repaired: as many as there are, in constant memory.

Who may not see personal data gets their places and reasons alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, exists, select

from dashboard.queries.customers.harmless import harmless
from dashboard.queries.whole import whole_shop
from warehouse.schema import loads, rejected_lines

AT_ONCE = 10_000
HIGHEST = 2**63 - 1  # number that a load can have


@dataclass(frozen=True)
class Shape:
    """How the file of a load was written."""

    header: tuple[str, ...]
    delimiter: str


@whole_shop
def shape(connection: Connection, load_id: int) -> Shape | None:
    """None where there is no such load, or it rejected nothing."""
    if load_id > HIGHEST:
        return None
    r = rejected_lines.c
    statement = select(loads.c.details).where(loads.c.load_id == load_id, exists().where(r.load_id == load_id))
    found = connection.execute(statement).first()
    if found is None:
        return None
    details = found.details or {}
    return Shape(tuple(details.get("header") or ()), details.get("delimiter") or ",")


@whole_shop
def harmless_rows(connection: Connection, load_id: int) -> Iterator[Row]:
    """Line number, reason, and the row without what a spreadsheet would run."""
    r = rejected_lines.c
    statement = select(r.line_number, harmless(r.reason), harmless(r.raw)).where(r.load_id == load_id)
    yield from connection.execution_options(yield_per=AT_ONCE).execute(statement.order_by(r.line_number))


@whole_shop
def raw_rows(connection: Connection, load_id: int) -> Iterator[str]:
    """The rows as they came, for viewers of personal data."""
    r = rejected_lines.c
    statement = select(r.raw).where(r.load_id == load_id).order_by(r.line_number)
    yield from connection.execution_options(yield_per=AT_ONCE).scalars(statement)
