"""Excel workbooks (.xlsx, .xls) -> rows: all sheets of the same shape, as one table of canonical text."""

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import IO

import numpy as np
import pyarrow as pa

from etl.files.inputs.inputs import Input
from etl.files.rows.batches import Batch, BatchSpool, Ragged, SpooledTable, as_line
from etl.files.rows.canonical_text import ONE_KIND
from etl.files.text.table_shape import MOST_COLUMNS, Row, header_at
from etl.files.workbooks.cells import Rows, Understood
from etl.files.workbooks.old_workbooks import OldBook
from etl.files.workbooks.sheets import cells_of_sheet
from etl.files.workbooks.workbook_parts import Workbook
from etl.names.labels import fold, quoted
from warehouse.errors import InputError, NoTableError
from wording.console import progress
from wording.counts import be, counted
from wording.languages import say, whole

_HEAD = 100  # rows that decide where the header is
_ROWS = 20_000  # of a batch
_CHARACTERS = 8 << 20  # of a batch


Shapes = tuple[tuple[str, ...], ...]  # names of sheets, those of one header together
Suits = Callable[[Sequence[str], Batch], int]  # a header and the first rows -> how well they suit


@dataclass(frozen=True)
class Wanted:
    """Which sheets of a workbook are to be read: the one that was named, or those that suit best."""

    sheet: str | None = None
    suits: Suits = lambda _header, _batch: 0
    about_other: str = ""  # what sheets are about that suit something else
    other: str = ""  # the command that reads them
    suits_other: Suits = lambda _header, _batch: 0
    called: frozenset[str] = frozenset()  # words in the names of sheets that are, where several suit alike

    def is_called(self, name: str) -> bool:
        """Whether a sheet's name has one of these words."""
        return not self.called.isdisjoint({fold(name), *map(fold, re.findall(r"[^\W\d_]+", name))})

    def of(self, item: Input, names: Sequence[str]) -> list[str]:
        """The names of the sheets to look at; NoTableError when there is none of the name."""
        if self.sheet is None:
            return list(names)
        found = [name for name in names if name == self.sheet] or [
            name for name in names if name.strip().casefold() == self.sheet.strip().casefold()
        ]
        if not found:
            raise NoTableError(f"{item} has no sheet {self.sheet}. Its sheets are {', '.join(names)}.")
        return found


ANY_SHEET = Wanted()


