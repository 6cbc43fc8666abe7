"""Answers that the processes of one server share, in the table `kept_answers`.

A row is found by a hash, made with a secret of this run of the server, of all that an answer hangs on: what was asked,
what its viewer sees and may, what is published, who was erased last; and it is sealed with that secret. The database
shows a viewer only rows of the same limits, and takes all of them away with whoever is erased. Whatever goes wrong
here, the answer is worked out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from json import dumps
from typing import Final

from sqlalchemy import Connection, text

from dashboard.filters.published import Published
from dashboard.filters.sums import Beside, Place
from dashboard.shop.beside.aside import Aside
from dashboard.shop.beside.stands import marks
from warehouse.access import COUNTRIES, PERSONAL
from warehouse.schema import ERASED_AT

SEAL: Final = 32  # bytes before an answer
MOST_BYTES: Final = 1_000_000  # of one; compressed, an answer has some thousands
Seen = Mapping[str, str]  # what an answer looked at -> how it stood
States = Callable[[Collection[str]], Seen | None]  # how these stand now; None where that cannot be told
log = logging.getLogger(__name__)

_FIND = text("select key, seen, answer from kept_answers where key = :key")
_KEEP = text(  # unless somebody was erased meanwhile
    "insert into kept_answers (key, countries, personal, erased_at, version, seen, answer, made_at)"  # noqa: S608
    f" select :key, current_setting('{COUNTRIES}'), current_setting('{PERSONAL}'), :erased_at,"
    " cast(:version as integer[]), cast(:seen as jsonb), :answer, now()"
    f" where (select value from shop_settings where name = '{ERASED_AT}') is not distinct from :erased_at"
    " on conflict (key) do update set seen = excluded.seen, answer = excluded.answer, made_at = excluded.made_at"
)


@dataclass(frozen=True)
class Found:
    """An answer, and how what it looked at stood then."""

    seen: Seen
    answer: bytes


class Shared:
    """The way of one process to them."""

    def __init__(self, secret: bytes, connect: Callable[[], AbstractContextManager[Connection]], aside: Aside) -> None:
        self._secret, self.connect, self._aside = secret, connect, aside
        self.known: dict[bytes, object] = {}

    def find(self, key: Hashable, published: Published) -> Found | None:
        """What another process keeps for it, where that holds."""
        try:
            with self.connect() as connection:
                row = connection.execute(_FIND, {"key": self.hash(key, published)}).one_or_none()
                answer = None if row is None else self._opened(row.key, row.seen, bytes(row.answer))
                if row is None or answer is None or marks(connection, row.seen) != row.seen:
                    return None
                return Found(row.seen, answer)
        except Exception as error:
            log.warning("an answer of others is not read: %s", str(error).partition("\n")[0])
            return None

    def keep(self, key: Hashable, published: Published, erased_at: str | None, one: Found) -> None:
        """Let the others have it, when there is time."""
        if len(one.answer) > MOST_BYTES:
            return
        number = self.hash(key, published)
        row = {
            "key": number,
            "erased_at": erased_at,
            "version": list(published.version),
            "seen": dumps(dict(one.seen)),
            "answer": self._seal(number, one.seen, one.answer) + one.answer,
        }

        def write() -> None:
            with self.connect() as connection:
                connection.execute(_KEEP, row)
                connection.commit()

        self._aside.soon(write)

    def sums(self, key: Hashable, published: Published, erased_at: str | None) -> Beside:
        """The sums over the customers of an audience, for the viewer that is a part of the key."""
        return _Sums(self, key, published, erased_at)

    def _seal(self, number: bytes, seen: Seen, answer: bytes) -> bytes:
        """Who has no secret, but the table, can tell nobody anything."""
        return self.seal(number + dumps(dict(seen), sort_keys=True).encode() + b"\0" + answer, b"answer")

    def seal(self, whole: bytes, person: bytes) -> bytes:
        """What is kept beside it."""
        return hashlib.blake2b(whole, key=self._secret, digest_size=SEAL, person=person).digest()

    def _opened(self, number: bytes, seen: Seen, sealed: bytes) -> bytes | None:
        answer = sealed[SEAL:]
        return answer if hmac.compare_digest(sealed[:SEAL], self._seal(bytes(number), seen, answer)) else None

    def hash(self, key: Hashable, published: Published) -> bytes:
        """Of all that an answer hangs on; only who knows the secret can tell it."""
        whole = repr((key, published.version, published.stale, published.limits, published.audiences))
        return hashlib.blake2b(whole.encode(), key=self._secret, digest_size=32).digest()


@dataclass(frozen=True)
class _Sums:
    """Those of one audience as it is now."""

    shared: Shared
    key: Hashable
    published: Published
    erased_at: str | None

    def place(self, key: Hashable) -> Place:
        """The place of a mart's."""
        number = self.shared.hash(("sums", self.key, self.erased_at, key), self.published)
        return Place(number, self.erased_at, self.published.version, self._seal, self.shared.known)

    def _seal(self, whole: bytes) -> str:
        return self.shared.seal(whole, b"sums").hex()

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection to put them there."""
        return self.shared.connect()


def holds(seen: Seen, states: States) -> bool:
    """Whether all that an answer looked at stands as it did."""
    return not seen or states(tuple(seen)) == seen
