"""Silhouettes (Rousseeuw 1987) of several labellings of the same points, from one look at their distances.

scikit-learn computes all distances for each labelling; they are most of the work, and the same every time. Of so few
features its matrix product takes twice as long as the differences themselves.
"""

from collections.abc import Sequence

import numpy as np
from scipy.spatial.distance import cdist

ROWS = 256  # whose distances to all are held at once


def mean_silhouettes(points: np.ndarray, labellings: Sequence[np.ndarray]) -> list[float]:
    """The mean silhouette of each labelling; 0 where it tells nobody apart, or everybody."""
    known = [np.unique(labels, return_inverse=True, return_counts=True)[1:] for labels in labellings]
    places = [number for number, (_, sizes) in enumerate(known) if 1 < len(sizes) < len(points)]
    found = [0.0] * len(labellings)
    if not places:
        return found
    members = [known[number][0][:, None] == np.arange(len(known[number][1])) for number in places]
    bounds = np.cumsum([one.shape[1] for one in members])[:-1]
    belonging = np.hstack(members).astype(np.float64)
    totals = np.zeros(len(places))
    for start in range(0, len(points), ROWS):
        rows = slice(start, start + ROWS)
        sums_of_all = cdist(points[rows], points) @ belonging
        for number, sums in enumerate(np.split(sums_of_all, bounds, axis=1)):
            labels, sizes = known[places[number]]
            totals[number] += _silhouettes(sums, labels[rows], sizes).sum()
    for number, total in zip(places, totals, strict=True):
        found[number] = float(total / len(points))
    return found


def _silhouettes(sums: np.ndarray, labels: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Of some rows, by the sums of their distances to each cluster; who is alone in a cluster has 0."""
    rows = np.arange(len(labels))
    alone = sizes[labels] == 1
    inside = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    return np.where(alone | (widest == 0), 0.0, (outside - inside) / np.where(widest > 0, widest, 1.0))
