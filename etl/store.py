"""Rows of a file -> the store, inside the caller's transaction: COPY into a staging table, then set-based SQL."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from etl.cleaning import clean_batch
from etl.countries import country_row
from etl.evidence import Reading
from etl.readers import read_batches
from etl.sources import Source
from etl.staging import COLUMNS, REJECTED_COLUMNS, Repeats, encode, encode_rejected
from warehouse.bulk import copy_in, read_sql_file
from warehouse.console import progress
from warehouse.schema import countries, guest_transactions, transactions

# A loader that dies is noticed within seconds even in the middle of a long statement, and its transaction ends.
_SESSION = (
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    "set local work_mem = '256MB'",
)
_SPILL = 8 << 20  # bytes of rejected rows kept in memory
_ANALYZED = ("transactions", "guest_transactions", "customers", "countries")
Item = TypeVar("Item")


def store(
    connection: Connection, load_id: int, source: Source, where: Mapping[str, int], reading: Reading, rows: int
) -> dict[str, Any]:
    """Bring the rows of a source into the tables; the counts of a LoadReport. Nothing is committed here."""
    for statement in _SESSION:
        connection.execute(text(statement))
    _run(connection, "staged_lines.sql")
    connection.execute(
        text("create temporary table dropped_lines (line_number bigint, is_known boolean) on commit drop")
    )
    staged, rejected = _copy(connection, load_id, source, where, reading, rows)
    with progress("Storing", total=8) as advance:
        connection.execute(text("analyze staged_lines"))
        for name in _steps(connection):
            _run(connection, name, advance)
        counts = _counts(connection)
        _add_countries(connection)
        _add_lines(connection, load_id)
        advance(2)
        _run(connection, "customers.sql", advance)
        for table in _ANALYZED:
            connection.execute(text(f"analyze {table}"))
    loaded = staged - counts["rows_duplicate"] - counts["rows_known"]
    rejections = sum(rejected.values())
    totals = {"rows_read": staged + rejections, "rows_loaded": loaded, "rows_rejected": rejections}
    return counts | totals | {"rejected": dict(rejected.most_common())}


def has_plain_invoices(connection: Connection) -> bool:
    """Whether any stored invoice number begins with something other than a C and a digit."""
    plain = "select exists (select from {} where invoice_no !~* '^c[0-9]')"
    return any(connection.scalar(text(plain.format(table))) for table in ("transactions", "guest_transactions"))


def _run(connection: Connection, name: str, advance: Any = None, **parameters: Any) -> Any:
    result = connection.execute(text(read_sql_file("etl.sql", name)), parameters)
    if advance:
        advance(1)
    return result


def _copy(
    connection: Connection, load_id: int, source: Source, where: Mapping[str, int], reading: Reading, rows: int
) -> tuple[int, Counter[str]]:
    """Copy clean rows into staging while the next ones are parsed; rejected rows wait on the side, then follow."""
    reasons: Counter[str] = Counter()
    repeats = Repeats()
    with tempfile.SpooledTemporaryFile(_SPILL) as aside, progress(f"Loading {source.path.name}", total=rows) as advance:

        def chunks() -> Iterator[bytes]:
            for batch in read_batches(source):
                clean, rejected = clean_batch(batch, where, reading, source.delimiter)
                if rejected:
                    reasons.update(row.reason for row in rejected)
                    aside.write(encode_rejected(load_id, rejected))
                advance(len(clean.lines) + len(rejected))
                yield encode(clean, repeats)

        staged = copy_in(connection, "staged_lines", COLUMNS, _ahead(chunks()))
        aside.seek(0)
        copy_in(connection, "rejected_rows", REJECTED_COLUMNS, iter(lambda: aside.read(1 << 20), b""))
    return staged, reasons


def _ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made in a thread while the one before it is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item


def _is_empty(connection: Connection, table: Table) -> bool:
    return not connection.scalar(select(exists(select(1).select_from(table))))


def _counts(connection: Connection) -> dict[str, Any]:
    return dict(_run(connection, "staged_counts.sql").mappings().one())


def _steps(connection: Connection) -> Iterator[str]:
    yield "staged_invoices.sql"
    yield "repeated_lines.sql"
    if not (_is_empty(connection, transactions) and _is_empty(connection, guest_transactions)):
        yield "known_lines.sql"


def _add_countries(connection: Connection) -> None:
    named = [
        country_row(country) for (country,) in connection.execute(text("select distinct country from staged_invoices"))
    ]
    if named:
        rows = [dict(zip(("country", "name", "alpha_3"), row, strict=True)) for row in named]
        connection.execute(insert(countries).on_conflict_do_nothing(), rows)


def _add_lines(connection: Connection, load_id: int) -> None:
    """Insert the new lines. Into empty tables, the index is built afterwards, in one go: a third of the time."""
    connection.execute(text("analyze dropped_lines"))
    for table in (transactions, guest_transactions):
        rebuilt = list(table.indexes) if _is_empty(connection, table) else []
        for index in rebuilt:
            index.drop(connection)
        _run(connection, f"{table.name}.sql", load_id=load_id)
        for index in rebuilt:
            index.create(connection)
