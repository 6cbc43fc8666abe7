"""Rows on their way from a source to the rules: batches of text columns, and what keeps them on disk meanwhile."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.inputs.inputs import Scratch
from wording.languages import to_say

WHITE = " \t\r\n"
TEXT = pa.dictionary(pa.int32(), pa.string())  # a value that repeats is checked once
WRONG_COLUMNS = to_say("wrong number of columns")


@dataclass(frozen=True)
class Ragged:
    """A row that has not the header's columns: more, fewer, or none that can be told apart."""

    line: int
    raw: str
    reason: str = WRONG_COLUMNS


@dataclass(frozen=True)
class Batch:
    """Some rows of a source: one dictionary-encoded text column per header column, all of one length."""

    columns: list[pa.DictionaryArray]
    lines: np.ndarray  # int64, the 1-based line of the file where each row begins
    ragged: list[Ragged] = field(default_factory=list)

    def raw(self, rows: np.ndarray, delimiter: str) -> list[str]:
        """The rows at these positions as one CSV line each."""
        cells = zip(*(column.take(pa.array(rows)).to_pylist() for column in self.columns), strict=True)
        return [as_line(row, delimiter) for row in cells]


class Table(Protocol):
    """Rows that are no text in a file: a workbook's, a Parquet file's."""

    def batches(self, only: Sequence[int] | None = None) -> Iterator[Batch]:
        """All rows, or some columns of them; blank rows are left out."""
        ...


def as_line(cells: Sequence[str], delimiter: str) -> str:
    """Cells as one line of CSV, without its end."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def without_blank(batch: Batch, delimiter: str) -> Batch:
    """The batch without rows of nothing but white space and delimiters."""
    ragged = [row for row in batch.ragged if row.raw.strip(delimiter + WHITE)]
    filled = np.zeros(len(batch.lines), bool)
    for column in batch.columns:
        if filled.all():
            break
        in_value = pc.not_equal(pc.utf8_trim(column.dictionary, characters=WHITE), "").to_numpy(zero_copy_only=False)
        filled |= in_value[column.indices.to_numpy()]
    if filled.all():
        return Batch(batch.columns, batch.lines, ragged)
    kept = pa.array(np.flatnonzero(filled))
    return Batch([column.take(kept) for column in batch.columns], batch.lines[filled], ragged)


def text_column(values: Sequence[str]) -> pa.DictionaryArray:
    """Texts as a column of a batch; what no database can store (NUL, half a character) becomes U+FFFD."""
    try:
        column = pa.array(values, pa.string()).dictionary_encode()
    except UnicodeEncodeError:
        column = pa.array([storable(value) for value in values], pa.string()).dictionary_encode()
    return without_nul(column)


def without_nul(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The column with U+FFFD for every NUL."""
    if not pc.any(pc.match_substring(column.dictionary, "\0")).as_py():
        return column
    return pa.DictionaryArray.from_arrays(column.indices, pc.replace_substring(column.dictionary, "\0", "\ufffd"))


def storable(text: str) -> str:
    """A text without what no database can store."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


class PositionedFile(io.RawIOBase):
    """An open temporary file, read from a position of its own, so that threads do not disturb each other."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch  # which lives as long as this
        self._descriptor, self._at = scratch.file.fileno(), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = offset + (os.fstat(self._descriptor).st_size if start is None else start)
        return self._at

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        data = os.pread(self._descriptor, len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class BatchSpool:
    """Batches kept in a temporary file without a name: whatever ends the program, nothing is left of it."""

    def __init__(self) -> None:
        self._scratch = Scratch()
        self._places: list[tuple[int, int]] = []
        self.rows = 0

    def add(self, batch: Batch) -> None:
        """Keep a batch; a later one may have more columns."""
        cells = [pa.array(batch.lines, pa.int64()), *(column.cast(TEXT) for column in batch.columns)]
        ragged = [
            pa.array([row.line for row in batch.ragged], pa.int64()),
            pa.array([storable(row.raw) for row in batch.ragged], pa.string()),
            pa.array([row.reason for row in batch.ragged], pa.string()),
        ]
        for arrays in (cells, ragged):
            record = pa.RecordBatch.from_arrays(arrays, [str(position) for position in range(len(arrays))])
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, record.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
                writer.write_batch(record)
            data = sink.getvalue()
            self._places.append((self._scratch.file.tell(), data.size))
            self._scratch.file.write(data)
        self._scratch.file.flush()
        self.rows += len(batch.lines) + len(batch.ragged)

    def batches(self, width: int, only: Sequence[int] | None = None, offset: int = 0) -> Iterator[Batch]:
        """The batches again, each with `width` columns or those of `only`; `offset` is added to every line."""
        for cells, ragged in zip(self._places[0::2], self._places[1::2], strict=True):
            lines, *columns = self._read(cells).columns
            numbers = lines.to_numpy(zero_copy_only=False) + offset
            blank = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(numbers), np.int32)), pa.array([""]))
            wanted = range(width) if only is None else only
            bad = (column.to_pylist() for column in self._read(ragged).columns)
            yield Batch(
                [columns[position] if position < len(columns) else blank for position in wanted],
                numbers,
                [Ragged(line + offset, raw, reason) for line, raw, reason in zip(*bad, strict=True)],
            )

    def _read(self, place: tuple[int, int]) -> pa.RecordBatch:
        data = os.pread(self._scratch.file.fileno(), place[1], place[0])
        return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()


@dataclass(frozen=True)
class SpooledTable:
    """A table of one or more spools; each with what is added to its lines."""

    width: int
    parts: tuple[tuple[BatchSpool, int], ...]

    def batches(self, only: Sequence[int] | None = None) -> Iterator[Batch]:
        """All rows, spool after spool."""
        for spool, offset in self.parts:
            yield from spool.batches(self.width, only, offset)