@dataclass
class _Sheet:
    """A sheet as read: its header, its rows, what kinds of values stand in each column."""

    name: str
    columns: tuple[str, ...] = ()
    kinds: dict[int, int] = field(default_factory=dict)
    spool: BatchSpool = field(default_factory=BatchSpool)
    last: int = 0  # the number of its last row
    above: int = 0  # filled rows above the header

    def add(self, rows: Rows, chosen: np.ndarray) -> None:
        """Take the rows at these positions; what stands beyond the header makes a row ragged."""
        count, width = len(rows.numbers), len(self.columns)
        beyond = np.bincount(rows.row[rows.filled & (rows.column >= width)], minlength=count) > 0
        regular = np.zeros(count, bool)
        regular[chosen] = True
        regular &= ~beyond
        for kind in ONE_KIND:
            for column in np.unique(rows.column[(rows.kind == kind) & regular[rows.row]]).tolist():
                self.kinds[column] = self.kinds.get(column, 0) | kind
        cost = np.cumsum(rows.sizes[chosen] + 8 * width) // _CHARACTERS
        cuts = np.flatnonzero(np.diff(cost) + np.diff(np.arange(len(chosen)) // _ROWS)) + 1
        for part in np.split(chosen, cuts):
            if len(part):
                self.spool.add(_batch(rows, part[regular[part]], part[beyond[part]], width))


def _batch(rows: Rows, regular: np.ndarray, ragged: np.ndarray, width: int) -> Batch:
    """The rows at these positions, ascending, as columns of text."""
    table = np.zeros((width, len(regular)), np.int32)  # positions in rows.values, of which the first is empty
    if len(regular):
        first, end = np.searchsorted(rows.row, [regular[0], regular[-1] + 1])
        place = np.full(regular[-1] - regular[0] + 1, -1)
        place[regular - regular[0]] = np.arange(len(regular))
        row, column = place[rows.row[first:end] - regular[0]], rows.column[first:end]
        wanted = (row >= 0) & (column < width)
        table[column[wanted], row[wanted]] = rows.code[first:end][wanted]
    columns = []
    for codes in table:
        unique = pa.array(codes).dictionary_encode()
        columns.append(pa.DictionaryArray.from_arrays(unique.indices, rows.values.take(unique.dictionary)))
    bad = [Ragged(int(rows.numbers[position]), as_line(rows.texts(position), ",")) for position in ragged.tolist()]
    return Batch(columns, rows.numbers[regular], bad)


def read_excel(
    item: Input,
    file: IO[bytes],
    named: Sequence[str] | None = None,
    is_old: bool = False,
    wanted: Wanted = ANY_SHEET,
) -> tuple[tuple[str, ...], SpooledTable, frozenset[int], list[str], Shapes]:
    """A workbook as (columns, rows, canonical columns, what to tell, its sheets by shape).

    `named` are the columns of one without header.

    An old one is what Excel wrote before 2007 (.xls).

    Of several sheets, those that are `wanted` most, and of these those with the header that most rows have. Rows keep
    their number in the sheet; a second sheet goes on counting where the one before it ended, and it is told where.
    """
    sheets = _read_sheets(item, file, named, is_old, wanted)
    filled = [sheet for sheet in sheets if sheet.spool.rows and sheet.columns]
    if not filled:
        held = any(sheet.columns for sheet in sheets)
        what = "a header and no rows. Export it again with its rows." if held else "no table: its sheets are empty."
        raise NoTableError(f"{item} holds {what}")
    columns = _most_wanted(filled, wanted)
    used = [sheet for sheet in filled if sheet.columns == columns]
    notes = [_skipped(item, sheet, columns, wanted) for sheet in sheets if sheet not in used]
    parts, offset = [], 0
    for sheet in used:
        parts.append((sheet.spool, offset))
        if sheet.above:
            above = f"{counted(sheet.above, 'row')} above the header {be(sheet.above)}"
            notes.append(f"{item}, sheet {sheet.name}: {above} skipped.")
        if offset:
            notes.append(f"{item}, sheet {sheet.name}: its row 1 counts as line {offset + 1:,}.")
        offset += sheet.last
    kinds: dict[int, int] = {}
    for sheet in used:
        for column, kind in sheet.kinds.items():
            kinds[column] = kinds.get(column, 0) | kind
    canonical = frozenset(column for column, kind in kinds.items() if kind in ONE_KIND and column < len(columns))
    return columns, SpooledTable(len(columns), tuple(parts)), canonical, notes, _shapes(filled, columns)


def _shapes(sheets: Sequence[_Sheet], columns: tuple[str, ...]) -> Shapes:
    """The names of the sheets of each header of several columns, those of these columns first."""
    found: dict[tuple[str, ...], list[str]] = {columns: []}
    for sheet in sheets:
        if len(sheet.columns) > 1:
            found.setdefault(sheet.columns, []).append(sheet.name)
    return tuple(tuple(names) for names in found.values())


def _read_sheets(
    item: Input, file: IO[bytes], named: Sequence[str] | None, is_old: bool, wanted: Wanted
) -> list[_Sheet]:
    """The sheets of a workbook that may be wanted."""
    book = OldBook(item, file) if is_old else Workbook(item, file)
    cells = book.cells if isinstance(book, OldBook) else partial(cells_of_sheet, book)
    understood, unit = Understood(book), "sheets" if is_old else "bytes"
    with closing(book), progress(say("Looking at {file}", file=item.name), book.size, unit) as advance:
        chosen = wanted.of(item, [sheet.name for sheet in book.sheets])
        sheets: list[_Sheet] = []
        for each in book.sheets:
            blocks = cells(each, advance)
            if each.name in chosen:
                sheets.append(_read_sheet(item, each.name, map(understood.rows, blocks), named))
            elif is_old:  # the cells of its sheets come one after the other
                for _ in blocks:
                    pass
    return sheets


def _most_wanted(sheets: Sequence[_Sheet], wanted: Wanted) -> tuple[str, ...]:
    """The header of those sheets that suit best; of several, that of the most rows."""
    sizes: dict[tuple[str, ...], int] = {}
    for sheet in sheets:
        sizes[sheet.columns] = sizes.get(sheet.columns, 0) + (len(sheet.columns) > 1) * sheet.spool.rows
    if len(sizes) == 1:
        return next(iter(sizes))
    first = {sheet.columns: sheet.spool for sheet in reversed(sheets)}
    suits = {shape: wanted.suits(shape, next(spool.batches(len(shape)))) for shape, spool in first.items()}
    called = {sheet.columns for sheet in sheets if wanted.is_called(sheet.name)}
    return max(sizes, key=lambda shape: (suits[shape], shape in called and bool(sizes[shape]), sizes[shape]))


def _skipped(item: Input, sheet: _Sheet, columns: tuple[str, ...], wanted: Wanted) -> str:
    skipped = f"{item}, sheet {sheet.name} is skipped"
    if not sheet.columns or sheet.columns == columns:
        return say("{skipped}: it holds no rows.", skipped=skipped)
    first = next(sheet.spool.batches(len(sheet.columns))) if sheet.spool.rows else None
    if first and wanted.suits(sheet.columns, first):
        return say(
            "{skipped}: it has other columns; --sheet {quoted} reads it.", skipped=skipped, quoted=quoted(sheet.name)
        )
    if first and wanted.suits_other(sheet.columns, first):
        file = "-" if item.given_name else shlex.quote(str(item.path))
        command = f"{wanted.other} {file} --sheet {shlex.quote(sheet.name)}"
        return f"{skipped}: it looks like {wanted.about_other}. Load it with: {command}"
    return say("{skipped}: it has other columns.", skipped=skipped)


def _read_sheet(item: Input, name: str, blocks: Iterator[Rows], named: Sequence[str] | None) -> _Sheet:
    sheet, head, found = _Sheet(name), [], 0
    for rows in blocks:
        if len(rows.numbers):
            sheet.last = int(rows.numbers[-1])
        filled = rows.filled_rows()
        if sheet.columns:
            sheet.add(rows, filled)
        elif len(filled):
            head.append((rows, filled))
            found += len(filled)
            if found >= _HEAD:
                _decide(item, sheet, head, named)
    if not sheet.columns and head:
        _decide(item, sheet, head, named)
    return sheet


def _decide(item: Input, sheet: _Sheet, head: list[tuple[Rows, np.ndarray]], named: Sequence[str] | None) -> None:
    """Find the header among the first filled rows, and go on with those below it."""
    if named is not None:
        sheet.columns, at = tuple(named), -1
    else:
        first = [(rows, position) for rows, filled in head for position in filled[:_HEAD].tolist()][:_HEAD]
        texts = [rows.texts(position) for rows, position in first]
        width = max(map(len, texts))
        numbers = (int(rows.numbers[position]) for rows, position in first)
        shown = [
            Row((*cells, *[""] * (width - len(cells))), number, 0, 0)
            for cells, number in zip(texts, numbers, strict=True)
        ]
        at = header_at(shown)
        names = [name.strip() for name in shown[at].cells]
        while names and not names[-1]:
            names.pop()
        sheet.columns, sheet.above = tuple(names), at
    if len(sheet.columns) > MOST_COLUMNS:
        raise InputError(
            say(
                "{file}, sheet {file2} has {len} columns; at most {most_columns} can be read. Export fewer columns.",
                file=item,
                file2=sheet.name,
                len=whole(len(sheet.columns)),
                most_columns=whole(MOST_COLUMNS),
            )
        )
    above = at + 1
    for rows, filled in head:
        sheet.add(rows, filled[above:])
        above = max(0, above - len(filled))
