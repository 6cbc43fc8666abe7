"""Statements -> DataFrames with plain types, so that what comes after is arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Executable


def read(connection: Connection, statement: Executable) -> pd.DataFrame:
    """The rows of a statement as a frame; exact sums become floats only here, at the edge to display.

    A missing text is None and never NaN, which is a number, and true: a column of texts holds str and None alone.
    """
    result = connection.execute(statement)
    names = list(result.keys())
    columns = list(zip(*result, strict=True)) or [()] * len(names)
    # By position and named afterwards: two columns may have one name.
    frame = pd.DataFrame({at: _column(values) for at, values in enumerate(columns)})
    return frame.set_axis(names, axis="columns")


def _column(values: Sequence[Any]) -> pd.Series:
    plain = [float(value) if isinstance(value, Decimal) else value for value in values]
    # Left to pandas, texts with a gap become its own type of text, whose gap is NaN.
    is_object = not plain or any(isinstance(value, str) for value in plain)
    return pd.Series(plain, dtype=object if is_object else None)
