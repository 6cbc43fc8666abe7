"""Whether discounts have rows of their own in a file: looked for among its rows of amounts below nothing."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import AMOUNTS
from etl.values.discounts import name_discounts
from etl.values.reading import CANCELLED
from etl.values.statuses import kinds_of_records

NAMED = ("description", "stock_code", "type")  # columns that call a row a discount
_MINUS = r"[-(\x{2212}\x{2013}\x{2014}\x{FE63}\x{FF0D}]"  # in an amount; a number with an exponent is seen to later


class VoucherRows:
    """Gathers over the batches of a file until one is seen, in orders that a C may cancel and in others."""

    def __init__(self) -> None:
        self._plain = self._by_c = False

    def add(self, columns: Mapping[str, pa.DictionaryArray]) -> None:
        """Take in some rows, by name."""
        if self._plain:
            return
        below = _below_nothing(columns)
        if below is None or not below.any():
            return
        c = np.zeros(len(below), bool)
        if "invoice_no" in columns:
            orders = columns["invoice_no"]
            c = _flags(pc.match_substring_regex(pc.utf8_trim_whitespace(orders.dictionary), CANCELLED), orders)
        self._plain = _any_called_so(columns, below & ~c)
        self._by_c = self._by_c or _any_called_so(columns, below & c)

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


def _any_called_so(columns: Mapping[str, pa.DictionaryArray], rows: np.ndarray) -> bool:
    if not rows.any():
        return False
    for name in NAMED:
        if name in columns:
            values = columns[name].dictionary.take(pa.array(np.unique(columns[name].indices.to_numpy()[rows])))
            said = pc.equal(kinds_of_records(values), "less") if name == "type" else name_discounts(values)
            if pc.any(said, min_count=0).as_py():
                return True
    return False


def _flags(found: pa.BooleanArray, column: pa.DictionaryArray) -> np.ndarray:
    return np.asarray(found.to_numpy(zero_copy_only=False)[column.indices.to_numpy()])
