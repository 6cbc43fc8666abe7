"""Who is in the audience of a link now, believed for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

from cachetools import LRUCache
from sqlalchemy import Connection

from dashboard.filters.members import NOBODY, Members
from dashboard.filters.published import Published
from dashboard.queries.members.resolving import asked
from dashboard.shop.viewer import Viewer

MOST = 50  # of which it is remembered, some megabytes each of large shops
RIGHT = "audiences"
Connect = Callable[[], AbstractContextManager[Connection]]
Key = tuple[Viewer, tuple[int, ...], int]


class Audiences:
    """Which customers an audience has, for who looks."""

    def __init__(self, trust_seconds: float) -> None:
        self._trust = trust_seconds
        self._lock = Lock()
        self._known: LRUCache[Key, tuple[Members, float]] = LRUCache(MOST)

    def forget(self) -> None:
        """Look up everything anew: somebody was erased."""
        with self._lock:
            self._known.clear()

    def members(self, connect: Connect, viewer: Viewer, published: Published, wanted: str | None) -> Members | None:
        """The customers of the audience that a link names; nobody where it names none that can be shown."""
        if wanted is None:
            return None
        found = published.audience(wanted)
        if found is None or found.refusal:
            return NOBODY
        key = viewer, published.version, found.audience_id
        with self._lock:
            known, asked_at = self._known.get(key, (None, float("-inf")))
        if known is not None and time.monotonic() - asked_at < self._trust:
            return known
        with connect() as connection:
            now = asked(connection, found.audience_id)
            is_same = known is not None and (known.mark, known.name) == (now.mark, now.name)
            fresh = known if known is not None and is_same else now.members(connection)
        with self._lock:
            self._known[key] = fresh, time.monotonic()
        return fresh
