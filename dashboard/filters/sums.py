"""What was summed up once over the customers of an audience, for the questions that come after."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock

Columns = tuple[str, ...]  # as PostgreSQL writes arrays, one a column


class Sums:
    """One an audience as it is now: it goes with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[Hashable, Lock] = {}
        self._found: dict[Hashable, Columns | None] = {}

    def once(self, key: Hashable, compute: Callable[[], Columns | None]) -> Columns | None:
        """What `compute()` gives for a key, the first time; whoever asks meanwhile waits. None: too much to keep."""
        with self._lock:
            if key in self._found:
                return self._found[key]
            lock = self._locks.setdefault(key, Lock())
        with lock:
            if key not in self._found:
                self._found[key] = compute()
            return self._found[key]
