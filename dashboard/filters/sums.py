"""What was summed up once over the customers of an audience, for the questions that come after."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol

from cachetools import LRUCache
from sqlalchemy import Connection

Columns = tuple[str, ...]  # as PostgreSQL writes arrays, one a column
MOST_LETTERS = 60_000_000  # of all audiences together, a byte each


class Beside(Protocol):
    """Where other processes keep theirs."""

    def find(self, connection: Connection, key: Hashable) -> Columns | None:
        """What another one summed up for the key."""

    def keep(self, key: Hashable, found: Columns) -> None:
        """Let the others have it."""


def _letters(found: Columns | None) -> int:
    return 1 + sum(map(len, found or ()))


class Sums:
    """One an audience as it is now. All of them share the room there is: what was asked for last stays."""

    _kept: LRUCache[Hashable, Columns | None] = LRUCache(MOST_LETTERS, _letters)
    _all = Lock()

    def __init__(self) -> None:
        self._locks: dict[Hashable, Lock] = {}
        self.beside: Beside | None = None

    def once(self, connection: Connection, key: Hashable, compute: Callable[[], Columns | None]) -> Columns | None:
        """What `compute()` gives for a key, the first time; whoever asks meanwhile waits. None: too much to keep."""
        own = (self, key)
        with self._all:
            if own in self._kept:
                return self._kept[own]
            lock = self._locks.setdefault(key, Lock())
        with lock:
            with self._all:
                if own in self._kept:
                    return self._kept[own]
            found = self._found(connection, key, compute)
            with self._all:
                self._kept[own] = found if _letters(found) <= MOST_LETTERS else None
            return found

    def _found(self, connection: Connection, key: Hashable, compute: Callable[[], Columns | None]) -> Columns | None:
        if self.beside is not None and (other := self.beside.find(connection, key)) is not None:
            return other
        found = compute()
        if self.beside is not None and found is not None:
            self.beside.keep(key, found)
        return found
