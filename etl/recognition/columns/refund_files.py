"""Files of which every row is a refund: by a number of the refund on each row, or an amount that says so."""

from collections.abc import Mapping, Sequence

import numpy as np

from etl.names.hints import says
from etl.names.labels import fold
from etl.recognition.head.first_rows import Head
from etl.values.blanks import is_blank

_NUMBERS = ("id", "nr", "no", "nummer", "number", "numero")  # how names of numbers end


def refund_numbers(header: Sequence[str], head: Head) -> str:
    """The column that numbers refunds, another on each row; '' where the file is about something else."""
    if not head.columns:
        return ""
    named = [at for at, label in enumerate(header) if _says_back(label) and says(label, "numbering")]
    return next((header[at] for at in named if _is_key(head, at)), "")


def refund_amount(header: Sequence[str], head: Head, name: str = "") -> int | None:
    """Where the amount stands in a file of refunds, as its columns or its name say; None where it is about others."""
    sums = [at for at, label in enumerate(header) if head.columns and label and _is_amount(label, head, at)]
    named = [at for at in sums if _says_back(header[at]) and not says(header[at], "not_refund", "orders")]
    if named:
        return min(named, key=lambda at: not head.columns[at].is_money)
    if not refund_numbers(header, head) and not _says_back(name):
        return None
    sums = [at for at in sums if says(header[at], "sum") and not says(header[at], "not_sum")]
    return sums[0] if len(sums) == 1 else None


def refund_file(header: Sequence[str], where: Mapping[str, int], told: Mapping[str, int], head: Head) -> str:
    """The column by which every row of a file that has all that a sale has is a refund; '' where that is not so."""
    amount = where.get("unit_price", where.get("total"))
    if amount is None or {"total", "unit_price", "is_return"} & set(told):
        return ""
    return refund_numbers(header, head) or (header[amount] if _says_back(header[amount]) else "")


def _says_back(label: str) -> bool:
    return says(label, "refund", "orders") or (says(label, "returns") and not says(label, "called_off"))


def _is_key(head: Head, at: int) -> bool:
    column = head.columns[at]
    blank = is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)[column.codes]
    return not blank.any() and len(np.unique(column.codes)) == len(column.codes)


def _is_amount(label: str, head: Head, at: int) -> bool:
    column = head.columns[at]
    if says(label, "numbering") or fold(label).endswith(_NUMBERS):
        return False
    return column.numbers is not None and not column.is_date
