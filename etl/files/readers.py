"""Sources -> batches of raw text columns, with the line of the file on which each row begins.

pyarrow parses the blocks; only rows it finds ragged and cells with line breaks cost more than that. One block is held
at a time, so memory stays the same for any length of file.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from etl.files.inputs.inputs import BLOCK
from etl.files.inputs.unpacking import BlockReader, unpacked_blocks
from etl.files.rows.batches import TEXT, Batch, Ragged, without_blank
from etl.files.rows.digits import with_usual_digits
from etl.files.sources import Source
from etl.files.text.encodings import MIXED, utf8_blocks
from etl.files.text.fixed_width import cut
from etl.files.text.table_shape import LINE_END
from warehouse.errors import InputError
from wording.languages import say, whole

__all__ = ["Batch", "Ragged", "read_batches"]
_NO_DELIMITER = "\x1f"  # lines that are cut by place, not by a mark


def read_batches(source: Source, only: Sequence[int] | None = None, undecided: bool = False) -> Iterator[Batch]:
    """The rows below the header; lines of nothing but white space and delimiters are not rows.

    `only` keeps these header positions (in that order), for a look at some columns: then all lines count as rows.
    `undecided` is for a look before the encoding is known: what is no UTF-8 is then taken for Windows-1252. Raises
    InputError for a row too long to be one and for a damaged file.
    """
    if undecided and not source.recoded:
        source = replace(source, encoding=MIXED)
    if source.table:
        batches = source.table.batches(only)
    else:
        batches = _fixed(source, only) if source.fields else _delimited(source, only)
    yield from map(with_usual_digits, batches)


def _text_of(source: Source) -> tuple[Any, bool]:
    """The text of a source from its first row on, as a file; and whether it is UTF-8 whatever the source's encoding."""
    is_mixed = source.encoding == MIXED
    if not (source.packed or source.item.member or source.recoded or is_mixed):
        stream = pa.OSFile(os.fsencode(source.path))  # which may be no UTF-8
        stream.seek(source.header_bytes)
        return stream, False
    blocks = unpacked_blocks(source.item)
    reader = BlockReader(utf8_blocks(blocks, source.encoding, source.item) if source.recoded else blocks)
    reader.read(source.header_bytes)
    if is_mixed:
        rest = iter(lambda: reader.read(BLOCK), b"")
        return pa.PythonFile(BlockReader(utf8_blocks(rest, MIXED, source.item)), "r"), True
    return pa.PythonFile(reader, "r"), source.recoded


def _blocks(
    source: Source,
    parse: pacsv.ParseOptions,
    convert: pacsv.ConvertOptions,
    names: list[str],
    counter: "_LineCounter",
) -> Iterator[pa.RecordBatch]:
    """What pyarrow makes of a text, block by block; its failures as sentences."""
    try:
        stream, is_utf8 = _text_of(source)
        with stream:
            options = pacsv.ReadOptions(
                use_threads=False,  # also what makes pyarrow number the ragged rows
                block_size=BLOCK,
                column_names=names,
                encoding="utf-8" if is_utf8 else source.encoding,
            )
            yield from pacsv.open_csv(stream, options, parse, convert)
    except pa.ArrowInvalid as error:
        raise _unreadable(source, counter, error) from error
    except FileNotFoundError:
        raise InputError(say("{file} is gone. Load it again when it is there.", file=source.item)) from None
    except OSError:
        raise InputError(
            say(
                "{file} stopped being readable near line {line}. Load it again.",
                file=source.item,
                line=whole(counter.line),
            )
        ) from None


def _delimited(source: Source, only: Sequence[int] | None) -> Iterator[Batch]:
    names = [str(position) for position in range(len(source.columns))]
    wanted = names if only is None else [names[position] for position in only]
    counter = _LineCounter(source.header_lines)
    parse = pacsv.ParseOptions(
        delimiter=source.delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,  # they count as lines
        invalid_row_handler=counter.ragged_row,
    )
    convert = pacsv.ConvertOptions(
        check_utf8=False,  # `fingerprint` looked at every byte
        column_types=dict.fromkeys(names, TEXT),
        include_columns=wanted,
    )
    for block in _blocks(source, parse, convert, names, counter):
        batch = counter.number(block)
        yield without_blank(batch, source.delimiter) if only is None else batch
    if counter.pending:
        nothing = pa.array([], pa.string()).dictionary_encode()
        yield without_blank(Batch([nothing] * len(wanted), np.empty(0, np.int64), counter.rest()), source.delimiter)


def _fixed(source: Source, only: Sequence[int] | None) -> Iterator[Batch]:
    parse = pacsv.ParseOptions(delimiter=_NO_DELIMITER, quote_char=False, ignore_empty_lines=False)
    convert = pacsv.ConvertOptions(check_utf8=False, column_types={"0": pa.string()})
    counter = _LineCounter(source.header_lines)
    for block in _blocks(source, parse, convert, ["0"], counter):
        numbers = counter.line + np.arange(block.num_rows)
        counter.line += block.num_rows
        batch = cut(block.column(0), numbers, source.fields, only)
        yield without_blank(batch, " ") if only is None else batch


def _unreadable(source: Source, counter: "_LineCounter", error: Exception) -> InputError:
    if "straddling" in str(error):
        return InputError(
            say(
                "{file} has a row longer than {value} million characters at or after line {line}: a quote t"
                "hat is opened and never closed, or not a CSV file. Repair that line.",
                file=source.item,
                value=BLOCK >> 20,
                line=whole(counter.line),
            )
        )
    if "Empty CSV" in str(error):
        return InputError(say("{file} holds a header and no rows. Export it again with its rows.", file=source.item))
    return InputError(
        say(
            "{file} cannot be read as CSV after line {line}: {error}.",
            file=source.item,
            line=whole(counter.line),
            error=error,
        )
    )


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


def _holds_breaks(values: pa.StringArray) -> bool:
    """Whether any line break is in the memory of these values, which is seen at once."""
    data = values.buffers()[2]
    letters = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
    return bool((letters == ord("\n")).any() or (letters == ord("\r")).any())


def _breaks(block: pa.RecordBatch) -> np.ndarray:
    """How many line breaks the cells of each row hold: int64, one a row."""
    breaks = np.zeros(block.num_rows, np.int64)
    for column in block.columns:
        if not _holds_breaks(column.dictionary):
            continue
        in_value = pc.count_substring_regex(column.dictionary, r"\r\n|\r|\n").to_numpy(zero_copy_only=False)
        if in_value.any():
            breaks += in_value[column.indices.to_numpy()]
    return breaks
