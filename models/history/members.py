"""Everyone's segment at the end of each month, kept for questions about single customers: who came in, who left."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from models.store.analysis import Analysis
from warehouse.schema import segment_histories

AT_ONCE = 100_000  # customers


def write(
    analysis: Analysis, segmentation_id: int, months: Sequence[date], codes: np.ndarray, customers: pd.DataFrame
) -> None:
    """`codes`: month ends × customers, in their order; who has no order at the last one is in no row."""
    known = np.flatnonzero(codes[-1])
    ids = pa.array(customers["customer_id"])
    for start in range(0, len(known), AT_ONCE):
        part = known[start : start + AT_ONCE]
        table = pa.table(
            {
                "customer_id": ids.take(pa.array(part)),
                "places": as_arrays(codes[:, part]),
                "segmentation_id": pa.repeat(pa.scalar(segmentation_id), len(part)),
                "first_month": pa.repeat(pa.scalar(months[0]), len(part)),
            }
        )
        analysis.write(segment_histories.name, table)


def as_arrays(codes: np.ndarray) -> pa.Array:
    """Each column of small numbers as PostgreSQL writes an array of them: `{ 0, 3,11}`."""
    months, size = codes.shape
    text = np.full((size, 3 * months + 1), ord(" "), dtype=np.uint8)
    text[:, 0] = ord("{")
    tens, ones = np.divmod(codes.T, 10)
    text[:, 1::3] = np.where(tens > 0, tens + ord("0"), ord(" "))
    text[:, 2::3] = ones + ord("0")
    text[:, 3::3] = ord(",")
    text[:, -1] = ord("}")
    return pa.array(text.view(f"S{3 * months + 1}").ravel()).cast(pa.string())
