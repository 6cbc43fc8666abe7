"""What every page stands on: the database, what is published in it, and the cache of answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Connection, Engine, text

from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.members.naming import known_audiences
from dashboard.queries.store.published import published_now, read_published
from dashboard.queries.whole import WHOLE
from dashboard.shop.asker import asker
from dashboard.shop.audience import RIGHT, Audiences
from dashboard.shop.beside.aside import Aside
from dashboard.shop.beside.shared import Seen, Shared
from dashboard.shop.beside.stands import FILES, STANDS, mark, marks
from dashboard.shop.finished import Finished, fleeting, looked_at, stands_on
from dashboard.shop.spoken import spoken
from dashboard.shop.viewer import EVERYTHING, LimitedError, Viewer, proof_now, viewer_now
from dashboard.words.formats import currency_sign
from warehouse.access import COUNTRIES, PERSONAL, PROOF
from warehouse.errors import LockedError
from warehouse.explain import explain
from warehouse.outward import Network
from wording.languages import ENGLISH, language_now, say, to_say

MOST_ANSWERS = 2_000  # small frames, a few kB each
HELPERS = 3  # threads that ask beside the one of a request; with its threads no more than the pool has connections
MOST_VIEWERS = 200  # of whom what is published is remembered
# Who looks, and patience: what a load or an undo holds, it may hold for minutes.
_BEGIN = text(
    f"select set_config('{COUNTRIES}', :countries, true), set_config('{PERSONAL}', :personal, true),"
    f" set_config('{PROOF}', :proof, true), set_config('lock_timeout', '1s', true)"
)
LOCKED = to_say("A load or another command holds this part of the data just now. It shows again when that has ended.")
TRUST_SECONDS = 1.0  # how long "which segmentations are published" is believed without asking again


@dataclass(frozen=True)
class Place:
    """Where a panel is: the filters of the link and the page's argument (a segment, a country, a customer)."""

    filters: Filters
    argument: str | None = None
    search: str = ""  # the whole query string: the filters and what the page itself keeps there


