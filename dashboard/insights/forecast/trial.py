"""How far a method was off where the months after are known, and how wide an interval follows from that. Pure.

Rolling origin: from each of the latest months on, what the method would have said of the months after, knowing only
those before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.forecast.methods import Method, Months, last_month, last_year, level, seasonal
from dashboard.insights.forecast.student import reach
from wording.languages import to_say

MOST_ORIGINS = 24
LEAST_ORIGINS = 6
SURE = 0.8  # of an interval
OVERLAP = 3  # origins that tell as much as one would by itself; simulated shops settled it
FEWEST = 12  # full months, for anything to be said
FAR, LEAST_SPREAD = 3.0, 0.02  # robust deviations of a one-step error that make a month unusual; none is thinner


@dataclass(frozen=True)
class Rules:
    """What is tried on so many months: the model, what it has to beat, the fewest months that both need."""

    model: Method
    plain: Method
    fewest: int
    model_words: str
    plain_words: str


# How a method is called within a sentence.
SEASONAL, LEVEL = to_say("level, damped trend and season"), to_say("level and damped trend")
LAST_YEAR, LAST_MONTH = to_say("the same month a year before"), to_say("the last month again")
TWO_YEARS = Rules(*(seasonal, last_year, 2 * MONTHS_A_YEAR), SEASONAL, LAST_YEAR)
ONE_YEAR = Rules(*(level, last_year, MONTHS_A_YEAR), LEVEL, LAST_YEAR)
MONTHS = Rules(*(level, last_month, MONTHS_A_YEAR // 2), LEVEL, LAST_MONTH)


def rules(months: int) -> Rules | None:
    """What so many full months are enough for: at least LEAST_ORIGINS trials; None for none."""
    if months < FEWEST:
        return None
    return next(one for one in (TWO_YEARS, ONE_YEAR, MONTHS) if months >= one.fewest + LEAST_ORIGINS)


@dataclass(frozen=True)
class Trial:
    """A method tried: a row an origin, a column a month ahead, nan where it is not known yet."""

    forecast: np.ndarray
    actual: np.ndarray

    @property
    def origins(self) -> int:
        """How often it was tried."""
        return len(self.forecast)

    @property
    def error(self) -> np.ndarray:
        """log(actual ÷ forecast)."""
        return np.log(self.actual / self.forecast)

    @property
    def miss(self) -> float:
        """Mean of |actual - forecast| ÷ actual (MAPE)."""
        return float(np.nanmean(np.abs(self.actual - self.forecast) / self.actual))

    @property
    def absolute(self) -> float:
        """Mean of |actual - forecast|."""
        return float(np.nanmean(np.abs(self.actual - self.forecast)))

    def spread(self, ahead: int, *, without: int | None = None) -> np.ndarray:
        """How far an interval of SURE reaches to either side, in logarithms, by month ahead.

        The variance is that of the first month ahead, and grows in a line that all later ones tell; Student's t for a
        third of the origins, because their years overlap. Without one of these where it is to be judged by it.
        """
        rows = [number for number in range(self.origins) if number != without]
        wrong = self.error[rows]
        start = float(np.mean(wrong[:, 0] ** 2))
        steps = np.where(np.isnan(wrong), 0, np.arange(wrong.shape[1]))
        growth = max(0.0, float(np.nansum(steps * (wrong**2 - start)) / max(np.sum(steps**2), 1)))
        return reach(max(len(rows) // OVERLAP, 1), SURE) * np.sqrt(start + growth * np.arange(ahead))

    @property
    def held(self) -> float:
        """How many of the months tried lay within the interval that the other origins give."""
        wrong = self.error
        inside = [
            np.abs(wrong[number]) <= self.spread(wrong.shape[1], without=number) for number in range(self.origins)
        ]
        return float(np.array(inside)[~np.isnan(wrong)].mean())


def tried(values: Months, method: Method, fewest: int, ahead: int = MONTHS_A_YEAR) -> Trial:
    """A method on the latest origins that leave it `fewest` months or more."""
    first = max(fewest, len(values) - MOST_ORIGINS)
    rows, known = [], []
    for origin in range(first, len(values)):
        after = values[origin : origin + ahead]
        rows.append(method(values[:origin], ahead))
        known.append(np.append(after, np.full(ahead - len(after), np.nan)))
    forecast, actual = np.array(rows), np.array(known)
    return Trial(np.where(np.isnan(actual), np.nan, forecast), actual)


def unusual(trial: Trial) -> list[int]:
    """The months, counted from the first one tried, that came out far from what was said of them a month before."""
    surprise = trial.error[:, 0]
    middle = float(np.median(surprise))
    robust = max(1.4826 * float(np.median(np.abs(surprise - middle))), LEAST_SPREAD)
    return [number for number, one in enumerate(surprise) if abs(one - middle) > FAR * robust]
