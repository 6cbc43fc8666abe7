"""Cells as a workbook stores them -> canonical text, thousands of rows at a time, each different text once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
import pyarrow as pa

from etl.files.rows.batches import text_column
from etl.files.rows.canonical_text import MOMENT, NUMBER, TRUTH, excel_number, moment_text, truth_text
from etl.files.workbooks.cell_blocks import Cells
from etl.files.workbooks.cell_kinds import BOOLEAN, DATE, ISO_DATE, PADDED, SHARED, TEXT, Book, unescaped
from etl.files.workbooks.sheets import WIDEST
from etl.files.workbooks.workbook_parts import DAMAGED
from warehouse.errors import InputError

_LONGEST_ROW = 8 << 20  # characters
_DAYS = 2_958_466  # from 1900 to the end of 9999


@dataclass(frozen=True)
class Rows:
    """Rows of a sheet: for each row its number, for each cell its row, its column and what it holds."""

    numbers: np.ndarray  # int64, a row's number in the sheet
    sizes: np.ndarray  # int64, a row's characters
    row: np.ndarray  # int64, a cell's row: a position in `numbers`, ascending
    column: np.ndarray  # int64, ascending within a row
    code: np.ndarray  # int32, positions in `values`
    kind: np.ndarray  # uint8, NUMBER, MOMENT or TRUTH, else 0
    filled: np.ndarray  # bool, whether there is more than white space in a cell
    values: pa.StringArray  # the different texts; the first is empty

    def filled_rows(self) -> np.ndarray:
        """The positions of the rows that hold anything."""
        return np.flatnonzero(np.bincount(self.row[self.filled], minlength=len(self.numbers)))

    def texts(self, position: int) -> list[str]:
        """One row, from its first column to its last cell."""
        first, end = np.searchsorted(self.row, [position, position + 1])
        texts = [""] * (int(self.column[end - 1]) + 1 if end > first else 0)
        for column, code in zip(self.column[first:end].tolist(), self.code[first:end].tolist(), strict=True):
            texts[column] = self.values[code].as_py()
        return texts


class Understood:
    """What the cells of a workbook mean; InputError where they mean nothing."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._moment = lru_cache(1 << 14)(self._moment_of)

    def rows(self, cells: Cells) -> Rows:
        """The same rows as canonical text."""
        ends = np.array(cells.ends, np.int64)
        row = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
        column = np.array(cells.columns, np.int64)
        backwards = (np.diff(column) <= 0) & (np.diff(row) == 0)
        if backwards.any() or (column < 0).any() or (column >= WIDEST).any():
            raise self._damaged()
        try:
            code, values, kinds = self._values(cells)
        except (ValueError, IndexError, OverflowError, ArithmeticError):
            raise self._damaged() from None
        lengths = np.array([len(value) for value in values], np.int64)[code]
        sizes = np.bincount(row, lengths, len(ends)).astype(np.int64)
        if (sizes > _LONGEST_ROW).any():
            raise self._damaged()
        unique = text_column(values)
        return Rows(
            numbers=np.array(cells.numbers, np.int64),
            sizes=sizes,
            row=row,
            column=column,
            code=unique.indices.to_numpy()[code],
            kind=np.array(kinds, np.uint8)[code],
            filled=np.array([bool(value.strip()) for value in values])[code],
            values=unique.dictionary,
        )

    def _values(self, cells: Cells) -> tuple[np.ndarray, list[str], list[int]]:
        """For each cell a position among the values, then their texts and kinds; the first value is empty."""
        texts, of_cell = pa.array(cells.texts, pa.string()), np.array(cells.kinds, np.uint8)
        code, values, kinds = np.zeros(len(of_cell), np.int32), [""], [0]
        for kind in np.unique(of_cell).tolist():
            at = np.flatnonzero(of_cell == kind)
            unique = texts.take(pa.array(at)).dictionary_encode()
            code[at] = unique.indices.to_numpy() + len(values)
            for text in unique.dictionary.to_pylist():
                value, meant = self._value(kind, text)
                values.append(value)
                kinds.append(meant if value else 0)
        return code, values, kinds

    def _value(self, kind: int, text: str) -> tuple[str, int]:
        if kind == TEXT:
            return unescaped(text), 0
        if kind == SHARED:
            return self._shared(int(text)), 0
        if kind == BOOLEAN:
            return truth_text(text == "1"), TRUTH
        if kind == ISO_DATE:
            return moment_text(datetime.fromisoformat(text)), MOMENT
        if not text:
            return "", 0
        return self._moment(text) if kind == DATE else (excel_number(text).zfill(max(kind - PADDED, 0)), NUMBER)

    def _shared(self, position: int) -> str:
        if position < 0:
            raise IndexError(position)
        return self._book.shared[position]

    def _moment_of(self, text: str) -> tuple[str, int]:
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

    def _damaged(self) -> InputError:
        return InputError(DAMAGED.format(self._book.title))
