"""The chance of an order within 90 days: a logistic regression on recency, frequency, tenure and rhythm.

Learnt at past days whose next 90 days are known. Logistic regression fits the number of buyers by construction and
has few parameters; on held-back periods of Online Retail and of the sample shop it was more accurate (Brier score)
than scikit-learn's gradient boosting in six of seven, and it takes a fraction of a second. How the level of one time
of the year becomes that of another is the matter of `models.value.level`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from models.value.histories import Customers

DAYS = 90
FIT_ROWS = 40_000  # of all days together
CHUNK = 100_000  # customers predicted at a time
FEWEST_CUSTOMERS = 200
FEWEST_OF_EACH = 20  # customers who ordered, and who did not
FEATURES = (
    "wait",
    "tenure",
    "order days",
    "recent order days",
    "rate",
    "overdue",
    "single",
    "interval",
    "last gap",
    "irregularity",
    "wait × order days",
    "wait²",
    "recent × wait",
    "single × wait",
    "order days²",
)
SHORTEST_INTERVAL = 7.0  # days; customers who buy more often are not overdue after a day
BEYOND = 1.25  # times the longest age learnt from: a wait longer than that counts as that
PRIOR_DAYS = 30.0  # added to the tenure, so that the rate of a customer of yesterday is no giant


def features(customers: Customers, window: float) -> np.ndarray:
    """A row a customer of FEATURES, on logarithms; times longer than `window` count as the window.

    A model learnt on a young store knows no longer times than its age, and shall not guess far beyond them.
    """
    wait, age = np.minimum(customers.wait, window), np.minimum(customers.age, window)
    single = (customers.days == 1).astype(np.float64)
    interval = np.where(single == 1, age, np.nan_to_num(customers.interval))
    log_wait, log_days, log_recent = np.log1p(wait), np.log(customers.days), np.log1p(customers.recent_days)
    spread = customers.squared_gaps / np.maximum(customers.days - 1, 1) / np.maximum(interval, 1) ** 2
    columns = (
        log_wait,
        np.log(age),
        log_days,
        log_recent,
        np.log(customers.days / (age + PRIOR_DAYS)),
        np.log1p(wait / np.maximum(interval, SHORTEST_INTERVAL)),
        single,
        np.log1p(interval),
        np.log1p(customers.last_gap),
        np.log1p(spread),
        log_wait * log_days,
        log_wait**2,
        log_recent * log_wait,
        single * log_wait,
        log_days**2,
    )
    return np.column_stack(columns)


@dataclass(frozen=True)
class Chance:
    """A fitted model; the coefficients belong to standardised features."""

    window: float
    means: np.ndarray
    scales: np.ndarray
    coefficients: np.ndarray
    intercept: float
    base_rate: float  # of the customers it learnt from, those who ordered
    customers: int  # known on the latest day it learnt from

    def log_odds(self, customers: Customers) -> np.ndarray:
        """Of an order within 90 days, an entry a customer."""
        standard = (features(customers, self.window) - self.means) / self.scales
        return np.asarray(standard @ self.coefficients + self.intercept)

    def predict(self, customers: Customers) -> np.ndarray:
        """The chance of an order within 90 days, an entry a customer."""
        found = np.empty(len(customers))
        for start in range(0, len(customers), CHUNK):
            rows = slice(start, start + CHUNK)
            found[rows] = expit(self.log_odds(customers.part(rows)))
        return found

    def moved(self, by: float) -> "Chance":
        """The same with all log-odds moved: another level, the same order of customers."""
        return replace(self, intercept=self.intercept + by)

    def as_json(self) -> dict[str, object]:
        """All that it takes to predict the same again."""
        each = zip(FEATURES, self.coefficients, self.means, self.scales, strict=True)
        return {
            "days": DAYS,
            "window_days": self.window,
            "intercept": self.intercept,
            "features": [
                {"name": name, "coefficient": float(weight), "mean": float(mean), "scale": float(scale)}
                for name, weight, mean, scale in each
            ],
        }


def can_learn(customers: Customers) -> bool:
    """Whether there are enough customers, of those who came back within 90 days and of those who did not."""
    return can_learn_together([customers])


def can_learn_together(days: Sequence[Customers]) -> bool:
    """The same of several days, each customer counting on every one."""
    known, came = sum(map(len, days)), sum(int((one.days_soon > 0).sum()) for one in days)
    return known >= FEWEST_CUSTOMERS and min(came, known - came) >= FEWEST_OF_EACH


def fit(days: Sequence[Customers], fade: float = 1.0) -> Chance:
    """Learn from customers as of some days, the latest first, and from what they did in the 90 days that followed.

    Each day weighs `fade` times the one before it.
    """
    window = BEYOND * float(days[0].age.max())
    rows = slice(None, None, max(1, -(-sum(map(len, days)) // FIT_ROWS)))  # a fixed part of many
    parts = [one.part(rows) for one in days]
    table = np.vstack([features(one, window) for one in parts])
    came = np.concatenate([one.days_soon > 0 for one in parts])
    weights = np.concatenate([np.full(len(one), fade**number) for number, one in enumerate(parts)])
    means, scales = table.mean(axis=0), table.std(axis=0)
    scales[scales == 0] = 1
    with threadpool_limits(1):
        # Newton's method, for features so few: five steps where a general one takes sixty and ends less near.
        model = LogisticRegression(solver="newton-cholesky", max_iter=2_000)
        model.fit((table - means) / scales, came, sample_weight=weights)
    rate = float(np.average(came, weights=weights))
    return Chance(window, means, scales, model.coef_[0], float(model.intercept_[0]), rate, len(days[0]))
