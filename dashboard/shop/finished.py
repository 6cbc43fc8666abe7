"""Answers kept as they were sent: what a panel said, for whoever sees the same and may do the same.

An answer is kept when all that it was made of is kept anyway, or is one publication's. Whatever asked the database
beside that, named who asks, is about an audience, or went wrong says so (`fleeting`), and is worked out each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache

from dashboard.filters.published import Published

MOST_BYTES = 16_000_000  # of a process; compressed, an answer has some thousands


@dataclass
class Making:
    """An answer that is being worked out."""

    published: Published  # what it has to be of
    is_fleeting: bool = False


_MAKING: ContextVar[Making | None] = ContextVar("making", default=None)  # threads that help to make it see the same


def fleeting() -> None:
    """What is being answered holds for this moment or this person only."""
    if (making := _MAKING.get()) is not None:
        making.is_fleeting = True


def stands_on(published: Published) -> None:
    """What is being answered is of this publication."""
    if (making := _MAKING.get()) is not None and making.published != published:
        making.is_fleeting = True


@contextmanager
def _being_made(making: Making) -> Iterator[None]:
    token = _MAKING.set(making)
    try:
        yield
    finally:
        _MAKING.reset(token)


class Finished:
    """The answers of a process, the ones asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: LRUCache[Hashable, tuple[Published, bytes]] = LRUCache(MOST_BYTES, lambda one: len(one[1]))

    def answer(self, key: Hashable, published: Published, compute: Callable[[], bytes | None]) -> bytes | None:
        """What was answered for this key while this was published, or is now; None is no answer, and not kept."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None and found[0] == published:
            return found[1]
        making = Making(published)
        with _being_made(making):
            fresh = compute()
        if fresh is not None and not making.is_fleeting and len(fresh) < MOST_BYTES:
            with self._lock:
                self._kept[key] = published, fresh
        return fresh

    def forget(self) -> None:
        """Work everything out anew."""
        with self._lock:
            self._kept.clear()
