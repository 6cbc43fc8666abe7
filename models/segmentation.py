"""Customers -> the segmentations that a run publishes, each with its names, figures and parameters."""

import numpy as np
import pandas as pd

from models import clustering, identity, naming, selection
from models.groups import GROUPS, PROSPECT, Group
from models.publish import Segmentation
from models.rfm import assign_groups, value_score

MEMBERS = ["customer_id", "segment_id", "r_score", "f_score", "m_score"]


def rfm_segmentation(customers: pd.DataFrame) -> Segmentation:
    """The eleven groups of all customers (as `features.read_customers` gives them)."""
    members = assign_groups(customers)
    return Segmentation(
        name="RFM groups",
        algorithm="rfm",
        parameters={"measures": list(clustering.FEATURES), "levels": 5, "ties": "share a score"},
        metrics={"customers": len(members), "with_order": int((members["segment_id"] != PROSPECT.id).sum())},
        segments=[(group, f"{group.who}.") for group in (*GROUPS, PROSPECT)],
        members=members[MEMBERS],
    )


def kmeans_segmentation(
    customers: pd.DataFrame,
    rfm: pd.DataFrame,
    k: int | None,
    seed: int,
    currency: str,
    previous: identity.Previous | None = None,
) -> Segmentation:
    """K-means of all customers; `rfm` are the members of their RFM segmentation, row for row.

    Names stay with the customers who had them in the `previous` run, as far as `models.identity` lets them.

    Raises what `clustering.cluster` raises.
    """
    ordered = customers["frequency"].to_numpy(dtype=np.int64) > 0
    buyers = customers[ordered]
    fitted = clustering.cluster(buyers, k, seed)
    named = identity.name_clusters(
        *_mean_scores(rfm[ordered], fitted.labels),
        fitted.labels,
        _centroids(fitted),
        previous.of(ordered) if previous else None,
    )
    groups = named.groups
    profiles = _profiles(buyers, fitted.labels)
    ids = np.full(len(customers), PROSPECT.id, dtype=object)
    ids[ordered] = np.array([group.id for group in groups], dtype=object)[fitted.labels]
    described = [
        (group, naming.describe(group, profile, currency)) for group, profile in zip(groups, profiles, strict=True)
    ]
    return Segmentation(
        name=f"K-means, {fitted.choice.k} segments",
        algorithm="kmeans",
        parameters=_parameters(fitted, k),
        metrics=_metrics(fitted, groups, len(customers)) | named.record,
        segments=[*described, (PROSPECT, f"{PROSPECT.who}.")],
        members=rfm.assign(segment_id=ids)[MEMBERS],
    )


def _mean_scores(rfm: pd.DataFrame, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean recency score and mean value score (FM) of each cluster."""
    recency, frequency, monetary = (rfm[name].to_numpy(dtype=np.int64) for name in ("r_score", "f_score", "m_score"))
    return _means(recency, labels), _means(value_score(frequency, monetary), labels)


def _profiles(buyers: pd.DataFrame, labels: np.ndarray) -> list[naming.Profile]:
    columns = [_means(buyers[name].to_numpy(dtype=np.float64), labels) for name in clustering.FEATURES]
    return [naming.Profile(*map(float, row)) for row in np.column_stack(columns)]


def _means(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.bincount(labels, weights=values) / np.bincount(labels)


def _parameters(fitted: clustering.Clustering, k: int | None) -> dict[str, object]:
    """All that it takes to assign the same customers again."""
    return {
        "features": list(clustering.FEATURES),
        "transform": "log1p, then standardised",
        "means": fitted.means.tolist(),
        "scales": fitted.scales.tolist(),
        "k": k if k is not None else f"{clustering.SMALLEST} to {clustering.LARGEST}",
        "rule": selection.RULE,
        "seed": fitted.seed,
        "starts": clustering.STARTS,
        "fit_rows": fitted.fit_rows,
    }


def _centroids(fitted: clustering.Clustering) -> list[dict[str, float]]:
    return [dict(zip(clustering.FEATURES, map(float, row), strict=True)) for row in fitted.centroids]


def _metrics(fitted: clustering.Clustering, groups: list[Group], customers: int) -> dict[str, object]:
    choice = fitted.choice
    centroids = [{"segment_id": group.id, **row} for group, row in zip(groups, _centroids(fitted), strict=True)]
    return {
        "customers": customers,
        "with_order": len(fitted.labels),
        "k": choice.k,
        "reason": choice.reason,
        "silhouette": choice.taken.silhouette,
        "candidates": [vars(candidate) for candidate in choice.candidates],
        "centroids": centroids,  # geometric means, in days, orders and money
        "centres": fitted.centres.tolist(),  # the same as the distances see them
    }
