"""Who is in the audience of a link now, and whom its marks mean, believed for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from threading import Lock

from cachetools import LRUCache
from sqlalchemy import Connection

from dashboard.filters.members import NOBODY, Members
from dashboard.filters.narrowing.who import Who
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters
from dashboard.filters.sums import Beside
from dashboard.queries.members.resolving import asked, refuse_private
from dashboard.shop.asker import asker
from dashboard.shop.viewer import TOO_FEW, FewError, Viewer
from warehouse.access import FEWEST
from wording.languages import language_now

MOST = 50  # of which it is remembered, some megabytes each of large shops
TURNS = 16  # audiences that are looked up side by side
RIGHT = "audiences"
Connect = Callable[[], AbstractContextManager[Connection]]
Key = tuple[Viewer, str, tuple[int, ...], int | None, tuple[Who, ...]]


class Audiences:
    """Which customers an audience has, for who looks."""

    def __init__(self, trust_seconds: float, sign: str) -> None:
        self._trust, self._sign = trust_seconds, sign  # the sign of the currency, for what is said in words
        self._lock = Lock()
        self._turns = [Lock() for _ in range(TURNS)]
        self.shared: Callable[[Hashable, Published], Beside] | None = None  # the sums of other processes
        self._known: LRUCache[Key, tuple[Members, float]] = LRUCache(MOST)

    def forget(self) -> None:
        """Look up everything anew: somebody was erased."""
        with self._lock:
            self._known.clear()

    def members(self, connect: Connect, viewer: Viewer, published: Published, filters: Filters) -> Members | None:
        """The customers of the audience that a link names, of those whom marks mean; None where it asks for neither,
        nobody where it names an audience that cannot be shown. InputError, FewError for a mark that cannot be."""
        wanted, parts = filters.audience, filters.parts
        if wanted is None and not parts:
            return None
        found = published.audience(wanted)
        if wanted is not None and (found is None or found.refusal):
            return NOBODY
        key = viewer, language_now(), published.version, found.audience_id if found else None, parts
        refuse_private(parts, viewer.personal, asker().may(RIGHT))
        with self._turns[hash(key) % TURNS]:  # each card of a page asks at once: the first finds out for all
            fresh = self._members(connect, key)
            if self.shared is not None and fresh.sums.beside is None:
                fresh.sums.beside = self.shared((key, fresh.mark), published)
        if parts and not viewer.personal and 0 < fresh.size < FEWEST:
            raise FewError(TOO_FEW)
        return fresh

    def _members(self, connect: Connect, key: Key) -> Members:
        with self._lock:
            known, asked_at = self._known.get(key, (None, float("-inf")))
        if known is not None and time.monotonic() - asked_at < self._trust:
            return known
        *_, audience_id, parts = key
        with connect() as connection:
            now = asked(connection, audience_id, parts, self._sign)
            is_same = known is not None and (known.mark, known.name) == (now.mark, now.name)
            fresh = known if known is not None and is_same else now.members(connection)
        with self._lock:
            self._known[key] = fresh, time.monotonic()
        return fresh
