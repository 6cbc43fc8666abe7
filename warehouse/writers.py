"""One writer at a time: a load, an undoing, a model run.

The lock belongs to the very transaction that writes. A lock of the session would be worth nothing behind a pool that
hands each transaction another session, such as PgBouncer's `pool_mode = transaction`: it would stay with a session that
somebody else gets next, and the writer would go on without it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select, text

from warehouse.schema import WRITER_GATE, WRITER_LOCK

_LOOKS = (0.05, 1.0)  # seconds from one try to the next: at first, and at most
# A writer may compute for minutes between two of its statements.
_PATIENT = text("set local idle_in_transaction_session_timeout = 0")
# A writer that was killed in the middle of a long statement would hold the lock to its end; not every system can tell.
_WATCHFUL = text(
    "do $$ begin perform set_config('client_connection_check_interval', '2s', true);"
    " exception when others then null; end $$"
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
    pause, most = _LOOKS
    with engine.connect() as connection:
        # Tried again and again rather than waited for: who waits in a transaction keeps a session of the pool, and
        # a few of them would keep all, also those that the writer needs to come to its end.
        while not _enter(engine, connection, one_snapshot):
            if pause == _LOOKS[0]:
                waits()
            time.sleep(pause)
            pause = min(pause * 1.5, most)
        yield connection


def _enter(engine: Engine, connection: Connection, one_snapshot: bool) -> bool:
    """Take the lock for a transaction of the connection unless another has it; whether it is taken.

    A snapshot is as old as the statement that asks for the lock, so another writer could end in between. The gate
    keeps others out between a first try, which shows that all have ended, and a second one with the snapshot.
    """
    with engine.connect() as gate:
        if not (_takes(gate, WRITER_GATE) and _takes(connection, WRITER_LOCK)):
            connection.rollback()
            return False
        if one_snapshot:
            connection.rollback()
            connection.execute(text("set transaction isolation level repeatable read"))
            _takes(connection, WRITER_LOCK)
        connection.execute(_PATIENT)
        connection.execute(_WATCHFUL)
        return True


def is_written(connection: Connection) -> bool:
    """Whether a writer is at work now; needs no more than the right to connect."""
    return bool(connection.scalar(_HELD, {"lock": WRITER_LOCK}))


def _takes(connection: Connection, lock: int) -> bool:
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(lock))))
