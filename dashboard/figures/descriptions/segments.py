"""Segments by their shares, and their customers by recency and sales."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.style.theme import segment_colour
from dashboard.filters.narrowing.shapes import LEAST, SHORTEST
from dashboard.words import formats
from wording.languages import to_say

MARKS = (("ring", to_say("Share of customers")), ("disc", to_say("Share of net sales")))
RECENCY_AXIS, SALES_AXIS = to_say("Time since the last order"), to_say("Gross sales of the customer")
DAY_TICKS = {
    1: to_say("1 day"),
    7: to_say("1 wk"),
    30: to_say("1 mo"),
    91: to_say("3 mo"),
    365: to_say("1 yr"),
    1096: to_say("3 yr"),
    3652: to_say("10 yr"),
}
OPACITY = 0.72  # of a customer's point


@dataclass(frozen=True)
class Mark:
    """One end of a segment's line."""

    value: float
    is_left: bool  # of the other end, and so are its words

    @property
    def text(self) -> str:
        """What stands beside it."""
        return formats.percent(self.value, 0)


@dataclass(frozen=True)
class SegmentShares:
    """A segment's share of customers (a ring) and of sales (a disc)."""

    name: str
    colour: str
    ring: Mark
    disc: Mark


def segment_shares(frame: pd.DataFrame) -> list[SegmentShares]:
    """`frame`: one row a segment, best first, with `name`, `position`, `customer_share` and `sales_share` (0 … 1)."""
    return [
        SegmentShares(
            row.name,
            segment_colour(row.position),
            Mark(float(row.customer_share), row.customer_share <= row.sales_share),
            Mark(float(row.sales_share), row.sales_share < row.customer_share),
        )
        for row in frame.itertuples(index=False)
    ]


def customer_points(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (a row a customer: `recency_days`, `gross`) with `days` and `spent`, fit for logarithmic axes."""
    return frame.assign(days=frame["recency_days"].clip(lower=SHORTEST), spent=frame["gross"].clip(lower=LEAST))
