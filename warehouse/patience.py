"""How long a program waits for the database's answer: a server that is frozen or cut off answers nothing at all.

libpq waits for ever for a server that took a question and then said no more. Programs that people wait for are told
by a watch of their own: it cuts the connection, which ends the waiting with an error, and the pool makes a new one.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

CONNECT_SECONDS = 5
PING_SECONDS = 4  # of the pool's question whether a connection lives: with another one made in its place below ten
_LOOKS = 0.25  # seconds from one look to the next
_CUT = "timeout expired: the database did not answer in time"


class _Watch:
    """Who waits for an answer until when; a thread cuts the connections of those that wait too long."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self._waiting: dict[object, tuple[float, int]] = {}  # who waits -> until when, at which socket
        self._cut: set[object] = set()
        self._process = 0  # whose thread looks: a fork has none

    @contextmanager
    def waiting(self, connection: Any) -> Iterator[None]:
        """Within the block the connection may wait for its answer, and not for longer than that; less for a ping."""
        if connection.closed:
            yield
            return
        mark = object()
        seconds = min(self._seconds, PING_SECONDS) if connection.autocommit else self._seconds  # as SQLAlchemy pings
        with self._lock:
            self._begin()
            self._waiting[mark] = (time.monotonic() + seconds, connection.fileno())
        try:
            yield
        except psycopg2.Error as error:
            if mark in self._cut:
                raise psycopg2.OperationalError(_CUT) from error
            raise
        finally:
            with self._lock:
                self._waiting.pop(mark, None)
                self._cut.discard(mark)

    def _begin(self) -> None:
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._look, name="patience", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(_LOOKS)
            with self._lock:  # so that none of them ends its waiting, and its socket becomes another's, meanwhile
                now = time.monotonic()
                for mark, (until, descriptor) in self._waiting.items():
                    if until < now and mark not in self._cut:
                        self._cut.add(mark)
                        _shut(descriptor)


def _shut(descriptor: int) -> None:
    try:
        with socket.socket(fileno=os.dup(descriptor)) as same:
            same.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it is gone already


def options(seconds: float) -> dict[str, Any]:
    """What psycopg2 is to connect with so that each answer is waited for that long; COPY may take its time.

    Who waits longer gets psycopg2's OperationalError, as of a connection that broke.
    """
    watch = _Watch(seconds)

    class Patient(Cursor):
        def execute(self, *arguments: Any) -> Any:
            with watch.waiting(self.connection):
                return super().execute(*arguments)

    class Limited(Connection):
        def rollback(self) -> None:
            with watch.waiting(self):
                super().rollback()

        def commit(self) -> None:
            with watch.waiting(self):
                super().commit()

    return {"connection_factory": Limited, "cursor_factory": Patient, "connect_timeout": CONNECT_SECONDS}
