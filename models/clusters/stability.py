"""How much a number of clusters can be relied on: bootstrap refits and the gap statistic, on small seeded samples.

Stability is the mean adjusted Rand index (Hubert & Arabie 1985) between the clusters of a sample and those that fits
on bootstrap resamples assign to the same customers (Hennig 2007). The gap statistic (Tibshirani, Walther & Hastie
2001) compares the log of the dispersion within clusters with that of uniform points in the box along the principal
axes.
"""

from collections.abc import Sequence

import numpy as np

from models.clusters.algorithms import fit_each

REFITS, REFIT_ROWS, REFIT_STARTS = 8, 1_000, 2
REFERENCES, GAP_ROWS, GAP_STARTS = 5, 1_000, 1


def stability(slug: str, sample: np.ndarray, numbers: Sequence[int], seed: int) -> dict[int, float]:
    """Mean adjusted Rand index by number of clusters: 1 where each refit finds the same, about 0 by chance."""
    random = np.random.default_rng(seed)
    kept = _evenly(sample, REFIT_ROWS)
    first = fit_each(slug, kept, numbers, seed, REFIT_STARTS)
    agreed: dict[int, list[float]] = {k: [] for k in numbers}
    for _ in range(REFITS):
        drawn = kept[np.sort(random.integers(0, len(kept), len(kept)))]
        usable = [k for k in numbers if k <= len(np.unique(drawn, axis=0))]
        for k, again in fit_each(slug, drawn, usable, int(random.integers(2**31)), REFIT_STARTS).items():
            agreed[k].append(agreement(first[k].labels, again.assign(kept)))
    return {k: float(np.mean(found)) for k, found in agreed.items() if found}


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """The adjusted Rand index of two labellings from 0.

    scikit-learn's to the bit, without its checks, which take as long as a small fit.
    """
    width = int(other.max()) + 1
    cells = np.bincount(one.astype(np.int64) * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width)
    together = int((cells**2).sum())
    rows, columns = (int((cells.sum(axis=axis) ** 2).sum()) for axis in (1, 0))
    both, ours, theirs = together - len(one), rows - together, columns - together  # pairs, each counted twice
    neither = len(one) ** 2 - ours - theirs - together
    if not ours and not theirs:
        return 1.0
    most = (both + ours) * (ours + neither) + (both + theirs) * (theirs + neither)
    return 2.0 * (both * neither - ours * theirs) / most


def gaps(slug: str, sample: np.ndarray, numbers: Sequence[int], seed: int) -> dict[int, tuple[float, float]]:
    """The gap and its standard error by number of clusters."""
    random = np.random.default_rng(seed)
    kept = _evenly(sample, GAP_ROWS)
    centred = kept - kept.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    own = _dispersions(slug, kept, numbers, seed)
    uniform = [
        _dispersions(slug, random.uniform(low, high, size=kept.shape) @ axes, numbers, seed) for _ in range(REFERENCES)
    ]
    logs = np.array([[one[k] for k in numbers] for one in uniform])
    errors = logs.std(axis=0) * np.sqrt(1 + 1 / REFERENCES)
    return {k: (float(logs[:, column].mean() - own[k]), float(errors[column])) for column, k in enumerate(numbers)}


def _dispersions(slug: str, points: np.ndarray, numbers: Sequence[int], seed: int) -> dict[int, float]:
    fits = fit_each(slug, points, numbers, seed, GAP_STARTS)
    return {k: float(np.log(max(dispersion(points, fitted.labels), 1e-12))) for k, fitted in fits.items()}


def dispersion(points: np.ndarray, labels: np.ndarray) -> float:
    """The sum of squared distances to the mean of each cluster."""
    total = 0.0
    for label in np.unique(labels):
        members = points[labels == label]
        total += float(((members - members.mean(axis=0)) ** 2).sum())
    return total


def _evenly(sample: np.ndarray, most: int) -> np.ndarray:
    """At most so many rows, evenly spread over the sample, whose order says nothing."""
    return sample if len(sample) <= most else sample[np.linspace(0, len(sample) - 1, most).astype(int)]
