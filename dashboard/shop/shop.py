"""What every page stands on: the database, what is published in it, and the cache of answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Connection, Engine, text

from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.store.loads import Stand, stand
from dashboard.queries.store.published import published_ids, read_published
from warehouse.errors import LockedError
from warehouse.explain import explain

MOST_ANSWERS = 2_000  # small frames, a few kB each
HELPERS = 3  # threads that ask beside the one of a request; with its threads no more than the pool has connections
PATIENCE = text("set local lock_timeout = '1s'")  # what a load or an undo holds, it may hold for minutes
LOCKED = "A load or another command holds this part of the data just now. It shows again when that has ended."
TRUST_SECONDS = 1.0  # how long "which segmentations are published" is believed without asking again


@dataclass(frozen=True)
class Place:
    """Where a panel is: the filters of the link and the page's argument (a segment, a country, a customer)."""

    filters: Filters
    argument: str | None = None
    search: str = ""  # the whole query string: the filters and what the page itself keeps there


class Shop:
    """One per app. Answers are cached by what is published and what was asked: publishing is the only invalidation."""

    def __init__(self, engine: Engine, currency: str, consent: str | None = None) -> None:
        self.engine = engine
        self.currency = currency
        self.consent = consent  # the rule of lists for campaigns, where a setting fixes it
        self._lock = threading.Lock()
        self._answers: LRUCache[Any, Any] = LRUCache(MOST_ANSWERS)
        self._awaited: dict[Hashable, Future[Any]] = {}  # what is being worked out
        self._helpers = ThreadPoolExecutor(HELPERS, "ask")  # its threads start when there is something to ask
        self._published: Published | None = None
        self._asked_at = float("-inf")

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for reading, which soon gives up where a command has locked readers out: raises LockedError."""
        try:
            with self.engine.connect() as connection:
                connection.execute(PATIENCE)
                yield connection
        except Exception as error:
            if isinstance(explain(error), LockedError):
                raise LockedError(LOCKED) from error
            raise

    def published(self) -> Published:
        """What is published now; reads it again only when it has changed, and each time whether the data has.

        Raises NothingPublishedError where nothing has been published yet.
        """
        with self._lock:
            if self._published is not None and time.monotonic() - self._asked_at < TRUST_SECONDS:
                return self._published
        with self.connect() as connection:
            version, stale = published_ids(connection)
            known = self._published
            fresh = known if known is not None and known.version == version else read_published(connection, version)
            fresh = replace(fresh, stale=stale)
        with self._lock:
            self._published, self._asked_at = fresh, time.monotonic()
        return fresh

    def people(self) -> Stand:
        """What the answers about people hang on beside what is published: files of people come at any time."""
        with self.connect() as connection:
            return stand(connection)

    def scope(self, filters: Filters) -> Scope:
        """The filters resolved against what is published."""
        return self.published().scope(filters)

    def ask(self, query: Callable[..., Any], *arguments: Any) -> Any:
        """The answer of `query(connection, *arguments)`, from the cache where it was asked before.

        The arguments must be hashable and hold the version of what is published (a Scope does); the answer must
        not be changed by its reader.
        """

        def answer() -> Any:
            with self.connect() as connection:
                return query(connection, *arguments)

        return self.remember((query, *arguments), answer)

    def prepare(self, *questions: tuple[Any, ...]) -> None:
        """Ask several (query, *arguments) side by side, so that `ask` finds their answers.

        For panels that stand on many marts: the database answers one connection at a time, but has more than one core.
        """
        list(self._helpers.map(lambda question: self.ask(*question), questions))

    def remember(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What `compute()` gave for this key before, or gives now; the same conditions as for `ask`.

        Whoever asks meanwhile waits for the one answer, or gets the same error.
        """
        with self._lock:
            if key in self._answers:
                return self._answers[key]
            awaited = self._awaited.get(key)
            if awaited is None:
                mine = self._awaited[key] = Future()
        if awaited is not None:
            return awaited.result()
        try:
            answer = compute()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            with self._lock:
                self._answers[key] = answer
            mine.set_result(answer)
            return answer
        finally:
            with self._lock:
                del self._awaited[key]
