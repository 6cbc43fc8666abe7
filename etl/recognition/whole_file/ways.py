"""The way in which the orders of a file add up: which discounts are off, which extras are in, to which total.

Which amounts a total has in it differs from tool to tool. So every way of adding them up is tried, and the one that the
most orders agree with to the cent is theirs: a discount is taken off where the discounted orders' totals say so, and in
that reading (an amount or a part of the price, of the line or of the order) that they say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from etl.recognition.whole_file.order_sums import Sums
from etl.values.order_amounts import AFTER, DISCOUNT, EXTRA, REFUND, TOTAL, Amount

CENT = 0.0101
_ROUNDED = 0.0051  # of a line that is a part of its price
_TRUE = 0.5  # of the orders with a discount that must agree for a way to be theirs
_SAMPLE = 50_000  # orders that the ways are tried on


@dataclass(frozen=True)
class Way:
    """A way of adding up: lines less discounts, and extras, make a total; all are places among the amounts."""

    discounts: tuple[int, ...] = ()
    extras: tuple[int, ...] = ()
    total: int = -1
    confirmed: bool = False  # by most orders with a discount
    counts: bool = False  # the total does, whatever the lines come to


def tolerance(rows: np.ndarray) -> np.ndarray:
    """By how much orders of so many lines may be off that are parts of their prices, each rounded to cents."""
    tolerated: np.ndarray = CENT + _ROUNDED * rows
    return tolerated


def find_way(amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], live: np.ndarray, prices: bool) -> Way:
    """The way that somebody said, that the orders with a discount say, then the one that most orders do."""
    places = {kind: [at for at, each in enumerate(amounts) if each.kind == kind] for kind in (DISCOUNT, EXTRA, TOTAL)}
    if counting := [at for at in places[TOTAL] if amounts[at].told]:
        return Way(_usual(amounts, sums, places[DISCOUNT], False), (), counting[0], confirmed=True, counts=True)
    some = np.logical_or.reduce([signed[at] > 0 for at in places[DISCOUNT]] or [np.zeros(len(live), bool)])
    best = _best(amounts, sums, signed, live, some)
    if best.total >= 0 and (best.confirmed or not some[live].any()):
        return best
    return Way(_usual(amounts, sums, places[DISCOUNT], prices), best.extras, best.total)


def _best(amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], live: np.ndarray, some: np.ndarray) -> Way:
    """The way that the most orders agree with, those with a discount first."""
    totals = [at for at, each in enumerate(amounts) if each.kind == TOTAL and not sums.varies[at]]
    extras_ = [at for at, each in enumerate(amounts) if each.kind == EXTRA]
    rows = np.flatnonzero(live)[:_SAMPLE]
    best: tuple[tuple[int, ...], Way] = (-1,), Way()
    for discounts, extras, total in product(_choices(amounts), list(_some_of(extras_)), totals):
        added = sum((signed[at][rows] for at in extras), np.zeros(len(rows)))
        off = sum((signed[at][rows] for at in discounts), np.zeros(len(rows)))
        filled, parts = sums.filled[total][rows], any(amounts[at].share for at in discounts)
        near = tolerance(sums.rows[rows]) if parts else CENT
        fits = filled & (np.abs(sums.lines[rows] - off + added - signed[total][rows]) <= near)
        marked, fit = int((filled & some[rows]).sum()), int((fits & some[rows]).sum())
        told_so = bool(discounts) or not amounts[total].before_discounts
        confirmed = told_so and fit > 0 and fit >= _TRUE * marked
        rank = (
            confirmed,
            confirmed and bool(discounts),
            fit,
            int(fits.sum()),
            not amounts[total].payment,
            -len(extras),
            -len(discounts),
        )
        if rank > best[0]:
            best = rank, Way(discounts, extras, total, confirmed)
    return best[1]


def _usual(amounts: Sequence[Amount], sums: Sums, discounts: Sequence[int], prices: bool) -> tuple[int, ...]:
    """What is taken off where no totals tell: what somebody said, else one discount off prices."""
    first: dict[int, int] = {}  # of each column, its surest reading
    for at in sorted(discounts, key=lambda at: _is_less_likely(amounts[at], sums.once[at])):
        first.setdefault(amounts[at].at, at)
    told = tuple(at for at in first.values() if amounts[at].told)
    hidden = {each.at for each in amounts if each.unsure and not each.told}  # which may be a percentage as well
    clear = [at for at in sorted(first.values()) if amounts[at].at not in hidden]
    clear.sort(key=lambda at: not amounts[at].share)
    return told or (tuple(clear[:1]) if prices else ())


def _is_less_likely(amount: Amount, once: bool) -> tuple[bool, bool, bool]:
    """How unlikely a reading is: what only totals can say, and, of parts, other than how they stand in the file."""
    return amount.unsure, amount.on_each, bool(amount.share) and amount.per_order != once


def _choices(amounts: Sequence[Amount]) -> Iterator[tuple[int, ...]]:
    """Some, all or none of the discounts, each column in one reading; those that were told at least."""
    columns: dict[int, list[int]] = {}
    for at, each in enumerate(amounts):
        if each.kind == DISCOUNT:
            columns.setdefault(each.at, []).append(at)
    options = [
        [*([] if amounts[readings[0]].told else [()]), *((at,) for at in readings)] for readings in columns.values()
    ]
    for chosen in product(*options):
        yield tuple(at for part in chosen for at in part)


def _some_of(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Some, all or none of the places."""
    for number in range(len(places) + 1):
        yield from combinations(places, number)


def deviation_of(sums: Sums, signed: list[np.ndarray], way: Way, left: np.ndarray) -> np.ndarray:
    """By how much each order's lines are more than its own total; 0 where the file has none."""
    if way.total < 0:
        return np.zeros(len(left))
    made: np.ndarray = left + sum((signed[at] for at in way.extras), np.zeros(len(left))) - signed[way.total]
    return made


def came_back(
    amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], way: Way, left: np.ndarray
) -> tuple[np.ndarray, str]:
    """What went back of each order: an amount of its own, or what a total after refunds is less. Second, the label of
    such a total that most orders do not come to, so that it tells nothing."""
    back, unlike = np.zeros(len(left)), ""
    for at, each in enumerate(amounts):
        if each.kind == REFUND:
            back = back + signed[at]
        elif each.kind == AFTER:
            usual = np.mean(signed[at] > 0) > _TRUE  # else nothing stands for orders without refunds
            known = sums.filled[at] & ((signed[at] > 0) | usual)
            before = left if each.told else _before_refunds(amounts, sums, signed, way, left, at)
            unlike = each.label if before is None else unlike
            back = back if before is None else back + np.where(known, np.maximum(before - signed[at], 0), 0)
    return back, unlike


def _before_refunds(
    amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], way: Way, left: np.ndarray, after: int
) -> np.ndarray | None:
    """What orders came to before their refunds: their total, or their lines with some extras, whichever most of them
    have after refunds too; None where nothing is that."""
    extras = [at for at, each in enumerate(amounts) if each.kind == EXTRA]
    bases = [signed[way.total]] if way.total >= 0 else []
    bases += [left + sum((signed[at] for at in some), np.zeros(len(left))) for some in _some_of(extras)]
    fits = [float(np.mean(np.abs(base - signed[after])[sums.filled[after]] <= CENT)) for base in bases]
    best = int(np.argmax(fits)) if sums.filled[after].any() else -1
    return bases[best] if best >= 0 and fits[best] >= _TRUE else None
