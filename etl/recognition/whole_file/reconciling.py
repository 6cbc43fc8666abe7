"""Whether the lines of each order come to the order's own total, and what has to be taken off them so that they do.

Which amounts a total has in it differs from tool to tool. So every way of adding them up is tried, and the one that the
most orders agree with to the cent is theirs: a discount is taken off where the discounted orders' totals say so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import numpy as np

from etl.recognition.whole_file.order_sums import Sums
from etl.values.derived import plain
from etl.values.order_amounts import AFTER, DISCOUNT, EXTRA, REFUND, TOTAL, Amount
from etl.values.order_corrections import Corrections

_CENT = 0.0101
_TRUE = 0.5  # of the orders with a discount that must agree for a way to be theirs
_SAMPLE = 50_000  # orders that the ways are tried on
_DOUBLE = 0.02  # of all refunds, within which negative lines are the same refunds


@dataclass(frozen=True)
class Way:
    """A way of adding up: lines less discounts, and extras, make a total; all are places among the amounts."""

    discounts: tuple[int, ...] = ()
    extras: tuple[int, ...] = ()
    total: int = -1
    confirmed: bool = False  # by most orders with a discount


@dataclass(frozen=True)
class Outcome:
    """How the orders of a file add up, and what follows."""

    amounts: Sequence[Amount] = ()
    way: Way = Way()
    compared: int = 0  # orders with a total
    agree: int = 0  # of them
    worst: tuple[str, float] = ("", 0.0)  # the order that is off most, and by how much
    discounted: float = 0.0
    refunded: float = 0.0
    double: bool = False  # refunds are negative lines as well
    untaken: tuple[str, ...] = ()  # labels of discounts that are given, and not taken off
    corrections: Corrections = field(default_factory=Corrections)

    @property
    def as_json(self) -> dict[str, Any]:
        """What a load reports of it; empty where the file has no totals of orders."""
        if not self.compared:
            return {}
        total = self.amounts[self.way.total].label
        return {"total": total, "orders": self.compared, "agree": self.agree}


def reconcile(amounts: Sequence[Amount], sums: Sums | None, prices: bool, net: bool) -> Outcome:
    """Add up the orders; `prices` where lines have prices of their own, `net` where quantities are without refunds."""
    if sums is None:
        return Outcome(amounts)
    signed = _positive(amounts, sums)
    live = ~sums.off
    way = _way(amounts, sums, signed, live, prices)
    off = sum((signed[at] for at in way.discounts), np.zeros(len(live)))
    off = np.where((off > 0) & (off <= sums.lines + _CENT), np.minimum(off, np.maximum(sums.lines, 0)), 0)
    left = sums.lines - off
    back = _refunded(amounts, sums, signed, left)
    deviation = _deviation(sums, signed, way, left)
    compared = live & sums.filled[way.total] if way.total >= 0 else np.zeros(len(live), bool)
    agrees = np.abs(deviation) <= _CENT
    without = (back > 0) & (np.abs(deviation + back) <= _CENT)  # lines are without what was refunded
    after = (back > 0) & (np.abs(deviation - back) <= _CENT)  # the total is
    given = np.where(live & (back > 0) & ~(without & ~agrees) & ~((back > 0) & net), np.minimum(back, left), 0)
    negative = -float(sums.back.sum())
    double = bool(given.sum() > 0 and abs(negative - given.sum()) <= _DOUBLE * given.sum())
    given = np.zeros(len(live)) if double else given
    agree = compared & (agrees | without | after)
    corrections = _corrections(amounts, sums, way, off, given)
    return Outcome(
        amounts,
        way,
        int(compared.sum()),
        int(agree.sum()),
        _worst(sums, deviation, compared & ~agree),
        float(off[live].sum()),
        float(given.sum()),
        double,
        tuple(
            each.label
            for at, each in enumerate(amounts)
            if each.kind == DISCOUNT and at not in way.discounts and (signed[at][live] > 0).any()
        ),
        corrections,
    )


def _positive(amounts: Sequence[Amount], sums: Sums) -> list[np.ndarray]:
    """The amounts; discounts and refunds that are written with a minus without it."""
    taken = (DISCOUNT, REFUND)
    return [
        np.abs(values) if each.kind in taken and (values <= 0).all() else values
        for each, values in zip(amounts, sums.values, strict=True)
    ]


def _refunded(amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], left: np.ndarray) -> np.ndarray:
    """What went back of each order: an amount of its own, or what a total after refunds is less."""
    back = np.zeros(len(left))
    for at, each in enumerate(amounts):
        if each.kind == REFUND:
            back = back + signed[at]
        elif each.kind == AFTER:
            usual = np.mean(signed[at] > 0) > _TRUE  # else nothing stands for orders without refunds
            known = sums.filled[at] & ((signed[at] > 0) | usual)
            back = back + np.where(known, np.maximum(left - signed[at], 0), 0)
    return back


def _way(amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], live: np.ndarray, prices: bool) -> Way:
    """The way that the orders with a discount say, then the one that most orders do."""
    places = {kind: [at for at, each in enumerate(amounts) if each.kind == kind] for kind in (DISCOUNT, EXTRA, TOTAL)}
    totals = [at for at in places[TOTAL] if not sums.varies[at]]
    told = tuple(at for at in places[DISCOUNT] if amounts[at].told)
    some = np.logical_or.reduce([signed[at] > 0 for at in places[DISCOUNT]] or [np.zeros(len(live), bool)])
    rows = np.flatnonzero(live)[:_SAMPLE]
    best: tuple[tuple[int, ...], Way] | None = None
    for discounts, extras, total in product(
        _choices(places[DISCOUNT], told), list(_choices(places[EXTRA], ())), totals
    ):
        added = sum((signed[at][rows] for at in extras), np.zeros(len(rows)))
        off = sum((signed[at][rows] for at in discounts), np.zeros(len(rows)))
        filled = sums.filled[total][rows]
        fits = filled & (np.abs(sums.lines[rows] - off + added - signed[total][rows]) <= _CENT)
        marked, fit = int((filled & some[rows]).sum()), int((fits & some[rows]).sum())
        told_so = bool(discounts) or not amounts[total].before_discounts
        confirmed = told_so and fit > 0 and fit >= _TRUE * marked
        rank = (confirmed, confirmed and bool(discounts), fit, int(fits.sum()), -len(extras), -len(discounts))
        if best is None or rank > best[0]:
            best = rank, Way(discounts, extras, total, confirmed)
    if best and (best[1].confirmed or not some[rows].any()):
        return best[1]
    clear = [at for at in places[DISCOUNT] if not (amounts[at].vague and _may_be_percent(signed[at]))]
    usual = told or (tuple(clear[:1]) if prices else ())
    way = best[1] if best else Way()
    return Way(usual, way.extras, way.total)


def _may_be_percent(values: np.ndarray) -> bool:
    """Whether amounts are whole numbers up to 100, as 10 and 15 % are."""
    some = values[values > 0]
    return bool((some % 1 == 0).all() and (some <= 100).all())


def _choices(places: Sequence[int], told: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Some, all or none of the places; those that were told at least."""
    for number in range(len(places) + 1):
        yield from (each for each in combinations(places, number) if set(told) <= set(each))


