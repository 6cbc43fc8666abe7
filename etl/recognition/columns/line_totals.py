"""Amounts that are called prices and are what the line comes to: another price times the pieces, with tax."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from etl.names.hints import never_counts, says
from etl.names.labels import quoted
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.discounts import plain_discounts
from wording.counts import the_first
from wording.languages import say

_CENT = 0.011
_ROUNDED = 0.0051  # of a price, which its quantity multiplies
_MOSTLY = 0.95  # of the rows
_LEAST = 3  # rows of several pieces
_DIFFERENT = 2  # numbers of pieces
_MOST_TAX = 1.3  # times the price without tax
_SAME = 0.002  # of the rate


def line_total_of_price(header: Sequence[str], where: dict[str, int], sure: Mapping[str, int], head: Head) -> str:
    """Take a price for the total of the line in `where`, which is changed, where another price times the quantity, and
    the tax on it, proves that it is; why, in a sentence, else ''."""
    if not head.columns or "total" in where or {"unit_price", "quantity"} & set(sure):
        return ""
    if not {"unit_price", "quantity"} <= set(where):
        return ""
    at = where["unit_price"]
    found = next(_proofs(header, where, head), "")
    if not found:
        return ""
    where["total"] = where.pop("unit_price")
    rows = the_first(len(head.columns[at].codes), "row")
    return say(
        "{value} is what the line comes to: it is {found} in {rows}, and is not multiplied again. I"
        "f it is the price of a piece, load with --map unit_price={quoted}.",
        value=header[at],
        found=found,
        rows=rows,
        quoted=quoted(header[at]),
    )


def _proofs(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """How the line's total is made of another price, in words."""
    total = where["unit_price"]
    given, pieces = head.columns[total].numbers, head.columns[where["quantity"]].numbers
    if given is None or pieces is None:
        return
    taxes = [at for at, label in enumerate(header) if says(label, "tax", "orders") and at not in where.values()]
    for at, label in enumerate(header):
        price = head.columns[at].numbers
        if at in where.values() or at in taxes or price is None or not _is_price(label, head, at):
            continue
        made, both = price * pieces, f"{label} times {header[where['quantity']]}"
        if _equal(given, made, pieces):
            yield both
        for tax in taxes:
            if any(_equal(given, more, pieces) for more in _taxed(made, head.columns[tax])):
                yield f"{both} with {header[tax]}"
        if _is_one_rate(given, made, pieces, says(header[total], "gross") and says(label, "net")):
            yield f"{both} with tax"


def _taxed(made: np.ndarray, tax: Column) -> Iterator[np.ndarray]:
    """Amounts with a tax that is an amount, or a rate."""
    texts, good = plain_discounts(tax.data.dictionary)
    rates = np.where(good, texts.cast(pa.float64()).to_numpy(), 0.0)[tax.codes]
    if tax.numbers is not None and np.nan_to_num(tax.numbers).any():
        yield made + np.nan_to_num(tax.numbers)
    if rates.any():
        yield made * (1 + rates / (100 if rates.max() > 1 else 1))


def _is_price(label: str, head: Head, at: int) -> bool:
    column = head.columns[at]
    named = says(label, "price") or says(label, "net") or column.is_money
    return named and not column.is_date and not never_counts(label)


def _equal(given: np.ndarray, made: np.ndarray, pieces: np.ndarray) -> bool:
    several = np.abs(np.nan_to_num(pieces)) > 1
    usable = ~np.isnan(given) & ~np.isnan(made)
    close = np.abs(given - made) <= _CENT + _ROUNDED * np.abs(np.nan_to_num(pieces))
    rows = usable & several & (np.abs(np.nan_to_num(made)) > _CENT)
    return bool(rows.sum() >= _LEAST and close[rows].mean() >= _MOSTLY and close[usable].mean() >= _MOSTLY)


def _is_one_rate(given: np.ndarray, made: np.ndarray, pieces: np.ndarray, named: bool) -> bool:
    """Whether amounts are the same times what a price makes, as one tax on it gives, though pieces differ; where they
    do not, names must say that one is with tax and the other without."""
    usable = ~np.isnan(given) & ~np.isnan(made) & (np.abs(np.nan_to_num(made)) > 1)
    if (usable & (np.abs(np.nan_to_num(pieces)) > 1)).sum() < _LEAST:
        return False
    if not named and len(np.unique(pieces[usable])) < _DIFFERENT:
        return False
    rates = given[usable] / made[usable]
    usual, near = float(np.median(rates)), _SAME + _CENT / np.abs(made[usable])
    return 1 < usual <= _MOST_TAX and bool((np.abs(rates - usual) <= near).mean() >= _MOSTLY)
