"""What was summed up once over the customers of an audience, for the questions that come after."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

from cachetools import LRUCache

Columns = tuple[str, ...]  # as PostgreSQL writes arrays, one a column
MOST_LETTERS = 250_000_000  # of all audiences together, a byte each


def _letters(found: Columns | None) -> int:
    return 1 + sum(map(len, found or ()))


class Sums:
    """One an audience as it is now. All of them share the room there is: what was asked for last stays."""

    _kept: LRUCache[Hashable, Columns | None] = LRUCache(MOST_LETTERS, _letters)
    _all = Lock()

    def __init__(self) -> None:
        self._locks: dict[Hashable, Lock] = {}

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
