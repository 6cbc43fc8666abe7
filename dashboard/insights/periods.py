"""Which months a trend compares: full ones only. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.filters import MONTHS_A_YEAR, add_months, months_between, period_in_words

QUARTER = 3
Window = tuple[date, date]  # the first days of the first and the last month


@dataclass(frozen=True)
class Periods:
    """Two windows of as many full months: the latest, and the same a year earlier or those just before."""

    late: Window
    early: Window

    @property
    def is_year(self) -> bool:
        """Whether the earlier ones are the same months of the year."""
        return add_months(self.early[0], MONTHS_A_YEAR) == self.late[0]

    def late_words(self) -> str:
        """`Sep–Nov 2011`."""
        return period_in_words(*self.late)

    def early_words(self) -> str:
        """`Jun–Aug 2011`."""
        return period_in_words(*self.early)


def compared_periods(first: date, last: date, incomplete: tuple[date, ...], start: date, end: date) -> Periods | None:
    """The periods that end with a window's last full month.

    `first` and `last` month of the data, those that they cover only in part, and the window. The late period is up to
    a QUARTER, inside the window; the early one may lie before it. None without a full month or with nothing before.
    """
    months = [add_months(first, i) for i in range(months_between(first, last))]
    full = [month for month in months if month not in incomplete]
    inside = [month for month in full if start <= month <= end][-QUARTER:]
    for length in range(len(inside), 0, -1):
        late = inside[-length], inside[-1]
        for back in (MONTHS_A_YEAR, length):
            early = add_months(late[0], -back), add_months(late[1], -back)
            if early[0] in full and early[1] in full:
                return Periods(late, early)
    return None


def window_sum(months: Mapping[date, float], window: Window) -> float:
    """The sum over the months of a window."""
    return float(sum(value for month, value in months.items() if window[0] <= month <= window[1]))
