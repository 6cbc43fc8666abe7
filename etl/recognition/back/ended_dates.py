"""Columns of moments at which orders were cancelled, or taken back: filled, they say that no sale came of it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow.compute as pc

from etl.names.hints import has_word, says
from etl.names.labels import quoted
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column, are_moments
from etl.values.order_amounts import AFTER, REFUND, Amount
from etl.values.statuses import filled
from wording.counts import as_sales, the_first

_USUAL = {"cancelled_at": 0.9, "refunded_at": 0.5}  # of the rows, above which a moment is one of every order
_MOMENTS = 0.98  # of the values


def add_ended(
    header: Sequence[str], where: dict[str, int], beside: Sequence[Amount], back: Sequence[int], head: Head
) -> None:
    """Add such columns to `where`, one of each kind. Where it is known how much money or how many pieces went back, a
    moment is no more than a yes: the amount counts, where there is one."""
    for name, usual in _USUAL.items():
        known = name == "refunded_at" and _known_back(beside, back, head)
        if name not in where and not (known and ("returned" in where or any(each.kind == AFTER for each in beside))):
            found = [at for at in _named(header, where, head, name) if _share(head.columns[at]) <= usual]
            where |= {"returned" if known else name: found[0]} if found else {}


def said_of_ended(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A sentence for a moment that nearly all rows have, or that stands beside another one of its kind."""
    for name, usual in _USUAL.items():
        for at in _named(header, where, head, name):
            share, rows = _share(head.columns[at]), len(head.columns[at].codes)
            if share and (share > usual or name in where):
                count = round(share * rows)
                yield (
                    f"{header[at]} is filled in {count:,} of {the_first(rows, 'row')}, and {as_sales(count)}. "
                    f"If no sale came of them, load with --map {name}={quoted(header[at])}."
                )


def _named(header: Sequence[str], where: Mapping[str, int], head: Head, name: str) -> list[int]:
    used = set(where.values())
    free = [at for at, label in enumerate(header) if label and at not in used and head.columns]
    return [at for at in free if _kind(header[at]) == name and _holds_moments(header[at], head.columns[at])]


def _kind(label: str) -> str:
    if says(label, "not_ended"):
        return ""
    if says(label, "called_off"):
        return "cancelled_at"
    back = says(label, "returns") or says(label, "taken_back") or says(label, "refund", "orders")
    return "refunded_at" if back else ""


def _holds_moments(label: str, column: Column) -> bool:
    """Whether there are moments and nothing else; or nothing yet, where the name says that there will be."""
    values = column.values.filter(filled(column.values))
    if not len(values):
        return has_word(label, "moment")
    return bool(are_moments(values).mean() >= _MOMENTS)


def _known_back(beside: Sequence[Amount], back: Sequence[int], head: Head) -> bool:
    amounts = [head.columns[each.at].numbers for each in beside if each.kind in (REFUND, AFTER)]
    return bool(back) or any(each is not None and np.nansum(np.abs(each)) > 0 for each in amounts)


def _share(column: Column) -> float:
    """The share of rows at which it came to pass."""
    there = pc.and_(filled(column.data.dictionary), pc.not_equal(column.data.dictionary, ""))
    return float(there.to_numpy(zero_copy_only=False)[column.codes].mean())
