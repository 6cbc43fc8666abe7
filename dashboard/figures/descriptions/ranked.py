"""Bars below each other, the first on top, with words at their ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.style.theme import ACCENT, NEUTRAL, segment_colour
from dashboard.words import formats
from wording.languages import say, to_say

REST = to_say("All others")
WHOLE_PER_CENT = 0.0995  # from here on a share reads as 10 % and more, and needs no decimals


@dataclass(frozen=True)
class RankedBar:
    """One bar."""

    name: str
    value: float
    colour: str
    words: tuple[str, ...]  # at its end, the weightiest first


def sales_shares(frame: pd.DataFrame, currency: str) -> list[RankedBar]:
    """Shares of sales with their amounts. `frame`: one row a bar with `name`, `net`, `share`, `colour`."""
    return [
        RankedBar(row.name, float(row.share), row.colour, (_short(row.share), formats.money(row.net, currency)))
        for row in frame.itertuples(index=False)
    ]


def customers_by_segment(frame: pd.DataFrame) -> list[RankedBar]:
    """A bar a segment. `frame`: `name`, `position`, `customers`."""
    return _counts(frame["name"], frame["customers"], [segment_colour(position) for position in frame["position"]])


def customers_by_country(frame: pd.DataFrame, most: int) -> list[RankedBar]:
    """A bar each for the first countries and one for all others. `frame`: `country_name`, `customers`, most first."""
    names, numbers = list(frame["country_name"].head(most)), list(frame["customers"].head(most))
    colours = [ACCENT] * len(names)
    if rest := int(frame["customers"].iloc[most:].sum()):
        names, numbers, colours = [*names, say(REST)], [*numbers, rest], [*colours, NEUTRAL]
    return _counts(names, numbers, colours)


def _counts(names: Iterable[str], customers: Iterable[int], colours: Iterable[str]) -> list[RankedBar]:
    """Customers with their share of all."""
    total = sum(customers)
    return [
        RankedBar(name, float(number), colour, (formats.count(number), formats.share(number, total, 0)))
        for name, number, colour in zip(names, customers, colours, strict=True)
    ]


def _short(share: float) -> str:
    return formats.percent_or_less(share, 0 if share >= WHOLE_PER_CENT else 1)
