"""A column of no known kinds that all tell of the same amounts of the same customers: one sale told several times, as
by its order, its delivery note and its invoice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from etl.names.hints import says
from etl.names.labels import listed, quoted
from etl.recognition.head.first_rows import Head
from wording.counts import the_first

_MOST = 8  # kinds
_LEAST = 3  # sales, and different amounts
_SAME = 0.9  # of the sales of the smaller kind


def said_of_same_sales(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence for each such column."""
    customer, amount = where.get("customer_id"), where.get("total", where.get("unit_price"))
    if "type" in where or customer is None or amount is None or not head.columns or "quantity" in where:
        return
    numbers = head.columns[amount].numbers
    if numbers is None:
        return
    buyers, rows = head.columns[customer].codes, len(head.columns[amount].codes)
    told = {where[name] for name in where if name not in ("stock_code", "description")}
    for at, label in enumerate(header):
        if not label or at in told or not 2 <= len(head.columns[at].values) <= _MOST or says(label, "calendar"):
            continue
        same = _same_sales(head.columns[at].codes, buyers, numbers)
        if len(same) > 1:
            texts = [str(head.columns[at].data.dictionary[code].as_py()) for code in same]
            yield (
                f"{listed(texts)} in {label} come with the same amounts of the same customers, in "
                f"{the_first(rows, 'row')}: if they are documents of one sale, such as its order and its invoice, load "
                f"with --map type={quoted(label)} and --kind {quoted(texts[0])}=nothing for each that is not to count."
            )


def _same_sales(kinds: np.ndarray, buyers: np.ndarray, amounts: np.ndarray) -> list[int]:
    """The kinds that have a partner with nearly all the same sales."""
    sales: dict[int, Counter[tuple[int, float]]] = {}
    for kind, buyer, amount in zip(kinds.tolist(), buyers.tolist(), np.round(amounts, 2).tolist(), strict=True):
        if amount > 0:
            sales.setdefault(kind, Counter())[buyer, amount] += 1
    found: set[int] = set()
    for one, other in combinations(sales, 2):
        fewer = min(sales[one].total(), sales[other].total())
        both = sales[one] & sales[other]
        if len({amount for _, amount in both}) >= _LEAST and both.total() >= _SAME * fewer:
            found |= {one, other}
    return sorted(found)
