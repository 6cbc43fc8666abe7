"""Files of which every row is a refund: by a number of the refund on each row, an amount, or the file that says so."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import numpy as np

from etl.names.hints import has_word, says
from etl.names.labels import fold, quoted
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
    if not refund_numbers(header, head) and not _says_back(stem(name)):
        return None
    sums = [at for at in sums if says(header[at], "sum") and not says(header[at], "not_sum")]
    return sums[0] if len(sums) == 1 else None


def refund_file(
    header: Sequence[str], where: Mapping[str, int], told: Mapping[str, int], head: Head, name: str = ""
) -> tuple[bool, str]:
    """Whether every row is a refund, of a file of this name that has all that a sale has; and what to say of it."""
    amount = where.get("unit_price", where.get("total"))
    if amount is None or {"total", "unit_price", "is_return"} & set(told):
        return False, ""
    if by := refund_numbers(header, head) or (header[amount] if _says_back(header[amount]) else ""):
        return True, f"{by} says that these are refunds: every row is a return."
    if not _says_back(stem(name)) or {"is_return", "type", "status"} & set(where) or not _one_sign(head, amount):
        return False, ""
    if has_word(stem(name), "not_all"):
        return False, (
            f"{name} is called after refunds, and its rows count as sales. If they are refunds, load it together with "
            "its orders, or with a minus in front of its amounts."
        )
    role = "unit_price" if "unit_price" in where else "total"
    return True, (
        f"{name} is called after refunds: every row is a return. If its rows are sales, load with --map "
        f"{role}={quoted(header[amount])}."
    )


def stem(name: str) -> str:
    """A file's name without its folders and ending."""
    return PurePath(name).name.partition(".")[0]


def _one_sign(head: Head, at: int) -> bool:
    """Whether no amount takes another one back."""
    numbers = head.columns[at].numbers if head.columns else None
    return numbers is not None and not ((numbers < 0).any() and (numbers > 0).any())


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
