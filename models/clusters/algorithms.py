"""The ways to cluster, all scikit-learn's own estimators: how each is fitted on a sample and how everyone is assigned.

K-means++ starts: Arthur & Vassilvitskii 2007; mini-batches: Sculley 2010; Ward 1963; Gaussian mixtures by expectation
maximisation: Dempster, Laird & Rubin 1977; HDBSCAN: Campello, Moulavi & Sander 2013.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans, MiniBatchKMeans
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KNeighborsClassifier

from models.clusters.kinds import LINKAGES, MOST
from warehouse.errors import NoDataError

STARTS = 10
CHUNK = 100_000  # customers assigned at a time
FLOOR = 1e-3  # added to variances: order counts are whole numbers, and a spike is no segment
DENSE_SHARES = (0.05, 0.03, 0.02, 0.01, 0.005)  # HDBSCAN's smallest cluster, of the sample; the first that works
NOISE = -1

Assign = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Fitted:
    """Clusters of a sample: `labels` 0 … k - 1 in its order (NOISE for none), and who else belongs to which."""

    labels: np.ndarray
    assign: Assign
    centres: np.ndarray | None = None  # the algorithm's own
    inertia: float | None = None
    notes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """The merges of agglomerative clustering: row i joins two of the sample (or earlier rows, from `size` on)."""

    children: np.ndarray
    heights: np.ndarray
    size: int

    def cut(self, k: int) -> np.ndarray:
        """The labels of the sample before the last k - 1 merges, numbered by first appearance."""
        parent = np.arange(self.size + len(self.children))
        for row, pair in enumerate(self.children[: self.size - k]):
            parent[pair] = self.size + row
        for node in range(len(parent) - 1, -1, -1):  # parents stand behind their children
            parent[node] = parent[parent[node]]
        _, first, labels = np.unique(parent[: self.size], return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[labels]


def grow(sample: np.ndarray, linkage: str) -> Tree:
    """All merges of a sample."""
    model = AgglomerativeClustering(n_clusters=1, linkage=linkage, compute_distances=True).fit(sample)
    return Tree(model.children_, model.distances_, len(sample))


def fit_each(
    slug: str, sample: np.ndarray, numbers: Sequence[int], seed: int, starts: int = STARTS
) -> dict[int, Fitted]:
    """The algorithm fitted for each number of clusters; HDBSCAN finds its own number, the only key then."""
    if slug == "hdbscan":
        found = _dense(sample)
        return {int(found.labels.max()) + 1: found}
    if slug in LINKAGES:
        tree = grow(sample, slug)
        return {k: _by_neighbour(sample, tree.cut(k)) for k in numbers}
    return {k: _FITS[slug](sample, k, seed, starts) for k in numbers}


def assign_all(fitted: Fitted, points: np.ndarray) -> np.ndarray:
    """A cluster for each point, a chunk at a time."""
    found = np.empty(len(points), dtype=np.int64)
    for start in range(0, len(points), CHUNK):
        found[start : start + CHUNK] = fitted.assign(points[start : start + CHUNK])
    return found


def _kmeans(sample: np.ndarray, k: int, seed: int, starts: int) -> Fitted:
    model = KMeans(n_clusters=k, n_init=starts, random_state=seed, algorithm="lloyd").fit(sample)
    return Fitted(model.labels_, model.predict, model.cluster_centers_, model.inertia_ / len(sample))


def _minibatch(sample: np.ndarray, k: int, seed: int, starts: int) -> Fitted:
    model = MiniBatchKMeans(n_clusters=k, n_init=starts, random_state=seed, batch_size=1024).fit(sample)
    return Fitted(model.labels_, model.predict, model.cluster_centers_, model.inertia_ / len(sample))


def _mixture(sample: np.ndarray, k: int, seed: int, starts: int) -> Fitted:
    model = GaussianMixture(n_components=k, n_init=min(starts, 3), random_state=seed, reg_covar=FLOOR, max_iter=500)
    model.fit(sample)
    return Fitted(model.predict(sample), model.predict, model.means_)


_FITS = {"kmeans": _kmeans, "minibatch": _minibatch, "gaussian-mixture": _mixture}


def _by_neighbour(sample: np.ndarray, labels: np.ndarray, **notes: object) -> Fitted:
    near = KNeighborsClassifier(n_neighbors=1, algorithm="kd_tree").fit(sample, labels)
    return Fitted(labels, near.predict, notes=notes)


def _dense(sample: np.ndarray) -> Fitted:
    """HDBSCAN with the largest smallest cluster that still gives three clusters, else two; never more than MOST."""
    found: dict[int, tuple[np.ndarray, int]] = {}
    for share in DENSE_SHARES:
        size = max(5, round(share * len(sample)))
        labels = HDBSCAN(min_cluster_size=size, copy=True).fit(sample).labels_
        k = int(labels.max()) + 1
        if k <= MOST:
            found.setdefault(min(k, 3), (labels, size))
    best = max(found, default=0)
    if best < 2:
        raise NoDataError("HDBSCAN finds no separate groups of customers.")
    labels, size = found[best]
    return _by_neighbour(sample, labels, min_cluster_size=size, noise_share=float((labels == NOISE).mean()))
