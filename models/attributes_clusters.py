"""K-means on attributes: transforms, extreme rows set aside by a robust rule, candidates, assignment of everyone.

Lloyd's algorithm with k-means++ starts, scikit-learn's. Extreme rows are those outside Tukey's fences (1977): beyond
the quartiles by more than 1.5 times their distance. They take no part in the fit and get the nearest segment after it.
"""

from dataclasses import dataclass

import numpy as np
from sklearn import config_context
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from models import clustering
from models.selection import Candidate, Choice, choose
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
    centres: np.ndarray  # k × f, standardised
    fence: float
    fit_rows: int


def fit_clusters(values: np.ndarray, keys: np.ndarray, k: int | None, seed: int) -> Fitted:
    """Fit n × f values without gaps, rows in a fixed order; `keys` (n) decide who is in the sample of large stores.

    Raises NoDataError when there are too few or too similar rows, InputError for a k that they cannot give.
    """
    if len(values) < clustering.FEWEST_CUSTOMERS:
        raise NoDataError(
            f"Segmenting by attributes needs at least {clustering.FEWEST_CUSTOMERS} customers with a value, "
            f"and there are {len(values)}."
        )
    binary = np.array([np.isin(column, (0, 1)).all() for column in values.T])
    logs = ~binary & (values.min(axis=0) >= 0) & (_skewness(values) > SKEWED)
    points = np.where(logs, np.log1p(np.maximum(values, 0)), values)
    aside, fence = _aside(points[:, ~binary])
    means, scales = points[~aside].mean(axis=0), points[~aside].std(axis=0)
    scales[scales == 0] = 1
    points = (points - means) / scales
    kept = np.flatnonzero(~aside)
    ranked = kept[np.argsort(keys[kept], kind="stable")]
    sample = points[np.sort(ranked[: clustering.FIT_ROWS])]
    judged = points[np.sort(ranked[: clustering.SILHOUETTE_ROWS])]
    numbers = _numbers(len(np.unique(judged, axis=0)), k)
    with threadpool_limits(1), config_context(working_memory=clustering.WORKING_MEMORY_MB):
        models = {number: _fit(sample, number, seed) for number in numbers}
        candidates = [_judge(model, points[kept], sample, judged) for model in models.values()]
        choice = choose(candidates, asked=k is not None)
        model = models[choice.k]
        labels = model.predict(points).astype(np.int64)
    return Fitted(labels, aside, choice, logs, means, scales, model.cluster_centers_, fence, len(sample))


def _skewness(values: np.ndarray) -> np.ndarray:
    centred = values - values.mean(axis=0)
    spread = values.std(axis=0)
    spread[spread == 0] = 1
    return (centred**3).mean(axis=0) / spread**3


def _aside(points: np.ndarray) -> tuple[np.ndarray, float]:
    """Rows outside the fences of any column, and how wide the fences had to be."""
    fence = FENCE
    if not points.shape[1]:
        return np.zeros(len(points), dtype=bool), fence
    low, high = np.quantile(points, [0.25, 0.75], axis=0)
    reach = high - low
    while True:
        outside: np.ndarray = ((points < low - fence * reach) | (points > high + fence * reach))[:, reach > 0].any(
            axis=1
        )
        if outside.mean() <= MOST_ASIDE:
            return outside, fence
        fence *= 2


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


def _fit(sample: np.ndarray, k: int, seed: int) -> KMeans:
    return KMeans(n_clusters=k, n_init=clustering.STARTS, random_state=seed, algorithm="lloyd").fit(sample)


def _judge(model: KMeans, points: np.ndarray, sample: np.ndarray, judged: np.ndarray) -> Candidate:
    sizes = np.bincount(model.predict(points), minlength=model.n_clusters)
    labels = model.predict(judged)
    separable = 1 < len(np.unique(labels)) < len(judged)
    return Candidate(
        k=model.n_clusters,
        silhouette=float(silhouette_score(judged, labels)) if separable else 0.0,
        inertia=float(model.inertia_ / len(sample)),
        smallest_share=float(sizes.min() / len(points)),
    )