class Shop:
    """One per app. Answers are cached by who asks in which language, what is published and what was asked: publishing
    is the only invalidation, but for erasing somebody. `default` is who looks where nobody was set
    (`viewing`): NOBODY where there are accounts."""

    def __init__(
        self,
        engine: Engine,
        currency: str,
        consent: str | None = None,
        default: Viewer = EVERYTHING,
        *,
        secret_key: str | None = None,
        zone: str = "UTC",
        networks: Sequence[Network] = (),
        mails: bool = False,
        language: str = ENGLISH,
    ) -> None:
        self.engine = self._engine = engine
        self.secret_key, self.zone = secret_key, zone  # seals what people entrust; the shop's time
        self.language = language  # of whoever has chosen none
        self.networks = networks  # private ones that may be named
        self.mails = mails  # whether a server is set that sends mail
        self.currency = currency
        self.consent = consent  # the rule of lists for campaigns, where a setting fixes it
        self._lock = threading.Lock()
        self._answers: LRUCache[Any, Any] = LRUCache(MOST_ANSWERS)
        self._finished = Finished()
        self._awaited: dict[Hashable, Future[Any]] = {}  # what is being worked out
        self._helpers = ThreadPoolExecutor(HELPERS, "ask")  # its threads start when there is something to ask
        self._published: LRUCache[Hashable, tuple[Published, float]] = LRUCache(MOST_VIEWERS)  # and when it was asked
        self._audiences = Audiences(TRUST_SECONDS, currency_sign(currency))
        self.default = default
        self._erased_at: str | None = None  # when somebody was: answers from before may tell of them

    @property
    def viewer(self) -> Viewer:
        """Who looks now."""
        return viewer_now() or self.default

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for the viewer to read, which soon gives up where a command has locked readers out: raises
        LockedError. What is asked by it is true of this moment."""
        fleeting()
        with self._connect() as connection:
            yield connection

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        """The same for what is kept until the next publication, or looked up each moment."""
        try:
            with self._engine.connect() as connection:
                connection.execute(_BEGIN, {**self.viewer.settings(), "proof": proof_now()})
                yield connection
        except Exception as error:
            if isinstance(explain(error), LockedError):
                raise LockedError(LOCKED) from error
            raise

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """The same for what the viewer changes: it is kept at the end of the block."""
        with self.connect() as connection:
            yield connection
            connection.commit()

    def published(self) -> Published:
        """What is published now, as far as the viewer sees it: read again when it has changed, and each time whether
        the data has, and which audiences there are; whoever may not use any is shown none.

        Raises NothingPublishedError where nothing has been published yet.
        """
        found = self._published_now()
        found = found if asker().may(RIGHT) else replace(found, audiences=None)
        stands_on(found)
        return found

    def _published_now(self) -> Published:
        viewer = self.viewer
        reader = viewer, language_now()
        with self._lock:
            known, asked_at = self._published.get(reader, (None, float("-inf")))
        if known is not None and time.monotonic() - asked_at < TRUST_SECONDS:
            return known
        with self._connect() as connection:
            version, stale, erased = published_now(connection)
            is_same = known is not None and known.version == version
            fresh = known if known is not None and is_same else spoken(read_published(connection, version))
            audiences = known_audiences(connection, viewer.personal)
            fresh = replace(fresh, stale=stale, limits=viewer.countries, audiences=audiences)
        with self._lock:
            self._published[reader] = fresh, time.monotonic()
            if erased != self._erased_at:
                self._erased_at = erased
                self._answers.clear()
                self._finished.forget()
                self._audiences.forget()
        return fresh

    def people(self) -> Hashable:
        """What the answers about people hang on beside what is published: files of people come at any time."""
        return self.look(FILES)

    def look(self, what: str) -> Any:
        """How something of STANDS stands now, as far as the viewer sees it."""
        with self._connect() as connection:
            found = STANDS[what](connection)
        looked_at(what, mark(found))
        return found

    def scope(self, filters: Filters) -> Scope:
        """The filters resolved against what is published."""
        published = self.published()
        members = self._audiences.members(self._connect, self.viewer, published, filters)
        if members is not None:  # who is in it changes at any time
            fleeting()
        return published.scope(filters, members)

    def ask(self, query: Callable[..., Any], *arguments: Any) -> Any:
        """The answer of `query(connection, *arguments)`, from the cache where it was asked before.

        The arguments must be hashable and hold the version of what is published (a Scope does); the answer must
        not be changed by its reader. Raises LimitedError for a question about the whole shop by a viewer of a part.
        """
        if query in WHOLE:
            self.refuse_a_part()
        return self.ask_as_far(query, *arguments)

    def refuse_a_part(self) -> None:
        """Raises LimitedError for a viewer of some countries, before something is told of all."""
        if self.viewer.countries is not None:
            seen = self.published().in_words(self.viewer.countries)
            raise LimitedError(
                say("This is worked out over all countries together, and you see {countries}.", countries=seen)
            )

    def ask_as_far(self, query: Callable[..., Any], *arguments: Any) -> Any:
        """The same; where only the whole shop has an answer, none at all for a viewer of a part of it."""

        def answer() -> Any:
            with self._connect() as connection:
                return query(connection, *arguments)

        return self.remember((query, *arguments), answer)

    def prepare(self, *questions: tuple[Any, ...]) -> None:
        """Ask several (query, *arguments) side by side, so that `ask` finds their answers.

        For panels that stand on many marts: the database answers one connection at a time, but has more than one core.
        """
        asked = [(copy_context(), question) for question in questions]  # each for the viewer who asks here
        list(self._helpers.map(lambda one: one[0].run(self.ask, *one[1]), asked))

    def remember(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What `compute()` gave this viewer for this key before, or gives now; the same conditions as for `ask`.

        Whoever asks meanwhile waits for the one answer, or gets the same error.
        """
        with self._lock:
            key = (self.viewer, language_now(), self._erased_at, key)
            if key in self._answers:
                return self._answers[key]
            awaited = self._awaited.get(key)
            if awaited is None:
                mine = self._awaited[key] = Future()
        if awaited is not None:
            return self._awaited_answer(awaited)
        try:
            answer = compute()
        except BaseException as error:
            fleeting()
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

    @staticmethod
    def _awaited_answer(awaited: Future[Any]) -> Any:
        try:
            return awaited.result()
        except BaseException:
            fleeting()
            raise

    def finished(self, key: Hashable, compute: Callable[[], bytes | None]) -> bytes | None:
        """What was answered before to somebody who sees and may do the same, where that holds; else `compute()`."""
        try:
            published = self.published()
        except Exception:  # which the answer tells
            return compute()
        who = asker()
        rights = None if who.rights is None else tuple(sorted(who.rights))
        key = (key, self.viewer, language_now(), rights, who.is_limited, self._erased_at)
        return self._finished.answer(key, published, self._states, compute, self._erased_at)

    def share(self, secret: bytes, aside: Aside) -> None:
        """Share finished answers with the other processes that know the secret."""
        shared = self._finished.shared = Shared(secret, self._connect, aside)
        self._audiences.shared = lambda key, published: shared.sums(key, published, self._erased_at)

    def _states(self, names: Collection[str]) -> Seen | None:
        """How these stand; None where that cannot be told now, which the answer tells."""
        try:
            with self._connect() as connection:
                return marks(connection, names)
        except Exception:
            return None
