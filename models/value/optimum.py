"""Maximum likelihood in log parameters: L-BFGS-B from several fixed starts, the best end taken; deterministic."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

LOWEST, HIGHEST = np.log(1e-6), np.log(1e6)  # of any parameter, in logs; an end on one of these is "at the boundary"
NEAR = 0.01  # in logs

# (parameters) -> (log-likelihood, its derivatives by the parameters)
Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray]]


def maximise(likelihood: Likelihood, starts: Sequence[Sequence[float]], customers: float) -> tuple[np.ndarray, float]:
    """The positive parameters of the highest likelihood and that log-likelihood.

    The likelihood is divided by the number of customers, so that tolerances mean the same in every shop.
    """

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(logs)
        value, gradient = likelihood(parameters)
        return -value / customers, -gradient * parameters / customers

    bounds = [(LOWEST, HIGHEST)] * len(starts[0])
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
    ends = [
        minimize(loss, np.log(start), jac=True, method="L-BFGS-B", bounds=bounds, options=options) for start in starts
    ]
    best = min(ends, key=lambda end: float(end.fun))
    return np.exp(best.x), -float(best.fun) * customers


def at_boundary(parameters: Sequence[float]) -> bool:
    """Whether a parameter ran off to where the search ends: the data do not hold it."""
    logs = np.log(np.asarray(parameters))
    return bool(((logs < LOWEST + NEAR) | (logs > HIGHEST - NEAR)).any())
