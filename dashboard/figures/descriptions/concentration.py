"""How few customers bring how much: the curve, the best so many per cent on it, and all alike beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.words import formats
from wording.languages import say, to_say

QUARTERS = (0.25, 0.5, 0.75, 1.0)  # what both axes name
EVEN = (0.0, 1.0)  # both ends of the line on which all customers buy alike
EVEN_WORDS, EVEN_AT = to_say("if all bought alike"), 0.5
CUSTOMERS_AXIS, SALES_AXIS = to_say("Share of customers, best first"), to_say("Share of net sales")


@dataclass(frozen=True)
class Top:
    """What the best so many per cent of customers bring."""

    per_cent: int
    sales: float  # their share

    @property
    def customers(self) -> float:
        """Where on the axis of customers."""
        return self.per_cent / 100

    @property
    def name(self) -> str:
        """Who they are."""
        return say("top {per_cent}\u202f%", per_cent=self.per_cent)

    @property
    def text(self) -> str:
        """Their share in words."""
        return formats.percent(self.sales, 0)


@dataclass(frozen=True)
class SalesCurve:
    """Shares of customers and of sales, both from 0 to 1 and adding up, and the tops that are marked."""

    customers: tuple[float, ...]
    sales: tuple[float, ...]
    tops: tuple[Top, ...]


def sales_curve(curve: pd.DataFrame, tops: Mapping[int, float], customers: int) -> SalesCurve:
    """`curve`: `customers` and `sales`; `tops`: per cent -> share of sales, told where that is a customer at least."""
    told = tuple(Top(per_cent, value) for per_cent, value in tops.items() if customers * per_cent >= 100)
    shares, sales = (tuple(float(value) for value in curve[name]) for name in ("customers", "sales"))
    return SalesCurve(shares, sales, told)
