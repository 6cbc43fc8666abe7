"""Text in columns of fixed places, held apart by spaces: where the columns are, and lines -> cells."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.rows.batches import Batch, Ragged, text_column
from etl.files.text.table_shape import is_header

Fields = tuple[tuple[int, int], ...]  # start and end of each column, in characters, without the gap behind it
_RULED = re.compile(r"\s*[-=_]{2,}(?:\s+[-=_]+)+\s*")
_LINES = 1_000  # looked at
_SAME = 0.95  # of the lines must respect the gaps of the rest


def is_ruled(line: str) -> bool:
    """Whether a line underlines the columns of a header."""
    return bool(_RULED.fullmatch(line))


def fields_of(lines: Sequence[str], headless: bool = False) -> Fields | None:
    """The columns of a table of fixed places whose first line is the header, or not; None when it is none.

    A ruled line below the header says where they are; else they are what no gap runs through: places that are blank
    in the header and in all rows. A gap of one space divides only where the header has a name on both sides.
    """
    if len(lines) > 2 and is_ruled(lines[1]) and not headless:
        return tuple((found.start(), found.end()) for found in re.finditer(r"\S+", lines[1]))
    sample = [line.expandtabs().rstrip() for line in lines[:_LINES]]
    if len(sample) < 2 or "\t" in "".join(lines[:_LINES]):
        return None
    width = max(map(len, sample))
    if not width or width > 10_000:
        return None
    letters = "".join(line.ljust(width) for line in sample).encode("utf-32-le", "surrogatepass")
    grid = np.frombuffer(letters, "<u4").reshape(len(sample), width) != ord(" ")
    inked = np.atleast_1d(grid.any(axis=0))
    fields = _merged(
        [(run.start(), run.end()) for run in re.finditer("1+", "".join("01"[ink] for ink in inked.tolist()))], grid
    )
    names = [sample[0][start:end].strip() for start, end in fields]
    if len(fields) < 2 or not (headless or (all(names) and is_header(names))):
        return None
    return tuple(fields)


def _merged(runs: list[tuple[int, int]], grid: np.ndarray) -> list[tuple[int, int]]:
    """Runs of inked places, joined where one space between them divides nothing."""
    found: list[tuple[int, int]] = []
    for start, end in runs:
        narrow = bool(found) and start - found[-1][1] == 1
        if narrow and not (_filled(grid, start, end) and _filled(grid, *found[-1])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _filled(grid: np.ndarray, start: int, end: int) -> bool:
    """Whether a column has a name, and a value in any row."""
    return bool(grid[0, start:end].any() and grid[1:, start:end].any())


def cut(lines: pa.StringArray, numbers: np.ndarray, fields: Fields, only: Sequence[int] | None) -> Batch:
    """Lines -> a batch; a line with ink in a gap is divided beside it, or ragged where the gap is full."""
    clean = np.ones(len(lines), bool)
    for (_, end), (start, _) in pairwise(fields):
        between = pc.utf8_slice_codeunits(lines, end, start)
        clean &= pc.equal(pc.utf8_trim(between, " "), "").to_numpy(zero_copy_only=False)
    starts = [0, *(start for start, _ in fields[1:])]
    ends = [*starts[1:], None]
    columns = [
        pc.utf8_trim(pc.utf8_slice_codeunits(lines, start, end), " \t\r")
        for start, end in zip(starts, ends, strict=True)
    ]
    if clean.all():
        texts = columns if only is None else [columns[position] for position in only]
        return Batch([text.dictionary_encode() for text in texts], numbers)
    return _divided(columns, lines, numbers, fields, clean, only)


def _divided(
    columns: list[pa.StringArray],
    lines: pa.StringArray,
    numbers: np.ndarray,
    fields: Fields,
    clean: np.ndarray,
    only: Sequence[int] | None,
) -> Batch:
    cells = [column.to_pylist() for column in columns]
    kept = np.ones(len(lines), bool)
    ragged = []
    for row in np.flatnonzero(~clean):
        line = lines[int(row)].as_py()
        parts = _parts(line, fields)
        if parts is None:
            kept[row] = False
            ragged.append(Ragged(int(numbers[row]), line))
            continue
        for column, part in zip(cells, parts, strict=True):
            column[row] = part
    wanted = range(len(cells)) if only is None else only
    texts = [[value for value, keep in zip(cells[position], kept, strict=True) if keep] for position in wanted]
    return Batch([text_column(values) for values in texts], numbers[kept], ragged)


def _parts(line: str, fields: Fields) -> list[str] | None:
    """The cells of a line whose values reach into the gaps; None where one has no space left."""
    found, begin = [], 0
    for (_, end), (start, _) in pairwise(fields):
        spaces = [place for place in range(max(end, begin), min(start, len(line))) if line[place] == " "]
        if not spaces and len(line) > end:
            return None
        if len({line[place] for place in range(spaces[0], spaces[-1] + 1)} if spaces else ()) > 1:
            return None  # a word in the middle of a gap belongs to neither side
        at = spaces[-1] if spaces else len(line)
        found.append(line[begin:at].strip())
        begin = at
    return [*found, line[begin:].strip()]
