"""The loads table: who loads now, what was loaded, what was cut short; and the lock that lets one run."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, exists, func, insert, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from etl.files.sources import Source
from warehouse.errors import RegularsError
from warehouse.explain import explain
from warehouse.forgotten import known
from warehouse.schema import WRITER_LOCK, guest_transactions, loads, segmentations, transactions
from warehouse.scratch import room_for_temporary_files
from warehouse.writers import sole_writer

_LINES = (transactions, guest_transactions)
INTERRUPTED = "the loader was interrupted"
READ_ONLY = ("42501", "25006")  # SQLSTATE: no right to write; a transaction or server that only reads
COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_rejected", "rows_known", "invoices", "customers")
PERIOD = ("first_invoiced_at", "last_invoiced_at")


@contextmanager
def writing(engine: Engine, notify: Callable[[str], None]) -> Iterator[Connection]:
    """A connection in a transaction that holds the writer's lock until its end; waits for another's, and says so.

    Loads found running by whoever holds the lock are dead: they are marked failed. Commit once, at the end.
    """
    room_for_temporary_files()
    waiting = "Another load is running; waiting for it to finish ..."
    with sole_writer(engine, lambda: notify(waiting)) as connection:
        with engine.begin() as other:
            other.execute(_INTERRUPT)
        yield connection


def tidy(engine: Engine) -> None:
    """Mark loads that died as failed, unless a live one runs; remove what they kept of standard input.

    Who may only read the store leaves them as they are.
    """
    room_for_temporary_files()
    try:
        with engine.begin() as connection:
            if connection.scalar(_ANY_RUNNING) and connection.scalar(_NOBODY_ELSE):
                connection.execute(_INTERRUPT)
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) not in READ_ONLY:
            raise


# Whoever holds the lock knows that nobody else loads.
_INTERRUPT = (
    update(loads)
    .where(loads.c.status == "running")
    .values(status="failed", error=INTERRUPTED, finished_at=func.clock_timestamp())
)
_NOBODY_ELSE = select(func.pg_try_advisory_xact_lock(WRITER_LOCK))
_ANY_RUNNING = select(exists().where(loads.c.status == "running"))


def begin(engine: Engine, file_name: str, sha256: str, details: Mapping[str, Any]) -> int:
    """Write the running row of a load, in a transaction of its own beside the one that loads; its load_id."""
    row = {"file_name": file_name, "sha256": sha256, "status": "running", "details": details}
    statement = insert(loads).values(started_at=func.clock_timestamp(), **row).returning(loads.c.load_id)
    with engine.begin() as other:
        return int(other.execute(statement).scalar_one())


@dataclass
class Entry:
    """The row of a load in the loads table: what the load brings for it."""

    load_id: int  # 0 of a dry run, which has no row
    counts: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] | None = None  # where the whole file told more than was known at the beginning

    @property
    def number(self) -> int | None:
        """Of the row; None of a dry run."""
        return self.load_id or None


@contextmanager
def entered(
    engine: Engine, connection: Connection, file: Source, details: Mapping[str, Any], dry_run: bool = False
) -> Iterator[Entry]:
    """The work of a load goes inside: its entry, which is committed with it, with the counts that it was given.

    Whatever goes wrong is written into the load's row and raised. A dry run has no row, and nothing of it stays.
    """
    if dry_run:
        yield Entry(0)
        connection.rollback()
        return
    entry = Entry(begin(engine, known(connection).in_name(file.name), file.sha256, details))
    try:
        yield entry
        finish(connection, entry)
        connection.commit()
    except BaseException as error:
        with contextlib.suppress(SQLAlchemyError):  # it may hold the row that is to be written, or be lost
            connection.rollback()
        fail(engine, entry.load_id, failure_sentence(error))
        raise


def finish(connection: Connection, entry: Entry) -> None:
    """Turn the running row into a done one, as part of the load's own transaction."""
    values = {name: entry.counts[name] for name in (*COUNTS, *PERIOD)}
    if entry.details is not None:
        values["details"] = entry.details
    if entry.counts["rows_loaded"]:
        mark_stale(connection)
    connection.execute(
        update(loads)
        .where(loads.c.load_id == entry.load_id)
        .values(status="done", finished_at=func.clock_timestamp(), **values)
    )


def mark_stale(connection: Connection) -> None:
    """Say of what was worked out of the store that it no longer tells all; part of the transaction that changes it."""
    stale = update(segmentations).where(segmentations.c.published, ~segmentations.c.is_stale)
    connection.execute(stale.values(is_stale=True))


def fail(engine: Engine, load_id: int, sentence: str) -> None:
    """Turn the running row into a failed one; left to the next start when the database cannot be reached."""
    with contextlib.suppress(Exception), engine.begin() as connection:
        connection.execute(
            update(loads)
            # The next writer may have been faster to call it interrupted; this one knows why.
            .where(loads.c.load_id == load_id, loads.c.status != "done")
            .values(status="failed", error=sentence, finished_at=func.clock_timestamp())
        )


def failure_sentence(error: BaseException) -> str:
    """What a failed load is said to have died of."""
    if isinstance(error, RegularsError):
        return str(error)
    explained = explain(error)
    return str(explained) if explained else INTERRUPTED
