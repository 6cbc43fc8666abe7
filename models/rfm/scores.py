"""RFM scores and the eleven groups: a customer's place in the shop, independent of the order of rows.

The measures go back to Hughes, "Strategic Database Marketing" (1994); scores here follow `reference/rfm-groups.md`:
competition ranks, so that equal customers always share a score.
"""

import numpy as np
import pandas as pd

from models.rfm.groups import FREE_ONLY, GROUP_OF_CELL, PROSPECT, RETURNS_ONLY

LEVELS = 5
SCORES = ("r_score", "f_score", "m_score")
# Sums of floats differ in their last bits by the order of adding; what is equal to the millionth is a tie.
FLOAT_DECIMALS = 6

_GROUP_IDS = np.full((LEVELS + 1, LEVELS + 1), PROSPECT.id, dtype=object)
for _cell, _group in GROUP_OF_CELL.items():
    _GROUP_IDS[_cell] = _group.id


def score(values: pd.Series) -> np.ndarray:
    """Scores 1 … 5 of a measure whose highest value is best: `1 + floor(5 * (min_rank - 1) / n)`.

    Integers and decimals (Arrow's or Python's) compare exactly; floats after rounding to a millionth.
    """
    if pd.api.types.is_float_dtype(values.dtype):
        values = values.round(FLOAT_DECIMALS)
    ranks = values.rank(method="min").to_numpy(dtype=np.int64)
    return 1 + LEVELS * (ranks - 1) // max(len(values), 1)


def value_score(f_score: np.ndarray, m_score: np.ndarray) -> np.ndarray:
    """FM = floor((F + M) / 2 + 0.5): the mean of both, halves up."""
    return (f_score + m_score + 1) // 2


def without_order(customers: pd.DataFrame) -> np.ndarray:
    """What customers are called while they have no paid order: those with a return bought before the data begin, and
    some have had goods, but free of charge.

    `has_returns` and `has_free` (0 or 1) may be missing: nobody's return or free goods are known then.
    """
    groups = np.full(len(customers), PROSPECT.id, dtype=object)
    if "has_free" in customers:
        groups[customers["has_free"].to_numpy(dtype=np.int64) > 0] = FREE_ONLY.id
    if "has_returns" in customers:
        groups[customers["has_returns"].to_numpy(dtype=np.int64) > 0] = RETURNS_ONLY.id
    return groups


def assign_groups(customers: pd.DataFrame) -> pd.DataFrame:
    """Scores and group of every customer, in the rows' order and index.

    `customers` has customer_id, recency_days (days since the last order; whatever without one), frequency (orders) and
    monetary (any exact type). The result has customer_id, segment_id and r_score, f_score, m_score as Int8: missing for
    customers without an order, who count in no rank.
    """
    ordered = customers["frequency"].to_numpy(dtype=np.int64) > 0
    buyers = customers[ordered]
    recency = score(-buyers["recency_days"].astype("int64"))
    frequency, monetary = score(buyers["frequency"]), score(buyers["monetary"])
    groups = without_order(customers)
    groups[ordered] = _GROUP_IDS[recency, value_score(frequency, monetary)]
    result = pd.DataFrame({"customer_id": customers["customer_id"], "segment_id": groups}, index=customers.index)
    for name, values in zip(SCORES, (recency, frequency, monetary), strict=True):
        scores = np.zeros(len(customers), dtype=np.int8)
        scores[ordered] = values
        result[name] = pd.arrays.IntegerArray(scores, ~ordered)
    return result
