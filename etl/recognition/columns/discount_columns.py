"""Which column is a discount of a line that is to be taken off its price, and how it is written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.hints import says
from etl.names.labels import listed, quoted
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.discounts import Share, plain_discounts
from wording.counts import be
from wording.languages import say

_PERCENT = re.compile(
    r"%|\b(?:percent|percentage|pct|perc|prozent|prozentsatz|pourcentage|porcentaje|percentual|percentuale|procent"
    r"|percentage|процент|yüzde)\b",
    re.I,
)
_RATE = re.compile(r"\b(?:rate|satz|rabattsatz|taux|tasa|tasso|taxa)\b", re.I)
_LEAST = 0.9  # of the discounted rows whose price is another column's after the discount, if prices are after it


@dataclass(frozen=True)
class Part:
    """A column of discounts of lines: how it is written, and whether somebody said that it is one."""

    at: int
    share: Share  # '' for amounts, which only what was told has
    told: bool


def discount_of(
    header: Sequence[str], where: dict[str, int], mapping: Mapping[str, int], head: Head
) -> tuple[Part | None, str]:
    """Take the discount of lines out of `where`, which is changed; or what a name with more words in it tells.

    Beside it a sentence on others like it, which nobody takes off.
    """
    named = where.pop("discount", None)
    if not head.columns:
        return None, ""
    if "discount" in mapping:
        at = mapping["discount"]
        return Part(at, share_of(header[at], head.columns[at]), True), ""
    if named is not None and share_of(header[named], head.columns[named]):
        return Part(named, share_of(header[named], head.columns[named]), False), ""
    found = list(_by_words(header, {*where.values(), *mapping.values()}, head))
    others = list(dict.fromkeys(header[at] for at in found[1:]))
    looks = "looks like a part" if len(others) == 1 else "look like parts"
    said = f"{listed(others)} {looks} of the price too, and {be(len(others))} not taken off." if others else ""
    return (Part(found[0], share_of(header[found[0]], head.columns[found[0]]), False) if found else None), said


def _by_words(header: Sequence[str], used: set[int], head: Head) -> Iterator[int]:
    """Columns whose names have a word for a discount and none for anything else, and which hold parts of a price."""
    for at, label in enumerate(header):
        bare = _RATE.sub(" ", _PERCENT.sub(" ", label.replace("_", " ")))
        if at in used or not says(bare, "discount", "orders") or says(bare, "not_discount", "orders"):
            continue
        if share_of(label, head.columns[at]):
            yield at


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


def is_taken_off(
    header: Sequence[str], where: Mapping[str, int], sure: Mapping[str, int], head: Head, part: Part
) -> bool:
    """Whether a discount is to be taken off what counts: always where that was told.

    Not where a total counts, or where the price was told, is called net, or is another column's after the discount.
    """
    if part.told:
        return True
    if "unit_price" not in where or "unit_price" in sure or head.columns[where["unit_price"]].numbers is None:
        return False
    return not (says(header[where["unit_price"]], "net") or _is_after(head, part.at, part.share, where))


def discount_remark(header: Sequence[str], where: Mapping[str, int]) -> str:
    """What is said of a discount."""
    price = header[where.get("unit_price", where.get("total", -1))]
    if "unit_price" not in where:
        return say("{value} is taken off {price}.", value=header[where["discount"]], price=price)
    return say(
        "{value} is taken off {price}. If {price} is without it already, say so by naming the price"
        ": --map unit_price={quoted}.",
        value=header[where["discount"]],
        price=price,
        quoted=quoted(price),
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
