"""Months -> the months after them, by a few methods. Pure: arrays of monthly sums above nothing, earliest first.

Damped trend (Gardner & McKenzie 1985) on logarithms, after classical seasonal indices where there are any; the
smoothing of the level is the best of three by its one-step errors. Fixed otherwise, so that a hundred fits take
milliseconds: statsmodels, which tests compare this with, takes tens of them for one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.filters.selection import MONTHS_A_YEAR

Months = np.ndarray
Method = Callable[[Months, int], Months]
LEVELS = (0.2, 0.5, 0.8)  # how much of each month's surprise stays
TREND, DAMPING = 0.1, 0.9


def last_year(values: Months, ahead: int) -> Months:
    """The same month a year before; what everything else has to beat."""
    year = values[-MONTHS_A_YEAR:]
    return np.array([year[number % MONTHS_A_YEAR] for number in range(ahead)])


def last_month(values: Months, ahead: int) -> Months:
    """The last month again and again; where there is no year before."""
    return np.full(ahead, values[-1], dtype=float)


def level(values: Months, ahead: int) -> Months:
    """Damped trend without a season."""
    return np.exp(damped(np.log(values), ahead))


def seasonal(values: Months, ahead: int) -> Months:
    """Damped trend of the months without their season, and their season on top. Takes two full years."""
    logs = np.log(values)
    season = seasons(logs)
    trend = damped(logs - np.resize(season, len(logs)), ahead)
    return np.exp(trend + np.resize(np.roll(season, -(len(logs) % MONTHS_A_YEAR)), ahead))


def seasons(logs: Months) -> Months:
    """What each of twelve months in a row, from the first one on, is above or below its year; they add up to nothing.

    Means of the distance from a centred moving average over twelve months.
    """
    half = MONTHS_A_YEAR // 2
    distance = logs[half:-half] - centred(logs)
    month = np.arange(half, len(logs) - half) % MONTHS_A_YEAR
    found = np.array([distance[month == number].mean() for number in range(MONTHS_A_YEAR)])
    return found - found.mean()


def centred(logs: Months) -> Months:
    """The centred moving average over twelve months, of all months but half a year at both ends."""
    weights = np.array([0.5, *[1.0] * (MONTHS_A_YEAR - 1), 0.5]) / MONTHS_A_YEAR
    return np.convolve(logs, weights, mode="valid")


def damped(logs: Months, ahead: int) -> Months:
    """Holt's linear method with a damped trend."""
    fits = [_smoothed(logs, share) for share in LEVELS]
    _, at, slope = min(fits, key=lambda fit: fit[0])
    return at + slope * np.cumsum(DAMPING ** np.arange(1, ahead + 1))


def _smoothed(logs: Months, share: float) -> tuple[float, float, float]:
    """The sum of squared one-step errors, the last level and the last slope."""
    at, slope, wrong = float(logs[0]), 0.0, 0.0
    for value in logs[1:]:
        expected = at + DAMPING * slope
        surprise = float(value) - expected
        wrong += surprise * surprise
        at, slope = expected + share * surprise, DAMPING * slope + share * TREND * surprise
    return wrong, at, slope
