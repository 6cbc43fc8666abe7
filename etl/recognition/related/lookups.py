"""What is looked up in a file that is joined: it waits in a temporary SQLite database of its own, so that memory stays
the same for files of any size."""

import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.recognition.related.refunds import plain_amounts
from etl.recognition.related.returned_orders import whole_where_said
from etl.recognition.related.shared_ids import plain_keys
from etl.recognition.related.tables import Link
from warehouse.errors import InputError
from wording.languages import say

_CACHE = 64 << 10  # kB that a lookup may keep in memory
_AT_ONCE = 10_000  # keys of one question; SQLite takes 32,766
_EXAMPLES = 3  # keys that a sentence names


class Lookup:
    """The rows of a table by their key: `fill` it, then ask for the columns that are taken of it."""

    def __init__(self, link: Link) -> None:
        self._link, self.rows, self.ragged = link, 0, 0
        self.missing = 0  # rows of the left side that it has no row for
        self.examples: list[str] = []
        self._used: set[str] = set()  # keys of amounts that were asked for
        self._names = [f"c{place}" for place in range(len(link.taken))]
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._connection.execute(f"pragma cache_size = -{_CACHE}")
        columns = "".join(f", {name} text" for name in self._names)
        self._connection.execute(f"create table lines (key text primary key{columns}) without rowid")

    def fill(self, sources: Sequence[Source]) -> None:
        """Take in the rows of these files; InputError where two of them have one key and differ."""
        positions = [self._link.right, *(at for at, _ in self._link.taken)]
        insert = f"insert into lines values ({', '.join('?' * len(positions))}) on conflict {self._conflict}"  # noqa: S608
        for source in sources:
            for batch in read_batches(source):
                self.ragged += len(batch.ragged)
                keys = _plain(batch.columns[positions[0]]).to_pylist()
                values = [self._values(batch.columns[at], at) for at in positions[1:]]
                rows = [row for row in zip(keys, *values, strict=True) if row[0]]
                before = self._connection.total_changes
                self._connection.execute("begin")
                self._connection.executemany(insert, rows)
                self._connection.execute("commit")
                self.rows += len(rows)
                if not self._adds and self._connection.total_changes - before < len(rows):
                    self._refuse_different(source, rows)

    @property
    def _conflict(self) -> str:
        """What becomes of a second row of a key: amounts are added up, of an order that came back it says so again."""
        if self._link.whole:
            return "(key) do update set c0 = max(c0, excluded.c0)"
        added = "set c0 = printf('%.4f', cast(c0 as real) + cast(excluded.c0 as real))"
        return f"(key) do update {added}" if self._link.summed else "do nothing"

    def _values(self, column: pa.DictionaryArray, at: int) -> list[str]:
        if self._link.whole:
            return whole_where_said(column, at == self._link.right)
        return plain_amounts(column, self._link.table, at) if self._link.summed else column.to_pylist()

    @property
    def _adds(self) -> bool:
        """Whether several rows of a key are one."""
        return self._link.summed or self._link.whole

    @property
    def unused(self) -> int:
        """How many keys no row of the left side has."""
        return int(self._connection.execute("select count(*) from lines").fetchone()[0]) - len(self._used)

    def columns(self, keys: pa.DictionaryArray) -> list[pa.DictionaryArray]:
        """The columns taken, for n keys; blank where there is none."""
        plain = plain_keys(keys.dictionary).to_pylist()
        found = self._found(plain)
        codes = keys.indices.to_numpy(zero_copy_only=False)
        self._miss(plain, found, codes)
        made = []
        for place in range(len(self._names)):
            texts = [found[key][place] if key in found else "" for key in plain]
            distinct = pa.array(texts, pa.string()).dictionary_encode()
            indices = distinct.indices.to_numpy()[codes].astype(np.int32)
            made.append(pa.DictionaryArray.from_arrays(pa.array(indices), distinct.dictionary))
        return made

    def close(self) -> None:
        """Let go of the database, which is gone with that."""
        self._connection.close()

    def _found(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found = {}
        names = ", ".join(["key", *self._names])
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            question = f"select {names} from lines where key in ({', '.join('?' * len(some))})"  # noqa: S608
            for key, *values in self._connection.execute(question, some):
                found[key] = tuple(
                    value.replace(".", self._link.mark) if self._link.summed else value for value in values
                )
        self._used |= set(found) if self._adds else set()
        return found

    def _miss(self, keys: Sequence[str], found: Mapping[str, object], codes: np.ndarray) -> None:
        absent = np.array([bool(key) and key not in found for key in keys], bool)
        if absent.any():
            self.missing += int(absent[codes].sum())
            more = [key for key, is_absent in zip(keys, absent, strict=True) if is_absent and key not in self.examples]
            self.examples += more[: _EXAMPLES - len(self.examples)]

    def _refuse_different(self, source: Source, rows: Sequence[tuple[str, ...]]) -> None:
        stored = self._found([row[0] for row in rows])
        for key, *values in rows:
            if tuple(values) != stored[key]:
                label = source.columns[self._link.right]
                raise InputError(
                    say(
                        "{called} has several rows with {column} {key} that differ, so it cannot be told which of t"
                        "hem the rows of the other files belong to. Keep one of them.",
                        called=source.called,
                        column=label,
                        key=key,
                    )
                )


def _plain(column: pa.DictionaryArray) -> pa.StringArray:
    return plain_keys(column.dictionary).take(column.indices)
