"""Orders by weekday, and by hour."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT
from dashboard.words import formats
from wording.languages import say, to_say

HOURS_AXIS = to_say("Hour of the day")


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
        return formats.percent(self.share, 0) if self.share else say("none", sense="orders")


def weekday_shares(frame: pd.DataFrame) -> list[Weekday]:
    """All seven days, those without orders too, the strongest in the accent colour. `frame`: `weekday`, `orders`."""
    orders = [int(value) for value in frame.groupby("weekday")["orders"].sum().reindex(range(1, 8), fill_value=0)]
    most, whole = max(orders), sum(orders)
    return [
        Weekday(name, value, value / whole, ACCENT if value == most else ACCENT_SOFT)
        for name, value in zip(formats.weekdays(), orders, strict=True)
    ]


@dataclass(frozen=True)
class HourCell:
    """The orders of one hour of a weekday."""

    orders: int
    gross: float


@dataclass(frozen=True)
class WeekHours:
    """The hours from the first to the last with any order, on all seven days."""

    hours: tuple[int, ...]
    days: tuple[tuple[HourCell | None, ...], ...]  # Monday first; None where nobody orders

    @property
    def orders(self) -> list[list[int | None]]:
        """Of each day, by hour."""
        return [[cell.orders if cell else None for cell in day] for day in self.days]


def week_hours(frame: pd.DataFrame) -> WeekHours:
    """`frame`: one row a `weekday` (ISO, 1 = Monday) and `hour` with orders: `orders`, `gross`."""
    shown = tuple(range(int(frame["hour"].min()), int(frame["hour"].max()) + 1))
    cells = {(row.weekday, row.hour): HourCell(int(row.orders), float(row.gross)) for row in frame.itertuples()}
    return WeekHours(shown, tuple(tuple(cells.get((day, hour)) for hour in shown) for day in range(1, 8)))
