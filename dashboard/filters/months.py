"""The arithmetic of seasons over frames of months. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from dashboard.filters.published import Published
from dashboard.filters.selection import add_months, months_between

DAY = timedelta(days=1)
MEASURES = ("gross", "returns", "net", "orders", "customers")
LATE_START = 3  # days of selling missing at the data's beginning, as around a new year, are no reason to call it late
Window = tuple[date, date]


def incomplete_months(published: Published, window: Window) -> tuple[date, ...]:
    """The months of the window that the data cover only in part: the first one, the last one, or neither.

    Days on which the shop never sells are not missed, nor is 1 January; at the end of the data not one other may be
    missing, at their beginning LATE_START.
    """
    first, last = published.first_month, published.last_month
    found = []
    if _missed(published, first, published.first_day) > LATE_START:
        found.append(first)
    if _missed(published, published.last_day + DAY, add_months(last, 1)) and last not in found:
        found.append(last)
    return tuple(month for month in found if window[0] <= month <= window[1])


def _missed(published: Published, since: date, until: date) -> int:
    """The days of selling from `since` to the day before `until`."""
    days = (since + timedelta(days=number) for number in range((until - since).days))
    return sum(day.isoweekday() in published.weekdays and (day.month, day.day) != (1, 1) for day in days)


def every_month(frame: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Rows by `month` with zeros where a month of the window has none; no rows stay no rows."""
    if frame.empty:
        return frame
    months = [add_months(start, number) for number in range(months_between(start, end))]
    columns = [column for column in MEASURES if column in frame]
    return frame.set_index("month")[columns].reindex(months, fill_value=0).rename_axis("month").reset_index()


def net_of_returns(frame: pd.DataFrame) -> pd.Series:
    """What each row kept: no month or segment leads by what was given back. `returns` (<= 0) where they are known."""
    return frame["gross"] + frame["returns"] if "returns" in frame else frame["gross"]


def window_sum(months: Mapping[date, float], window: Window) -> float:
    """The sum over the months of a window."""
    return float(sum(value for month, value in months.items() if window[0] <= month <= window[1]))
