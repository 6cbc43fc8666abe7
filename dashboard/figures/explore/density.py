"""The density curve of one feature: a Gaussian kernel over finely binned values. Pure.

Bandwidth: Silverman's rule of thumb (1986, eq. 3.31), in the axis' own units: of logs on a logarithmic axis. What a
kernel would put beyond the ends is reflected, so that the whole curve lies where the values are. Whole numbers count as
spread evenly over their place (2 as 1.5 to 2.5), so that the curve shows their trend and not each number's spike.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

POINTS, CELLS = 121, 512


def bandwidth(values: np.ndarray) -> float:
    """0.9 min(deviation, quartiles' distance / 1.34) n^(-1/5); 0 where nothing varies."""
    low, high = np.quantile(values, [0.25, 0.75])
    deviation, reach = float(values.std(ddof=1)) if len(values) > 1 else 0.0, float(high - low) / 1.34
    return 0.9 * min(deviation, reach or deviation) * len(values) ** -0.2


def curve(values: np.ndarray, low: float, high: float, is_whole: bool, is_log: bool) -> tuple[np.ndarray, np.ndarray]:
    """Places on the axis (powers of ten on a logarithmic one) and the density there: its integral is 1.

    `low` and `high` are the ends of what is drawn, in the feature's unit; values outside do not count. Empty arrays
    where fewer than three values or all alike are inside.
    """
    inside = values[(values >= low) & (values <= high)]
    if len(inside) < 3 or inside.min() == inside.max():
        return np.empty(0), np.empty(0)
    onto = np.log10 if is_log else np.asarray
    width = bandwidth(onto(inside))
    ends = onto(np.array([low, high], dtype=float))
    edges = np.linspace(ends[0], ends[1], CELLS + 1)
    width = max(width, 2 * (edges[1] - edges[0]))  # never finer than the cells
    mass = _spread(inside, edges, onto) if is_whole else np.histogram(onto(inside), edges)[0] / len(inside)
    cells = (edges[:-1] + edges[1:]) / 2
    places = np.linspace(ends[0], ends[1], POINTS)
    mirrored = np.stack([cells, 2 * ends[0] - cells, 2 * ends[1] - cells])
    kernel = np.exp(-0.5 * ((places[:, None, None] - mirrored) / width) ** 2).sum(axis=1)
    return places, kernel @ mass / (width * np.sqrt(2 * np.pi))


def _spread(values: np.ndarray, edges: np.ndarray, onto: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The share of each cell, whole numbers spread evenly on the axis over half a unit to both sides."""
    numbers, counts = np.unique(values, return_counts=True)
    borders = onto(np.column_stack([numbers - 0.5, numbers + 0.5]).ravel())
    reached = np.column_stack([np.cumsum(counts) - counts, np.cumsum(counts)]).ravel()
    found = np.diff(np.interp(edges, borders, reached))
    return np.asarray(found / max(found.sum(), 1))
