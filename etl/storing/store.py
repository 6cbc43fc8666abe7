"""Rows of a file -> the store, inside the caller's transaction: COPY what is certainly new, compare the rest in SQL."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Index, Table, func, select, text

from etl.files.readers import Batch, read_batches
from etl.files.rows.read_ahead import ahead
from etl.recognition.planning import Plan
from etl.storing.comparing.candidates import add_candidates
from etl.storing.copying.copy_batches import GUEST_COLUMNS, LINE_COLUMNS
from etl.storing.copying.order_numbers import said_of_numbers
from etl.storing.copying.rejected_rows import REJECTED_COLUMNS
from etl.storing.copying.streams import Period, Streams
from etl.storing.earlier_loads import stored_period
from etl.storing.erased import as_guests, without_texts
from etl.storing.home_countries import add_customers
from etl.storing.statements import prepare, run_file
from etl.storing.tolerance import Tolerance, second_table
from etl.values.cleaning import clean_batch
from etl.values.order_numbers_above import fill_down
from etl.values.row_identity import ROW_ID
from warehouse.bulk import Form, copy_in
from warehouse.bulk.binary_rows import HEADER, TRAILER
from warehouse.forgotten import Forgotten, known, renew
from warehouse.schema import OF_LOAD, countries, customers, guest_transactions, transactions
from wording.console import progress
from wording.languages import say

See = Callable[[Batch], None]
_LINES = (transactions, guest_transactions)
_FIRST = 100_000  # lines, which tell how a shop numbers its invoices
_WORTH_ANALYZING = 0.05  # of a table's rows; below that its statistics stay true enough


def store(
    connection: Connection, load_id: int, plan: Plan, tolerance: Tolerance, see: See = lambda _batch: None
) -> dict[str, Any]:
    """Bring the rows of a file into the tables; the counts of a LoadReport. Nothing is committed here.

    `see` is shown each batch before its rows are stored.
    Raises InputError when more rows are rejected than is tolerated.
    """
    prepare(connection)
    connection.execute(select(func.set_config(OF_LOAD, str(load_id), True)))
    forgotten = known(connection)
    renew(connection)
    period = stored_period(connection)
    fresh, own = period is None, () if plan.apart.row_id is None else (ROW_ID,)
    with closing(Streams(load_id, plan.rows, Period(*period) if period else None, plan.apart)) as streams:
        with closing(_read(plan, streams, see, forgotten)) as lines:
            indexes = _empty(connection) if fresh else []
            loaded = _copy_lines(connection, lines, streams, "frozen" if fresh else "binary", own)
        seen = streams.rows - streams.added + streams.rejected.rows
        tolerance.check(plan.source.name, seen, streams.reasons, streams.examples, plan.columns)
        with progress(say("Indexing and storing"), total=4) as advance:
            for index in indexes:
                index.create(connection)
            _analyze(connection, loaded, _LINES)  # before anything is joined to them
            advance(2)
            copy_in(connection, "rejected_rows", REJECTED_COLUMNS, streams.rejected)
            compared = add_candidates(connection, load_id, streams.candidates, plan, is_first=fresh)
            dropped, again = dict(compared.known), compared.again
            advance(1)
            people = add_customers(connection, streams.invoices.homes, streams.invoices.countries)
            loaded += streams.candidates.rows - sum(dropped.values()) - again
            _analyze(connection, loaded, (customers, countries))
            advance(1)
        counts = streams.invoices.counts() | {"customers": people}
        said = _said_of_numbers(connection, load_id, streams, counts.pop("again"), fresh)
        if begins := second_table(streams.reasons.total(), streams.examples):
            said = [*said, f"A second table begins in {begins}; its rows are rejected. Save it as a file of its own."]
    repeated = streams.repeated + dropped.pop(load_id, 0)
    refunds = streams.added - again
    totals = {"rows_loaded": loaded - refunds, "rows_duplicate": repeated, "rows_known": sum(dropped.values())}
    rejected = {"rows_rejected": streams.rejected.rows, "rejected": dict(streams.reasons.most_common())}
    return (
        counts
        | totals
        | rejected
        | {"rows_read": seen, "known_in": dropped, "refunds": refunds, "erased": streams.erased}
        | {"retold": compared.retold, "said": said}
    )


def _said_of_numbers(connection: Connection, load_id: int, streams: Streams, within: int, is_first: bool) -> list[str]:
    """What became of orders whose number comes back, in this file or in the store, in sentences."""
    first = streams.invoices.numbered.asked()
    stored = [] if is_first else run_file(connection, "lines/numbers_again", load_id=load_id, **first).all()
    return said_of_numbers(within, len(set(zip(first["customers"], first["numbers"], strict=True))), stored)


def _read(plan: Plan, streams: Streams, see: See, forgotten: Forgotten) -> Generator[bytes]:
    """Lines of customers as COPY takes them; one thread parses, one cleans and packs, and the caller sends."""
    with progress(say("Loading {file}", file=plan.source.name), total=plan.rows, unit="rows") as advance:

        def pieces() -> Iterator[bytes]:
            yield HEADER
            corrections = plan.reading.corrections
            due = dict(corrections.refunds)
            batches = read_batches(plan.source)
            for batch in ahead(fill_down(batches, plan.where) if plan.reading.continued else batches):
                see(batch)
                clean, rejected = clean_batch(batch, plan.where, plan.reading, plan.source.delimiter, plan.apart)
                clean, erased = as_guests(clean, forgotten)
                streams.erased += erased
                rejected = without_texts(rejected, forgotten)
                streams.reject(rejected)
                yield streams.feed(clean)
                yield streams.feed(clean.returned(), added=True)
                if due:
                    yield streams.feed(clean.refunded(due, corrections.refund_label), added=True)
                advance(len(clean.lines) + len(rejected))
            yield TRAILER

        yield from ahead(pieces())


def _empty(connection: Connection) -> list[Index]:
    """Make empty tables fit to be filled fast; the indexes that they are to get afterwards, in one go."""
    indexes = [index for table in _LINES for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    connection.execute(text(f"truncate {', '.join(table.name for table in _LINES)}"))
    return indexes


def _copy_lines(
    connection: Connection, lines: Iterator[bytes], streams: Streams, form: Form, own: Sequence[str]
) -> int:
    """Copy what is certainly new, `own` being the last of its columns; how many lines that is."""
    copied = copy_in(connection, "transactions", (*LINE_COLUMNS, *own), lines, form)
    return copied + copy_in(connection, "guest_transactions", (*GUEST_COLUMNS, *own), streams.guests, form)


def _analyze(connection: Connection, loaded: int, tables: Sequence[Table]) -> None:
    """Let PostgreSQL look at tables that have grown by so much that it would plan for other ones."""
    for table in tables:
        known = connection.scalar(
            text("select reltuples from pg_class where oid = to_regclass(:name)"), {"name": table.name}
        )
        if loaded > _WORTH_ANALYZING * (known or 0):
            connection.execute(text(f"analyze {table.name}"))


def has_plain_invoices(connection: Connection) -> bool:
    """Whether the shop numbers its invoices in digits, as far as the first stored lines tell."""
    plain = "select exists (select from (select invoice_no from {} limit {}) as line where invoice_no ~ '^[0-9]+$')"
    return any(connection.scalar(text(plain.format(table, _FIRST))) for table in _LINES)
