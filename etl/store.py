"""Rows of a file -> the store, inside the caller's transaction: COPY what is certainly new, compare the rest in SQL."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects.postgresql import insert

from etl.ahead import ahead
from etl.cleaning import clean_batch
from etl.countries import country_row
from etl.journal import stored_period
from etl.packed import CANDIDATE_COLUMNS, GUEST_COLUMNS, INVOICE_COLUMNS, LINE_COLUMNS
from etl.packing import HEADER, TRAILER
from etl.planning import Plan
from etl.readers import Batch, read_batches
from etl.spools import Spool
from etl.staging import REJECTED_COLUMNS
from etl.streams import Invoices, Period, Streams
from etl.tolerance import Tolerance
from warehouse.bulk import Form, copy_in, read_sql_file
from warehouse.console import progress
from warehouse.schema import countries, customers, guest_transactions, transactions

# A loader that dies is noticed within seconds even in the middle of a long statement, and its transaction ends.
_SESSION = (
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    "set local work_mem = '256MB'",
    "set local client_encoding = 'UTF8'",  # of the texts in binary rows
)
See = Callable[[Batch], None]
_LINES = (transactions, guest_transactions)
_COUNTRY = ("country", "name", "alpha_3")
_WORTH_ANALYZING = 0.05  # of a table's rows; below that its statistics stay true enough


def store(
    connection: Connection, load_id: int, plan: Plan, tolerance: Tolerance, see: See = lambda _batch: None
) -> dict[str, Any]:
    """Bring the rows of a file into the tables; the counts of a LoadReport. Nothing is committed here.

    `see` is shown each batch before its rows are stored.
    Raises InputError when more rows are rejected than is tolerated.
    """
    for statement in _SESSION:
        connection.execute(text(statement))
    period = stored_period(connection)
    with closing(Streams(load_id, plan.rows, Period(*period) if period else None)) as streams:
        with closing(_read(plan, streams, see)) as lines:
            loaded = _copy_lines(connection, lines, streams, fresh=period is None)
        seen = streams.rows + streams.rejected.rows
        tolerance.check(plan.source.name, seen, streams.reasons, streams.examples)
        with progress("Storing", total=4) as advance:
            copy_in(connection, "rejected_rows", REJECTED_COLUMNS, streams.rejected)
            dropped = _add_candidates(connection, load_id, streams.candidates)
            advance(2)
            counts = _add_customers(connection, streams.invoices)
            advance(2)
            loaded += streams.candidates.rows - sum(dropped.values())
            _analyze(connection, loaded, (customers, countries))
    repeated = dropped.pop(load_id, 0)
    totals = {"rows_loaded": loaded, "rows_duplicate": repeated, "rows_known": sum(dropped.values())}
    rejected = {"rows_rejected": streams.rejected.rows, "rejected": dict(streams.reasons.most_common())}
    return counts | totals | rejected | {"rows_read": seen, "known_in": dropped}


def _read(plan: Plan, streams: Streams, see: See) -> Generator[bytes]:
    """Lines of customers as COPY takes them; one thread parses, one cleans and packs, and the caller sends."""
    with progress(f"Loading {plan.source.name}", total=plan.rows) as advance:

        def pieces() -> Iterator[bytes]:
            yield HEADER
            for batch in ahead(read_batches(plan.source)):
                see(batch)
                clean, rejected = clean_batch(batch, plan.where, plan.reading, plan.source.delimiter)
                streams.reject(rejected)
                yield streams.feed(clean)
                advance(len(clean.lines) + len(rejected))
            yield TRAILER

        yield from ahead(pieces())


def _copy_lines(connection: Connection, lines: Iterator[bytes], streams: Streams, fresh: bool) -> int:
    """Copy what is certainly new; how many lines that is. Empty tables are indexed afterwards, in one go."""
    indexes = [index for table in _LINES for index in table.indexes] if fresh else []
    for index in indexes:
        index.drop(connection)
    form: Form = "binary"
    if fresh:
        form = "frozen"
        connection.execute(text(f"truncate {', '.join(table.name for table in _LINES)}"))
    copied = copy_in(connection, "transactions", LINE_COLUMNS, lines, form)
    copied += copy_in(connection, "guest_transactions", GUEST_COLUMNS, streams.guests, form)
    for index in indexes:
        index.create(connection)
    _analyze(connection, copied, _LINES)  # before anything is joined to them
    return copied


def _add_candidates(connection: Connection, load_id: int, candidates: Spool) -> dict[int, int]:
    """Store those of the lines put aside that are new; how many of the others equal lines of which load."""
    if not candidates.rows:
        return {}
    _run(connection, "staged_lines.sql")
    _run(connection, "dropped_lines.sql")
    copy_in(connection, "staged_lines", CANDIDATE_COLUMNS, candidates, "binary")
    connection.execute(text("analyze staged_lines"))
    _run(connection, "repeated_lines.sql", load_id=load_id)
    connection.execute(text("analyze dropped_lines"))
    _run(connection, "stored_lines.sql")
    connection.execute(text("analyze dropped_lines"))
    for table in _LINES:
        _run(connection, f"{table.name}.sql", load_id=load_id)
    return {row.load_id: row.lines for row in _run(connection, "dropped_counts.sql")}


def _add_customers(connection: Connection, invoices: Invoices) -> dict[str, Any]:
    """Store the customers and countries that the invoices name; what the file is about, as a LoadReport counts it."""
    _run(connection, "staged_invoices.sql")
    copy_in(connection, "staged_invoices", INVOICE_COLUMNS, invoices.rows, "binary")
    connection.execute(text("analyze staged_invoices"))
    if invoices.more.rows:
        _run(connection, "staged_more.sql")
        copy_in(connection, "staged_more", INVOICE_COLUMNS, invoices.more, "binary")
        connection.execute(text("analyze staged_more"))
        _run(connection, "merged_invoices.sql")
    if named := [dict(zip(_COUNTRY, country_row(label), strict=True)) for label in sorted(invoices.countries)]:
        connection.execute(insert(countries).on_conflict_do_nothing(), named)
    _run(connection, "customers.sql")
    return invoices.counts()


def _analyze(connection: Connection, loaded: int, tables: Sequence[Table]) -> None:
    """Let PostgreSQL look at tables that have grown by so much that it would plan for other ones."""
    for table in tables:
        known = connection.scalar(
            text("select reltuples from pg_class where oid = to_regclass(:name)"), {"name": table.name}
        )
        if loaded > _WORTH_ANALYZING * (known or 0):
            connection.execute(text(f"analyze {table.name}"))


def _run(connection: Connection, name: str, **parameters: Any) -> Any:
    return connection.execute(text(read_sql_file("etl.sql", name)), parameters)


def has_plain_invoices(connection: Connection) -> bool:
    """Whether any stored invoice number begins with something other than a C and a digit."""
    plain = "select exists (select from {} where invoice_no !~* '^c[0-9]')"
    return any(connection.scalar(text(plain.format(table))) for table in _LINES)
