"""Columns of money that no name and no arithmetic explains, as large as what lines or orders come to."""

from collections.abc import Mapping, Sequence

import numpy as np

from etl.names.hints import has_word, says
from etl.recognition.columns.following import is_of_order, made_by_order, made_by_row
from etl.recognition.head.first_rows import Column, Head
from etl.values.statuses import are_flags

_SMALLEST, _LARGEST = 0.2, 10.0  # times what lines or orders come to, by their medians
_LEAST = 3  # different values
_OTHER_THINGS = ("numbering", "calendar", "person", "not_amount", "not_date")  # in whole words
_OTHER_AMOUNTS = ("net", "gross", "price", "returns")  # which have sentences of their own, or are other prices


def looks_like_money(header: Sequence[str], where: Mapping[str, int], head: Head, at: int) -> bool:
    """Whether somebody may think that a column is what was paid: by its values, its name or its size."""
    label, column = header[at], head.columns[at]
    made = made_by_row(where, head)
    if made is None or column.numbers is None or column.is_date or column.is_count or len(column.values) < _LEAST:
        return False
    if are_flags(column.values) or any(has_word(label, what) for what in _OTHER_THINGS):
        return False
    if any(says(label, what) for what in _OTHER_AMOUNTS) or says(label, "not_sum") or says(label, "refund", "orders"):
        return False
    if not (
        column.is_money or says(label, "sum") or says(label, "worth") or _as_whole_as_prices(label, where, head, column)
    ):
        return False
    sums = made_by_order(where, head, made) if is_of_order(head, where, at) else made
    size, usual = _median(column.numbers), _median(sums)
    return usual > 0 and _SMALLEST <= size / usual <= _LARGEST


def _as_whole_as_prices(label: str, where: Mapping[str, int], head: Head, column: Column) -> bool:
    """Whether whole numbers may be money, as prices are whole too, and a name says of nothing else that it is."""
    amounts = head.columns[where.get("unit_price", where.get("total", -1))]
    unique = len(column.values) == len(column.codes)
    return not (amounts.is_money or unique or says(label, "not_customer") or says(label, "linking"))


def _median(values: np.ndarray) -> float:
    known = np.abs(values[np.nan_to_num(values) != 0])
    return float(np.median(known)) if len(known) else 0.0
