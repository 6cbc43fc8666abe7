"""Which months findings and advice compare: the same as every figure, see `dashboard.comparison`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.comparison import Baseline as Periods
from dashboard.comparison import Window

__all__ = ["Periods", "Window", "window_sum"]


def window_sum(months: Mapping[date, float], window: Window) -> float:
    """The sum over the months of a window."""
    return float(sum(value for month, value in months.items() if window[0] <= month <= window[1]))
