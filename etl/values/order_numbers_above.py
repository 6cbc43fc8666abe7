"""Exports that name an order on its first line only: its other lines get the number that stands above them.

Such a line has neither order, customer nor date, but a product; what else belongs to the order,
`first_line_only` brings.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from etl.files.rows.batches import Batch
from etl.values.blanks import is_blank

_LEAST = 0.05  # of the first rows that must be such lines; fewer are mistakes or totals
_ABSENT = ("invoice_no", "customer_id", "invoiced_at")
PRODUCT = ("stock_code", "description")


def continues(batch: Batch | None, where: Mapping[str, int]) -> bool:
    """Whether the first rows of a file are written so; the columns stand at `where`."""
    if batch is None or not set(_ABSENT) <= set(where):
        return False
    return len(batch.lines) > 1 and bool(_lines_below(batch, where)[1:].mean() >= _LEAST)


def fill_down(batches: Iterable[Batch], where: Mapping[str, int]) -> Iterator[Batch]:
    """The batches of a file, in order, with the number of the order above in lines that continue one.

    Below a row of the wrong length, which may have begun an order, they continue nothing.
    """
    last = ""
    for batch in batches:
        at = where["invoice_no"]
        column, below = batch.columns[at], _lines_below(batch, where)
        dictionary = pa.concat_arrays([column.dictionary, pa.array([last, ""], pa.string())])
        nobody = len(dictionary) - 1
        codes = np.append(nobody - 1, np.where(below, -1, column.indices.to_numpy()))
        broken = np.searchsorted(batch.lines, [row.line for row in batch.ragged]) + 1
        unknown = broken[broken < len(codes)]
        codes[unknown] = np.where(codes[unknown] < 0, nobody, codes[unknown])
        above = np.maximum.accumulate(np.where(codes < 0, 0, np.arange(len(codes))))
        codes = codes[above][1:].astype(np.int32)
        columns = list(batch.columns)
        columns[at] = dictionary.take(pa.array(codes)).dictionary_encode()
        last = "" if len(codes) in broken - 1 else str(columns[at][-1].as_py()) if len(codes) else last
        yield replace(batch, columns=columns)


def _lines_below(batch: Batch, where: Mapping[str, int]) -> np.ndarray:
    """Which rows continue the order of the row above: bool."""
    products = [_blank(batch, where[name]) for name in PRODUCT if name in where]
    if not products:
        return np.zeros(len(batch.lines), bool)
    absent = np.logical_and.reduce([_blank(batch, where[name]) for name in _ABSENT])
    return absent & ~np.logical_and.reduce(products)


def _blank(batch: Batch, at: int) -> np.ndarray:
    column = batch.columns[at]
    return is_blank(column.dictionary).to_numpy(zero_copy_only=False)[column.indices.to_numpy()]
