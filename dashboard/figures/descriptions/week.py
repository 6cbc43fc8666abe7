"""Orders by weekday."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT
from dashboard.words import formats

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Weekday:
    """One day's share of the orders."""

    name: str
    orders: int
    share: float
    colour: str

    @property
    def text(self) -> str:
        """What stands at its end."""
        return formats.percent(self.share, 0) if self.share else "none"


def weekday_shares(frame: pd.DataFrame) -> list[Weekday]:
    """All seven days, those without orders too, the strongest in the accent colour. `frame`: `weekday`, `orders`."""
    orders = [int(value) for value in frame.groupby("weekday")["orders"].sum().reindex(range(1, 8), fill_value=0)]
    most, whole = max(orders), sum(orders)
    return [
        Weekday(name, value, value / whole, ACCENT if value == most else ACCENT_SOFT)
        for name, value in zip(WEEKDAYS, orders, strict=True)
    ]
