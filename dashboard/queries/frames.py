"""Statements -> DataFrames with plain types, so that what comes after is arithmetic."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from sqlalchemy import Connection, Select


def read(connection: Connection, statement: Select) -> pd.DataFrame:
    """The rows of a statement as a frame; exact sums become floats only here, at the edge to display."""
    result = connection.execute(statement)
    rows = [[float(value) if isinstance(value, Decimal) else value for value in row] for row in result]
    return pd.DataFrame(rows, columns=list(result.keys()))
