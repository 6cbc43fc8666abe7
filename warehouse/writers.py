"""One writer at a time: a load, an undoing, a model run.

The lock belongs to the very transaction that writes. A lock of the session would be worth nothing behind a pool that
hands each transaction another session, such as PgBouncer's `pool_mode = transaction`: it would stay with a session that
somebody else gets next, and the writer would go on without it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select, text

from warehouse.schema.base import WRITER_GATE, WRITER_LOCK

# A writer waits for another for as long as that takes, and may compute for minutes between two of its statements.
_PATIENT = (
    "set local statement_timeout = 0",
    "set local lock_timeout = 0",
    "set local idle_in_transaction_session_timeout = 0",
)
# Seen in the list of locks, not tried: whoever tries holds it for a moment, and a load would have to wait for that.
_HELD = text(
    "select exists (select from pg_locks where locktype = 'advisory' and granted"
    " and classid = 0 and objid = cast(cast(:lock as bigint) as oid) and objsubid = 1"
    " and database = (select oid from pg_database where datname = current_database()))"
)


@contextmanager
def sole_writer(engine: Engine, waits: Callable[[], None], one_snapshot: bool = False) -> Iterator[Connection]:
    """A connection inside a transaction that holds the writer's lock until it ends, by commit, rollback or death.

    Waits for another writer's end and calls `waits` once before it does. With `one_snapshot` all statements see the
    store as the writer before left it. The caller commits; what it did not commit is gone at the block's end.
    """
    with engine.connect() as connection:
        # The snapshot is taken before a statement waits for a lock. So wait in a transaction of its own, while the
        # gate keeps others from coming in between, and then take the lock, for which nobody has to wait any more.
        with engine.connect() as gate, gate.begin():
            _patient(gate)
            told = _take(gate, WRITER_GATE, waits)
            _patient(connection)
            _take(connection, WRITER_LOCK, (lambda: None) if told else waits)
            if one_snapshot:
                connection.rollback()
                connection.execute(text("set transaction isolation level repeatable read"))
                _patient(connection)
                _take(connection, WRITER_LOCK, lambda: None)
        yield connection


def is_written(connection: Connection) -> bool:
    """Whether a writer is at work now; needs no more than the right to connect."""
    return bool(connection.scalar(_HELD, {"lock": WRITER_LOCK}))


def _patient(connection: Connection) -> None:
    for statement in _PATIENT:
        connection.execute(text(statement))


def _take(connection: Connection, lock: int, waits: Callable[[], None]) -> bool:
    """Take a lock for this transaction; whether there was anybody to wait for."""
    if connection.scalar(select(func.pg_try_advisory_xact_lock(lock))):
        return False
    waits()
    connection.execute(select(func.pg_advisory_xact_lock(lock)))
    return True
