"""Files of which every row is a refund: by a number of the refund on each row, an amount, or the file that says so.

The name of a file never decides alone: it is heard where rows are amounts and nothing in them tells sales from returns.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import numpy as np
import pyarrow.compute as pc

from etl.names.hints import has_word, of_returns, says, says_back
from etl.names.labels import quoted
from etl.recognition.back.numbers_of_returns import named_number, numbers_returns, share_filled
from etl.recognition.head.first_rows import Head
from etl.values.reading import CANCELLED
from etl.values.records.kinds import ALL, typed
from etl.values.statuses import are_flags
from warehouse.errors import Choice, InputError, Question
from wording.languages import say

_LINES = ("quantity", "unit_price", "stock_code")  # what makes a row a line of goods


def refund_numbers(header: Sequence[str], head: Head) -> str:
    """The column that numbers refunds, on each row; '' where the file is about something else."""
    named = [at for at, label in enumerate(header) if head.columns and numbers_returns(label, head.columns[at])]
    return next((header[at] for at in named if _is_key(head, at)), "")


def refund_amount(header: Sequence[str], head: Head, name: str = "") -> int | None:
    """Where the amount stands in a file of refunds, as its columns or its name say; None where it is about others."""
    sums = [at for at, label in enumerate(header) if head.columns and label and _is_amount(label, head, at)]
    named = [at for at in sums if says_back(header[at]) and not says(header[at], "not_refund", "orders")]
    if named:
        return min(named, key=lambda at: not head.columns[at].is_money)
    if not refund_numbers(header, head) and not (of_returns(stem(name)) and not is_mixed(name)):
        return None
    sums = [at for at in sums if says(header[at], "sum") and not says(header[at], "not_sum")]
    return sums[0] if len(sums) == 1 else None


def refund_file(
    header: Sequence[str],
    where: Mapping[str, int],
    told: Mapping[str, int],
    head: Head,
    name: str,
    said: Mapping[str, str],
) -> tuple[bool, str]:
    """Whether every row is a refund, of a file of this name that has all that a sale has; and what to say of it.

    `said` is what somebody said of kinds of rows. InputError where a file is called after refunds, and its rows are
    lines of goods of which nothing tells what they are.
    """
    amount = where.get("unit_price", where.get("total"))
    if amount is None or {"total", "unit_price", "is_return"} & set(told):
        return False, ""
    if ALL in said:
        return said[ALL] == "return", ""
    if by := refund_numbers(header, head) or (header[amount] if says_back(header[amount]) else ""):
        return True, f"{by} says that these are refunds: every row is a return."
    if not of_returns(stem(name)) or _tells_itself(header, where, head, amount):
        return False, ""
    return _by_name(name, header[amount], where, head)


def _by_name(name: str, amount: str, where: Mapping[str, int], head: Head) -> tuple[bool, str]:
    """Likewise of a file that is called after refunds, of which nothing else tells what its rows are."""
    if not is_mixed(name) and _are_cancelled(where, head):
        return True, f"{name} is called after refunds, and all its invoices are cancelled ones: every row is a return."
    if is_mixed(name):
        return False, (
            f"{name} is called after refunds, and its rows count as sales. If they are refunds, load with "
            f"{typed(ALL, 'return')}, or together with its orders."
        )
    if set(_LINES) & set(where):
        raise _open(name)
    return True, (
        f"{name} is called after refunds: every row is a return. If its rows are sales, load with --map "
        f"total={quoted(amount)}."
    )


def stem(name: str) -> str:
    """A file's name without its folders and ending."""
    return PurePath(name).name.partition(".")[0]


def is_mixed(name: str) -> bool:
    """Whether a file's name says of more than refunds: `verkauf_inkl_retouren`."""
    return has_word(stem(name), "not_all")


def _tells_itself(header: Sequence[str], where: Mapping[str, int], head: Head, amount: int) -> bool:
    """Whether something in a file tells its sales from its returns: kinds, statuses, signs, or columns of what came
    back, in which some rows have something."""
    if {"is_return", "type", "status", "returned", "refunded_at", "cancelled_at"} & set(where):
        return True
    signs = [head.columns[at].numbers for at in (amount, where.get("quantity", amount)) if head.columns]
    if any(each is None or (each < 0).any() for each in signs):
        return any(each is None or (each > 0).any() for each in signs)
    return any(head.columns and label and says_back(label) for at, label in enumerate(header) if at != amount)


def _are_cancelled(where: Mapping[str, int], head: Head) -> bool:
    """Whether all numbers of invoices are of cancelled ones, as C536379."""
    if "invoice_no" not in where or not head.columns:
        return False
    values = head.columns[where["invoice_no"]].values
    return bool(len(values)) and bool(pc.all(pc.match_substring_regex(values, CANCELLED)).as_py())


def _open(name: str) -> InputError:
    sales, returns = typed(ALL, "sale"), typed(ALL, "return")
    choices = (
        Choice(f"{ALL}=sale", say("They were sold")),
        Choice(f"{ALL}=return", say("They came back: every row is a return")),
    )
    return InputError(
        say(
            "{file} is called after refunds, and its rows are lines of goods: nothing in them says whet"
            "her they were sold or came back. Say which with {sales} or {returns}.",
            file=name,
            sales=sales,
            returns=returns,
        ),
        (Question("kinds", say("What are the rows of {file}?", file=name), choices),),
    )


def _is_key(head: Head, at: int) -> bool:
    """Whether a column numbers something on every row, and not always the same."""
    column = head.columns[at]
    several = len(np.unique(column.codes)) > 1 or len(column.codes) == 1
    return share_filled(column) == 1 and several and not are_flags(column.values)


def _is_amount(label: str, head: Head, at: int) -> bool:
    column = head.columns[at]
    if named_number(label) or numbers_returns(label, column):
        return False
    return column.numbers is not None and not column.is_date
