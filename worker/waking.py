"""Waiting until a job is asked for: woken by NOTIFY where the connection allows, else after a while."""

import contextlib
import select

import psycopg2
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from warehouse.jobs import CHANNEL


class Bell:
    """Hears `warehouse.jobs.enqueue`. A pool in front of the database may swallow that: so nobody waits for long."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def wait(self, seconds: float) -> None:
        """Return when it rings, and after `seconds` at the latest."""
        try:
            raw = self._listening()
            select.select([raw], [], [], seconds)
            raw.poll()
            raw.notifies.clear()
        except (SQLAlchemyError, psycopg2.Error, OSError, ValueError):
            self.close()
            select.select([], [], [], seconds)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError, psycopg2.Error):
                self._connection.invalidate()  # it listens: nobody else should have it
                self._connection.close()
            self._connection = None

    def _listening(self) -> "psycopg2.extensions.connection":
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.execute(text(f"listen {CHANNEL}"))
        raw = self._connection.connection.dbapi_connection
        return raw
