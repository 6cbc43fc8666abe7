"""Columns that look like money, pieces or returns and are none of what counts: taken with a reason, or said."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.hints import is_payment, may_be_amount, never_counts, says
from etl.names.labels import listed, quoted
from etl.recognition.back.numbers_of_returns import holds_codes
from etl.recognition.columns.amounts_beside import is_of_orders
from etl.recognition.columns.following import (
    following,
    is_of_order,
    is_paid_in_part,
    looks_like_money,
    made_by_row,
    once_an_order,
)
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.order_amounts import DISCOUNT, TOTAL, Amount
from etl.values.records.documents import document_of
from etl.values.records.kinds import meaning_of
from etl.values.statuses import are_flags, called_off, flags
from wording.counts import as_sales, the_first
from wording.languages import say

_MOST = 3  # columns that a sentence names
_CENT, _MOSTLY = 0.011, 0.95  # of the rows
_STATUSES = 30  # different values of a column of statuses, at most


def total_by_name(header: Sequence[str], where: Mapping[str, int], head: Head) -> int | None:
    """Where the total of a line may stand that no list knows, beside a price and a quantity; None where none may.

    A sum that is one for all lines of an order, or for all orders of a customer, is theirs.
    """
    if not head.columns or not {"unit_price", "quantity"} <= set(where) or "total" in where:
        return None
    owners = [where[name] for name in ("invoice_no", "customer_id") if name in where]
    owners = [at for at in owners if head.repeats(at)]
    free = [at for at in range(len(header)) if at not in where.values() and _is_sum(header[at], head, at)]
    free = [at for at in free if not is_payment(header[at])]
    found = [at for at in free if not any(head.determines(owner, at) for owner in owners)]
    return found[0] if len(found) == 1 else None


def said(
    header: Sequence[str],
    where: Mapping[str, int],
    beside: Sequence[Amount],
    head: Head,
    counted_else: Sequence[int] = (),
) -> Iterator[str]:
    """A sentence for each column that somebody may think is counted."""
    if not head.columns:
        return
    compared = {amount.at for amount in beside if amount.kind != TOTAL or not _is_of_lines(head, where, amount.at)}
    used = {*where.values(), *counted_else, *compared}
    free = [at for at, label in enumerate(header) if label and at not in used and not head.columns[at].blank]
    free = [at for at in free if not says(header[at], "digits") and not _is_after_discounts(where, head, beside, at)]
    money = where.get("total", where.get("unit_price"))
    counted = header[money] if money is not None else ""
    lines = "total" not in where  # have prices of their own, so that an order's total may be of something else
    paid = [at for at in free if is_paid_in_part(header, where, head, at)]
    free = [at for at in free if at not in paid]
    named = [at for at in free if _is_sum(header[at], head, at, lines)]
    others = [(at, list(following(header, where, head, [at]))) for at in free if at not in named]
    yield from islice((sentence for _, found in others for sentence in found), _MOST)
    for at in named[:_MOST]:
        if not _repeats_what_counts(where, head, at):
            yield _not_counted(header, where, head, at, counted)
    sized = [at for at, found in others if not found and looks_like_money(header, where, head, at)]
    sized = [
        at for at in sized if (lines or not is_of_orders(header[at])) and not _repeats_what_counts(where, head, at)
    ]
    yield from (_not_counted(header, where, head, at, counted) for at in sized[:_MOST])
    yield from (_paid(header[at], head, at, counted) for at in paid[:_MOST])
    yield from _pieces(header, where, head, free)
    yield from islice((sentence for at in free for sentence in _statuses(header, where, head, at)), _MOST)
    for at in free:
        if says(header[at], "returns") and not says(header[at], "not_returns") and not says(header[at], "not_amount"):
            yield from _returns(header[at], head, at)


def _is_of_lines(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a sum differs from line to line of orders that have several, so that nothing compares it with orders."""
    order = where.get("invoice_no")
    return order is not None and head.repeats(order) and not head.determines(order, at)


def _is_after_discounts(where: Mapping[str, int], head: Head, beside: Sequence[Amount], at: int) -> bool:
    """Whether a column says what lines come to after discounts of theirs, which are taken off or told of."""
    made, numbers = made_by_row(where, head), head.columns[at].numbers
    if made is None or numbers is None:
        return False
    off = [head.columns[each.at].numbers for each in beside if each.kind == DISCOUNT and not each.share]
    left = [made - np.abs(np.nan_to_num(each)) for each in off if each is not None]
    if "discount" in where and (part := head.columns[where["discount"]].numbers) is not None:
        left += [made * (1 - np.nan_to_num(part) / whole) for whole in (1, 100)]
    return any(np.nanmean(np.abs(each - numbers) < _CENT) > _MOSTLY for each in left)


def _paid(label: str, head: Head, at: int, counted: str) -> str:
    numbers = head.columns[at].numbers
    assert numbers is not None
    return (
        f"{label} ({np.nansum(numbers):,.2f} in {the_first(len(numbers), 'row')}) is what was paid, and payments are "
        f"not counted: {counted} is."
    )


