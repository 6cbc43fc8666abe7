"""Exports that fill what belongs to the order on its first line only: found by evidence, carried to the other lines.

A column is carried when, over the whole file, no line that follows another of its order has a value in it, and some
such line's first has one. Of a total carried so, the first line has it and the others are worth nothing more.
Numbers may begin anew, so that several orders have one: a line belongs to the last first line above it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from etl.names.canonical_names import ENDED, GIVEN
from etl.values.blanks import is_blank

CARRIED = ("invoiced_at", "time", "customer_id", GIVEN, "address", "country", "status", "total", *ENDED)
_OF_LINES_TOO = {"customer_id", GIVEN, "address", *ENDED}  # which may belong to the one line that they stand on


class First(NamedTuple):
    """The first line of an order that goes on: where it begins in the file, and what it says by name."""

    line: int
    row: Mapping[str, str]


Carried = Mapping[str, Sequence[First]]  # number -> the first lines of its orders, from above


class Carry:
    """Gathers over the batches of a file."""

    def __init__(self, names: Iterable[str]) -> None:
        self.possible = {name for name in names if name in CARRIED}
        self.repeated: set[str] = set()  # seen to be filled on a later line
        self._blank_after: set[str] = set()
        self._firsts: dict[str, list[First]] = {}
        self._last: str | None = None
        self._open: list[tuple[str, First]] = []  # the last row so far, should it be the first of an order

    def add(self, invoice: pa.DictionaryArray, columns: Mapping[str, pa.DictionaryArray], lines: np.ndarray) -> None:
        """Take in the rows of a batch, which begin on these lines."""
        rows = len(invoice)
        if not (self.possible and rows):
            return
        orders = invoice.indices.to_numpy()
        blank_order = _flags(is_blank(invoice.dictionary))[orders]
        follows = np.zeros(rows, bool)
        follows[1:] = orders[1:] == orders[:-1]
        follows[0] = invoice[0].as_py() == self._last
        follows &= ~blank_order
        for name in sorted(self.possible & set(columns)):
            blank = _flags(is_blank(columns[name].dictionary))[columns[name].indices.to_numpy()]
            if (follows & ~blank).any():
                self.possible.discard(name)
                self.repeated.add(name)
            elif follows.any():
                self._blank_after.add(name)
        self._last = invoice[rows - 1].as_py()
        if self.possible:
            begins = ~follows & ~blank_order
            self._keep(self._open if follows[0] else ())
            self._keep(self._rows(invoice, columns, lines, np.flatnonzero(begins[:-1] & follows[1:])))
            last = np.flatnonzero(begins)[-1:] if begins[-1] else np.zeros(0, np.int64)
            self._open = list(self._rows(invoice, columns, lines, last))

    def _rows(
        self,
        invoice: pa.DictionaryArray,
        columns: Mapping[str, pa.DictionaryArray],
        lines: np.ndarray,
        rows: np.ndarray,
    ) -> Iterator[tuple[str, First]]:
        """The numbers of the rows at these positions, and what they say."""
        places = pa.array(rows)
        names = sorted(self.possible & set(columns))
        values = [columns[name].take(places).to_pylist() for name in names]
        for key, line, *row in zip(invoice.take(places).to_pylist(), lines[rows].tolist(), *values, strict=True):
            yield key, First(line, dict(zip(names, row, strict=True)))

    def _keep(self, firsts: Iterable[tuple[str, First]]) -> None:
        """Remember the first lines of orders that go on; one that says nothing goes on with the order above."""
        for key, first in firsts:
            known = self._firsts.setdefault(key, [])
            if not known or any(value.strip() for value in first.row.values()):
                known.append(first)

    @property
    def names(self) -> tuple[str, ...]:
        """Those carried; a customer alone is not: lines of guests within somebody's order would become theirs.
        Neither is the moment at which a line was cancelled."""
        found = tuple(name for name in CARRIED if name in self.possible & self._blank_after and self._filled(name))
        return () if set(found) <= _OF_LINES_TOO else found

    def _filled(self, name: str) -> bool:
        return any(first.row.get(name, "").strip() for firsts in self._firsts.values() for first in firsts)

    @property
    def firsts(self) -> Carried:
        """What is carried, by order."""
        return self._firsts if self.names else {}


def carry_forward(
    raws: dict[str, pa.DictionaryArray], names: Iterable[str], firsts: Carried, lines: np.ndarray
) -> dict[str, pa.DictionaryArray]:
    """The raw columns of a batch, whose rows begin on these lines, with blanks filled from the first line of the same
    order."""
    names = [name for name in names if name in raws]
    if not (names and "invoice_no" in raws):
        return raws
    known, places = _firsts_of(raws["invoice_no"], firsts, lines)
    filled = dict(raws)
    for name in names:
        column = raws[name]
        values = ["" if first is None else "0" if name == "total" else first.row.get(name, "") for first in known]
        codes = column.indices.to_numpy()
        blank = _flags(is_blank(column.dictionary))[codes]
        indices = np.where(blank, len(column.dictionary) + places, codes)
        both = pa.concat_arrays([column.dictionary, pa.array(values, pa.string())])
        filled[name] = pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), both)
    return filled


def _firsts_of(
    invoice: pa.DictionaryArray, firsts: Carried, lines: np.ndarray
) -> tuple[list[First | None], np.ndarray]:
    """First lines, and for each row which of them it belongs to; the first of all is none."""
    known: list[First | None] = [None]
    begins, several = np.zeros(len(invoice.dictionary), np.int64), dict[int, list[int]]()
    for code, order in enumerate(invoice.dictionary.to_pylist()):
        if found := firsts.get(order):
            begins[code] = len(known)
            known += found
            if len(found) > 1:
                several[code] = [first.line for first in found]
    codes = invoice.indices.to_numpy()
    places = begins[codes]
    by_code = np.argsort(codes, kind="stable")
    for code, starts in several.items():
        rows = by_code[slice(*np.searchsorted(codes, [code, code + 1], sorter=by_code))]
        places[rows] += np.maximum(np.searchsorted(starts, lines[rows], "right") - 1, 0)
    return known, places


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
