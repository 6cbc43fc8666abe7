"""Columns that number what came back: `return_id`, `Refund No`, or codes such as RMA-17 in one called after refunds."""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow.compute as pc

from etl.names.hints import says, says_back
from etl.names.labels import fold, quoted
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.statuses import filled
from wording.counts import as_sales, counted

_NUMBERS = ("id", "nr", "no", "nummer", "number", "numero", "num", "ref", "code")  # how names of numbers end
_CODE = r"^\s*[^\W\d_]+[-_/#. ]{0,2}\d+\s*$"  # R1, RMA-17
_PREFIX = r"^\s*([^\W\d_]+)[^\d]*\d"
_POLICIES = ("policy", "window", "days", "deadline", "eligible", "address", "label", "rate", "limit", "allowed")
_USUAL = 0.9  # of the rows, from which a column says of all of them that they came back


def named_number(label: str) -> bool:
    """Whether a name is of a number of something, and not of an amount."""
    return says(label, "numbering") or fold(label).endswith(_NUMBERS)


def numbers_returns(label: str, column: Column) -> bool:
    """Whether a column numbers what came back."""
    if not says_back(label) or column.is_date or column.is_money:
        return False
    return named_number(label) or holds_codes(column)


def holds_codes(column: Column, like: Sequence[Column] = ()) -> bool:
    """Whether values are letters and whole numbers, R1 or RMA-17; not where others `like` it are written so, as amounts
    in rand are."""
    values = column.values
    if not len(values) or not pc.all(pc.match_substring_regex(values, _CODE)).as_py():
        return False
    return not any(_are_prefixed(each) for each in like)


def share_filled(column: Column) -> float:
    """The share of rows that have something in a column."""
    there = pc.and_(filled(column.data.dictionary), pc.not_equal(column.data.dictionary, ""))
    return float(there.to_numpy(zero_copy_only=False)[column.codes].mean())


def said_of_numbers_back(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence for a column that is filled where something came back, and whose rows count as sales."""
    used = set(where.values())
    for at, label in enumerate(header):
        if not label or at in used or not head.columns or not says_back(label):
            continue
        column = head.columns[at]
        told = numbers_returns(label, column) or (column.numbers is None and not column.is_date)
        if not told or column.blank or any(word in fold(label) for word in _POLICIES):
            continue
        rows, share = len(column.codes), share_filled(column)
        if 0 < share < _USUAL:
            count = round(share * rows)
            these = "it was" if count == 1 else "these were"
            numbers = (
                "it numbers a return that stands in a row" if count == 1 else "they number returns that stand in rows"
            )
            yield (
                f"{label} is filled in {counted(count, 'row')} of the first {rows:,}, and {as_sales(count)}. "
                f"If {these} taken back, load with --map returned={quoted(label)}; if {numbers} "
                f"of {'its' if count == 1 else 'their'} own, with --map is_return={quoted(label)}."
            )


def _are_prefixed(column: Column) -> bool:
    return bool(len(column.values)) and bool(pc.all(pc.match_substring_regex(column.values, _PREFIX)).as_py())
