"""Columns that say one thing of each order: its reference is no product, a customer of one order never comes back."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.recognition.head.first_rows import Head

_SOME = 3  # orders of several lines that must agree
_OFTEN = 0.5  # of the orders that have several days
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


def starts_anew(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence where numbers of orders come back on other days for the same customers, as a till's do."""
    order, customer, date = where.get("invoice_no"), where["customer_id"], where["invoiced_at"]
    if order is None or not head.columns or not head.is_date(date):
        return
    columns = (head.columns[order].codes, head.columns[customer].codes, head.columns[date].days)
    whole = np.unique(np.stack([each.astype(np.int64) for each in columns]), axis=1)
    buyers, days = np.unique(whole[:2], axis=1, return_counts=True)
    several = int((days > 1).sum())
    if several >= _SOME and several >= _OFTEN * buyers.shape[1]:
        label, rows = header[order], head.columns[order].codes.size
        yield (
            f"{label} comes back on other days for the same customer: the first {rows:,} rows have {buyers.shape[1]:,} "
            f"orders by it on {whole.shape[1]:,} days. If it starts anew each day, join it with the day in one column "
            f"and load with --map invoice_no=COLUMN; or leave {label} out of the file, and what a customer buys at one "
            "time is an order."
        )


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
