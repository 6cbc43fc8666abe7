"""Features -> points: which ones there are, what stands for a missing one, transformation, scale, and all of it back.

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

from models.features import money
from models.store.reading import doubles
from warehouse.errors import InputError

ATTRIBUTE = "attribute:"  # before the name of a feature that is an attribute of the customers
OTHER = "~"  # before the values that it is none of: `attribute:Plan=~gold, silver`
DEFAULT = ("recency_days", "frequency", "monetary")
# Where `customer_features` holds a feature under its own name, the statement is the name.
STATEMENTS = {
    "recency_days": "recency_days",
    "frequency": "frequency",
    "monetary": "monetary",
    "net": "net",
    "tenure_days": "tenure_days",
    "average_order_value": "average_order_value",
    "interval_days": "(cast(last_order_at as date) - cast(first_order_at as date)) / cast(frequency - 1 as float8)",
    "distinct_products": "distinct_products",
    "return_rate": "return_rate",
    "units": "units",
    "weekend_share": "weekend_share",
    "night_share": "night_share",
    "discount_share": "discount_share",
}
NET_STATEMENTS = {"average_order_value": "net / nullif(frequency, 0)"}  # where money is net of returns
CONDITIONS = {"interval_days": "frequency > 1"}  # null elsewhere
TRANSFORMS = ("log1p", "yeo-johnson", "none")
SCALES = ("standard", "robust")
FLOORED = ("monetary", "average_order_value")  # who gave back more than they bought brought nothing
MISSING = "a missing value counts as the median of the customers who have one"
NORMAL_QUARTILES = 1.3489795  # a normal's quartiles are so many standard deviations apart


def statement(feature: str, measure: str = money.GROSS) -> str:
    """The SQL of a feature over `customer_features`, as a double; its money net of returns or gross."""
    known = STATEMENTS | NET_STATEMENTS if measure == money.NET else STATEMENTS
    found = f"cast({known[feature]} as float8)"
    return f"case when {CONDITIONS[feature]} then {found} end" if feature in CONDITIONS else found


def is_attribute(feature: str) -> bool:
    """Whether a feature is an attribute of the customers, not of their orders."""
    return feature.startswith(ATTRIBUTE)


def check(features: Sequence[str], transform: str, scale: str) -> None:
    """Raise InputError for a name that does not exist, or features that are none or given twice."""
    for feature in features:
        if feature not in STATEMENTS and not is_attribute(feature):
            raise InputError(
                f"There is no feature {feature}. The features are {', '.join(STATEMENTS)}, and {ATTRIBUTE}NAME for an "
                "attribute of the customers."
            )
    if not features or len(set(features)) < len(features):
        raise InputError("Features have to be at least one, and each named once.")
    for name, known in ((transform, TRANSFORMS), (scale, SCALES)):
        if name not in known:
            raise InputError(f"There is no {name} here: choose from {', '.join(known)}.")


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
