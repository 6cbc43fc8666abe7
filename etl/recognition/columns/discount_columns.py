"""Which column is a discount of a line that is to be taken off its price, and how it is written."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.hints import says
from etl.names.labels import quoted
from etl.recognition.columns.first_rows import Head
from etl.recognition.columns.first_values import Column
from etl.values.discounts import Share, plain_discounts

_PERCENT = re.compile(r"%|\b(?:percent|percentage|pct|prozent|pourcentage|porcentaje|percentuale|procent)\b", re.I)
_LEAST = 0.9  # of the discounted rows whose price is another column's after the discount, if prices are after it


def share_of(label: str, column: Column) -> Share:
    """How a column of discounts says which part of the price they are; '' where it holds amounts, or none."""
    numbers = _numbers(column.values)
    if column.blank or np.isnan(numbers).any() or not (numbers > 0).any() or (numbers < 0).any():
        return ""
    signed = pc.match_substring_regex(column.values, r"%\s*$").to_numpy(zero_copy_only=False)
    if _is_fraction(numbers) and not signed.any():
        return "fraction"  # whatever its name says: spreadsheets keep 15 % as 0.15
    said = bool((signed | (numbers == 0)).all() or _PERCENT.search(label.replace("_", " ")))
    return "percent" if said and (numbers <= 100).all() else ""


def settle_discount(header: Sequence[str], where: dict[str, int], told: Mapping[str, int], head: Head) -> Share:
    """Leave a discount in `where`, which is changed, that is to be taken off the price; how it is written.

    None is where the price was told, is called net, or is another column's after the discount; none where there is a
    total.
    """
    at = where.pop("discount", None)
    if at is None or "unit_price" not in where or "unit_price" in told or not head.columns:
        return ""
    price, share = head.columns[where["unit_price"]], share_of(header[at], head.columns[at])
    if (
        not share
        or price.numbers is None
        or says(header[where["unit_price"]], "net")
        or _is_after(head, at, share, where)
    ):
        return ""
    where["discount"] = at
    return share


def discount_remark(header: Sequence[str], where: Mapping[str, int]) -> str:
    """What is said of a discount."""
    price = header[where["unit_price"]]
    return (
        f"{header[where['discount']]} is taken off {price}. "
        f"If that is the price after it, load with --map unit_price={quoted(price)}."
    )


def _is_after(head: Head, at: int, share: Share, where: Mapping[str, int]) -> bool:
    """Whether prices are what another column is after the discount, as a list price is."""
    price, column = head.columns[where["unit_price"]].numbers, head.columns[at]
    if price is None:
        return False
    parts = _numbers(column.data.dictionary)[column.codes] / (100 if share == "percent" else 1)
    rows = (np.nan_to_num(parts) > 0) & ~np.isnan(price)
    if not rows.any():
        return False
    others = [each.numbers for place, each in enumerate(head.columns) if place not in (at, where["unit_price"])]
    made = [other[rows] * (1 - parts[rows]) for other in others if other is not None]
    return any((np.abs(after - price[rows]) < 0.011).mean() >= _LEAST for after in made)


def _is_fraction(numbers: np.ndarray) -> bool:
    return bool((numbers <= 1).all() and (numbers % 1 != 0).any())


def _numbers(values: pa.StringArray) -> np.ndarray:
    texts, good = plain_discounts(values)
    return np.where(good, texts.cast(pa.float64()).to_numpy(), np.nan)
