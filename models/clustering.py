"""K-means on standardised logs of recency, frequency and monetary: scaling, candidates, the choice of k, assignment.

Lloyd's algorithm with k-means++ starts (Arthur & Vassilvitskii 2007) and silhouettes (Rousseeuw 1987), both
scikit-learn's. Rows are sorted by customer_id and one thread computes, so equal input gives equal output to the bit.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn import config_context
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from models.selection import Candidate, Choice, choose
from warehouse.errors import InputError, NoDataError

FEATURES = ("recency_days", "frequency", "monetary")
SMALLEST, LARGEST = 3, 8  # segments that are tried
MOST = 11  # segments that can be asked for: as many as there are names
FEWEST_CUSTOMERS = 30
FIT_ROWS = 50_000
SILHOUETTE_ROWS = 10_000
STARTS = 10
WORKING_MEMORY_MB = 64  # of distances at a time
SEED = 42


@dataclass(frozen=True)
class Clustering:
    """A fitted k-means. Clusters are numbered from 0 by falling mean log of monetary, whatever the start was."""

    labels: np.ndarray  # one cluster number a row, in the rows' order
    choice: Choice
    means: np.ndarray  # of the logs, per feature
    scales: np.ndarray
    centres: np.ndarray  # k × 3, standardised
    fit_rows: int
    seed: int

    @property
    def centroids(self) -> np.ndarray:
        """k × 3 in days, orders and money: the geometric means that the centres stand for."""
        return np.expm1(self.centres * self.scales + self.means)


def cluster(customers: pd.DataFrame, k: int | None = None, seed: int = SEED) -> Clustering:
    """Fit customers with an order; `k` None lets the rule of `selection` choose.

    `customers` has customer_id, sample_key, recency_days, frequency, monetary, all with frequency > 0, in any order.
    The fit uses the 50,000 lowest sample keys, the assignment everyone. Raises NoDataError when there are too few or
    too similar customers, InputError for a k that they cannot give.
    """
    by_id = np.argsort(customers["customer_id"].to_numpy(dtype=object), kind="stable")
    logs = np.log1p(customers[list(FEATURES)].to_numpy(dtype=np.float64)[by_id])
    keys = customers["sample_key"].to_numpy(dtype=np.int64)[by_id]
    _check_enough(len(logs))
    means, scales = logs.mean(axis=0), logs.std(axis=0)
    scales[scales == 0] = 1
    points = (logs - means) / scales
    chosen = np.sort(np.argsort(keys, kind="stable")[:FIT_ROWS])  # the sample, in the order of ids again
    sample = points[chosen]
    judged = np.sort(np.argsort(keys[chosen], kind="stable")[:SILHOUETTE_ROWS])
    numbers = _numbers(len(np.unique(sample[judged], axis=0)), k)
    with threadpool_limits(1), config_context(working_memory=WORKING_MEMORY_MB):
        models = {number: _fit(sample, number, seed) for number in numbers}
        candidates = [_judge(model, points, sample, judged) for model in models.values()]
        choice = choose(candidates, asked=k is not None)
        model = models[choice.k]
        order = np.lexsort((model.cluster_centers_[:, 0], -model.cluster_centers_[:, 2]))
        labels = np.empty(len(points), dtype=np.int64)
        labels[by_id] = np.argsort(order)[model.predict(points)]
    return Clustering(labels, choice, means, scales, model.cluster_centers_[order], len(sample), seed)


def _check_enough(customers: int) -> None:
    if customers < FEWEST_CUSTOMERS:
        raise NoDataError(
            f"K-means needs at least {FEWEST_CUSTOMERS} customers with an order, and there are {customers}."
        )


def _numbers(distinct: int, k: int | None) -> range:
    """The numbers of segments to try, at most as many as there are different customers."""
    if k is not None:
        if not 2 <= k <= MOST:
            raise InputError(f"{k} segments cannot be made: choose from 2 to {MOST}.")
        if k > distinct:
            raise InputError(f"{k} segments cannot be made of only {distinct} different customers: choose fewer.")
        return range(k, k + 1)
    if distinct < SMALLEST:
        raise NoDataError("K-means cannot tell the customers apart: they are all alike.")
    return range(SMALLEST, min(LARGEST, distinct) + 1)


def _fit(sample: np.ndarray, k: int, seed: int) -> KMeans:
    return KMeans(n_clusters=k, n_init=STARTS, random_state=seed, algorithm="lloyd").fit(sample)


def _judge(model: KMeans, points: np.ndarray, sample: np.ndarray, judged: np.ndarray) -> Candidate:
    sizes = np.bincount(model.predict(points), minlength=model.n_clusters)
    return Candidate(
        k=model.n_clusters,
        silhouette=float(silhouette_score(sample[judged], model.labels_[judged])),
        inertia=float(model.inertia_ / len(sample)),
        smallest_share=float(sizes.min() / len(points)),
    )
