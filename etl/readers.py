"""Sources -> batches of raw text columns, with the line of the file on which each row begins.

pyarrow parses the blocks; only rows it finds ragged and cells with line breaks cost more than that. One block is held
at a time, so memory stays the same for any length of file.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from etl.sources import BLOCK, LINE_END, Source
from warehouse.errors import InputError

_WHITE = " \t\r\n"
_TEXT = pa.dictionary(pa.int32(), pa.string())  # a value that repeats is checked once


@dataclass(frozen=True)
class Ragged:
    """A row with more or fewer columns than the header."""

    line: int
    raw: str


@dataclass(frozen=True)
class Batch:
    """Some rows of a source: one dictionary-encoded text column per header column, all of one length."""

    columns: list[pa.DictionaryArray]
    lines: np.ndarray  # int64, the 1-based line of the file where each row begins
    ragged: list[Ragged] = field(default_factory=list)

    def raw(self, rows: np.ndarray, delimiter: str) -> list[str]:
        """The rows at these positions as one CSV line each."""
        cells = zip(*(column.take(pa.array(rows)).to_pylist() for column in self.columns), strict=True)
        return [_as_line(row, delimiter) for row in cells]


def _as_line(cells: Sequence[str], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def read_batches(source: Source, only: Sequence[int] | None = None, raw_bytes: bool = False) -> Iterator[Batch]:
    """The rows below the header; lines of nothing but white space and delimiters are not rows.

    `only` keeps these header positions (in that order), for a look at some columns: then all lines count as rows.
    `raw_bytes` skips decoding, for columns whose values are ASCII. Raises InputError for a row too long to be one and
    for a damaged archive.
    """
    names = [str(position) for position in range(len(source.columns))]
    wanted = names if only is None else [names[position] for position in only]
    counter = _LineCounter(source.header_lines)
    try:
        with pa.input_stream(source.path, compression="gzip" if source.gzipped else None) as stream:
            stream.read(source.header_bytes)
            reader = pacsv.open_csv(
                stream,
                pacsv.ReadOptions(
                    use_threads=False,  # also what makes pyarrow number the ragged rows
                    block_size=BLOCK,
                    column_names=names,
                    encoding="utf-8" if raw_bytes else source.encoding,
                ),
                pacsv.ParseOptions(
                    delimiter=source.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,  # they count as lines
                    invalid_row_handler=counter.ragged_row,
                ),
                pacsv.ConvertOptions(
                    check_utf8=False,  # `fingerprint` looked at every byte
                    column_types=dict.fromkeys(names, _TEXT),
                    include_columns=wanted,
                ),
            )
            for block in reader:
                batch = counter.number(block)
                yield _without_blank(batch, source.delimiter) if only is None else batch
    except pa.ArrowInvalid as error:
        raise _unreadable(source, counter, error) from error
    except OSError:
        raise InputError(f"{source.path} stopped being readable near line {counter.line:,}. Load it again.") from None
    if counter.pending:
        nothing = pa.array([], pa.string()).dictionary_encode()
        yield _without_blank(Batch([nothing] * len(wanted), np.empty(0, np.int64), counter.rest()), source.delimiter)


def _unreadable(source: Source, counter: "_LineCounter", error: Exception) -> InputError:
    if "straddling" in str(error):
        return InputError(
            f"{source.path} has a row longer than {BLOCK >> 20} million characters at or after line {counter.line:,}: "
            "a quote that is opened and never closed, or not a CSV file. Repair that line."
        )
    if "Empty CSV" in str(error):
        return InputError(f"{source.path} holds a header and no rows. Export it again with its rows.")
    return InputError(f"{source.path} cannot be read as CSV after line {counter.line:,}: {error}.")


def _without_blank(batch: Batch, delimiter: str) -> Batch:
    ragged = [row for row in batch.ragged if row.raw.strip(delimiter + _WHITE)]
    filled = np.zeros(len(batch.lines), bool)
    for column in batch.columns:
        if filled.all():
            break
        in_value = pc.not_equal(pc.utf8_trim(column.dictionary, characters=_WHITE), "").to_numpy(zero_copy_only=False)
        filled |= in_value[column.indices.to_numpy()]
    if filled.all():
        return Batch(batch.columns, batch.lines, ragged)
    kept = pa.array(np.flatnonzero(filled))
    return Batch([column.take(kept) for column in batch.columns], batch.lines[filled], ragged)


class _LineCounter:
    """Works out the line of each row from pyarrow's row numbers and the line breaks inside cells."""

    def __init__(self, header_lines: int) -> None:
        self.line = header_lines + 1  # of the next row
        self._row = 1  # pyarrow's number of the next row
        self.pending: list[pacsv.InvalidRow] = []  # reported with their block, so maybe before the rows above them

    def ragged_row(self, row: pacsv.InvalidRow) -> str:
        self.pending.append(row)
        return "skip"

    def number(self, block: pa.RecordBatch) -> Batch:
        """The block with its lines, and the ragged rows that stand among or before its rows."""
        before = 0
        while before < len(self.pending) and self.pending[before].number < self._row + block.num_rows + before:
            before += 1
        ragged, self.pending = self.pending[:before], self.pending[before:]
        rows = np.arange(block.num_rows + before)
        at = np.array([row.number - self._row for row in ragged], np.int64)
        is_ragged = np.isin(rows, at) if before else np.zeros(len(rows), bool)
        height = np.ones(len(rows), np.int64)
        height[~is_ragged] += _breaks(block)
        height[at] += np.array([len(LINE_END.findall(row.text)) for row in ragged], np.int64)
        lines = self.line + np.cumsum(height) - height
        self.line += int(height.sum())
        self._row += len(rows)
        found = [Ragged(int(line), row.text) for line, row in zip(lines[at], ragged, strict=True)]
        return Batch(block.columns, lines[~is_ragged], found)

    def rest(self) -> list[Ragged]:
        """The ragged rows after the last good one."""
        found = []
        for row in self.pending:
            self.line += row.number - self._row
            found.append(Ragged(self.line, row.text))
            self.line += 1 + len(LINE_END.findall(row.text))
            self._row = row.number + 1
        self.pending = []
        return found


def _breaks(block: pa.RecordBatch) -> np.ndarray:
    """How many line breaks the cells of each row hold: int64, one a row."""
    breaks = np.zeros(block.num_rows, np.int64)
    for column in block.columns:
        in_value = pc.count_substring_regex(column.dictionary, r"\r\n|\r|\n").to_numpy(zero_copy_only=False)
        if in_value.any():
            breaks += in_value[column.indices.to_numpy()]
    return breaks
