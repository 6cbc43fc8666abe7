"""How features of customers go together: correlations of a frame, the strongest pair, in words. Pure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.figures.explore.features import FEATURES
from dashboard.words import formats
from wording.languages import marked

ALIKE = ({"monetary", "net"}, {"returned", "return_rate"})  # pairs of which nobody wonders that they go together


def correlation(frame: pd.DataFrame, method: str) -> pd.DataFrame:
    """All features against each other over the customers that have both; missing where one never varies."""
    values = frame[list(FEATURES)]
    if method == "pearson":
        values = np.sign(values) * np.log1p(values.abs())
    values = values.loc[:, values.nunique() > 1]
    found = _rank_correlation(values) if method == "spearman" else values.corr(min_periods=3)
    return found.reindex(index=list(FEATURES), columns=list(FEATURES))


def _rank_correlation(values: pd.DataFrame) -> pd.DataFrame:
    """Spearman's of all pairs. Features without gaps are ranked once, not once a pair as pandas does."""
    whole = values.columns[values.notna().all()]
    found = values[whole].rank().corr(min_periods=3).reindex(index=values.columns, columns=values.columns)
    for name in values.columns.difference(whole, sort=False):
        known = values[values[name].notna()]
        same = known.columns[known.notna().all()]
        column = known[same].rank().corr(min_periods=3)[name]
        rest = [other for other in values.columns if other not in same]
        column = pd.concat([column, *(known[[name, other]].corr("spearman", 3).loc[[other], name] for other in rest)])
        found.loc[column.index, name] = column
        found.loc[name, column.index] = column
    return found


def strongest(matrix: pd.DataFrame) -> tuple[str, str, float] | None:
    """The pair of features that go together most, either way; pairs that are ALIKE don't count."""
    lower = matrix.where(np.tril(np.ones(matrix.shape, dtype=bool), -1)).stack().dropna()
    lower = lower[[set(pair) not in ALIKE for pair in lower.index]]
    if lower.empty:
        return None
    first, second = lower.abs().idxmax()
    return first, second, float(lower[(first, second)])


def coefficient(value: float) -> str:
    """A correlation in words: `0.92`, `−0.57`."""
    return marked(f"{round(value, 2) + 0.0:.2f}").replace("-", formats.MINUS)
