"""A segmentation as a value: named groups of customers, however they were found, ready to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from models.rfm.groups import Group

MEMBER_COLUMNS = ("segmentation_id", "customer_id", "segment_id", "r_score", "f_score", "m_score", "is_outlier")
OUTLIER_COLUMNS = ("segmentation_id", "customer_id", "score", "reason")


@dataclass(frozen=True)
class Segmentation:
    """A segmentation ready to be written."""

    name: str
    algorithm: str
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    segments: Sequence[tuple[Group, str]]  # each with its description
    members: pd.DataFrame  # one row a customer: MEMBER_COLUMNS without the first; is_outlier may be missing
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by segment: rule, its precision and recall
    outliers: pd.DataFrame | None = None  # OUTLIER_COLUMNS without the first, the most unusual
