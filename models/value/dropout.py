"""Whether the data tell that and when customers stop: only then does BG/NBD say more than its own assumptions.

Four conditions, all needed:
1. No parameter has run off to the end of the search: there the likelihood is flat, and a and b mean nothing.
2. Twice the gain in log-likelihood over NBD, which knows no dropout, exceeds 2 ln(customers): the two parameters
   more are worth it by the Bayesian information criterion (Schwarz 1978). NBD lies on the boundary of BG/NBD, where
   the usual chi-squared table does not hold (Self & Liang 1987); the criterion is the stricter one from 200 customers.
3. Dropout matters: at least 5 % of the customers with a repeat have a P(alive) below 0.99.
4. Fitted up to an earlier day, the model foretells the orders after it, in sum, within 25 %.

Where the earlier day is a year ago, most of that error is of the model (who stops otherwise than it thinks, customers
from before the data) and comes again: on 12 made-up shops of three years the next year's expectation was 6 to 38 %
too high, and with CARRIED of the logarithm of the last one's error taken off within 8 %. An error of 90 days holds
their season and is not carried on. The same holds of sales beside orders: where frequent buyers spend more an order,
which the model of its value does not know, every year comes out above what is expected. The range counts the whole
error all the same, carried on or not: one year is no proof that the next one errs alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.value import bgnbd, nbd
from models.value.bgnbd import BgNbd, Histories
from models.value.histories import WEEK, Customers
from models.value.level import YEAR
from models.value.optimum import at_boundary
from models.value.trials import Spread, single
from wording.languages import say

MOST_OFF = 0.25
CARRIED = 0.7
USUAL = {True: 0.1, False: 0.25}  # error of a year's orders: after a trial over a year, over 90 days
USUAL_MONEY = {True: 0.14, False: 0.3}  # of a year's sales: what an order is worth moves too
NEARLY_ONE, FEWEST_DOUBTED = 0.99, 0.05


@dataclass(frozen=True)
class Verdict:
    """The model, whether it can be trusted to know who is still there, and why not."""

    model: BgNbd
    reasons: tuple[str, ...]  # against it; none = identified
    metrics: dict[str, object]
    factor: float  # that brings its orders of a year to the level
    spread: Spread  # of these
    orders_then: np.ndarray  # by customer known at the earlier day: orders expected from then on

    @property
    def is_identified(self) -> bool:
        """Whether all conditions hold."""
        return not self.reasons


def assess(now: Customers, earlier: Customers, held_back_days: int) -> Verdict:
    """Fit as of now, and as of the earlier day for the check on the days between."""
    histories = Histories.of(now.x, now.t_x, now.t)
    model = bgnbd.fit(histories)
    gain = 2 * (model.log_likelihood - nbd.fit(histories)[2])
    repeats = now.x > 0
    alive = model.probability_alive(now.x, now.t_x, now.t)[repeats]
    doubted = float((alive < NEARLY_ONE).mean()) if len(alive) else 0.0
    orders_then = _expected(earlier, held_back_days)
    expected, observed = float(orders_then.sum()), int(earlier.days_after.sum())
    off = expected / observed - 1 if observed else np.inf
    needed = 2 * np.log(max(len(now), 2))
    known = {"gain": f"{max(gain, 0):,.1f}", "needed": f"{needed:.1f}"}
    held_back = {"orders": f"{observed:,}", "span": str(held_back_days), "expected": f"{expected:,.0f}"}
    found = (
        (at_boundary(model.parameters), say("a parameter of the dropout runs off to the end of the search")),
        (gain <= needed, say("dropout explains the orders no better than none (gain {gain}, needs {needed})", **known)),
        (doubted < FEWEST_DOUBTED, say("it takes nearly everyone for active")),
        (abs(off) > MOST_OFF, say("of {orders} orders in {span} days held back it expected {expected}", **held_back)),
    )
    metrics = {
        "customers": len(now),
        "repeat_customers": int(repeats.sum()),
        "log_likelihood": model.log_likelihood,
        "gain_over_nbd": float(gain),
        "gain_needed": float(needed),
        "doubted_share": doubted,
        "held_back": {"days": held_back_days, "expected": expected, "observed": observed},
    }
    reasons = tuple(sentence for applies, sentence in found if applies)
    return Verdict(model, reasons, metrics, *levelled(expected, observed, held_back_days, USUAL), orders_then)


def levelled(expected: float, observed: float, days: int, usual: Mapping[bool, float]) -> tuple[float, Spread]:
    """The factor for what is expected of the next year, and how far off that may be then; from one trial."""
    error = float(np.log(max(observed, 0.5) / max(expected, 0.5)))
    carried = CARRIED * error if days >= YEAR else 0.0
    return float(np.exp(carried)), single(error, error - carried, usual[days >= YEAR])


def _expected(earlier: Customers, days: int) -> np.ndarray:
    """Order days expected of each customer known at the earlier day, after it."""
    model = bgnbd.fit(Histories.of(earlier.x, earlier.t_x, earlier.t))
    return np.nan_to_num(model.conditional_purchases(days / WEEK, earlier.x, earlier.t_x, earlier.t), posinf=0.0)
