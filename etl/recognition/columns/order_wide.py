"""Columns that say one thing of each order: its reference is no product, a customer of one order never comes back."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.recognition.head.first_rows import Head

_SOME = 3  # orders of several lines that must agree
_MANY_ORDERS = 20  # of which each has another customer


def is_of_the_order(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a column taken for the product is the order's: the same on all lines, though these differ in all else."""
    order = where.get("invoice_no")
    others = [where[name] for name in ("description", "unit_price", "total", "quantity") if name in where]
    if order is None or not head.columns or not head.repeats(order) or not head.determines(order, at):
        return False
    several = int((np.bincount(head.columns[order].codes) > 1).sum())
    return several >= _SOME and not all(head.determines(order, other) for other in others)


def names_orders(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether each order has its own value of a column."""
    return head.alike(where["invoice_no"], at)


def never_back(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence where each order has a customer of its own, as shops give them that take each buyer for a new one."""
    order, customer = where.get("invoice_no"), where["customer_id"]
    if order is None or not head.columns or not head.alike(order, customer):
        return
    orders = len(head.columns[order].values)
    if orders >= _MANY_ORDERS and len(head.columns[customer].values) == orders:
        yield (
            f"{header[customer]} is another one on each of the first {orders:,} orders, so nobody comes back. If "
            "another column tells the people, load with --map customer_id=COLUMN; if another file does, such "
            "as one of the shop's customers, give it together with this one."
        )
