"""What an order's total has in it beside its goods, as a subtotal proves: shipping and taxes in, discounts off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np

from etl.names.hints import says
from etl.names.labels import listed, quoted
from etl.recognition.columns.amounts_beside import is_of_orders
from etl.recognition.head.first_rows import Head
from etl.values.order_amounts import DISCOUNT, EXTRA, TOTAL, Amount
from wording.counts import be, the_first
from wording.languages import say

_CENT = 0.0101
_MOSTLY = 0.95  # of the rows with both
_LEAST = 3  # rows


@dataclass(frozen=True)
class _Goods:
    """What goods alone come to: in words, how to say that it counts, and the amounts."""

    words: str
    told: str
    amounts: np.ndarray | None


def said_of_total(
    header: Sequence[str], where: Mapping[str, int], beside: Sequence[Amount], head: Head
) -> Iterator[str]:
    """A sentence on the order's total that counts: what is inside, what is off, and how to go by the goods alone."""
    if "total" not in where or not head.columns:
        return
    total = head.columns[where["total"]].numbers
    extras = [each for each in beside if each.kind == EXTRA and not each.minus and _some(head, each)]
    discounts = [each for each in beside if each.kind == DISCOUNT and _some(head, each)]
    if total is None or not extras:
        return
    free = [at for at in range(len(header)) if at not in where.values() and head.columns[at].numbers is not None]
    totals = {each.at for each in beside if each.kind == TOTAL}
    goods = [at for at in free if at in totals or says(header[at], "subtotal", "orders")]
    label = header[where["total"]]
    proofs = [*(_Goods(header[at], f"total={quoted(header[at])}", head.columns[at].numbers) for at in goods)]
    proofs += _prices_times_pieces(header, where, free, head)
    for off, proof, inside in product(_choices(discounts), proofs, _choices(extras)[1:]):
        if _adds_up(head, total, proof.amounts, inside, off):
            yield _sentence(label, proof, inside, off, discounts, head)
            return
    extras = [each for each in extras if _sum(head, each) > 0]  # what a payment service keeps is negative
    yield from _other_totals(header, where, totals, extras, discounts, head)
    if not extras or not is_of_orders(label):
        return
    given = listed([f"{each.label} ({_sum(head, each):,.2f})" for each in extras])
    alone = f" For goods alone, load with --map total={quoted(header[goods[0]])}." if goods else ""
    yield say(
        "{column} counts. {given} beside it may be inside: no subtotal of the file proves it.{alone}",
        column=label,
        given=given,
        alone=alone,
    )


def _other_totals(
    header: Sequence[str],
    where: Mapping[str, int],
    totals: set[int],
    extras: Sequence[Amount],
    discounts: Sequence[Amount],
    head: Head,
) -> Iterator[str]:
    """A sentence on another total that is the one that counts with more in it."""
    label = header[where["total"]]
    for at, off, inside in product(sorted(totals), _choices(discounts), _choices(extras)):
        total = head.columns[at].numbers
        if inside and total is not None and _adds_up(head, total, head.columns[where["total"]].numbers, inside, off):
            held = listed([f"{each.label} ({_sum(head, each):,.2f})" for each in inside])
            without = f" less {listed([each.label for each in off])}" if off else ""
            yield (
                f"{label} counts, and not {header[at]}, which is it{without} with {held} in "
                f"{the_first(len(total), 'row')}. To count {header[at]}, load with --map total={quoted(header[at])}."
            )
            return


def _prices_times_pieces(
    header: Sequence[str], where: Mapping[str, int], free: Sequence[int], head: Head
) -> Iterator[_Goods]:
    """What lines come to by a price that does not count."""
    pieces = head.columns[where["quantity"]].numbers if "quantity" in where else None
    for at in free if pieces is not None else ():
        price = head.columns[at].numbers
        if price is not None and pieces is not None and says(header[at], "price"):
            words = f"{header[at]} times {header[where['quantity']]}"
            yield _Goods(words, f"unit_price={quoted(header[at])}", price * pieces)


def _sentence(
    label: str,
    goods: _Goods,
    inside: Sequence[Amount],
    off: Sequence[Amount],
    discounts: Sequence[Amount],
    head: Head,
) -> str:
    held = listed([f"{each.label} ({_sum(head, each):,.2f})" for each in inside])
    off_already = list(dict.fromkeys(each.label for each in discounts))
    already = f"; {listed(off_already)} {be(len(off_already))} off already" if discounts else ""
    told = [f"--map {goods.told}"]
    told += dict.fromkeys(f"--map order_discount={quoted(each.label)}" for each in off)
    rows = len(head.columns[inside[0].at].codes)
    return (
        f"{label} counts, with {held} in it, as {goods.words} proves in {the_first(rows, 'row')}{already}. "
        f"For goods alone, load with {' '.join(told)}."
    )


def _adds_up(
    head: Head, total: np.ndarray, made: np.ndarray | None, inside: Sequence[Amount], off: Sequence[Amount]
) -> bool:
    if made is None:
        return False
    for each in inside:
        made = made + np.nan_to_num(_numbers(head, each))
    for each in off:
        made = made - np.abs(np.nan_to_num(_numbers(head, each)))
    usable = ~np.isnan(made) & ~np.isnan(total)
    return bool(usable.sum() >= _LEAST and (np.abs(made - total)[usable] <= _CENT).mean() >= _MOSTLY)


def _choices(amounts: Sequence[Amount]) -> list[tuple[Amount, ...]]:
    return list(chain.from_iterable(combinations(amounts, number) for number in range(len(amounts) + 1)))


def _numbers(head: Head, amount: Amount) -> np.ndarray:
    numbers = head.columns[amount.at].numbers
    return np.zeros(len(head.columns[amount.at].codes)) if numbers is None else numbers


def _sum(head: Head, amount: Amount) -> float:
    return float(np.nansum(_numbers(head, amount)))


def _some(head: Head, amount: Amount) -> bool:
    return bool(np.nansum(np.abs(_numbers(head, amount))))
