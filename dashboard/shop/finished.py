"""Answers kept as they were sent: what a panel said, for whoever sees the same and may do the same.

An answer is kept when all that it was made of is kept anyway, or is one publication's; where it looked at how something
stands that changes at any time (`looked_at`: files that have come, notes on days), as long as that stands the same.
Whatever asked the database beside that, named who asks, is about an audience, or went wrong says so (`fleeting`), and
is worked out each time. What another process of the same server worked out is found beside (`shared`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache

from dashboard.filters.published import Published
from dashboard.shop.beside.shared import Found, Seen, Shared, States, holds

MOST_BYTES = 16_000_000  # of a process; compressed, an answer has some thousands


@dataclass
class Making:
    """An answer that is being worked out."""

    published: Published  # what it has to be of
    is_fleeting: bool = False
    seen: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Kept:
    published: Published
    seen: Seen
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


def looked_at(what: str, state: str) -> None:
    """What is being answered holds while this, and nothing else, is how `what` stands."""
    if (making := _MAKING.get()) is not None:
        making.is_fleeting |= making.seen.setdefault(what, state) != state


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
        self.shared: Shared | None = None  # with other processes, where there are any

    def answer(
        self,
        key: Hashable,
        published: Published,
        states: States,
        compute: Callable[[], bytes | None],
        erased_at: str | None = None,
    ) -> bytes | None:
        """What was answered for this key while this was published and all that was looked at stood as it does, or is
        now; None is no answer, and not kept."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None and found.published == published and holds(found.seen, states):
            return found.answer
        if self.shared is not None and (other := self.shared.find(key, published)) is not None:
            self._keep(key, published, other)
            return other.answer
        making = Making(published)
        with _being_made(making):
            fresh = compute()
        if fresh is not None and not making.is_fleeting and len(fresh) < MOST_BYTES:
            one = Found(making.seen, fresh)
            self._keep(key, published, one)
            if self.shared is not None:
                self.shared.keep(key, published, erased_at, one)
        return fresh

    def _keep(self, key: Hashable, published: Published, one: Found) -> None:
        with self._lock:
            self._kept[key] = _Kept(published, one.seen, one.answer)

    def forget(self) -> None:
        """Work everything out anew."""
        with self._lock:
            self._kept.clear()
