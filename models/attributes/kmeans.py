"""K-means on attributes: transforms, extreme rows set aside by a robust rule, candidates, assignment of everyone.

Lloyd's algorithm with k-means++ starts, scikit-learn's. Extreme rows are those outside Tukey's fences (1977): beyond
the quartiles by more than 1.5 times their distance. They take no part in the fit and get the nearest segment after it.
"""

from dataclasses import dataclass

import numpy as np
from sklearn import config_context
from threadpoolctl import threadpool_limits

from models.clusters import clustering
from models.clusters.algorithms import assign_all, fit_each
from models.clusters.candidates import Sample, judge_all, silhouettes
from models.clusters.selection import Choice, choose
from warehouse.errors import InputError, NoDataError

SKEWED = 2.0  # a longer tail than this (skewness) is measured in logs
FENCE = 1.5  # of the distance between the quartiles
MOST_ASIDE = 0.05  # of the rows; the fences are doubled until no more than that lie outside


@dataclass(frozen=True)
class Fitted:
    """A fitted k-means; clusters are numbered as the fit left them."""

    labels: np.ndarray  # n cluster numbers
    is_outlier: np.ndarray  # n booleans: set aside from the fit
    choice: Choice
    logs: np.ndarray  # f booleans: measured as log1p
    means: np.ndarray  # f, of the transformed values of the rows that are not set aside
    scales: np.ndarray
    centres: np.ndarray  # k × f, standardised and weighted
    fence: float
    fit_rows: int
    beyond: np.ndarray  # n: how many times the quartiles' distance outside of them, by the feature of `furthest`
    furthest: np.ndarray  # n feature numbers
    curves: dict[int, list[float]]  # silhouettes by cluster


def fit_clusters(
    values: np.ndarray, keys: np.ndarray, k: int | None, seed: int, weights: np.ndarray | float = 1.0
) -> Fitted:
    """Fit n × f values without gaps, rows in a fixed order; `keys` (n) decide who is in the sample of large stores.

    `weights` (f) are what a standard deviation of each feature counts.

    Raises NoDataError when there are too few or too similar rows, InputError for a k that they cannot give.
    """
    if len(values) < clustering.FEWEST_CUSTOMERS:
        raise NoDataError(
            f"Segmenting by attributes needs at least {clustering.FEWEST_CUSTOMERS} customers with a value, "
            f"and there {'is' if len(values) == 1 else 'are'} {len(values)}."
        )
    binary = np.array([np.isin(column, (0, 1)).all() for column in values.T])
    logs = ~binary & (values.min(axis=0) >= 0) & (_skewness(values) > SKEWED)
    points = np.where(logs, np.log1p(np.maximum(values, 0)), values)
    beyond, furthest = _beyond(points, ~binary)
    aside, fence = _aside(beyond)
    means, scales = points[~aside].mean(axis=0), points[~aside].std(axis=0)
    scales[scales == 0] = 1
    points = (points - means) / scales * weights
    kept = np.flatnonzero(~aside)
    ranked = kept[np.argsort(keys[kept], kind="stable")]
    chosen = np.sort(ranked[: clustering.FIT_ROWS])
    judged = np.searchsorted(chosen, np.sort(ranked[: clustering.SILHOUETTE_ROWS]))
    sample = Sample(points[chosen], judged)
    numbers = _numbers(len(np.unique(sample.points[judged], axis=0)), k)
    with threadpool_limits(1), config_context(working_memory=clustering.WORKING_MEMORY_MB):
        fits = fit_each("kmeans", sample.points, numbers, seed)
        candidates = judge_all("kmeans", fits, points[kept], sample, seed, k is None)
        choice = choose(candidates, asked=k is not None)
        model = fits[choice.k]
        labels = assign_all(model, points)
        curves = silhouettes(sample.points, model.labels)
    centres = np.zeros((choice.k, values.shape[1])) if model.centres is None else model.centres
    fitted = (choice, logs, means, scales, centres, fence, len(chosen))
    return Fitted(labels, aside, *fitted, beyond, furthest, curves)


def _skewness(values: np.ndarray) -> np.ndarray:
    centred = values - values.mean(axis=0)
    spread = values.std(axis=0)
    spread[spread == 0] = 1
    return (centred**3).mean(axis=0) / spread**3


def _beyond(points: np.ndarray, is_measured: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far outside the quartiles each row is in its furthest measured feature, in the quartiles' distance."""
    low, high = np.quantile(points, [0.25, 0.75], axis=0)
    reach = high - low
    usable = np.flatnonzero(is_measured & (reach > 0))
    most, furthest = np.zeros(len(points)), np.zeros(len(points), dtype=np.int64)
    for column in usable:
        values = points[:, column]
        outside = np.maximum(low[column] - values, values - high[column]) / reach[column]
        further = outside > most
        most[further], furthest[further] = outside[further], column
    return most, furthest


def _aside(beyond: np.ndarray) -> tuple[np.ndarray, float]:
    """Rows outside the fences of any feature, and how wide the fences had to be."""
    fence = FENCE
    while (outside := beyond > fence).mean() > MOST_ASIDE:
        fence *= 2
    return outside, fence


def _numbers(distinct: int, k: int | None) -> range:
    """The numbers of segments to try, at most as many as there are different rows."""
    most = clustering.MOST
    if k is not None:
        if not 2 <= k <= most:
            raise InputError(f"{k} segments cannot be made: choose from 2 to {most}.")
        if k > distinct:
            raise InputError(f"{k} segments cannot be made of only {distinct} different customers: choose fewer.")
        return range(k, k + 1)
    if distinct < clustering.SMALLEST:
        raise NoDataError("K-means cannot tell the customers apart: their attributes are all alike.")
    return range(clustering.SMALLEST, min(clustering.LARGEST, distinct) + 1)
