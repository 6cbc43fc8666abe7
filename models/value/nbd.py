"""NBD: the same buying without dropout (Ehrenberg 1959); what BG/NBD becomes when nobody ever stops."""

import numpy as np
from scipy.special import gammaln, psi

from models.value.bgnbd import Histories
from models.value.optimum import maximise

STARTS = ((0.5, 1.0), (2.0, 1.0), (0.2, 0.2))  # r, alpha / typical T


def fit(histories: Histories) -> tuple[float, float, float]:
    """r, alpha and the log-likelihood, comparable with that of BG/NBD on the same histories."""
    typical = max(float(histories.times.max()) / 2, 1e-9)
    starts = [(r, alpha * typical) for r, alpha in STARTS]
    found, value = maximise(lambda parameters: likelihood(parameters, histories), starts, histories.customers)
    return float(found[0]), float(found[1]), value


def likelihood(parameters: np.ndarray, h: Histories) -> tuple[float, np.ndarray]:
    """The log-likelihood of r, alpha and its derivatives."""
    r, alpha = parameters
    x = h.purchases
    number = np.bincount(h.x, h.counts, len(x))
    log_end = np.log(alpha + h.times)[h.t]
    power = (r + x)[h.x]
    value = number @ (gammaln(r + x) - gammaln(r) + r * np.log(alpha)) - h.counts @ (power * log_end)
    by_r = number @ (psi(r + x) - psi(r) + np.log(alpha)) - h.counts @ log_end
    by_alpha = number.sum() * r / alpha - h.counts @ (power / (alpha + h.times)[h.t])
    return float(value), np.array([by_r, by_alpha])
