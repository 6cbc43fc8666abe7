"""RFM scores made ready for charts and tables. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

MEASURES = (("recency_days", "r_score"), ("frequency", "f_score"), ("monetary", "m_score"))


COLUMNS = [
    *("segment_id", "r_score", "f_score", "m_score", "customers"),
    *(f"{name}_{end}" for name, _ in MEASURES for end in ("least", "most")),
]


def score_cells(run: Mapping[str, Any]) -> pd.DataFrame:
    """One row a segment and combination of scores, as the run kept them: COLUMNS."""
    return pd.DataFrame(run["metrics"].get("score_cells") or {}, columns=COLUMNS)


def cells_by_value(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells of the three scores -> one row a segment, recency score and value score, with `customers`.

    The value score is the mean of frequency and monetary, halves up.
    """
    cells = frame.assign(value_score=(frame["f_score"] + frame["m_score"] + 1) // 2)
    return cells.groupby(["segment_id", "r_score", "value_score"], as_index=False)["customers"].sum()


def cut_points(frame: pd.DataFrame) -> pd.DataFrame:
    """The least and most of each measure by score, best score first; missing where nobody has the score."""
    parts = []
    for measure, score in MEASURES:
        least, most = f"{measure}_least", f"{measure}_most"
        parts.append(frame.groupby(score).agg({least: "min", most: "max"}))
    return pd.concat(parts, axis=1).sort_index(ascending=False)
