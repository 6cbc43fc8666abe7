"""Answers that the processes of one server share, in the table `kept_answers`.

A row is found by a hash, made with a secret of this run of the server, of all that an answer hangs on: what was asked,
what its viewer sees and may, what is published, who was erased last. The database shows a viewer only rows of the same
limits, and takes all of them away with whoever is erased. Whatever goes wrong here, the answer is worked out.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from json import dumps, loads
from typing import Final
from zlib import compress, decompress

from sqlalchemy import Connection, text

from dashboard.filters.published import Published
from dashboard.filters.sums import Beside, Columns
from dashboard.shop.beside.aside import Aside
from dashboard.shop.beside.stands import marks
from warehouse.access import COUNTRIES, PERSONAL
from warehouse.schema import ERASED_AT

MOST_BYTES: Final = 1_000_000  # of one; compressed, an answer has some thousands
MOST_SUMS: Final = 8_000_000  # of an audience over one mart, compressed
Seen = Mapping[str, str]  # what an answer looked at -> how it stood
States = Callable[[Collection[str]], Seen | None]  # how these stand now; None where that cannot be told
log = logging.getLogger(__name__)

_FIND = text("select seen, answer from kept_answers where key = :key")
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
        self._secret, self._connect, self.aside = secret, connect, aside

    def find(self, key: Hashable, published: Published) -> Found | None:
        """What another process keeps for it, where that holds."""
        try:
            with self._connect() as connection:
                row = connection.execute(_FIND, {"key": self.hash(key, published)}).one_or_none()
                if row is None or marks(connection, row.seen) != row.seen:
                    return None
                return Found(row.seen, bytes(row.answer))
        except Exception as error:
            log.warning("an answer of others is not read: %s", str(error).partition("\n")[0])
            return None

    def keep(self, key: Hashable, published: Published, erased_at: str | None, one: Found) -> None:
        """Let the others have it, when there is time."""
        if len(one.answer) <= MOST_BYTES:
            self.aside.soon(lambda: self.write(self.hash(key, published), published, erased_at, one))

    def write(self, number: bytes, published: Published, erased_at: str | None, one: Found) -> None:
        """Write it now, for the viewer who is set."""
        row = {
            "key": number,
            "erased_at": erased_at,
            "version": list(published.version),
            "seen": dumps(dict(one.seen)),
            "answer": one.answer,
        }
        with self._connect() as connection:
            connection.execute(_KEEP, row)
            connection.commit()

    def sums(self, key: Hashable, published: Published, erased_at: str | None) -> Beside:
        """The sums over the customers of an audience, for the viewer that is a part of the key."""
        return _Sums(self, key, published, erased_at)

    def hash(self, key: Hashable, published: Published) -> bytes:
        """Of all that an answer hangs on; only who knows the secret can tell it."""
        whole = repr((key, published.version, published.stale, published.limits, published.audiences))
        return hashlib.blake2b(whole.encode(), key=self._secret, digest_size=32).digest()


@dataclass(frozen=True)
class _Sums:
    """Arrays of text, compressed."""

    shared: Shared
    key: Hashable
    published: Published
    erased_at: str | None

    def find(self, connection: Connection, key: Hashable) -> Columns | None:
        """What another process summed up; asked by the connection that asks for it."""
        row = connection.execute(_FIND, {"key": self._hash(key)}).one_or_none()
        return None if row is None else tuple(loads(decompress(row.answer)))

    def keep(self, key: Hashable, found: Columns) -> None:
        """Let the others have it."""

        def write() -> None:
            packed = compress(dumps(found).encode(), 1)
            if len(packed) <= MOST_SUMS:
                self.shared.write(self._hash(key), self.published, self.erased_at, Found({}, packed))

        self.shared.aside.soon(write)

    def _hash(self, key: Hashable) -> bytes:
        return self.shared.hash(("sums", self.key, self.erased_at, key), self.published)


def holds(seen: Seen, states: States) -> bool:
    """Whether all that an answer looked at stands as it did."""
    return not seen or states(tuple(seen)) == seen
