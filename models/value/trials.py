"""How far forecasts came out wrong on earlier days: what that takes off the next one, and what range it leaves.

A forecast for an earlier day sees the orders before that day alone. Errors are logarithms of observed / expected, the
latest weighing most. What they have in common where the season is known is taken off, drawn towards nothing where
trials are few: a shop whose customers buy less every year comes out below on every day. The range is that of Student's
t with a prior: few trials say little by themselves, so four errors of the size that shops of the same kind had (with a
year to look back on, and without) count along, the doubt about what was taken off, and more the fewer were tried at
all. An error without the season has another sign half a year later: nothing of it is taken off, but it tells how
restless a shop is and counts along. No range is narrower than the misses of its own kind, or of all if there are none.

On 33 kinds of made-up shop the range held what came in about nine of ten cases where it promises eight.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from models.value.chance import DAYS
from models.value.level import LOOK_BACK, Forecast, forecast
from models.value.order_days import OrderDays, day_of

STEP, MOST = 45, 6  # days between trials, and how many
PROMISED = 0.8  # of ranges hold what comes
FEWEST_PROMISING = 5  # trials: with fewer it is said how these came out, and nothing promised
PRIOR_TRIALS = 4.0
USUAL = {True: 0.06, False: 0.12}  # error: with the same time of the year before, without
OVERLAP = DAYS / STEP  # trials share their days, so that two say as much as one
FADE = 0.7  # what a trial weighs against the next later one
DOUBT = 2.0  # trials without any error that count along in what is taken off
UNTRIED = 0.3  # error beside all others where nothing could be tried; half of it after one trial, and so on


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
    trials: int  # of the same kind
    apart: float = 0.0  # from what is told to the farther of two views of it, in logarithms: the range holds both
    least: float = 0.0  # the farthest that a trial came out from what is told by now: the range holds that too

    def range(self, expected: float, deviation: float = 0.0) -> tuple[float, float]:
        """The count from … to; `deviation` is that of independent customers around their expectation."""
        if expected <= 0:
            return 0.0, 0.0
        wide = float(np.hypot(self.times * np.hypot(self.error, deviation / expected), self.apart))
        wide = max(wide, self.least)
        return expected * float(np.exp(-wide)), expected * float(np.exp(wide))

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return {"promised": PROMISED if self.trials >= FEWEST_PROMISING else None, **asdict(self)}


@dataclass(frozen=True)
class Lesson:
    """What trials teach of the next forecast: times how much it is right, and how far off it may be then."""

    factor: float
    spread: Spread


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


def learn(known: Sequence[Trial], made: Forecast) -> Lesson:
    """From trials, the latest first, for a forecast of which they may be of the same kind or not."""
    errors = np.array([one.error for one in known])
    is_own = np.array([one.knows_season == made.knows_season for one in known], dtype=bool)
    weights = FADE ** np.arange(len(known)) / OVERLAP
    own = float(weights[is_own].sum())
    moved = float((weights * errors)[is_own].sum()) / (own + DOUBT) if made.knows_season else 0.0
    left = np.where(is_own, errors - moved, errors)
    usual = USUAL[made.knows_season]
    variance = (PRIOR_TRIALS * usual**2 + float((weights * left**2).sum())) / (PRIOR_TRIALS + float(weights.sum()))
    variance = variance * (1 + 1 / (own + DOUBT)) + (UNTRIED / (1 + len(known))) ** 2
    counted = left[is_own] if is_own.any() else left
    spread = Spread(
        error=float(np.sqrt(variance)),
        times=_times(PRIOR_TRIALS + own),
        trials=int(is_own.sum()),
        apart=made.apart,
        least=float(np.abs(counted).max(initial=0.0)),
    )
    return Lesson(float(np.exp(moved)), spread)


def single(error: float, left: float, usual: float) -> Spread:
    """The spread after one trial: of its whole error, and never narrower than it, whatever is `left` of it by now."""
    variance = (PRIOR_TRIALS * usual**2 + error**2) / (PRIOR_TRIALS + 1)
    return Spread(float(np.sqrt(variance)), _times(PRIOR_TRIALS + 1), 1, least=max(abs(error), abs(left)))


def _times(freedom: float) -> float:
    return float(student.ppf((1 + PROMISED) / 2, freedom))
