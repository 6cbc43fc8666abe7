"""Rules that find segments by attributes, and the customers with unusual attributes, in words."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from models.attributes.features import Feature
from models.attributes.kmeans import Fitted
from models.attributes.names import number
from models.clusters.outliers import STORED
from models.rules.segment_rules import Rule, find_rules
from wording.languages import say, to_say

UNLIKE = to_say("{label} {amount}, the median of {segment} is {given}")


def find(features: Sequence[Feature], values: np.ndarray, keys: np.ndarray, segment_ids: np.ndarray) -> dict[str, Rule]:
    """The best rule of each segment; `values` (n × f, NaN where unknown), `keys` and `segment_ids` (n) row by row."""
    columns = [feature.column for feature in features]
    frame = pd.DataFrame(values, columns=columns).assign(sample_key=keys)
    return find_rules(frame, segment_ids, columns, currency="")


def unusual(
    features: Sequence[Feature], values: np.ndarray, ids: np.ndarray, names: np.ndarray, fitted: Fitted
) -> pd.DataFrame:
    """Those set aside, the furthest first, at most STORED: customer_id, score, reason. `names` are of their segments.

    Medians are of the values (n × f, NaN where unknown) that are known.

    The score is how many times the quartiles' distance they lie outside of them, in the feature of the reason.
    """
    rows = np.flatnonzero(fitted.is_outlier)
    rows = rows[np.lexsort((ids[rows], -fitted.beyond[rows].round(9)))][:STORED]
    reasons = []
    for row in rows:
        column, name = fitted.furthest[row], names[row]
        label = features[column].label
        alike = values[names == name, column]
        own, usual = (number(float(one), label) for one in (values[row, column], np.nanmedian(alike)))
        reasons.append(
            say(
                "{label} {amount}, the median of {segment} is {given}",
                label=label,
                amount=own,
                segment=name,
                given=usual,
            )
        )
    return pd.DataFrame({"customer_id": ids[rows], "score": fitted.beyond[rows].round(4), "reason": reasons})
