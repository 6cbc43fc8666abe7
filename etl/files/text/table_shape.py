"""The shape of a text: its delimiter, where its header stands, what is above it. Pure: the first rows decide."""

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

DELIMITERS = (";", "\t", "|", ",")  # the first where several fit alike: commas are in numbers and texts too
LINE_END = re.compile(r"\r\n|\r|\n")
MOST_COLUMNS = 2_000  # named ones
_ROWS = 500  # looked at
_DEEPEST = 60  # rows that may stand above a header
_SAME = 0.7  # of the rows below a header are as wide, if rows above it are to be skipped
_FILLED = 0.8  # of the cells that rows fill have a name in such a header
_SEPARATOR = re.compile(r'"?sep=(?P<mark>.)"?', re.I)
_WHITE = " \t\r\n\ufeff"
_RULE = re.compile(r"\s*:?[-=+]{2,}:?\s*")
_DATUM = re.compile(r"[\s\d.,;|:/+\-()%€$£¥\"']*\d[\s\d.,;|:/+\-()%€$£¥\"']*")


@dataclass(frozen=True)
class Row:
    """One row near the top: its cells, the line it begins on (1-based), and where the next one begins."""

    cells: tuple[str, ...]
    line: int
    end: int  # characters of the text before the next row
    next_line: int

    @cached_property
    def filled(self) -> int:
        """Cells that hold something."""
        return sum(bool(cell.strip(_WHITE)) for cell in self.cells)


_FORMATS = ("EXTF", "DTVF")  # with which the first line of a file in DATEV's format begins, which is no header


@dataclass(frozen=True)
class Shape:
    """How to read a text: `columns` as they came, what stands before the first row of data."""

    delimiter: str
    columns: tuple[str, ...]
    start: int  # characters before the first row of data
    lines: int  # and lines
    reads_well: bool  # as delimited text
    width: int  # cells that most rows have
    first: tuple[str, ...]  # cells of the first row
    header_line: int = 0  # 1-based; 0 for a text without header
    skipped: tuple[Row, ...] = ()  # filled rows above the header


def separator_line(text: str) -> tuple[str, int]:
    """The delimiter that an Excel `sep=;` line names and the characters of that line; empty and 0 without one."""
    end = LINE_END.search(text)
    found = _SEPARATOR.fullmatch(text[: end.start()] if end else text)
    return (found["mark"], end.end() if end else len(text)) if found else ("", 0)


def rows_of(text: str, delimiter: str, complete: bool, line: int = 1) -> list[Row]:
    """The first rows of a text, blank ones too; `complete` is false where it is cut, so that its last line may be."""
    taken = [0, line]  # characters and lines given to the parser

    def feed() -> Iterator[str]:
        for part in io.StringIO(text, newline=""):  # cuts at every kind of line end and keeps it
            if not complete and taken[0] + len(part) == len(text):
                return
            taken[0] += len(part)
            taken[1] += part.endswith(("\r", "\n"))
            yield part

    found: list[Row] = []
    begins = line
    with contextlib.suppress(csv.Error):  # a cell too large: the rows before it decide
        for cells in csv.reader(feed(), delimiter=delimiter):
            found.append(Row(tuple(cells), begins, taken[0], taken[1]))
            begins = taken[1]
            if len(found) >= _ROWS:
                break
    return found


