"""What was summed up once over the customers of an audience, for the questions that come after."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from cachetools import LRUCache
from sqlalchemy import Connection

Columns = tuple[str, ...]  # as PostgreSQL writes arrays, one a column
MOST_LETTERS = 60_000_000  # of all audiences together, a byte each


@dataclass(frozen=True)
class Place:
    """Where sums lie in the database, for all processes, and what they hang on."""

    key: bytes
    erased_at: str | None
    version: tuple[int, ...]
    seal: Callable[[bytes], str]  # which the processes of this server alone can make
    known: MutableMapping[bytes, object]  # of each key the rows whose seal this process has looked at


class Beside(Protocol):
    """The way to them."""

    def place(self, key: Hashable) -> Place:
        """The place of a mart's."""

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection to put them there, beside the one that asks."""


def _letters(found: Columns | None) -> int:
    return 1 + sum(map(len, found or ()))


class Sums:
    """One an audience as it is now. All of them share the room there is: what was asked for last stays."""

    _kept: LRUCache[Hashable, Columns | None] = LRUCache(MOST_LETTERS, _letters)
    _all = Lock()

    def __init__(self) -> None:
        self._locks: dict[Hashable, Lock] = {}
        self.beside: Beside | None = None  # without one they are brought along with each question

    def once(self, key: Hashable, compute: Callable[[], Columns | None]) -> Columns | None:
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
            found = compute()
            with self._all:
                self._kept[own] = found if _letters(found) <= MOST_LETTERS else None
            return found
