"""What tells equal rows of a file apart: whether one of two is a repetition, or both are sales.

A row repeats another only where it has an identity of its own, which is an order, a product and a quantity, or a number
of the row, and where no column tells the two apart. All other equal rows are as many sales.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow.compute as pc

from etl.names.canonical_names import NAMES
from etl.names.hints import says
from etl.names.labels import fold
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.row_identity import Apart

PRODUCT = ("stock_code", "description")
_IN_VALUES = (*NAMES, "time", "total", "discount")  # what these columns say is in the clean line
_UNNAMED = re.compile(r"(?:Unnamed: \d+)?", re.IGNORECASE)  # what pandas and Excel write for a column without a name
_NUMBERS_ROWS = re.compile(r"(?:row|line|record|item|entry|sr|sl|serial)(?:id|no|nr|num|number)?|index")
_FEW = 20  # rows in which any column may happen to be different, so that its name must say that it numbers something
_LONGEST = 200  # characters
_CODE = r"^[^\s]*\d[^\s]*$"


def told_apart(header: Sequence[str], where: Mapping[str, int], head: Head) -> Apart:
    """What tells the rows of a file apart whose columns stand at `where`."""
    values = {where[name] for name in _IN_VALUES if name in where}
    free = [at for at, label in enumerate(header) if at not in values and not _UNNAMED.fullmatch(label.strip())]
    row_id = _row_id(header, [at for at in free if at not in where.values()], head)
    if row_id is not None:
        return Apart(row_id, _counts(head.columns[row_id]), (row_id,))
    if {"invoice_no", "quantity"} <= set(where) and set(PRODUCT) & set(where):
        return Apart(others=tuple(free))
    return Apart(repeatable=False)


def _row_id(header: Sequence[str], free: Sequence[int], head: Head) -> int | None:
    """The column that is different on every row and may be a number of it; of several, the one whose name says so."""
    if not head.columns:
        return None
    found = [at for at in free if _is_unique(head.columns[at]) and _may_number(header[at], head.columns[at])]
    return min(found, key=lambda at: (not _NUMBERS_ROWS.fullmatch(fold(header[at])), at), default=None)


def _is_unique(column: Column) -> bool:
    return 1 < len(column.values) == len(column.codes)


def _may_number(label: str, column: Column) -> bool:
    """Whether values, all different, number something: neither measures, dates nor words."""
    if (
        column.is_date
        or column.is_fraction
        or column.is_money
        or pc.max(pc.utf8_length(column.values)).as_py() > _LONGEST
    ):
        return False
    if not pc.all(pc.match_substring_regex(column.values, _CODE)).as_py():
        return False
    named = says(label, "numbering") or bool(_NUMBERS_ROWS.fullmatch(fold(label))) or fold(label).endswith("id")
    return named or (len(column.codes) >= _FEW and (column.numbers is None or _rises(column)))


def _rises(column: Column) -> bool:
    return column.numbers is not None and bool((np.diff(column.numbers) == 1).all())


def _counts(column: Column) -> bool:
    return _rises(column) and column.numbers is not None and column.numbers[0] in (0, 1)
