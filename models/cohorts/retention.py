"""The mart of cohorts, one more table of each segmentation."""

from collections.abc import Mapping
from typing import Any

from models.store.analysis import Analysis

TABLE = "segment_cohorts"


def write(analysis: Analysis, parameters: Mapping[str, Any]) -> None:
    """Write the cohorts of a segmentation (`segmentation_id`); `customer_months` and its members have to be there."""
    analysis.insert("cohorts", TABLE, parameters)
