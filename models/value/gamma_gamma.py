"""Gamma-Gamma: what a customer's average transaction is worth (Fader & Hardie 2013, "The Gamma-Gamma model").

A customer's transactions vary around their own mean, gamma(p, nu); nu varies over customers, gamma(q, gamma). Few
transactions of a customer are drawn towards the mean of all; spending is taken to be independent of frequency.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi

from models.features import money
from models.value.histories import Customers
from models.value.optimum import maximise

PILOT_ROWS = 50_000  # as in `bgnbd`
FEWEST_REPEATS = 50  # customers, to say what an order is worth
KEPT_HALF = 0.5  # of their money: who gave back more teaches nothing about what an order is worth
STARTS = ((1.0, 2.0, 1.0), (5.0, 3.0, 2.0), (2.0, 1.2, 0.5))  # p, q, gamma / typical value


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model; gamma in the currency of the values."""

    p: float
    q: float
    gamma: float
    log_likelihood: float

    @property
    def parameters(self) -> tuple[float, float, float]:
        """p, q, gamma."""
        return self.p, self.q, self.gamma

    @property
    def has_mean(self) -> bool:
        """Whether the mean over customers is finite; with q <= 1 it is not, and no expectation means anything."""
        return self.q > 1

    def expected_value(self, x: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """E[M | x, mean]: the value of a customer's next transaction; the mean of all for x = 0, whatever `mean`."""
        x = np.asarray(x, dtype=np.float64)
        total = np.where(x > 0, x * np.nan_to_num(mean), 0.0)
        return self.p * (self.gamma + total) / (self.p * x + self.q - 1)


@dataclass(frozen=True)
class Worth:
    """What customers' next order days are worth."""

    model: GammaGamma
    customers: int  # that it was fitted on
    tie: float  # the correlation of the logarithms of value and frequency
    values: np.ndarray | None  # by customer; None where there is no mean


def worth_of(customers: Customers, measure: str) -> Worth | None:
    """Fitted on those with a repeat; net, times the share of their money that each has kept so far. None of too few.

    An order given back whole says nothing about the money of others, so that who gave most back is left out of the fit.
    """
    kept = customers.kept if measure == money.NET else np.ones(len(customers))
    repeats = (customers.x > 0) & (customers.repeat_gross > 0) & (kept >= KEPT_HALF)
    if repeats.sum() < FEWEST_REPEATS:
        return None
    x, mean = customers.x[repeats], customers.mean_repeat[repeats]
    model = fit(x, mean)
    tie = float(np.corrcoef(np.log(x), np.log(mean))[0, 1]) if x.std() > 0 and mean.std() > 0 else 0.0
    values = model.expected_value(customers.x, customers.mean_repeat) * kept if model.has_mean else None
    return Worth(model, len(x), tie, values)


def fit(x: np.ndarray, mean: np.ndarray) -> GammaGamma:
    """Maximum likelihood from customers with x > 0 transactions of a mean > 0 (repeat ones, in the paper)."""
    x, mean = np.asarray(x, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    unit = float(np.median(mean))
    scaled = mean / unit
    purchases, places = np.unique(x, return_inverse=True)
    starts: Sequence[Sequence[float]] = STARTS
    if (step := len(x) // PILOT_ROWS) > 1:
        some = slice(None, None, step)
        pilot = maximise(lambda each: likelihood(each, purchases, places[some], scaled[some]), starts, len(x) / step)
        starts = [pilot[0].tolist()]
    found, value = maximise(lambda each: likelihood(each, purchases, places, scaled), starts, len(x))
    return GammaGamma(float(found[0]), float(found[1]), float(found[2]) * unit, value - len(x) * float(np.log(unit)))


def likelihood(
    parameters: np.ndarray, purchases: np.ndarray, places: np.ndarray, mean: np.ndarray
) -> tuple[float, np.ndarray]:
    """The log-likelihood of p, q, gamma and its derivatives; `purchases[places]` are the customers' x."""
    p, q, gamma = parameters
    number = np.bincount(places, minlength=len(purchases)).astype(np.float64)
    shape, x = p * purchases, purchases[places]
    log_mean, log_total = np.log(mean), np.log(gamma + x * mean)
    by_x = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma) + shape * np.log(purchases)
    power = (shape + q)[places]
    value = number @ by_x + (shape[places] - 1) @ log_mean - power @ log_total
    in_shape = psi(shape + q) - psi(shape) + np.log(purchases)
    gradient = (
        number @ (purchases * in_shape) + x @ (log_mean - log_total),
        number @ (psi(shape + q) - psi(q) + np.log(gamma)) - log_total.sum(),
        len(mean) * q / gamma - (power / (gamma + x * mean)).sum(),
    )
    return float(value), np.array(gradient)
