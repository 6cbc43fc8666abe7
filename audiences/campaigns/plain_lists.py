"""Lists that are a query's own columns, as of segments and customers: kept as they are, and written from that."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, func, insert, literal, select, true

from audiences.campaigns.ledger import SENT, TABLE, Delivery, File, Leaving, add_files, values_of
from warehouse.bulk import copy_out
from warehouse.schema import delivered, deliveries, delivery_members

BYTE_ORDER_MARK = "\ufeff".encode()
COLUMNS, HAS_MARK = "columns", "has_mark"  # of what is kept of how the rows were chosen


def keep(
    connection: Connection,
    statement: Select[Any],
    name: str,
    asked: dict[str, Any],
    has_mark: bool,
    made_by: str | None,
    left_out: Mapping[str, int] | None = None,
) -> int:
    """Put a list on record with all its rows, by one statement; its number. The caller commits.

    `left_out` says how many are not in it, by reason.

    `statement` has a row a customer, with columns `customer_id` and `segment`, by customer number.
    """
    names = [column.name for column in statement.selected_columns]
    listed = statement.order_by(None).cte("listed")
    filters = {**asked, COLUMNS: names, HAS_MARK: has_mark}
    values = values_of(Leaving(name, TABLE, 0, left_out=left_out or {}, filters=filters, made_by=made_by))
    counted = select(func.count()).select_from(listed).scalar_subquery()
    left = insert(deliveries).values(values | {"rows": counted}).returning(deliveries.c.delivery_id).cte("left_now")
    members = select(
        left.c.delivery_id,
        listed.c.customer_id,
        literal(SENT),
        listed.c.segment,
        func.row_number().over(order_by=listed.c.customer_id),
        func.jsonb_build_array(*listed.c),
    ).select_from(left.join(listed, true()))
    wanted = ("delivery_id", "customer_id", "role", "segment", "place", "sent_as")
    put = insert(delivery_members).from_select(wanted, members).returning(delivery_members.c.delivery_id).cte("put")
    number = connection.scalar(select(left.c.delivery_id).add_cte(put))
    assert number is not None
    return int(number)


def stream(connection: Connection, one: Delivery) -> Generator[bytes]:
    """The file's bytes, the same whenever they are asked for; a page of them at a time."""
    filters = one.leaving.filters
    yield from marked(connection, _cells(one.delivery_id, filters[COLUMNS]), filters[HAS_MARK])


def marked(connection: Connection, statement: Select[Any], has_mark: bool) -> Generator[bytes]:
    """A query's rows as a file; with a byte order mark where it is made for spreadsheets."""
    with closing(copy_out(connection, statement)) as pieces:
        head = next(pieces, b"")  # before anything is promised, the mark included
        yield BYTE_ORDER_MARK + head if has_mark else head
        yield from pieces


def noting(connection_of: Any, one: Delivery, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces; when all are gone, the file is on record: `connection_of()` is a transaction to write it in."""
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    file = File(f"{one.leaving.name}.csv", one.leaving.rows, size, digest.hexdigest())
    with connection_of() as connection:
        add_files(connection, one.delivery_id, [file])


def _cells(delivery_id: int, names: Sequence[str]) -> Select[Any]:
    d = delivered.c
    cells: list[Any] = [d.sent_as[place].astext.label(name) for place, name in enumerate(names)]
    return select(*cells).where(d.delivery_id == delivery_id).order_by(d.place)
