"""Which of a file's amounts count: prices or totals, what is taken off them, what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from etl.recognition.columns.amounts_beside import TOLD, amounts_beside, is_of_orders
from etl.recognition.columns.basis import said_of_total
from etl.recognition.columns.discount_columns import discount_of, discount_remark, is_taken_off
from etl.recognition.columns.line_totals import line_total_of_price
from etl.recognition.columns.uncounted import total_by_name
from etl.recognition.columns.which_amount import settle
from etl.recognition.head.first_rows import Head
from etl.values.discounts import Share
from etl.values.order_amounts import AFTER, DISCOUNT, EXTRA, REFUND, TOTAL, Amount

_SOME = 2  # orders of several lines whose total must repeat


@dataclass(frozen=True)
class Amounts:
    """What counts beside what `where` says."""

    beside: tuple[Amount, ...]  # of orders, beside their lines
    share: Share  # how the discount in `where` is written
    settled: str  # why a total counts and not the price beside it, in a sentence
    said: tuple[str, ...]  # what else there is to say


def settle_amounts(
    header: Sequence[str],
    where: dict[str, int],
    told: Mapping[str, int],
    sure: Mapping[str, int],
    export: Mapping[str, Any],
    head: Head,
) -> Amounts:
    """Leave in `where`, which is changed, what of the amounts counts."""
    apart = {name: where.pop(name) for name in TOLD if name in where}
    part, other_parts = discount_of(header, where, told, head)
    _count_order_totals(where, apart, told, head)
    beside = amounts_beside(header, where, apart, export, head)
    if "unit_price" not in told and not any(amount.kind in (DISCOUNT, EXTRA) for amount in beside):
        at = total_by_name(header, where, head)
        where |= {"total": at} if at is not None else {}
    settled = line_total_of_price(header, where, sure, head) or settle(header, where, sure, head)
    part = part if part and is_taken_off(header, where, sure, head, part) else None
    beside = amounts_beside(header, where, apart, export, head, part)
    basis: tuple[str, ...] = ()
    if "total" in where and (is_of_orders(header[where["total"]]) or not head.repeats(where.get("invoice_no"))):
        basis = () if "total" in told else tuple(said_of_total(header, where, beside, head))
        of_line = "total" not in sure and not is_of_orders(header[where["total"]])
        beside = tuple(amount for amount in beside if _stays(amount, of_line))
    if part is None or not part.share or any(_asks_for_orders(amount, part.at) for amount in beside):
        return Amounts(beside, "", settled, tuple(_said(basis, other_parts)))
    where["discount"] = part.at  # of each line alone, whatever its order comes to
    beside = tuple(amount for amount in beside if amount.at != part.at)
    return Amounts(beside, part.share, settled, tuple(_said((discount_remark(header, where), *basis), other_parts)))


def _stays(amount: Amount, of_line: bool) -> bool:
    """Whether an amount is still looked at where a total counts; that of a line is compared with its order's."""
    compared = amount.kind == EXTRA or (amount.kind == TOTAL and is_of_orders(amount.label))
    return amount.kind in (REFUND, AFTER) or amount.told or (of_line and compared)


def _said(sentences: Sequence[str], more: str) -> Iterator[str]:
    yield from sentences
    if more:
        yield more


def _asks_for_orders(amount: Amount, part: int) -> bool:
    """Whether an amount is set against what the lines of an order come to after their discounts."""
    return amount.kind != EXTRA and amount.at != part


def _count_order_totals(where: dict[str, int], apart: dict[str, int], told: Mapping[str, int], head: Head) -> None:
    """Where an order's total is what counts, make its lines what it is spread over: by their prices, else evenly.

    A total that somebody says counts is the order's where it repeats on lines that have other prices.
    """
    said = "total" in told and "unit_price" in where and "unit_price" not in told
    if said and "order_total" not in apart and _repeats_on_lines(where, head):
        apart["order_total"] = where.pop("total")
    if "order_total" in apart:
        where.pop("total", None)
        where |= {} if "unit_price" in where else {"total": apart["order_total"]}


def _repeats_on_lines(where: Mapping[str, int], head: Head) -> bool:
    order, total = where.get("invoice_no"), where["total"]
    if order is None or not head.repeats(order) or not head.determines(order, total):
        return False
    several = int((np.bincount(head.columns[order].codes) > 1).sum())
    return several >= _SOME and not head.determines(order, where["unit_price"])
