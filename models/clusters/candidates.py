"""The figures of each candidate number of clusters, from samples of stated size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_samples

from models.clusters.algorithms import NOISE, Fitted, assign_all
from models.clusters.selection import Candidate
from models.clusters.silhouettes import mean_silhouettes
from models.clusters.stability import dispersion, gaps, stability

PLOTTED = 1_500  # customers of the silhouette plot


@dataclass(frozen=True)
class Sample:
    """What fits see and what judges them."""

    points: np.ndarray
    judged: np.ndarray  # rows of `points` for silhouettes


def judge_all(
    slug: str, fits: Mapping[int, Fitted], points: np.ndarray, sample: Sample, seed: int, is_choice: bool
) -> list[Candidate]:
    """A candidate for each fit; with gap and stability where there is a number to choose.

    The smallest share is of everyone for k-means, of the fitted sample for all others.
    """
    numbers = list(fits)
    agreed = stability(slug, sample.points, numbers, seed) if is_choice else {}
    found = gaps(slug, sample.points, numbers, seed) if is_choice and len(numbers) > 1 else {}
    found_gaps = {k: found.get(k, (None, None)) for k in numbers}
    sizes = {k: assign_all(one, points) if slug == "kmeans" else one.labels for k, one in fits.items()}
    means = _silhouettes(list(fits.values()), sample)
    return [
        Candidate(
            **_figures(k, fitted, sizes[k], sample),
            silhouette=silhouette,
            gap=found_gaps[k][0],
            gap_error=found_gaps[k][1],
            stability=agreed.get(k),
        )
        for (k, fitted), silhouette in zip(fits.items(), means, strict=True)
    ]


def _silhouettes(fits: Sequence[Fitted], sample: Sample) -> list[float]:
    """Of each fit; noise, which only a fit that stands alone knows, has none."""
    inside = sample.judged[np.all([one.labels[sample.judged] != NOISE for one in fits], axis=0)]
    return mean_silhouettes(sample.points[inside], [one.labels[inside] for one in fits])


def _figures(k: int, fitted: Fitted, labels: np.ndarray, sample: Sample) -> dict[str, Any]:
    """Sizes of `labels`, distances of the sample; noise counts in neither."""
    clustered = labels[labels != NOISE]
    sizes = np.bincount(clustered, minlength=k)
    inside = sample.judged[fitted.labels[sample.judged] != NOISE]
    points, own = sample.points[inside], fitted.labels[inside]
    inertia = fitted.inertia
    if inertia is None:
        kept = fitted.labels != NOISE
        inertia = dispersion(sample.points[kept], fitted.labels[kept]) / max(int(kept.sum()), 1)
    is_told_apart = 1 < len(np.unique(own)) < len(own)
    return {
        "k": k,
        "inertia": float(inertia),
        "smallest_share": float(sizes.min() / len(labels)),
        "calinski_harabasz": float(calinski_harabasz_score(points, own)) if is_told_apart else None,
        "davies_bouldin": float(davies_bouldin_score(points, own)) if is_told_apart else None,
    }


def silhouettes(points: np.ndarray, labels: np.ndarray) -> dict[int, list[float]]:
    """The silhouettes of at most PLOTTED customers by cluster, best first; noise has none."""
    rows = np.flatnonzero(labels != NOISE)
    rows = rows[np.linspace(0, len(rows) - 1, min(PLOTTED, len(rows))).astype(int)]
    own = labels[rows]
    if not 1 < len(np.unique(own)) < len(own):
        return {}
    values = silhouette_samples(points[rows], own)
    return {
        int(label): [round(float(one), 3) for one in np.sort(values[own == label])[::-1]] for label in np.unique(own)
    }
