"""Columns that look like products and are none: the reference of an order, and the place of a line in it."""

from collections.abc import Mapping

import numpy as np

from etl.names.labels import fold
from etl.recognition.head.first_rows import Head

_STRAY = 0.02  # of the rows
_SOME = 3  # orders of several lines that must agree
_EITHER = ("reference", "ref", "referenz", "référence", "referencia", "riferimento", "referência", "referentie")


def is_no_product(label: str, head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a column taken for the product is something else: the order's, or a line's number in it."""
    if where.get("invoice_no") is None or not head.columns:
        return False
    if is_of_the_order(head, where, at) or numbers_lines(head, where, at):
        return True
    if not may_be_either(label):
        return False
    return has_a_row_an_order(head, where) or (names_orders(head, where, at) and _tells_no_product(head, where, at))


def may_be_either(label: str) -> bool:
    """Whether a name is as often an order's as a product's: `Reference`."""
    return fold(label) in {fold(word) for word in _EITHER}


def is_of_the_order(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a column taken for the product is the order's: the same on all lines, though these differ in all else."""
    order = where["invoice_no"]
    others = [where[name] for name in ("description", "unit_price", "total", "quantity") if name in where]
    if not head.repeats(order) or not head.determines(order, at):
        return False
    several = int((np.bincount(head.columns[order].codes) > 1).sum())
    return several >= _SOME and not all(head.determines(order, other) for other in others)


def has_a_row_an_order(head: Head, where: Mapping[str, int]) -> bool:
    """Whether no order has several lines, and nothing else is of a line."""
    return not head.repeats(where["invoice_no"]) and not {"description", "quantity", "unit_price"} & set(where)


def names_orders(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether each order has its own value of a column."""
    return head.alike(where["invoice_no"], at)


def numbers_lines(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a column counts the lines of each order, from one or from nothing, and some have several."""
    numbers, orders = head.columns[at].numbers, head.columns[where["invoice_no"]].codes
    if numbers is None or not head.repeats(where["invoice_no"]) or np.isnan(numbers).any():
        return False
    rows = np.lexsort((numbers, orders))
    begins = np.flatnonzero(np.r_[True, np.diff(orders[rows]) > 0])
    lines = np.diff(np.r_[begins, len(rows)])
    place = np.arange(len(rows)) - np.repeat(begins, lines)
    first = numbers[rows][begins]
    steps = numbers[rows] - np.repeat(first, lines)
    return bool(np.isin(first, (0, 1)).all() and (steps == place).mean() >= 1 - _STRAY)


def _tells_no_product(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether lines of one value are of different goods, or goods of one name have different values."""
    names = [where[name] for name in ("description", "unit_price") if name in where]
    goods = where.get("description")
    other_values = goods is not None and head.repeats(goods) and not head.determines(goods, at)
    return other_values or any(head.repeats(at) and not head.determines(at, name) for name in names)
