"""The last merges of agglomerative clustering as lines to draw."""

from typing import Any

import numpy as np
from scipy.cluster import hierarchy

from models.clusters.algorithms import Tree

LEAVES = 30


def draw(tree: Tree, labels: np.ndarray, k: int) -> dict[str, Any]:
    """Lines `x`, `y` of at most LEAVES - 1 merges, the leaves in order, the height of the cut.

    `labels` are the clusters of the sample. A line or a leaf has the cluster it lies in, None above the cut. Leaves
    stand at 0, 1, 2 …; `customers` are of the sample.
    """
    sizes = np.ones(tree.size + len(tree.children))
    for row, (left, right) in enumerate(tree.children):
        sizes[tree.size + row] = sizes[left] + sizes[right]
    heights = np.maximum.accumulate(tree.heights)
    linkage = np.column_stack([tree.children, heights, sizes[tree.size :]]).astype(float)
    shown = hierarchy.dendrogram(linkage, truncate_mode="lastp", p=LEAVES, no_plot=True, get_leaves=True)
    leaves = [{"customers": int(sizes[node]), "cluster": int(labels[_first(tree, node)])} for node in shown["leaves"]]
    lines = [
        {
            "x": [round(float(one - 5) / 10, 3) for one in x],
            "y": [round(float(one), 4) for one in y],
            "cluster": _shared(leaves, x) if max(y) <= _cut(heights, k) else None,
        }
        for x, y in zip(shown["icoord"], shown["dcoord"], strict=True)
    ]
    return {"lines": lines, "leaves": leaves, "cut": _cut(heights, k)}


def _cut(heights: np.ndarray, k: int) -> float:
    """Half way between the last merge kept and the first one undone."""
    undone = len(heights) - (k - 1)
    return float((heights[undone - 1] + heights[undone]) / 2) if 0 < undone < len(heights) else float(heights[-1])


def _first(tree: Tree, node: int) -> int:
    """Any customer below a node."""
    while node >= tree.size:
        node = int(tree.children[node - tree.size][0])
    return node


def _shared(leaves: list[dict[str, int]], x: list[float]) -> int | None:
    found = {leaves[round((one - 5) / 10)]["cluster"] for one in (x[0], x[-1])}
    return found.pop() if len(found) == 1 else None
