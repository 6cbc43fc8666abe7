"""What everyone brought in by the end of each past month, net of returns: so that movers have their money beside them.

Kept as running totals, so that what anybody brought between any two month ends is one difference.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from models.store.analysis import Analysis

YEAR = 12  # months: so far the totals reach back before the first month asked about, for what came a year before
COLUMNS = ("number", "month", "net")


def read(analysis: Analysis, months: Sequence[date], size: int) -> np.ndarray:
    """(1 + YEAR + months) × customers: net sales up to before the year that precedes the first of the months in a row,
    and up to the end of each month from there on."""
    first, last = _number(months[0]) - YEAR, months[-1]
    totals = np.zeros((len(months) + YEAR + 1, size))
    for batch in analysis.run("history", "segment_flows_money", {"until": last}):
        number, month, net = (batch[name].to_numpy() for name in COLUMNS)
        np.add.at(totals, (np.maximum(month - first + 1, 0), number), net)
    return np.cumsum(totals, axis=0, out=totals)


def between(totals: np.ndarray, start: int, end: int) -> np.ndarray:
    """What each customer brought after the end of one month (by its place among the months) up to that of another."""
    return np.asarray(totals[end + YEAR + 1] - totals[start + YEAR + 1])


def before(totals: np.ndarray, start: int, end: int) -> np.ndarray | None:
    """What each brought in as many months up to the end of `start`; None where the totals do not reach back so far."""
    earlier = start - (end - start)
    return between(totals, earlier, start) if earlier >= -YEAR - 1 else None


def year_before(totals: np.ndarray, start: int, end: int) -> np.ndarray:
    """What each brought in the same months of the year before."""
    return between(totals, start - YEAR, end - YEAR)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1
