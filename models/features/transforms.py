"""Features -> points: what stands for a missing one, transformation, scale, and all of it back.

Logs are of 1 + the value, with the sign kept for features that can be negative (net sales). The Yeo-Johnson power
(Yeo & Johnson 2000) is scikit-learn's, found on the fitted sample. Everything works a feature at a time and in place,
so that millions of customers need one array.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import yeojohnson
from sklearn.preprocessing import PowerTransformer

from models.store.reading import doubles

FLOORED = ("monetary", "average_order_value")  # who gave back more than they bought brought nothing
NORMAL_QUARTILES = 1.3489795  # a normal's quartiles are so many standard deviations apart


def order_of_ids(customers: pd.DataFrame) -> np.ndarray:
    """The rows in the order of customer_id. Arrow's own sort: millions of Python strings would take half a gigabyte."""
    ids = pa.array(customers["customer_id"], pa.string())
    return np.asarray(pc.array_sort_indices(ids).to_numpy()).astype(np.int64)


def values_of(customers: pd.DataFrame, features: Sequence[str], order: np.ndarray | None = None) -> np.ndarray:
    """The features as one array of doubles, a column a feature, NaN where missing; rows in another order if given."""
    values = np.empty((len(customers), len(features)))
    for number, name in enumerate(features):
        column = doubles(customers[name])
        if name in FLOORED:
            column = np.maximum(column, 0)
        values[:, number] = column if order is None else column[order]
    return values


@dataclass(frozen=True)
class Preparation:
    """What was done to each feature, so that it can be done again, and undone."""

    transform: str
    fills: np.ndarray
    powers: np.ndarray | None  # Yeo-Johnson's lambdas
    means: np.ndarray
    scales: np.ndarray

    def restore(self, points: np.ndarray) -> np.ndarray:
        """Points in the features' own units."""
        found = points * self.scales + self.means
        if self.transform == "log1p":
            return np.copysign(np.expm1(np.abs(found)), found)
        if self.powers is None:
            return found
        return np.column_stack([_power_back(column, power) for column, power in zip(found.T, self.powers, strict=True)])


def prepare(values: np.ndarray, sample: np.ndarray, kept: np.ndarray, transform: str, scale: str) -> Preparation:
    """Turn values into points in place. Medians, means and scales are of the rows `kept`, powers of the `sample`.

    `sample` are row numbers, `kept` a mask.
    """
    count = values.shape[1]
    fills, means, scales = np.zeros(count), np.zeros(count), np.ones(count)
    powers = np.ones(count) if transform == "yeo-johnson" else None
    for number in range(count):
        column = values[:, number].copy()
        gaps = np.isnan(column)
        if gaps.any():
            known = column[kept & ~gaps]
            fills[number] = np.median(known) if len(known) else 0.0
            column[gaps] = fills[number]
        if transform == "log1p":
            column = np.copysign(np.log1p(np.abs(column)), column)
        elif powers is not None:
            powers[number] = _power_of(column[sample])
            column = _power(column, powers[number])
        means[number], scales[number] = _place(column[kept], scale)
        values[:, number] = (column - means[number]) / scales[number]
    return Preparation(transform, fills, powers, means, scales)


def _place(column: np.ndarray, scale: str) -> tuple[float, float]:
    """What counts as the middle and as one step: mean and standard deviation, or median and quartiles."""
    if column.min() == column.max():
        return float(column[0]), 1.0
    if scale == "robust":
        low, middle, high = np.quantile(column, [0.25, 0.5, 0.75])
        if high > low:
            return float(middle), float(high - low) / NORMAL_QUARTILES
    return float(column.mean()), float(column.std())


def _power_of(column: np.ndarray) -> float:
    if column.min() == column.max():
        return 1.0
    return float(PowerTransformer(standardize=False).fit(column[:, None]).lambdas_[0])


def _power(column: np.ndarray, power: float) -> np.ndarray:
    return np.asarray(yeojohnson(column, lmbda=power))


def _power_back(column: np.ndarray, power: float) -> np.ndarray:
    """The inverse of Yeo-Johnson, in its four cases."""
    up, found = column >= 0, np.empty_like(column)
    with np.errstate(invalid="ignore", over="ignore"):
        rising = np.expm1(column) if power == 0 else np.power(column * power + 1, 1 / power) - 1
        falling = -np.expm1(-column) if power == 2 else 1 - np.power((power - 2) * column + 1, 1 / (2 - power))
    found[up], found[~up] = rising[up], falling[~up]
    return found
