"""How fitted segments stand in their features, by those customers of whom the feature is known.

The fit fills gaps, for a distance needs a number; what is said of a segment, and what it is called, must not come from
what was filled in.
"""

from collections.abc import Sequence

import numpy as np

from models.attributes.features import Feature
from models.attributes.kmeans import Fitted
from models.attributes.traits import Profile

LEAST_KNOWN = 0.5  # of a segment's customers, for a feature to say anything of it


def rank(features: Sequence[Feature], values: np.ndarray, fitted: Fitted) -> tuple[np.ndarray, Profile]:
    """The place of each cluster, numbered from the best by spend, else from the largest; how the segments stand.

    `values` are n × f, NaN where unknown.
    """
    means, counts = _means(values, fitted.labels, len(fitted.centres))
    sizes = np.bincount(fitted.labels, minlength=len(fitted.centres))
    spend = next((i for i, one in enumerate(features) if one.meaning == "spend"), None)
    worth = sizes.astype(float) if spend is None else np.nan_to_num(means[:, spend], nan=-np.inf)
    order = np.lexsort((np.arange(len(worth)), -worth))
    sizes = np.maximum(sizes, 1)
    known = counts / sizes[:, None]
    centres = np.where(known >= LEAST_KNOWN, _centres(values, fitted), np.nan)
    gaps = np.isnan(values)
    is_share = (np.isin(values, (0, 1)) | gaps).all(axis=0) & ~gaps.all(axis=0)
    overall = _means(values, np.zeros(len(values), dtype=np.int64), 1)[0][0]
    return np.argsort(order), Profile(
        features, means[order], overall, centres[order], is_share, sizes[order], known[order]
    )


def _means(values: np.ndarray, labels: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean of what is known and how many are known, k × f; NaN where nobody is."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    columns = range(values.shape[1])
    counts = np.column_stack([np.bincount(labels, weights=known[:, i], minlength=k) for i in columns])
    totals = np.column_stack([np.bincount(labels, weights=filled[:, i], minlength=k) for i in columns])
    return np.where(counts > 0, totals / np.maximum(counts, 1), np.nan), counts


def _centres(values: np.ndarray, fitted: Fitted) -> np.ndarray:
    """Means of the known in standard deviations from the average, measured as the fit does and without the extreme."""
    points = np.where(fitted.logs, np.log1p(np.maximum(values, 0)), values)[~fitted.is_outlier]
    labels = fitted.labels[~fitted.is_outlier]
    overall = _means(points, np.zeros(len(points), dtype=np.int64), 1)[0][0]
    spread = np.sqrt(_means((points - overall) ** 2, np.zeros(len(points), dtype=np.int64), 1)[0][0])
    spread[~(spread > 0)] = 1
    return (_means(points, labels, len(fitted.centres))[0] - overall) / spread
