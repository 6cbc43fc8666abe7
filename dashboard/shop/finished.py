"""Answers kept as they were sent: what a panel said, for whoever sees the same and may do the same.

An answer is kept when all that it was made of is kept anyway, or is one publication's; where it looked at which files
have come (`looked_at`), as long as no other has. Whatever asked the database beside that, named who asks, is about an
audience, or went wrong says so (`fleeting`), and is worked out each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache

from dashboard.filters.published import Published
from dashboard.queries.store.loads import Stand

MOST_BYTES = 16_000_000  # of a process; compressed, an answer has some thousands


@dataclass
class Making:
    """An answer that is being worked out."""

    published: Published  # what it has to be of
    is_fleeting: bool = False
    files: Stand | None = None  # which have come, where that was looked at


@dataclass(frozen=True)
class _Kept:
    published: Published
    files: Stand | None
    answer: bytes


_MAKING: ContextVar[Making | None] = ContextVar("making", default=None)  # threads that help to make it see the same


def fleeting() -> None:
    """What is being answered holds for this moment or this person only."""
    if (making := _MAKING.get()) is not None:
        making.is_fleeting = True


def stands_on(published: Published) -> None:
    """What is being answered is of this publication."""
    if (making := _MAKING.get()) is not None and making.published != published:
        making.is_fleeting = True


def looked_at(files: Stand) -> None:
    """What is being answered holds while these files, and no others, have come."""
    if (making := _MAKING.get()) is not None:
        making.is_fleeting |= making.files not in (None, files)
        making.files = files


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
        self._kept: LRUCache[Hashable, _Kept] = LRUCache(MOST_BYTES, lambda one: len(one.answer))

    def answer(
        self,
        key: Hashable,
        published: Published,
        files: Callable[[], Stand | None],
        compute: Callable[[], bytes | None],
    ) -> bytes | None:
        """What was answered for this key while this was published and these files had come, or is now; None is no
        answer, and not kept."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None and found.published == published and (found.files is None or found.files == files()):
            return found.answer
        making = Making(published)
        with _being_made(making):
            fresh = compute()
        if fresh is not None and not making.is_fleeting and len(fresh) < MOST_BYTES:
            with self._lock:
                self._kept[key] = _Kept(published, making.files, fresh)
        return fresh

    def forget(self) -> None:
        """Work everything out anew."""
        with self._lock:
            self._kept.clear()
