"""Bounds that hold for many comparisons at once, so that the best of thousands is more than luck. Pure."""

from statistics import NormalDist

import numpy as np

ERROR = 0.05  # chance that any one of all the bounds of a table is too high


def deviations(comparisons: int) -> float:
    """How many standard deviations a one-sided bound takes when it is one of so many (Bonferroni)."""
    return NormalDist().inv_cdf(1 - ERROR / max(comparisons, 1))


def wilson_lower(hits: np.ndarray, trials: np.ndarray, z: float) -> np.ndarray:
    """Wilson's lower bound of hits / trials, trials > 0 (Wilson 1927; Brown, Cai & DasGupta 2001)."""
    share = hits / trials
    centre = share + z * z / (2 * trials)
    reach = z * np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return np.maximum((centre - reach) / (1 + z * z / trials), 0.0)
