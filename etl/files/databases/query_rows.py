"""The answer of a database to a question -> a source: read once, a piece at a time, and kept on disk meanwhile."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, CursorResult
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from etl.files.databases.addresses import named, opened, parsed
from etl.files.databases.cell_text import cell_text, is_text
from etl.files.databases.failures import explained
from etl.files.databases.questions import one_question
from etl.files.inputs.inputs import Input, shown
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable, storable, text_column, without_blank
from etl.files.sources import DATABASE, Source
from etl.files.text.table_shape import MOST_COLUMNS
from warehouse.errors import InputError, NoTableError

_ROWS = 1 << 14  # of a piece
_READ_ONLY = {"mysql": "set session transaction read only", "sqlite": "pragma query_only = on"}
Advance = Callable[[int], None]


def read_query(address: str, query: str, advance: Advance = lambda _rows: None) -> Source:
    """What a database answers to a question, as a source; `advance` is told how many rows came.

    The question runs in a transaction that can only read. The source is called by the address, without password, and
    the question. Raises InputError when it is several questions, the database cannot be reached, the question fails,
    or a value holds values.
    """
    url, question = parsed(address), one_question(query)
    engine = opened(url)
    try:
        with engine.connect() as connection:
            return _source(url, query, _asked(connection, question), advance)
    except DBAPIError as error:
        raise explained(error, url) from error
    except (OverflowError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise InputError(f"{named(url)} gives text that is none of its encoding: cast it in the query.") from error
        raise InputError(f"{named(url)} gives a date that no calendar has ({error}): leave it out.") from error
    finally:
        engine.dispose()


def _asked(connection: Connection, question: str) -> CursorResult[Any]:
    """The answer, which stays with the server until it is read."""
    dialect = connection.dialect.name
    options: dict[str, Any] = {"stream_results": True, "no_parameters": True, "max_row_buffer": _ROWS}
    if dialect == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    else:
        connection.exec_driver_sql(_READ_ONLY[dialect])
        connection.rollback()  # the next transaction is the one that only reads
    asked = connection.exec_driver_sql(question, execution_options=options)
    if not asked.returns_rows:
        raise InputError("The query gives no rows: it has to be a question, such as select … from orders.")
    return asked


def _source(url: URL, query: str, asked: CursorResult[Any], advance: Advance) -> Source:
    name = shown(f"{named(url)} {' '.join(query.split())}")
    columns = tuple(storable(str(label).strip()) for label in asked.keys())  # noqa: SIM118 (no mapping)
    if len(columns) > MOST_COLUMNS:
        raise InputError(f"The query gives {len(columns):,} columns; at most {MOST_COLUMNS:,} can be read. Name fewer.")
    spool, checksum, line = BatchSpool(), hashlib.sha256(repr(columns).encode()), 0
    texts: set[int] = set()
    filled: set[int] = set()
    for rows in asked.partitions(_ROWS):
        cells = list(zip(*rows, strict=True))
        for at, values in enumerate(cells):
            filled |= {at} if any(value is not None for value in values) else set()
            texts |= {at} if any(map(is_text, values)) else set()
        written = [_written(columns[at], values) for at, values in enumerate(cells)]
        checksum.update(repr(written).encode("utf-8", "backslashreplace"))
        lines = np.arange(line + 1, line + 1 + len(rows), dtype=np.int64)
        spool.add(without_blank(Batch([text_column(values) for values in written], lines), ","))
        line += len(rows)
        advance(len(rows))
    if not spool.rows:
        raise NoTableError("The query gives columns and no rows. Check what it asks for.")
    return Source(
        path=Path(),
        size=0,
        modified=0,
        delimiter=",",
        columns=columns,
        sha256=checksum.hexdigest(),
        canonical=frozenset(filled - texts),
        item=Input(Path(), given_name=name),
        kind=DATABASE,
        table=SpooledTable(len(columns), ((spool, 0),)),
    )


def _written(column: str, values: Sequence[Any]) -> list[str]:
    try:
        return [cell_text(value) for value in values]
    except TypeError as error:
        raise InputError(
            f"Column {column} holds values within values ({error}): ask for one value per row and column."
        ) from None
