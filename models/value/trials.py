"""How far forecasts came out wrong on earlier days, and what range that leaves around the next one.

A forecast for an earlier day sees the orders before that day alone. Errors are logarithms of observed / expected. The
range is that of Student's t with a prior: few trials say little by themselves, so four errors of the size that shops of
the same kind had (with a year to look back on, and without) count along. On made-up shops it held the count in about
nine of ten cases where it promises eight.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from models.value.chance import DAYS
from models.value.level import LOOK_BACK, Forecast, forecast, knows_year
from models.value.order_days import OrderDays, day_of

STEP, MOST = 45, 6  # days between trials, and how many
PROMISED = 0.8  # of ranges hold what comes
FEWEST_PROMISING = 5  # trials: with fewer it is said how these came out, and nothing promised
PRIOR_TRIALS = 4.0
USUAL = {True: 0.05, False: 0.15}  # error: with the same time of the year before, without
OVERLAP = DAYS / STEP  # trials share their days, so that two say as much as one


@dataclass(frozen=True)
class Trial:
    """One earlier day."""

    as_of: str
    expected: float
    observed: int
    knows_season: bool

    @property
    def error(self) -> float:
        """The logarithm of observed over expected."""
        return float(np.log(max(self.observed, 0.5) / max(self.expected, 0.5)))

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self)


@dataclass(frozen=True)
class Spread:
    """How far off a count may be: `error` (of logarithms) times `times`, besides chance itself."""

    error: float
    times: float
    trials: int
    apart: float = 0.0  # from what is told to the farther of two views of it, in logarithms: the range holds both

    def range(self, expected: float, deviation: float = 0.0) -> tuple[float, float]:
        """The count from … to; `deviation` is that of independent customers around their expectation."""
        if expected <= 0:
            return 0.0, 0.0
        wide = float(np.hypot(self.times * np.hypot(self.error, deviation / expected), self.apart))
        return expected * float(np.exp(-wide)), expected * float(np.exp(wide))

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return {"promised": PROMISED if self.trials >= FEWEST_PROMISING else None, **asdict(self)}


def trials(orders: OrderDays, day: int, latest: Forecast | None = None) -> list[Trial]:
    """Forecasts for earlier days whose 90 days were over by then, the latest first; that one may be made already."""
    found = []
    for number in range(MOST):
        earlier = day - DAYS - STEP * number
        if earlier < orders.first + DAYS + LOOK_BACK:
            break
        made = latest if latest and not number else forecast(orders, earlier)
        if made is None:
            continue
        customers = orders.at(earlier, DAYS)
        expected = float(expit(made.model.log_odds(customers)).sum())
        came = int((customers.days_soon > 0).sum())
        found.append(Trial(day_of(earlier).isoformat(), expected, came, made.knows_season))
    return found


def spread_of(orders: OrderDays, day: int, known: Sequence[Trial], apart: float = 0.0) -> Spread:
    """The spread of a forecast for a day, from the trials of its own kind: with a season, or without."""
    is_seasonal = knows_year(orders, day)
    errors = [one.error for one in known if one.knows_season == is_seasonal]
    return replace(spread(errors, USUAL[is_seasonal], OVERLAP), apart=apart)


def spread(errors: Sequence[float], usual: float, overlap: float = 1.0) -> Spread:
    """From errors and the one that is usual; `overlap` of them say as much as one."""
    weight = len(errors) / overlap
    variance = (PRIOR_TRIALS * usual**2 + float(np.square(errors).sum()) / overlap) / (PRIOR_TRIALS + weight)
    times = float(student.ppf((1 + PROMISED) / 2, PRIOR_TRIALS + weight))
    return Spread(float(np.sqrt(variance)), times, len(errors))
