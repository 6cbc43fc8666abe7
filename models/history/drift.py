"""How far a distribution has moved: the population stability index, of segments by month and of features by run.

PSI = sum over the bins of (new share - old share) * ln(new share / old share), a symmetric Kullback-Leibler divergence
(Kullback & Leibler 1951). Read as in credit scoring (Lewis, "An Introduction to Credit Scoring", 1994; Siddiqi, "Credit
Risk Scorecards", 2006): below 0.1 stable, up to 0.25 shifting, above it shifted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB

from models.clusters.clustering import FEATURES
from models.features import money
from models.rfm.segmentation import Segmentation
from models.store.reading import doubles
from warehouse.schema import segmentations

SHIFTING, SHIFTED = 0.1, 0.25
BINS = 10
EMPTY = 0.5  # customers that an empty bin counts as, so that its logarithm exists


def stability_index(old: Sequence[float] | np.ndarray, new: Sequence[float] | np.ndarray) -> float | None:
    """The PSI of two rows of counts over the same bins; None where either is of nobody.

    Bins empty in both are no bins. A bin empty in one counts half a customer there.
    """
    first, second = np.asarray(old, dtype=float), np.asarray(new, dtype=float)
    if not first.sum() or not second.sum():
        return None
    used = (first > 0) | (second > 0)
    before = np.maximum(first[used], EMPTY) / first.sum()
    after = np.maximum(second[used], EMPTY) / second.sum()
    return float(((after - before) * np.log(after / before)).sum())


def reading(index: float) -> str:
    """What an index means: stable, shifting or shifted."""
    return "stable" if index < SHIFTING else "shifting" if index <= SHIFTED else "shifted"


def distributions(customers: pd.DataFrame) -> dict[str, dict[str, list[float]]]:
    """Each feature of the customers with an order in at most BINS bins of about equal size: upper edges and counts.

    A value on an edge belongs to the bin below it.
    """
    buyers = customers[customers["frequency"].to_numpy(dtype=np.int64) > 0]
    found = {}
    for name in FEATURES if len(buyers) else ():
        values = doubles(buyers[name])
        edges = np.unique(np.quantile(values, np.arange(1, BINS) / BINS, method="lower"))
        found[name] = {"edges": edges.tolist(), "counts": _counts(values, edges).tolist()}
    return found


def between_runs(
    before: Mapping[str, Mapping[str, list[float]]], customers: pd.DataFrame, features: Sequence[str] = FEATURES
) -> dict[str, float | None]:
    """The PSI of each feature against the distributions of an earlier run, over that run's bins."""
    buyers = customers[customers["frequency"].to_numpy(dtype=np.int64) > 0]
    return {
        name: stability_index(before[name]["counts"], _counts(doubles(buyers[name]), np.array(before[name]["edges"])))
        for name in features
        if name in before
    }


def _counts(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)


def measured(connection: Connection, segmentation: Segmentation, customers: pd.DataFrame) -> Segmentation:
    """With its own `distributions` in the metrics, and `feature_drift` against the published run before.

    `feature_drift` is None for a first run, else that run's id and day and the PSI of each feature.
    """
    own: dict[str, Any] = {"distributions": distributions(customers), "feature_drift": None}
    s = segmentations.c
    row = connection.execute(
        select(s.segmentation_id, s.as_of, s.metrics, s.parameters).where(
            s.algorithm == segmentation.algorithm, s.published
        )
    ).one_or_none()
    if row is not None and row.metrics.get("distributions"):
        same_money = row.parameters.get("monetary", money.GROSS) == segmentation.parameters.get("monetary")
        alike = [one for one in FEATURES if same_money or one != "monetary"]  # net is no drift of gross
        values = between_runs(row.metrics["distributions"], customers, alike)
        own["feature_drift"] = {"segmentation_id": row.segmentation_id, "as_of": row.as_of.isoformat(), **values}
    return replace(segmentation, metrics=segmentation.metrics | own)


def record(connection: Connection, monthly: Mapping[int, list[dict[str, object]]]) -> None:
    """Put `segment_drift`, the PSI of each month's shares, into the metrics of the new segmentations."""
    for segmentation_id, values in monthly.items():
        added = cast({"segment_drift": values}, JSONB)
        statement = update(segmentations).where(segmentations.c.segmentation_id == segmentation_id)
        connection.execute(statement.values(metrics=segmentations.c.metrics.concat(added)))
