"""Rejected rows -> the CSV text that COPY reads, built column-wise."""

import pyarrow as pa
import pyarrow.compute as pc

from etl.values.cleaning import Rejected
from warehouse.bulk.binary_rows import bytes_of

REJECTED_COLUMNS = ("load_id", "line_number", "reason", "raw")


def encode_rejected(load_id: int, rows: list[Rejected]) -> bytes:
    """One CSV line a rejected row, with `REJECTED_COLUMNS`; an empty text is quoted, so that it is not read as null."""
    lines = pa.array([str(row.line) for row in rows])
    cells = [_quoted(pa.array([row.reason for row in rows])), _quoted(pa.array([row.raw for row in rows]))]
    last = pc.binary_join_element_wise(cells[1], "\n", "")
    return bytes_of(pc.binary_join_element_wise(str(load_id), lines, cells[0], last, ","))


def _quoted(values: pa.StringArray) -> pa.StringArray:
    doubled = pc.binary_join_element_wise('"', pc.replace_substring(values, '"', '""'), '"', "")
    plain = pc.and_(pc.not_equal(values, ""), pc.invert(pc.match_substring_regex(values, r'[",\r\n\\]')))
    return pc.if_else(plain, values, doubled)
