"""Each calendar month against the others: the season alone where two years tell it from the trend. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.filters.months import net_of_returns
from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.forecast.parting import parted
from wording.languages import say

EVEN = 100.0


@dataclass(frozen=True)
class MonthIndex:
    """`rows`: `number` 1 … 12 and `index`, EVEN = as `against`; no rows without a full year."""

    rows: pd.DataFrame
    months: int  # how many it is taken over
    is_season: bool  # nothing of the trend is left in it

    @property
    def against(self) -> str:
        """What EVEN is."""
        return say("the trend") if self.is_season else say("the average month")


def month_index(frame: pd.DataFrame, incomplete: Collection[date]) -> MonthIndex:
    """The index of net sales by calendar month, of the full months of a frame of months in a row.

    With two years of months that sold, the season of the classical decomposition (`parting`): a shop that grows sells
    more at the end of any window, whatever the season. With less, the mean of each month over that of all in the
    latest whole years, so that each counts equally often.
    """
    full = frame[~frame["month"].isin(list(incomplete))].sort_values("month")
    sales = net_of_returns(full).to_numpy(float)
    numbers = np.array([month.month for month in full["month"]], dtype=int)
    found = parted(sales)
    if found is not None:
        return MonthIndex(_means(numbers, found.season * EVEN), len(full), is_season=True)
    months = len(full) // MONTHS_A_YEAR * MONTHS_A_YEAR
    latest, numbers = sales[len(full) - months :], numbers[len(full) - months :]
    if not months or not latest.sum() > 0:
        return MonthIndex(_means(numbers[:0], latest[:0]), 0, is_season=False)
    return MonthIndex(_means(numbers, latest / latest.mean() * EVEN), months, is_season=False)


def _means(numbers: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """The mean value of each number, in order."""
    rows = pd.DataFrame({"number": numbers, "index": values})
    return rows.groupby("number", as_index=False).mean()