def shape_of(text: str, complete: bool, named: Sequence[str] | None = None) -> Shape | None:
    """The shape of a delimited text from its beginning; None where no row of it ends there.

    `named` are the columns of a text without header. The delimiter is the one that gives the most rows the same
    number of columns, among those under which the first such row reads as a header.
    """
    mark, offset = separator_line(text)
    candidates = []
    for rank, delimiter in enumerate((mark,) if mark else DELIMITERS):
        rows = [row for row in rows_of(text[offset:], delimiter, complete, 2 if offset else 1) if row.filled]
        if rows:
            candidates.append((_score(rows, named), -rank, delimiter, rows))
    if not candidates:
        return None
    score, _, delimiter, rows = max(candidates, key=lambda each: each[:2])
    reads_well = bool(score[0] or (score[1] and score[2]))
    if named is not None:
        return Shape(delimiter, tuple(named), offset, int(offset > 0), reads_well, _width(rows), rows[0].cells)
    at = header_at(rows)
    end = rows[at]
    while (below := rows.index(end) + 1) < len(rows) and _underlines(rows[below], rows[at]):
        end = rows[below]
    rest = rows[rows.index(end) + 1 :]
    names = _widened(rows[at], rest)
    return Shape(
        delimiter,
        names,
        offset + end.end,
        end.next_line - 1,
        reads_well,
        _width(rows),
        rows[0].cells,
        rows[at].line,
        tuple(rows[:at]),
    )


def _underlines(row: Row, header: Row) -> bool:
    """Whether a row rules off a header: dashes under every name, nothing under a column without one."""
    return len(row.cells) == len(header.cells) and all(
        bool(_RULE.fullmatch(cell)) if name.strip(_WHITE) else not cell.strip(_WHITE)
        for name, cell in zip(header.cells, row.cells, strict=True)
    )


def _width(rows: Sequence[Row]) -> int:
    """The commonest number of cells; the larger one where two are as common."""
    counts = Counter(len(row.cells) for row in rows)
    return max(counts, key=lambda width: (counts[width], width))


def _score(rows: Sequence[Row], named: Sequence[str] | None) -> tuple[float, ...]:
    """How well a delimiter fits, the weightiest first."""
    width = _width(rows)
    share = sum(len(row.cells) == width for row in rows) / len(rows)
    if named is not None:
        return (width == len(named), width > 1, 1, round(share, 1), width, share)
    head = next(row for row in rows if len(row.cells) == width)
    reads = width > 1 and is_header(head.cells)
    return (reads, width > 1 and share > 0.5, len(rows[0].cells) > 1, round(share, 1), width, share)


def is_header(cells: Sequence[str]) -> bool:
    """Whether cells read as names: at least two, none of them a number or a date, no two the same."""
    names = [cell.strip(_WHITE) for cell in cells if cell.strip(_WHITE)]
    return len(names) > 1 and len(set(names)) == len(names) and not any(map(_DATUM.fullmatch, names))


def header_at(rows: Sequence[Row]) -> int:
    """Which of the filled rows is the header: the first, unless it is unmistakably a later one.

    That is the first of the width that most rows from there on have, if it reads as a header, names
    most columns, and all rows above are narrower or fill at most half as many cells.
    """
    width = _width(rows)
    for at, row in enumerate(rows[:_DEEPEST]):
        if len(row.cells) != width or width < 3:
            continue
        rest = rows[at + 1 :]
        fullest = max((each.filled for each in rest if len(each.cells) == width), default=0)
        if row.filled < _FILLED * fullest or not is_header(row.cells):
            continue
        same = sum(len(each.cells) == width for each in rest)
        above = all(
            len(each.cells) < width or each.filled <= 0.5 * row.filled or each.cells[0].strip(_WHITE) in _FORMATS
            for each in rows[:at]
        )
        return at if rest and same >= _SAME * len(rest) and above else 0
    return 0


def _widened(header: Row, rest: Sequence[Row]) -> tuple[str, ...]:
    """The header's names, and unnamed ones for the empty cells that delimiters at the line's end make in every row."""
    names = tuple(name.strip(_WHITE) for name in header.cells)
    width = _width(rest) if rest else len(names)
    agree = [row for row in rest if len(row.cells) == width]
    blank = all(not cell.strip(_WHITE) for row in agree for cell in row.cells[len(names) :])
    if width > len(names) > 1 and 2 * len(agree) > len(rest) and blank:
        return names + ("",) * (width - len(names))
    return names
