"""The mart of cohorts, one more table of each segmentation."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from models.store import statements

TABLE = "segment_cohorts"


def write(connection: Connection, parameters: Mapping[str, Any]) -> None:
    """Write the cohorts of a segmentation (`segmentation_id`); `customer_months` and its members have to be there."""
    statements.insert(connection, "cohorts", TABLE, parameters)