def _pieces(header: Sequence[str], where: Mapping[str, int], head: Head, free: Sequence[int]) -> Iterator[str]:
    if "quantity" in where or "unit_price" not in where:
        return
    counts = [at for at in free if head.columns[at].is_count and not head.columns[at].is_money]
    counts = [at for at in counts if not are_flags(head.columns[at].values) and len(head.columns[at].values) > 1]
    counts = [at for at in counts if not says(header[at], "not_customer") and not says(header[at], "not_count")]
    if names := [header[at] for at in counts[:_MOST]]:
        yield (
            f"{listed(names)} {'holds' if len(set(names)) == 1 else 'hold'} small whole numbers, which multiply "
            f"nothing. If they are pieces, load with --map quantity={quoted(names[0])}."
        )


def _statuses(header: Sequence[str], where: Mapping[str, int], head: Head, at: int) -> Iterator[str]:
    """A column that says of rows that count that they were called off."""
    column = head.columns[at]
    if column.numbers is not None or column.is_date or len(column.values) > _STATUSES:
        return
    off = _says_off(column)
    if "status" in where:
        off &= ~_says_off(head.columns[where["status"]])
    if off.any():
        words = sorted({column.data.dictionary[int(code)].as_py() for code in column.codes[off]})
        yield (
            f"{header[at]} says {listed(words[:_MOST])} in {int(off.sum()):,} of {the_first(len(off), 'row')}, and "
            f"{as_sales(int(off.sum()))}. {_advice(quoted(header[at]), column, words, 'type' in where)}"
        )


def _advice(label: str, column: Column, words: Sequence[str], has_kinds: bool) -> str:
    """How rows are taken for what a column may say of them: that they are documents of returns, beside some of sales,
    or that no sale came of them."""
    documents = any(document_of(text) == "sold" for text in column.values.to_pylist())
    if documents and not has_kinds and all(meaning_of(text) == "back" for text in words):
        return say(
            "If they are returns, load with --map type={column}; if no sale came of them, with --map status={column}.",
            column=label,
        )
    return say("If no sale came of them, load with --map status={column}.", column=label)


def _says_off(column: Column) -> np.ndarray:
    off = pc.is_in(called_off(column.data.dictionary, True), pa.array(["off", "back"]))
    return np.asarray(off.to_numpy(zero_copy_only=False)[column.codes])


def _returns(label: str, head: Head, at: int) -> Iterator[str]:
    column = head.columns[at]
    rows = the_first(len(column.codes), "row")
    if are_flags(column.values):
        yes = flags(column.data.dictionary, "yes").to_numpy(zero_copy_only=False)[column.codes] == "yes"
        count, these = int(yes.sum()), "it was" if yes.sum() == 1 else "these were"
        they = "it is the return" if count == 1 else "they are the returns"
        yield (
            f"{label} says yes in {count:,} of {rows}, and {as_sales(count)}. If {these} taken back, "
            f"load with --map returned={quoted(label)}; if {they}, with --map is_return={quoted(label)}."
        )
    elif column.numbers is not None and not holds_codes(column) and np.nansum(np.abs(column.numbers)):
        yield (
            f"{label} ({np.nansum(column.numbers):,.2f} in {rows}) is not counted. If it is money that went back, load "
            f"with --map refund={quoted(label)}."
        )


def _is_sum(label: str, head: Head, at: int, of_orders: bool = False) -> bool:
    column = head.columns[at]
    named = says(label, "sum") and not says(label, "not_sum") and may_be_amount(label) and not never_counts(label)
    named = named and not (says(label, "refund", "orders") or says(label, "returns"))
    named = of_orders if is_of_orders(label) else named
    return named and column.numbers is not None and not column.is_date and not are_flags(column.values)


def _not_counted(header: Sequence[str], where: Mapping[str, int], head: Head, at: int, counted: str) -> str:
    numbers, of_order = head.columns[at].numbers, is_of_order(head, where, at)
    assert numbers is not None
    values = once_an_order(head, where, numbers) if of_order else numbers
    name, what = ("order_total", "order") if of_order else ("total", "row")
    return (
        f"{header[at]} ({np.nansum(values):,.2f} in {the_first(len(values), what)}) is not counted, "
        f"{counted} is. To count it, load with --map {name}={quoted(header[at])}."
    )


def _repeats_what_counts(where: Mapping[str, int], head: Head, at: int) -> bool:
    """Whether a column says the same as the price, the total, or the one times the quantity."""
    numbers = head.columns[at].numbers
    if numbers is None:
        return True
    made = [head.columns[where[name]].numbers for name in ("total", "unit_price") if name in where]
    pieces = head.columns[where["quantity"]].numbers if "quantity" in where else None
    made += [price * pieces for price in made if price is not None and pieces is not None]
    return any(each is not None and np.nanmean(np.abs(each - numbers) < 0.011) > 0.95 for each in made)
