"""Monthly sales parted into trend, season and rest, which multiplied are the sales again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.forecast.methods import Months, centred, seasons

FEWEST = 2 * MONTHS_A_YEAR


@dataclass(frozen=True)
class Parted:
    """A value a month: the trend in money; season and rest as ratios. Trend and rest are nan for half a year at both
    ends, which have no twelve months around them."""

    trend: np.ndarray
    season: np.ndarray
    rest: np.ndarray


def parted(values: Months) -> Parted | None:
    """Classical multiplicative decomposition; None of fewer than two years, or of a month without sales."""
    if len(values) < FEWEST or not (values > 0).all():
        return None
    logs, half = np.log(values), MONTHS_A_YEAR // 2
    gap = np.full(half, np.nan)
    trend = np.exp(np.concatenate([gap, centred(logs), gap]))
    season = np.exp(np.resize(seasons(logs), len(logs)))
    return Parted(trend, season, values / trend / season)