def _deviation(sums: Sums, signed: list[np.ndarray], way: Way, left: np.ndarray) -> np.ndarray:
    """By how much each order's lines are more than its own total; 0 where the file has none."""
    if way.total < 0:
        return np.zeros(len(left))
    made: np.ndarray = left + sum((signed[at] for at in way.extras), np.zeros(len(left))) - signed[way.total]
    return made


def _worst(sums: Sums, deviation: np.ndarray, rows: np.ndarray) -> tuple[str, float]:
    if not rows.any():
        return "", 0.0
    at = int(np.argmax(np.where(rows, np.abs(deviation), -1)))
    return str(sums.orders[at].as_py()).strip(), float(deviation[at])


def _corrections(amounts: Sequence[Amount], sums: Sums, way: Way, off: np.ndarray, given: np.ndarray) -> Corrections:
    """What is taken off lines: by the line where a discount is its own, else by what each line is of its order."""
    own = tuple(at for at in way.discounts if (sums.varies[at] or amounts[at].of_line) and not sums.exceeds[at])
    own = own if own == way.discounts else ()
    spread = np.flatnonzero((off > 0) & (sums.lines > 0)) if not own else np.zeros(0, np.int64)
    parts = {str(sums.orders[int(at)].as_py()): _part(float(sums.lines[at]), float(off[at])) for at in spread}
    refunded = np.flatnonzero(given > 0.001)
    refunds = {str(sums.orders[int(at)].as_py()): plain(_cents(float(given[at]))) for at in refunded}
    label = next((each.label for each in amounts if each.kind in (REFUND, AFTER)), "")
    return Corrections(parts, refunds, label, tuple(amounts[at] for at in own))


def _part(lines: float, off: float) -> str:
    whole = Decimal(str(round(lines, 6)))
    return plain(((whole - _cents(off)) / whole).max(Decimal(0)).quantize(Decimal("1e-24")))


def _cents(amount: float) -> Decimal:
    return Decimal(str(round(amount, 4)))
