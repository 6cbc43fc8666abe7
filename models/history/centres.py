"""K-means as a ruler for the past: today's centres, measured in each month's own averages and spreads.

Orders and money only grow with the data, so that against today's averages everyone of an early month stands low, and
every segment of frequent buyers would grow with the length of the data alone. The centres therefore keep their places
among the customers of then, as the fifths of RFM groups do: so many standard deviations from their average.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.history.states import State

MEASURES = ("recency_days", "frequency", "monetary")


@dataclass(frozen=True)
class Ruler:
    """How a fit measured: its means and scales of the logs of MEASURES, and the centres in them; what all customers'
    logs were then, for the fit may have left some out."""

    means: np.ndarray
    scales: np.ndarray
    centres: np.ndarray
    codes: np.ndarray  # of each centre
    averages: np.ndarray
    spreads: np.ndarray


def ruler(
    means: np.ndarray, scales: np.ndarray, centres: np.ndarray, codes: np.ndarray, customers: pd.DataFrame
) -> Ruler:
    """Of the customers that the fit was about, with an order or without."""
    buyers = customers[customers["frequency"] > 0]
    logs = [_log(buyers[name].to_numpy(dtype=np.float64)) for name in MEASURES]
    averages, spreads = _places(logs)
    return Ruler(means, scales, centres, codes, averages, spreads)


def centre_codes(state: State, by: Ruler) -> np.ndarray:
    """The code of the nearest centre to everyone known by then."""
    known = np.flatnonzero(state.frequency > 0)
    found = np.zeros(len(state.frequency), dtype=np.uint8)
    if not len(known):
        return found
    measures = (state.recency_days, state.frequency, state.monetary / state.units)
    logs = [_log(np.asarray(values[known], dtype=np.float64)) for values in measures]
    averages, spreads = _places(logs)
    stretch = spreads / by.spreads
    means, scales = averages + (by.means - by.averages) * stretch, by.scales * stretch
    points = [(values - mean) / scale for values, mean, scale in zip(logs, means, scales, strict=True)]
    nearest = np.zeros(len(known), dtype=np.intp)
    least = np.full(len(known), np.inf)
    for number, centre in enumerate(by.centres):
        distance = sum((points[i] - centre[i]) ** 2 for i in range(len(points)))
        closer = distance < least
        nearest[closer] = number
        least = np.minimum(least, distance)
    found[known] = by.codes[nearest]
    return found


def _log(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.log1p(np.maximum(values, 0)))


def _places(logs: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Average and spread of each; where all are alike any spread does."""
    spreads = np.array([values.std() for values in logs])
    return np.array([values.mean() for values in logs]), np.where(spreads > 0, spreads, 1.0)
