"""What everyone brought in by the end of each past month, net of returns: so that movers have their money beside them.

Kept as running totals, so that what anybody brought between any two month ends is one difference.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection

from models.store import statements
from models.store.reading import read_table

COLUMNS = {"number": pa.int32(), "month": pa.int32(), "net": pa.float64()}


def read(connection: Connection, months: Sequence[date], size: int) -> np.ndarray:
    """(1 + months) × customers: net sales up to before the first of the months in a row, and up to the end of each."""
    first, last = _number(months[0]), months[-1]
    statement = statements.read("history", "segment_flows_money")
    table = read_table(connection, statement, COLUMNS, {"until": last})
    number, month, net = (table[name].to_numpy() for name in COLUMNS)
    totals = np.zeros((len(months) + 1, size))
    np.add.at(totals, (np.maximum(month - first + 1, 0), number), net)
    return np.cumsum(totals, axis=0, out=totals)


def between(totals: np.ndarray, start: int, end: int) -> np.ndarray:
    """What each customer brought after the end of one month (by its place among the months) up to that of another."""
    return np.asarray(totals[end + 1] - totals[start + 1])


def before(totals: np.ndarray, start: int, end: int) -> np.ndarray | None:
    """What each brought in as many months up to the end of `start`; None where the months do not reach back so far."""
    earlier = start - (end - start)
    return np.asarray(totals[start + 1] - totals[earlier + 1]) if earlier >= -1 else None


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1
