"""Joins the files that tell a sale together into one table, whose rows wait in a temporary file.

What is looked up waits in a temporary SQLite database of its own, so that memory stays the same for files of any size.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input
from etl.files.readers import read_batches
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable
from etl.files.sources import Source
from etl.names.hints import says
from etl.names.labels import listed
from etl.recognition.columns.table_subject import people_by
from etl.recognition.related.refunds import plain_amounts
from etl.recognition.related.related_files import related
from etl.recognition.related.shared_ids import plain_keys
from etl.recognition.related.tables import Joining, Link
from warehouse.errors import InputError
from wording.console import progress
from wording.counts import counted

_CACHE = 64 << 10  # kB that a lookup may keep in memory
_AT_ONCE = 10_000  # keys of one question; SQLite takes 32,766
_EXAMPLES = 3  # keys that a sentence names


class _Lookup:
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
                if not self._link.summed and self._connection.total_changes - before < len(rows):
                    self._refuse_different(source, rows)

    @property
    def _conflict(self) -> str:
        """What becomes of a second row of a key: amounts are added up."""
        added = "set c0 = printf('%.4f', cast(c0 as real) + cast(excluded.c0 as real))"
        return f"(key) do update {added}" if self._link.summed else "do nothing"

    def _values(self, column: pa.DictionaryArray, at: int) -> list[str]:
        return plain_amounts(column, self._link.table, at) if self._link.summed else column.to_pylist()

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
        self._used |= set(found) if self._link.summed else set()
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
                    f"{source.name} has several rows with {label} {key} that differ, so it cannot be told which of "
                    "them the rows of the other files belong to. Keep one of them."
                )


def together(
    found: Sequence[Input | Source], check: Callable[[Source], object], skip: Callable[[str], None]
) -> list[Input | Source]:
    """The files that were named, those of them joined that make sales together only: as one source, the first.

    `check` raises InputError for a file that cannot be loaded alone; where each can, all stay as they are. `skip` is
    told which add nothing.
    """
    sources = [each for each in found if isinstance(each, Source)]
    if len(sources) < min(2, len(found)) or len(sources) < len(found):
        return list(found)
    alone = [_loads_alone(source, check) for source in sources]
    joining = None if all(alone) else related(sources)
    if joining is None:
        return list(found)
    used = [source.item for table in joining.tables for source in table.sources]
    for source, loads in zip(sources, alone, strict=True):
        if source.item not in used and not loads:
            skip(f"{source.item} is skipped: {_left_out(source, joining)}")
    rest = [source for source, loads in zip(sources, alone, strict=True) if source.item not in used and loads]
    return [join(joining), *rest]


def _left_out(source: Source, joining: Joining) -> str:
    """Why a file is not joined; one of refunds would be missed."""
    back = [label for label in source.columns if label and says(label, "refund", "orders")]
    if back:
        return (
            f"{listed(back[:_EXAMPLES])} say that it holds refunds, and these are NOT counted. Add them to the orders "
            "as a column of refunded amounts, or load them as lines of their own with a minus."
        )
    return f"it adds nothing to the sales that {joining.base.name} and others tell."


def _loads_alone(source: Source, check: Callable[[Source], object]) -> bool:
    try:
        check(source)
    except InputError:
        return False
    return True


def join(joining: Joining) -> Source:
    """The base with the columns of all that is joined to it, as one source.

    Raises InputError when a file is damaged, or a key of what is joined has several rows that differ.
    """
    files = [source for table in joining.tables for source in table.sources]
    with progress("Joining files", total=sum(source.size for source in files), unit="bytes") as advance:
        known = {source.item: fingerprint(source, advance) for source in files}
    base = [known[source.item] for source in joining.base.sources]
    lookups = [_Lookup(link) for link in joining.links]
    try:
        for lookup, link in zip(lookups, joining.links, strict=True):
            lookup.fill([known[source.item] for source in link.table.sources])
        labels = [*joining.base.columns, *(label for link in joining.links for _, label in link.taken)]
        table, rows = _spooled(base, joining, lookups)
        notes = [note for source in files for note in known[source.item].notes] + list(_told(joining, lookups, rows))
        joined = tuple(_described(joining, lookups, rows))
    finally:
        for lookup in lookups:
            lookup.close()
    for source in files:
        source.refuse_changed()
    checksum = hashlib.sha256("".join(sorted(known[source.item].sha256 for source in files)).encode()).hexdigest()
    return replace(
        base[0],
        delimiter=",",
        columns=tuple(labels),
        sha256=checksum,
        canonical=frozenset.intersection(*(source.canonical for source in base)),
        kind="joined",
        fields=(),
        encoding="utf-8",
        table=table,
        notes=tuple(notes),
        parts=tuple(files),
        joined=joined,
        buyers=next((link.left for link in joining.links if _is_of_people(link)), ""),
    )


def _spooled(base: Sequence[Source], joining: Joining, lookups: Sequence[_Lookup]) -> tuple[SpooledTable, int]:
    """All rows of the base with what is looked up for them, and how many they are."""
    parts, offset, rows = [], 0, 0
    for source in base:
        spool, last = BatchSpool(), 0
        for batch in read_batches(source):
            wide = _widened(batch, joining, lookups)
            spool.add(wide)
            numbers = [*batch.lines[-1:].tolist(), *(row.line for row in batch.ragged)]
            last = max([last, *numbers])
        parts.append((spool, offset))
        offset, rows = offset + last, rows + spool.rows
    width = len(joining.base.columns) + sum(len(link.taken) for link in joining.links)
    return SpooledTable(width, tuple(parts)), rows


def _widened(batch: Batch, joining: Joining, lookups: Sequence[_Lookup]) -> Batch:
    columns = dict(zip(joining.base.columns, batch.columns, strict=True))
    found = list(batch.columns)
    for link, lookup in zip(joining.links, lookups, strict=True):
        made = lookup.columns(columns[link.left])
        found += made
        columns |= {label: column for (_, label), column in zip(link.taken, made, strict=True)}
    return Batch(found, batch.lines, batch.ragged)


def _plain(column: pa.DictionaryArray) -> pa.StringArray:
    return plain_keys(column.dictionary).take(column.indices)


def _told(joining: Joining, lookups: Sequence[_Lookup], rows: int) -> Iterator[str]:
    """What was joined how, in sentences."""
    yield f"Several files make one: each of the {rows:,} rows of {joining.base.name} is a line."
    for link, lookup in zip(joining.links, lookups, strict=True):
        right = link.table.columns[link.right]
        on = link.left if link.left == right else f"{link.left} = {right}"
        yield f"{link.table.name} is joined to them by {on} ({lookup.rows:,} rows)."
        if link.summed and lookup.unused:
            unknown = counted(lookup.unused, "order")
            yield f"{joining.base.name} lacks {unknown} of {link.table.name}, whose refunds are NOT counted."
        if lookup.missing and not link.summed:
            examples = ", ".join(lookup.examples)
            yield f"{lookup.missing:,} rows have a {link.left} that {link.table.name} lacks, such as {examples}."
        if _is_of_people(link):
            files = " ".join(source.typed for source in link.table.sources)
            yield (
                f"Of {link.table.name} a sale takes who bought and where; for the names, addresses and all else of "
                f"people, run as well: python -m etl customers {files}"
            )
        if lookup.ragged:
            yield f"{lookup.ragged:,} rows of {link.table.name} have another number of columns and are left out."


def _is_of_people(link: Link) -> bool:
    return people_by(link.table.columns, link.table.head) is not None


def _described(joining: Joining, lookups: Sequence[_Lookup], rows: int) -> Iterator[dict[str, object]]:
    yield {"file": joining.base.name, "rows": rows}
    for link, lookup in zip(joining.links, lookups, strict=True):
        on = {"on": link.left, "to": link.table.columns[link.right]}
        yield {
            "file": link.table.name,
            "rows": lookup.rows,
            **on,
            "lines_without": 0 if link.summed else lookup.missing,
        }
