"""Which new cluster is which old segment, so that a name and its colour stay with the same customers over refits.

New clusters are matched to the segments of the run before by the assignment of least total cost (Kuhn 1955, by
scipy), the cost being 1 - overlap: Jaccard's index of their members (1912), counted over the customers of both runs.
The distance of the centroids decides between about equal overlaps only. A match is refused, and the cluster named
afresh among the names left, where
- the overlap is below LEAST_OVERLAP: of two groups of equal size, less than half would be the same customers;
- the name would not be true any more: it breaks a pin of `models.clusters.naming` ("Champions" that another cluster is
  ahead of), or the cluster stands more than FARTHEST scores farther from the name's place than from the nearest one's.
  So a name cannot drift into a lie by small steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.optimize import linear_sum_assignment
from sqlalchemy import Connection, select

from models.clusters import naming
from models.rfm.groups import GROUPS, Group
from models.store.reading import read_table
from warehouse.schema import segmentations

LEAST_OVERLAP = 1 / 3
FARTHEST = 1.0  # of scores from 1 to 5
MEMBERS = "select customer_id, segment_id from customer_segments where segmentation_id = :id"
TIE_BREAK = 0.01  # what the distance of centroids weighs against overlap


@dataclass(frozen=True)
class Previous:
    """The published segmentation that a new one replaces."""

    segmentation_id: int
    ids: Sequence[str]  # its segments, prospects left out
    members: np.ndarray  # for each customer of now the number of their segment then, -1 without one
    centroids: Sequence[Mapping[str, float]]  # by segment; empty where not known

    def of(self, chosen: np.ndarray) -> "Previous":
        """The same for some of the customers."""
        return replace(self, members=self.members[chosen])


@dataclass(frozen=True)
class Naming:
    """A group for each cluster, and for each what it was before and why, for the metrics."""

    groups: list[Group]
    record: dict[str, Any]


def read_previous(connection: Connection, algorithm: str, customers: pd.DataFrame) -> Previous | None:
    """The published run of an algorithm, its members in the order of `customers`; None for a first run."""
    s = segmentations.c
    row = connection.execute(
        select(s.segmentation_id, s.metrics).where(s.algorithm == algorithm, s.published)
    ).one_or_none()
    if row is None:
        return None
    found = _read_members(connection, row.segmentation_id)
    present = set(pc.unique(found["segment_id"]).to_pylist())
    ids = [group.id for group in GROUPS if group.id in present]
    numbers = pc.index_in(found["segment_id"], pa.array(ids, pa.string())).fill_null(-1)
    places = pc.index_in(pa.array(customers["customer_id"], pa.string()), found["customer_id"])
    members = numbers.take(places).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    stored = {one["segment_id"]: one for one in row.metrics.get("centroids", ())}
    centroids = [stored[name] for name in ids] if all(name in stored for name in ids) else []
    return Previous(row.segmentation_id, ids, members, centroids)


def _read_members(connection: Connection, segmentation_id: int) -> pa.Table:
    """Everyone's customer_id and segment_id, as Arrow's strings."""
    types = dict.fromkeys(("customer_id", "segment_id"), pa.string())
    return read_table(connection, MEMBERS, types, {"id": segmentation_id}).combine_chunks()


def name_clusters(
    recency_scores: np.ndarray,
    value_scores: np.ndarray,
    labels: np.ndarray,
    centroids: Sequence[Mapping[str, float]],
    previous: Previous | None,
) -> Naming:
    """Names for clusters 0 … k - 1: those of their old segments where they may keep them, else fresh ones.

    Mean scores and `centroids` by cluster; `labels` are the clusters of the customers, row for row with
    `previous.members`.
    """
    if previous is None or not previous.ids:
        return Naming(naming.name_segments(recency_scores, value_scores), {})
    overlap = overlaps(labels, len(recency_scores), previous.members, len(previous.ids))
    matches = match(overlap, _distances(centroids, previous.centroids, overlap.shape))
    reasons: dict[int, str] = {}
    kept: dict[int, str] = {}
    for cluster, old in matches.items():
        refusal = _refusal(overlap[cluster, old], previous.ids[old], cluster, recency_scores, value_scores)
        if refusal:
            reasons[cluster] = refusal
        else:
            kept[cluster] = previous.ids[old]
    groups = naming.name_segments(recency_scores, value_scores, kept)
    while kept and not naming.is_possible(groups, recency_scores, value_scores):
        weakest = min(kept, key=lambda cluster: (overlap[cluster, matches[cluster]], cluster))
        reasons[weakest] = f"the name {kept.pop(weakest)} is needed elsewhere"
        groups = naming.name_segments(recency_scores, value_scores, kept)
    segments = [
        {
            "segment_id": group.id,
            "matched": previous.ids[matches[cluster]] if cluster in matches else None,
            "overlap": float(overlap[cluster, matches[cluster]]) if cluster in matches else 0.0,
            "kept": cluster in kept,
            "reason": reasons.get(cluster, "the same customers" if cluster in kept else "no segment was left to match"),
        }
        for cluster, group in enumerate(groups)
    ]
    return Naming(groups, {"identity": {"before": previous.segmentation_id, "segments": segments}})


def overlaps(labels: np.ndarray, clusters: int, members: np.ndarray, segments: int) -> np.ndarray:
    """Jaccard's index of each cluster with each old segment, over the customers who have both."""
    both = members >= 0
    counts = np.bincount(labels[both] * segments + members[both], minlength=clusters * segments)
    shared = counts.reshape(clusters, segments).astype(float)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def match(overlap: np.ndarray, distances: np.ndarray) -> dict[int, int]:
    """Cluster -> old segment, at least total cost; as many pairs as the fewer of both."""
    costs = 1 - overlap + TIE_BREAK * distances / (1 + distances)
    return {int(cluster): int(old) for cluster, old in zip(*linear_sum_assignment(costs), strict=True)}


def _distances(
    new: Sequence[Mapping[str, float]], old: Sequence[Mapping[str, float]], shape: tuple[int, ...]
) -> np.ndarray:
    """Root mean square differences of the logs of what both know; nothing where they know nothing in common."""
    names = sorted(name for name in (set(new[0]) & set(old[0]) if new and old else ()) if name != "segment_id")
    if not names:
        return np.zeros(shape)
    places = [np.log1p(np.array([[float(one[name]) for name in names] for one in side]).clip(0)) for side in (new, old)]
    return np.sqrt(((places[0][:, None, :] - places[1][None, :, :]) ** 2).mean(axis=2))


def _refusal(
    overlap: float, name: str, cluster: int, recency_scores: np.ndarray, value_scores: np.ndarray
) -> str | None:
    """Why a cluster may not keep a segment's name, in words."""
    if overlap < LEAST_OVERLAP:
        return f"only {naming.percent(overlap, 0)} overlap with {name}"
    column = next(number for number, group in enumerate(GROUPS) if group.id == name)
    costs = naming.place_costs(recency_scores, value_scores)
    if costs[cluster, column] >= naming.FORBIDDEN:
        return f"{name} would no longer be true"
    if np.sqrt(costs[cluster, column]) > np.sqrt(costs[cluster].min()) + FARTHEST:
        return f"moved too far from what {name} means"
    return None
