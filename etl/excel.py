"""Excel workbooks (.xlsx) -> rows: all sheets of the same shape, as one table of canonical text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import IO

import numpy as np

from etl.batches import Batch, Ragged, Spool, SpooledTable, as_line, text_column
from etl.canonical import MOMENT, NUMBER, ONE_KIND, TRUTH, excel_number, moment_text, truth_text
from etl.inputs import Input
from etl.shapes import MOST_COLUMNS, Row, header_at
from etl.sheets import Cell, rows_of_sheet
from etl.workbooks import DAMAGED, Workbook
from warehouse.console import progress
from warehouse.errors import InputError, NoTableError

_HEAD = 100  # rows that decide where the header is
_ROWS = 20_000  # of a batch
_CHARACTERS = 8 << 20  # of a batch
_LONGEST_ROW = 8 << 20  # characters
_DAYS = 2_958_466  # from 1900 to the end of 9999


@dataclass
class _Sheet:
    """A sheet as read: its header, its rows, what kinds of values stand in each column."""

    name: str
    columns: tuple[str, ...] = ()
    kinds: dict[int, int] = field(default_factory=dict)
    spool: Spool = field(default_factory=Spool)
    last: int = 0  # the number of its last row
    above: int = 0  # filled rows above the header


def read_excel(
    item: Input, file: IO[bytes], named: Sequence[str] | None = None
) -> tuple[tuple[str, ...], SpooledTable, frozenset[int], list[str]]:
    """A workbook as (columns, rows, canonical columns, what to tell); `named` are the columns of one without header.

    Of several sheets, those with the header that most rows have. Rows keep their number in the sheet; a second sheet
    goes on counting where the one before it ended, and it is told where.
    """
    book = Workbook(item, file)
    with progress(f"Looking at {item.name}", total=book.size) as advance:
        sheets = [_read_sheet(book, sheet.name, rows_of_sheet(book, sheet, advance), named) for sheet in book.sheets]
    filled = [sheet for sheet in sheets if sheet.spool.rows and sheet.columns]
    if not filled:
        held = any(sheet.columns for sheet in sheets)
        what = "a header and no rows. Export it again with its rows." if held else "no table: its sheets are empty."
        raise NoTableError(f"{item} holds {what}")
    sizes: dict[tuple[str, ...], int] = {}
    for sheet in filled:
        sizes[sheet.columns] = sizes.get(sheet.columns, 0) + (len(sheet.columns) > 1) * sheet.spool.rows
    columns = max(sizes, key=lambda shape: sizes[shape])
    used = [sheet for sheet in filled if sheet.columns == columns]
    notes = [_skipped(item, sheet, columns) for sheet in sheets if sheet not in used]
    parts, offset = [], 0
    for sheet in used:
        parts.append((sheet.spool, offset))
        if sheet.above:
            notes.append(f"{item}, sheet {sheet.name}: {sheet.above:,} rows above the header are skipped.")
        if offset:
            notes.append(f"{item}, sheet {sheet.name}: its row 1 counts as line {offset + 1:,}.")
        offset += sheet.last
    kinds: dict[int, int] = {}
    for sheet in used:
        for column, kind in sheet.kinds.items():
            kinds[column] = kinds.get(column, 0) | kind
    canonical = frozenset(column for column, kind in kinds.items() if kind in ONE_KIND and column < len(columns))
    return columns, SpooledTable(len(columns), tuple(parts)), canonical, notes


def _skipped(item: Input, sheet: _Sheet, columns: tuple[str, ...]) -> str:
    why = "it has other columns" if sheet.columns and sheet.columns != columns else "it holds no rows"
    return f"{item}, sheet {sheet.name} is skipped: {why}."


def _read_sheet(
    book: Workbook, name: str, rows: Iterator[tuple[int, list[Cell]]], named: Sequence[str] | None
) -> _Sheet:
    sheet = _Sheet(name)
    texts = _Texts(book)
    head: list[tuple[int, list[str], dict[int, int]]] = []
    decided = False
    pending = _Pending(sheet)
    for number, cells in rows:
        values, kinds = texts.row(cells)
        sheet.last = number
        if not any(value.strip() for value in values):
            continue
        if decided:
            pending.add(number, values, kinds)
            continue
        head.append((number, values, kinds))
        if len(head) == _HEAD:
            decided = True
            _decide(book, sheet, head, named, pending)
    if not decided and head:
        _decide(book, sheet, head, named, pending)
    pending.flush()
    return sheet


def _decide(
    book: Workbook,
    sheet: _Sheet,
    head: list[tuple[int, list[str], dict[int, int]]],
    named: Sequence[str] | None,
    pending: "_Pending",
) -> None:
    """Find the header among the first rows, and go on with those below it."""
    if named is not None:
        sheet.columns, at = tuple(named), -1
    else:
        width = max(len(values) for _, values, _ in head)
        rows = [Row((*values, *[""] * (width - len(values))), number, 0, 0) for number, values, _ in head]
        at = header_at(rows)
        names = [name.strip() for name in rows[at].cells]
        while names and not names[-1]:
            names.pop()
        sheet.columns, sheet.above = tuple(names), at
    if len(sheet.columns) > MOST_COLUMNS:
        raise InputError(
            f"{book.title}, sheet {sheet.name} has {len(sheet.columns):,} columns; at most {MOST_COLUMNS:,} can be "
            "read. Export fewer columns."
        )
    for number, values, kinds in head[at + 1 :]:
        pending.add(number, values, kinds)


class _Pending:
    """Rows of a sheet on their way to its spool."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet
        self._rows: list[list[str]] = []
        self._lines: list[int] = []
        self._ragged: list[Ragged] = []
        self._characters = 0

    def add(self, number: int, values: list[str], kinds: dict[int, int]) -> None:
        """Take one filled row; what stands beyond the header makes it ragged."""
        width = len(self._sheet.columns)
        if len(values) > width and any(value.strip() for value in values[width:]):
            self._ragged.append(Ragged(number, as_line(values, ",")))
        elif any(value.strip() for value in values[:width]):
            self._rows.append(values)
            self._lines.append(number)
            seen = self._sheet.kinds
            for column, kind in kinds.items():
                seen[column] = seen.get(column, 0) | kind
        self._characters += sum(map(len, values)) + 8 * width
        if len(self._lines) + len(self._ragged) >= _ROWS or self._characters > _CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Give the rows to the spool."""
        width = len(self._sheet.columns)
        if self._lines or self._ragged:
            padded = [row[:width] if len(row) >= width else row + [""] * (width - len(row)) for row in self._rows]
            cells = zip(*padded, strict=True) if padded else ((),) * width
            columns = [text_column(values) for values in cells]
            self._sheet.spool.add(Batch(columns, np.array(self._lines, np.int64), self._ragged))
        self._rows, self._lines, self._ragged, self._characters = [], [], [], 0


class _Texts:
    """Cells -> canonical text."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.moment = lru_cache(1 << 14)(self._moment)

    def row(self, cells: list[Cell]) -> tuple[list[str], dict[int, int]]:
        """The texts of a row from its first column on, and by column the kind of those that are no text."""
        values: list[str] = []
        kinds: dict[int, int] = {}
        size = 0
        for cell in cells:
            if cell.column != len(values):
                if cell.column < len(values):
                    raise InputError(DAMAGED.format(self._book.title))
                values += [""] * (cell.column - len(values))
            text, kind = self._text(cell)
            if kind and text:
                kinds[cell.column] = kind
            values.append(text)
            size += len(text)
            if size > _LONGEST_ROW:
                raise InputError(DAMAGED.format(self._book.title))
        return values, kinds

    def _text(self, cell: Cell) -> tuple[str, int]:
        try:
            if cell.type == "s":
                return self._book.shared[int(cell.text)], 0
            if cell.type == "n" and cell.text:
                return self._number(cell)
            if cell.type == "b":
                return truth_text(cell.text == "1"), TRUTH
            if cell.type == "d":
                return moment_text(datetime.fromisoformat(cell.text)), MOMENT
        except (ValueError, IndexError, OverflowError, ArithmeticError):
            raise InputError(DAMAGED.format(self._book.title)) from None
        return cell.text, 0  # text, or an error like #N/A

    def _number(self, cell: Cell) -> tuple[str, int]:
        if cell.style in self._book.dates:
            return self.moment(cell.text)
        return excel_number(cell.text).zfill(self._book.padded.get(cell.style, 0)), NUMBER

    def _moment(self, text: str) -> tuple[str, int]:
        """A date serial: days since the end of 1899, or since the start of 1904."""
        days = float(text)
        if not 0 <= days < _DAYS:
            return excel_number(text), NUMBER
        if self._book.from_1904:
            start = datetime(1904, 1, 1)
        else:  # Excel has a 29 February 1900, so that days before it are one off
            start = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)
        moment = start + timedelta(seconds=round(days * 86_400))
        return (moment.time().isoformat() if 0 < days < 1 else moment_text(moment)), MOMENT
