"""Rows of amounts below nothing in a file: whether they are discounts, or take back what was sold."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import AMOUNTS
from etl.values.discounts import name_discounts
from etl.values.reading import CANCELLED
from etl.values.records.kinds import kinds_of_records

NAMED = ("description", "stock_code", "type")  # columns that call a row a discount
_MINUS = r"^\s*[^\d\s]{0,4}\s*[-(\x{2212}\x{2013}\x{2014}\x{FE63}\x{FF0D}]|\d\s*-\s*$"


class VoucherRows:
    """Gathers over the batches of a file until some are seen, in orders that a C may cancel and in others."""

    def __init__(self) -> None:
        self._plain = self._by_c = False
        self.any_others = False  # below nothing, and no discounts

    def add(self, columns: Mapping[str, pa.DictionaryArray]) -> None:
        """Take in some rows, by name."""
        if self._plain and self.any_others:
            return
        below = _below_nothing(columns)
        if below is None or not below.any():
            return
        c = np.zeros(len(below), bool)
        if "invoice_no" in columns:
            orders = columns["invoice_no"]
            c = _flags(pc.match_substring_regex(pc.utf8_trim_whitespace(orders.dictionary), CANCELLED), orders)
        called = _called_discounts(columns, below)
        self._plain |= bool((called & ~c).any())
        self._by_c |= bool((called & c).any())
        self.any_others |= bool((below & ~called).any())

    def among(self, c_cancels: bool) -> bool:
        """Whether there are any, where such orders are cancelled or are not."""
        return self._plain or (self._by_c and not c_cancels)


def _below_nothing(columns: Mapping[str, pa.DictionaryArray]) -> np.ndarray | None:
    """Which rows have a minus in an amount: bool; None where none has."""
    below = None
    for name in AMOUNTS:
        if name in columns:
            found = pc.match_substring_regex(columns[name].dictionary, _MINUS)
            if pc.any(found, min_count=0).as_py():
                rows = _flags(found, columns[name])
                below = rows if below is None else below | rows
    return below


def _called_discounts(columns: Mapping[str, pa.DictionaryArray], rows: np.ndarray) -> np.ndarray:
    """Which of some rows (bool) are called discounts, no other value being looked at: bool for each row."""
    found = np.zeros(len(rows), bool)
    for name in NAMED:
        if name in columns:
            codes, at = np.unique(columns[name].indices.to_numpy()[rows], return_inverse=True)
            values = columns[name].dictionary.take(pa.array(codes))
            said = pc.equal(kinds_of_records(values), "less") if name == "type" else name_discounts(values)
            found[rows] |= said.to_numpy(zero_copy_only=False)[at]
    return found


def _flags(found: pa.BooleanArray, column: pa.DictionaryArray) -> np.ndarray:
    return np.asarray(found.to_numpy(zero_copy_only=False)[column.indices.to_numpy()])
