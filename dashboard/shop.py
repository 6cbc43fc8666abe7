"""What every page stands on: the database, what is published in it, and the cache of answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Engine

from dashboard.filters import Filters, Scope
from dashboard.queries.published import Published, published_ids, read_published

MOST_ANSWERS = 2_000  # small frames, a few kB each
TRUST_SECONDS = 1.0  # how long "which segmentations are published" is believed without asking again


@dataclass(frozen=True)
class Place:
    """Where a panel is: the filters of the link and the page's argument (a segment, a country, a customer)."""

    filters: Filters
    argument: str | None = None
    search: str = ""  # the whole query string: the filters and what the page itself keeps there


class Shop:
    """One per app. Answers are cached by what is published and what was asked: publishing is the only invalidation."""

    def __init__(self, engine: Engine, currency: str) -> None:
        self.engine = engine
        self.currency = currency
        self._lock = threading.Lock()
        self._answers: LRUCache[Any, Any] = LRUCache(MOST_ANSWERS)
        self._published: Published | None = None
        self._asked_at = float("-inf")

    def published(self) -> Published:
        """What is published now; reads it again only when it has changed, and each time whether the data has.

        Raises NoDataError where nothing has been published yet.
        """
        with self._lock:
            if self._published is not None and time.monotonic() - self._asked_at < TRUST_SECONDS:
                return self._published
        with self.engine.connect() as connection:
            version, stale = published_ids(connection)
            known = self._published
            fresh = known if known is not None and known.version == version else read_published(connection, version)
            fresh = replace(fresh, stale=stale)
        with self._lock:
            self._published, self._asked_at = fresh, time.monotonic()
        return fresh

    def scope(self, filters: Filters) -> Scope:
        """The filters resolved against what is published."""
        return self.published().scope(filters)

    def ask(self, query: Callable[..., Any], *arguments: Any) -> Any:
        """The answer of `query(connection, *arguments)`, from the cache where it was asked before.

        The arguments must be hashable and hold the version of what is published (a Scope does); the answer must
        not be changed by its reader.
        """

        def answer() -> Any:
            with self.engine.connect() as connection:
                return query(connection, *arguments)

        return self.remember((query, *arguments), answer)

    def remember(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What `compute()` gave for this key before, or gives now; the same conditions as for `ask`."""
        with self._lock:
            if key in self._answers:
                return self._answers[key]
        answer = compute()
        with self._lock:
            self._answers[key] = answer
        return answer
