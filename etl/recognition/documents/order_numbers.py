"""Numbers of orders: those that begin anew each day or at each till, and those whose customers never come back."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.names.hints import has_word
from etl.names.labels import listed
from etl.recognition.head.first_rows import Column, Head
from etl.values.blanks import is_guest
from etl.values.derived import joined_times
from warehouse.orders import APART
from wording.counts import the_first
from wording.languages import say

_MANY_ORDERS = 20  # of which each has another customer
_SOME = 3  # orders of several lines that must agree
_LEAST = 2  # numbers that must come back
_OFTEN = 0.5  # of the numbers
_MOSTLY = 0.95  # of the orders
_ONE = 1.05  # customers of an order, on the average


def numbered_anew(
    header: Sequence[str], where: Mapping[str, int], head: Head, before: Sequence[int] | None = None
) -> tuple[int, ...]:
    """Where stands what tells orders of one number apart, if the most of them come back with other customers: the day,
    the till, or both; the least that leaves each order with one customer. The day also where several tills number their
    receipts each day and the file does not say which: their customers tell those apart. And the day where each begins
    again at one.

    `before` is what it was in an earlier file of the same shape, whose orders may come again.
    """
    order, customer, date = (where.get(name) for name in ("invoice_no", "customer_id", "invoiced_at"))
    if order is None or customer is None or date is None or not head.columns or not head.columns[date].is_date:
        return ()
    if before:
        return tuple(before)
    tills = [at for at, label in enumerate(header) if at not in where.values() and has_word(label, "till")]
    tills = [at for at in tills if head.columns[at].is_full][:1]
    choices = [(date,), *((till,) for till in tills), *((date, till) for till in tills)]
    found = next((parts for parts in choices if _tells_apart(head, order, customer, date, parts, _ONE)), ())
    if not found and _each_day(head, order, date) and _tells_apart(head, order, customer, date, (date,), np.inf):
        return (date,)
    return (date,) if not found and before is None and _starts_over(where, head) else found


def _each_day(head: Head, order: int, date: int) -> bool:
    """Whether a number stands on most of the file's days, as a till's do that nothing tells from other tills."""
    dated = head.columns[date].dated
    numbers, days = head.columns[order].codes[dated].astype(np.int64), head.columns[date].days[dated].astype(np.int64)
    all_days, all_numbers = len(np.unique(days)), len(np.unique(numbers))
    met = np.unique(np.stack([numbers, days]), axis=1).shape[1]
    return all_days >= _SOME and met >= _OFTEN * all_numbers * all_days


def _starts_over(where: Mapping[str, int], head: Head) -> bool:
    """Whether each day has the numbers from one on, none left out and one after the other in time."""
    order, date = where["invoice_no"], where["invoiced_at"]
    whole = joined_times(head.columns[date].data, head.columns[where["time"]].data) if "time" in where else None
    column, numbers = Column(whole) if whole else head.columns[date], head.columns[order].numbers
    if numbers is None or not column.has_times:
        return False
    known = column.dated & ~np.isnan(numbers)
    rows = np.lexsort((column.moments[known], numbers[known], column.days[known]))
    day, number, moment = (each[known][rows] for each in (column.days, numbers, column.moments))
    begins, first = np.r_[True, day[1:] != day[:-1]], np.r_[True, (day[1:] != day[:-1]) | (number[1:] != number[:-1])]
    if begins.sum() < _SOME or first.sum() < _SOME * begins.sum():
        return False
    day, number, moment = day[first], number[first], moment[first]
    begins = np.r_[True, day[1:] != day[:-1]]
    steps = np.r_[number[0], np.where(begins[1:], number[1:], np.diff(number))]
    later = begins[1:] | (np.diff(moment).astype(np.int64) > 0)
    return bool((steps == 1).all() and later.mean() >= _MOSTLY)


def _tells_apart(head: Head, order: int, customer: int, date: int, parts: Sequence[int], most: float) -> bool:
    """Whether numbers come back with other customers, and `parts` leave each order at most so many, on the average."""
    people = head.columns[customer]
    known = ~is_guest(people.data.dictionary).to_numpy(zero_copy_only=False)[people.codes]
    numbers, buyers = head.columns[order].codes[known].astype(np.int64), people.codes[known].astype(np.int64)
    places = [(head.columns[at].days.astype(np.int64) if at == date else head.columns[at].codes)[known] for at in parts]
    if not len(numbers):
        return False
    orders = np.unique(np.stack([numbers, *places]), axis=1)
    whole = np.unique(np.stack([numbers, *places, buyers]), axis=1)
    by_people = np.unique(np.stack([numbers, buyers]), axis=1)
    times, customers = np.bincount(orders[0]), np.bincount(by_people[0])
    back, others = int((times > 1).sum()), int(((times > 1) & (customers > 1)).sum())
    often = back >= max(_LEAST, _OFTEN * len(np.unique(numbers)))
    return bool(often and others >= _OFTEN * back and whole.shape[1] <= most * orders.shape[1])


def said_of_numbers(header: Sequence[str], where: Mapping[str, int], head: Head, anew: Sequence[int]) -> Iterator[str]:
    """What tells orders apart besides their number, in a sentence."""
    if not anew:
        yield from _starts_anew(header, where, head)
        return
    label, parts = header[where["invoice_no"]], listed([header[at] for at in anew])
    order, customer, date = (where[name] for name in ("invoice_no", "customer_id", "invoiced_at"))
    if head.columns and _tells_apart(head, order, customer, date, anew, np.inf):
        yield say(
            "{column} comes back with other customers, so an order is told by {column} and {parts} together.",
            column=label,
            parts=parts,
        )
    elif head.columns and _starts_over(where, head):
        yield say(
            "{column} begins again at 1 each day, so an order is told by {column} and {parts} together.",
            column=label,
            parts=parts,
        )
    else:
        yield say(
            "As in the files before this one, an order is told by {column} and {parts} together.",
            column=label,
            parts=parts,
        )


def _starts_anew(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence where numbers of orders come back on other days for the same customers, as a till's do."""
    order, customer, date = where.get("invoice_no"), where["customer_id"], where["invoiced_at"]
    if order is None or not head.columns or not head.is_date(date):
        return
    columns = (head.columns[order].codes, head.columns[customer].codes, head.columns[date].days)
    dated = head.columns[date].dated
    whole = np.unique(np.stack([each[dated].astype(np.int64) for each in columns]), axis=1)
    same = (whole[:2, 1:] == whole[:2, :-1]).all(axis=0)
    gaps = np.diff(whole[2])[same]
    buyers = whole.shape[1] - int(same.sum())
    several = int((gaps <= APART).sum())
    if several >= _SOME and several >= _OFTEN * buyers:
        label, rows = header[order], head.columns[order].codes.size
        orders = buyers + len(gaps) - several
        yield (
            f"{label} comes back on other days for the same customer: {the_first(rows, 'row')} have "
            f"{orders:,} orders by it, {whole.shape[1]:,} by it and the day. If it starts anew each day, join it with "
            f"the day in one column and load with --map invoice_no=COLUMN; or leave {label} out of the file, and what "
            "a customer buys at one time is an order."
        )


def never_back(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence where each order has a customer of its own, as shops give them that take each buyer for a new one."""
    order, customer = where.get("invoice_no"), where["customer_id"]
    if order is None or not head.columns or not head.alike(order, customer):
        return
    orders = len(head.columns[order].values)
    if orders >= _MANY_ORDERS and len(head.columns[customer].values) == orders:
        yield (
            f"{header[customer]} is another one on each of {the_first(orders, 'order')}, so nobody comes back. If "
            "another column tells the people, load with --map customer_id=COLUMN; if another file does, such "
            "as one of the shop's customers, give it together with this one."
        )
