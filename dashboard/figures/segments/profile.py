"""What a segment's customers are like, against the average, and the tint that shows it. Pure."""

from __future__ import annotations

from math import isfinite, log2

import pandas as pd

from dashboard.words import formats
from wording.languages import marked, to_say

ABOVE, BELOW = "42, 120, 194", "224, 122, 44"  # red, green, blue; apart for every colour blindness
STRONGEST = 0.42  # opacity: text stays legible in both themes
FULL = 2.0  # doublings at which the tint is strongest: four times, or a quarter
GENERATION = 20  # years, that are as far from the average as twice or half of an amount
LESS_IS_BETTER = frozenset({"recency_days", "return_rate", "returned"})  # more of these is not praised in blue
SCALE = to_say("blue is above the average of all customers, orange below; where less is better the other way round")
AVERAGE = 0.05  # nearer to 1 than this counts as average

MEASURES = (
    "recency_days",
    "orders_per_customer",
    "sales_per_customer",
    "order_value",
    "items_per_order",
    "return_rate",
    "new_share",
)


def measures(frame: pd.DataFrame) -> pd.DataFrame:
    """MEASURES of rows with the sums of `queries.sales.activity`, in the rows' order; missing where there is no base.

    Orders and money are identified customers'; money is net of returns, so that no segment is led by what it gave back.
    """
    customers = frame["customers"].where(frame["customers"] > 0).astype(float)
    orders = frame["orders"].where(frame["orders"] > 0).astype(float)
    gross = frame["gross"].where(frame["gross"] > 0).astype(float)
    net = (frame["gross"] + frame["returns"]).astype(float)
    return pd.DataFrame(
        {
            "recency_days": frame["recency_days"].astype(float),
            "orders_per_customer": frame["identified_orders"] / customers,
            "sales_per_customer": net / customers,
            "order_value": net / orders,
            "items_per_order": frame["units"] / orders,
            "return_rate": frame["returns"].astype(float).abs() / gross,
            "new_share": frame["new_customers"] / customers,
        }
    )


def total(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as one: sums, and the mean recency of all their customers."""
    sums = frame.sum(numeric_only=True).to_frame().T
    known = frame["recency_days"].notna()
    customers = frame.loc[known, "customers"].sum()
    days = (frame.loc[known, "recency_days"].astype(float) * frame.loc[known, "customers"]).sum()
    return sums.assign(recency_days=days / customers if customers else float("nan"))


def tint(ratio: float | None, name: str = "") -> str:
    """The CSS colour of a ratio to the average of a measure, see SCALE; transparent where it is none, or one."""
    if ratio is None or not isfinite(ratio) or ratio < 0:
        return "transparent"
    doublings = log2(ratio) if ratio else -FULL
    strength = min(1.0, abs(doublings) / FULL) * STRONGEST
    if strength < 0.005:
        return "transparent"
    is_blue = (doublings > 0) != (name in LESS_IS_BETTER)
    return f"rgba({ABOVE if is_blue else BELOW}, {strength:.2f})"


def as_ratio(years: float) -> float:
    """A difference between two years as a ratio: years are no amounts, and 1988 is no 1.02 times 1954."""
    return float(2 ** (years / GENERATION))


def compared_years(ratio: float | None) -> str:
    """Such a ratio as the difference: `▲ 17 years` later, `▼ 17 years` earlier, `≈` within one."""
    if ratio is None or not isfinite(ratio) or ratio <= 0:
        return ""
    years = log2(ratio) * GENERATION
    return "≈" if abs(years) < 1 - 1e-9 else f"{'▲' if years > 0 else '▼'} {formats.plural(round(abs(years)), 'year')}"


def compared(ratio: float | None) -> str:
    """A ratio to the average: `▲ 3.6×` above, `▼ 0.35×` below, `≈` about the same."""
    if ratio is None or not isfinite(ratio):
        return ""
    if ratio < 0:
        return "▼"  # more was given back than bought
    if abs(ratio - 1) < AVERAGE:
        return "≈"
    decimals = 2 if ratio < 1 else 1 if ratio < 10 else 0
    return f"{'▲' if ratio > 1 else '▼'} {marked(f'{ratio:,.{decimals}f}')}×"
