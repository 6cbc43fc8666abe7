"""COPY out -> Arrow's columns, a block at a time: the text of millions of rows is never held as a whole."""

import io
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from sqlalchemy import Connection

from warehouse.bulk import copy_out

BLOCK = 1 << 20  # bytes parsed at once
CHUNK = 100_000  # decimals turned into doubles at once
EXACT = 2**53  # up to here whole numbers are doubles, and so are powers of ten up to EXACT_SCALE
EXACT_SCALE = 22


def read_table(
    connection: Connection,
    statement: str,
    types: Mapping[str, pa.DataType],
    parameters: Mapping[str, Any] | None = None,
    order_by: str | None = None,
) -> pa.Table:
    """The rows of a query whose columns are named as in `types`; texts are never null, and may hold line breaks.

    `order_by` sorts them by the bytes of a column, whatever the database's collation.
    """
    with batches(connection, statement, types, parameters) as reader:
        table = reader.read_all()
    if order_by:
        table = table.sort_by(order_by)
    pa.default_memory_pool().release_unused()  # it would keep what only this took
    return table


@contextmanager
def batches(
    connection: Connection,
    statement: str,
    types: Mapping[str, pa.DataType],
    parameters: Mapping[str, Any] | None = None,
) -> Iterator[pa.RecordBatchReader]:
    """The same, a block at a time for the length of a `with`."""
    driver: Any = connection.connection
    file = _File(copy_out(connection, statement, parameters), driver.cancel)
    try:
        yield arrow_csv.open_csv(
            io.BufferedReader(file, BLOCK),
            read_options=arrow_csv.ReadOptions(block_size=BLOCK),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict(types),
                null_values=[""],
                strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )
    finally:
        file.end()


def doubles(column: pd.Series) -> np.ndarray:
    """A column of numbers as doubles, NaN where missing: the nearest one to each decimal, without a Python object."""
    kind = column.dtype.pyarrow_dtype if isinstance(column.dtype, pd.ArrowDtype) else None
    if kind is None or not pa.types.is_decimal128(kind) or not 0 <= kind.scale <= EXACT_SCALE:
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    values = pa.Table.from_pandas(column.to_frame(), preserve_index=False).column(0)
    found = np.empty(len(values))
    for start in range(0, len(values), CHUNK):
        found[start : start + CHUNK] = _quotients(values.slice(start, CHUNK).combine_chunks(), kind.scale)
    return found


def _quotients(values: pa.Decimal128Array, scale: int) -> np.ndarray:
    """Whole number by power of ten where both are doubles, so that the division rounds once; else as Python does it."""
    words = np.frombuffer(values.buffers()[1], np.int64, 2 * len(values), 16 * values.offset)
    low, high = words[::2], words[1::2]
    if ((high == low >> 63) & (low <= EXACT) & (low >= -EXACT)).all():
        found = low / float(10**scale)
    else:
        found = values.fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64)
    if values.null_count:
        found[values.is_null().to_numpy(zero_copy_only=False)] = np.nan
    return found


class _File(io.RawIOBase):
    """Pieces as the file that Arrow reads from, in a thread of its own: who is interrupted ends that first."""

    def __init__(self, pieces: Generator[bytes], cancel: Callable[[], None]) -> None:
        self._pieces, self._cancel, self._rest = pieces, cancel, memoryview(b"")
        self._reading, self._is_over = threading.Lock(), False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as fits of the next piece; nothing at the end."""
        with self._reading:
            if not self._rest and not self._is_over:
                self._rest = memoryview(next(self._pieces, b""))
            size = min(len(buffer), len(self._rest))
            buffer[:size] = self._rest[:size]
            self._rest = self._rest[size:]
            return size

    def end(self) -> None:
        """Let go of the query, also while another thread waits for its next piece."""
        self._is_over = True
        if not self._reading.acquire(blocking=False):
            self._cancel()
            self._reading.acquire()
        self._reading.release()
        self._pieces.close()
