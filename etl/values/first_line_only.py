"""Exports that fill what belongs to the order on its first line only: found by evidence, carried to the other lines.

A column is carried when, over the whole file, no line that follows another of its order has a value in it, and some
such line's first has one. Of a total carried so, the first line has it and the others are worth nothing more.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from etl.names.canonical_names import ENDED, GIVEN
from etl.values.blanks import is_blank

CARRIED = ("invoiced_at", "time", "customer_id", GIVEN, "address", "country", "status", "total", *ENDED)
_OF_LINES_TOO = {"customer_id", GIVEN, "address", *ENDED}  # which may belong to the one line that they stand on
Carried = Mapping[str, Mapping[str, str]]  # order -> name -> value on its first line


class Carry:
    """Gathers over the batches of a file."""

    def __init__(self, names: Iterable[str]) -> None:
        self.possible = {name for name in names if name in CARRIED}
        self.repeated: set[str] = set()  # seen to be filled on a later line
        self._blank_after: set[str] = set()
        self._firsts: dict[str, dict[str, str]] = {}
        self._last: str | None = None
        self._open: dict[str, dict[str, str]] = {}  # the last row so far, should it be the first of an order

    def add(self, invoice: pa.DictionaryArray, columns: Mapping[str, pa.DictionaryArray]) -> None:
        """Take in the rows of a batch."""
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
            self._keep(self._open if follows[0] else {})
            self._keep(self._rows(invoice, columns, np.flatnonzero(begins[:-1] & follows[1:])))
            self._open = self._rows(invoice, columns, np.flatnonzero(begins)[-1:]) if begins[-1] else {}

    def _rows(
        self, invoice: pa.DictionaryArray, columns: Mapping[str, pa.DictionaryArray], rows: np.ndarray
    ) -> dict[str, dict[str, str]]:
        """What the rows at these positions say, by their order."""
        places = pa.array(rows)
        names = sorted(self.possible & set(columns))
        values = [columns[name].take(places).to_pylist() for name in names]
        found: dict[str, dict[str, str]] = {}
        for key, *row in zip(invoice.take(places).to_pylist(), *values, strict=True):
            found.setdefault(key, dict(zip(names, row, strict=True)))
        return found

    def _keep(self, firsts: Mapping[str, dict[str, str]]) -> None:
        """Remember the first lines of orders that go on."""
        for key, row in firsts.items():
            self._firsts.setdefault(key, row)

    @property
    def names(self) -> tuple[str, ...]:
        """Those carried; a customer alone is not: lines of guests within somebody's order would become theirs.
        Neither is the moment at which a line was cancelled."""
        found = tuple(name for name in CARRIED if name in self.possible & self._blank_after and self._filled(name))
        return () if set(found) <= _OF_LINES_TOO else found

    def _filled(self, name: str) -> bool:
        return any(first.get(name, "").strip() for first in self._firsts.values())

    @property
    def firsts(self) -> Carried:
        """What is carried, by order."""
        return self._firsts if self.names else {}


def carry_forward(
    raws: dict[str, pa.DictionaryArray], names: Iterable[str], firsts: Carried
) -> dict[str, pa.DictionaryArray]:
    """The raw columns of a batch with blanks filled from the first line of the same order."""
    names = [name for name in names if name in raws]
    if not (names and "invoice_no" in raws):
        return raws
    invoice = raws["invoice_no"]
    known = [firsts.get(order) for order in invoice.dictionary.to_pylist()]
    filled = dict(raws)
    for name in names:
        column = raws[name]
        values = ["" if first is None else "0" if name == "total" else first.get(name, "") for first in known]
        codes = column.indices.to_numpy()
        blank = _flags(is_blank(column.dictionary))[codes]
        indices = np.where(blank, len(column.dictionary) + invoice.indices.to_numpy(), codes)
        both = pa.concat_arrays([column.dictionary, pa.array(values, pa.string())])
        filled[name] = pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), both)
    return filled


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
