"""Whether the lines of each order come to the order's own total, and what has to be taken off them so that they do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from etl.recognition.back.rows_back import RowsBack
from etl.recognition.whole_file.order_sums import Sums
from etl.recognition.whole_file.ways import CENT, Way, came_back, deviation_of, find_way, tolerance
from etl.values.derived import plain
from etl.values.order_amounts import AFTER, DISCOUNT, REFUND, Amount
from etl.values.order_corrections import Corrections, cents, part_left
from etl.values.reading import Reading


@dataclass(frozen=True)
class Outcome:
    """How the orders of a file add up, and what follows."""

    amounts: Sequence[Amount] = ()
    way: Way = field(default_factory=Way)
    compared: int = 0  # orders with a total
    agree: int = 0  # of them
    worst: tuple[str, float] = ("", 0.0)  # the order that is off most, and by how much
    discounted: float = 0.0
    refunded: float = 0.0
    double: bool = False  # refunds are negative lines as well
    untaken: tuple[str, ...] = ()  # labels of discounts that are given, and not taken off
    corrections: Corrections = field(default_factory=Corrections)
    part: Amount | None = None  # the discount in parts of the price that is taken off each line
    beyond: tuple[int, float] = (0, 0.0)  # orders of which more went back than their lines come to, and that
    netted: float = 0.0  # refunds that quantities are without already
    made: float = 0.0  # what the lines of orders with a total come to
    given: float = 0.0  # what their totals do
    unlike: str = ""  # label of what may be left after refunds, and is not what most orders come to
    refunds_known: bool = False  # orders that a status calls refunded are sales, and what went back returns
    told: tuple[int, float, str] = (0, 0.0, "")  # orders whose refunds rows of their own tell too; what they tell; one

    @property
    def of_payments(self) -> bool:
        """Whether the totals are what was paid, and most orders were not paid in full."""
        paid = self.way.total >= 0 and self.amounts[self.way.total].payment and not self.way.counts
        return paid and 2 * self.agree < self.compared

    @property
    def as_json(self) -> dict[str, Any]:
        """What a load reports of it; empty where the file has no totals of orders."""
        if not self.compared or self.of_payments:
            return {}
        total = self.amounts[self.way.total].label
        return {"total": total, "orders": self.compared, "agree": self.agree}


def reconcile(
    amounts: Sequence[Amount], sums: Sums | None, prices: bool, net: bool, rows: RowsBack, reading: Reading
) -> Outcome:
    """Add up the orders; `prices` where lines have prices of their own, `net` where quantities are without refunds.

    `rows` are told which refunds amounts tell, and tell which of all are told by rows of their own.
    """
    if sums is None:
        rows.tell({}, reading)
        return Outcome(amounts)
    signed = _positive(amounts, sums)
    known = _refunds_known(amounts, sums, signed)
    live = ~sums.off | sums.refunded
    way = find_way(amounts, sums, signed, live, prices)
    part = next((amounts[at] for at in way.discounts if amounts[at].share and not amounts[at].per_order), None)
    base = sums.lines - sum((signed[at] for at in way.discounts if amounts[at] is part), np.zeros(len(live)))
    off = sum((signed[at] for at in way.discounts if amounts[at] is not part), np.zeros(len(live)))
    off = np.where((off > 0) & (off <= base + CENT), np.minimum(off, np.maximum(base, 0)), 0)
    compared = live & sums.filled[way.total] if way.total >= 0 else np.zeros(len(live), bool)
    left = base - off
    settled = _settled(amounts, sums, signed, way, left, compared)
    left = np.where(settled, left - deviation_of(sums, signed, way, sums.lines if way.counts else left), left)
    back, unlike = came_back(amounts, sums, signed, way, left)
    deviation = np.where(settled, 0, deviation_of(sums, signed, way, left))
    agrees = np.abs(deviation) <= CENT
    without = (back > 0) & (np.abs(deviation + back) <= CENT)  # lines are without what was refunded
    gone = np.where(sums.lines != 0, sums.gone * left / np.where(sums.lines != 0, sums.lines, 1), 0)  # pieces, or all
    gone = np.where(sums.refunded & ~known, left, gone)
    after = (back > 0) & (np.abs(deviation - back) <= CENT)  # the total is
    after |= (gone > 0) & (np.abs(deviation - gone) <= CENT)
    taken = without & ~agrees  # from the lines, already
    if net:
        taken |= ~(compared & agrees) | (way.total >= 0 and amounts[way.total].after_refunds)
    told, owed = _told(sums, rows, np.where(live & (back > 0) & ~taken, back, 0), left, reading)
    given = np.where(live & (back > 0) & ~taken, np.minimum(owed, left), 0)
    whole = np.maximum(left, 0) if known else np.zeros(len(left))  # else their lines are returns each
    given = np.where(live & sums.refunded & ~taken, np.where((told > 0) & (owed == 0), 0, whole), given)
    netted = float(np.where(live & taken, back, 0).sum()) if net else 0.0
    beyond = np.where(live & (back > 0) & ~taken & (known | ~sums.refunded), owed - given, 0)
    double = bool((told.any() or sums.own > 0) and not given.any())
    beyond = np.zeros(len(live)) if double else beyond
    agree = compared & (agrees | without | after)
    return Outcome(
        amounts,
        way,
        int(compared.sum()),
        int(agree.sum()),
        _worst(sums, deviation, compared & ~agree),
        float((sums.lines - base + off)[live].sum()),
        float(given.sum()),
        double,
        tuple(_untaken(amounts, signed, way, live)),
        _corrections(amounts, sums, way, base, left, given),
        part,
        (int((beyond > CENT).sum()), float(beyond[beyond > CENT].sum())),
        netted,
        float(left[compared].sum()),
        float((left - deviation)[compared].sum()),
        unlike,
        known,
        (int((told > 0).sum()), float(told.sum()), _first(sums, told > 0)),
    )


def _told(
    sums: Sums, rows: RowsBack, back: np.ndarray, left: np.ndarray, reading: Reading
) -> tuple[np.ndarray, np.ndarray]:
    """What of the amounts that went back rows of their own tell of each order, and what is left of these."""
    keys = [str(key) for key in sums.orders.to_pylist()]
    claims = np.minimum(back, np.maximum(left - sums.back, 0))  # shipping that went back too is in no row
    less = np.flatnonzero((sums.lines > CENT) & (np.abs(left - sums.lines) > CENT))
    parts = {keys[at]: float(left[at] / sums.lines[at]) for at in less}
    rows.tell({keys[at]: float(claims[at]) for at in np.flatnonzero(claims > CENT)}, reading, parts)
    told = np.array([rows.told.orders.get(key, 0.0) for key in keys], float) * (claims > CENT)
    return told, np.where((told > 0) & (told >= claims - CENT), 0, back - told)


def _first(sums: Sums, rows: np.ndarray) -> str:
    return str(sums.orders[int(np.argmax(rows))].as_py()).strip() if rows.any() else ""


def _refunds_known(amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray]) -> bool:
    """Whether an amount says of most orders that a status calls refunded that all of their lines went back: then they
    are sales and returns, as those are of which a part went back."""
    back = sum((signed[at] for at, each in enumerate(amounts) if each.kind == REFUND), np.zeros(len(sums.lines)))
    whole = sums.refunded & (sums.lines > 0) & (back >= sums.lines - CENT)
    return bool(whole.any() and 2 * whole.sum() >= sums.refunded.sum())


def _settled(
    amounts: Sequence[Amount], sums: Sums, signed: list[np.ndarray], way: Way, left: np.ndarray, compared: np.ndarray
) -> np.ndarray:
    """Which orders are made to come to their own totals: where these count, or differ by no more than parts of prices
    are rounded by. Where lines come to nothing, there is nothing to spread a total over."""
    if way.counts:
        own = sums.lines - deviation_of(sums, signed, way, sums.lines)
        return np.asarray(compared & (left != 0) & (own * left >= 0))
    if way.total < 0 or not any(amounts[at].share for at in way.discounts):
        return np.zeros(len(left), bool)
    return np.asarray(compared & (left > 0) & (np.abs(deviation_of(sums, signed, way, left)) <= tolerance(sums.rows)))


def _untaken(amounts: Sequence[Amount], signed: list[np.ndarray], way: Way, live: np.ndarray) -> Iterator[str]:
    """Labels of the discounts that are given, and not taken off in any reading."""
    taken = {amounts[at].at for at in way.discounts}
    given = [at for at, each in enumerate(amounts) if each.kind == DISCOUNT and (signed[at][live] > 0).any()]
    yield from dict.fromkeys(amounts[at].label for at in given if amounts[at].at not in taken and not way.counts)


def _positive(amounts: Sequence[Amount], sums: Sums) -> list[np.ndarray]:
    """The amounts; discounts and refunds that are written with a minus without it, and gift cards always with one."""
    taken = (DISCOUNT, REFUND)
    return [
        -np.abs(values)
        if each.minus
        else np.abs(values)
        if each.kind in taken and not each.share and (values <= 0).all()
        else values
        for each, values in zip(amounts, sums.values, strict=True)
    ]


def _worst(sums: Sums, deviation: np.ndarray, rows: np.ndarray) -> tuple[str, float]:
    if not rows.any():
        return "", 0.0
    at = int(np.argmax(np.where(rows, np.abs(deviation), -1)))
    return str(sums.orders[at].as_py()).strip(), float(deviation[at])


def _corrections(
    amounts: Sequence[Amount], sums: Sums, way: Way, base: np.ndarray, left: np.ndarray, given: np.ndarray
) -> Corrections:
    """What is taken off lines: by the line where a discount is its own, else by what each line is of its order."""
    own = tuple(at for at in way.discounts if _is_of_lines(amounts[at], sums, at))
    own = own if own == way.discounts else ()
    changed = np.abs(left - base) > 1e-6 if not own else np.zeros(len(left), bool)
    spread = np.flatnonzero(changed & (base != 0))
    parts = {str(sums.orders[int(at)].as_py()): part_left(float(base[at]), float(base[at] - left[at])) for at in spread}
    refunded = np.flatnonzero(given > 0.001)
    refunds = {str(sums.orders[int(at)].as_py()): plain(cents(float(given[at]))) for at in refunded}
    label = next((each.label for each in amounts if each.kind in (REFUND, AFTER)), "")
    again = sums.again if parts or refunds else {}
    back = tuple(each for each in amounts if each.kind == REFUND and not each.share)
    after = sums.flags_orders or not back or any(each.kind == AFTER for each in amounts)
    whole = [at for at in refunded if after or sums.over[at]]
    of_orders = frozenset(str(sums.orders[int(at)].as_py()) for at in whole)
    return Corrections(parts, refunds, label, tuple(amounts[at] for at in own), back, of_orders, again=again)


def _is_of_lines(amount: Amount, sums: Sums, at: int) -> bool:
    """Whether a discount stands on the lines that it is taken off, as an amount."""
    return not amount.share and (sums.varies[at] or amount.of_line) and not sums.exceeds[at]
