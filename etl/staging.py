"""Clean rows -> the CSV text that COPY reads, built column-wise; no row is ever touched alone."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.cleaning import FIELDS, CleanRows, Rejected

COLUMNS = ("line_number", "line_hash", "may_repeat", *FIELDS)
REJECTED_COLUMNS = ("load_id", "line_number", "reason", "raw")
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Repeats:
    """Notices lines that may have occurred before, in 64 MB for any number of them.

    One flag for each of 2^26 groups of hashes: a line whose group was seen may be a repetition (and seldom is), any
    other line is none. So the database compares a few lines instead of grouping all of them.
    """

    _GROUP_BITS = 26

    def __init__(self) -> None:
        self._seen = np.zeros(1 << self._GROUP_BITS, bool)

    def notice(self, hashes: np.ndarray) -> np.ndarray:
        """n hashes (int64) of the next lines -> n booleans: may repeat an earlier one."""
        groups = (hashes.view(np.uint64) >> np.uint64(64 - self._GROUP_BITS)).astype(np.int64)
        may_repeat = np.ones(len(groups), bool)
        may_repeat[np.unique(groups, return_index=True)[1]] = False
        may_repeat |= self._seen[groups]
        self._seen[groups] = True
        return may_repeat


def encode(rows: CleanRows, repeats: Repeats) -> bytes:
    """One CSV line a row, with `COLUMNS`; an empty text is quoted, so that it is not read as null."""
    hashes = line_hashes(rows)
    flags = pc.if_else(pa.array(repeats.notice(hashes)), "t", "f")
    numbers = [pa.array(rows.lines).cast(pa.string()), pa.array(hashes).cast(pa.string()), flags]
    cells = [_quoted(rows.columns[name].dictionary).take(rows.columns[name].indices) for name in FIELDS[:-1]]
    kind = rows.columns[FIELDS[-1]]
    last = pc.binary_join_element_wise(kind.dictionary, "\n", "").take(kind.indices)
    return _text_of(pc.binary_join_element_wise(*numbers, *cells, last, ","))


def encode_rejected(load_id: int, rows: list[Rejected]) -> bytes:
    """One CSV line a rejected row, with `REJECTED_COLUMNS`."""
    lines = pa.array([str(row.line) for row in rows])
    cells = [_quoted(pa.array([row.reason for row in rows])), _quoted(pa.array([row.raw for row in rows]))]
    last = pc.binary_join_element_wise(cells[1], "\n", "")
    return _text_of(pc.binary_join_element_wise(str(load_id), lines, cells[0], last, ","))


def line_hashes(rows: CleanRows) -> np.ndarray:
    """A 64-bit hash (int64) of the eight fields of each row: equal rows have equal ones, within this process only."""
    mixed = np.zeros(len(rows.lines), np.uint64)
    for name in FIELDS[:-1]:
        column = rows.columns[name]
        values = np.fromiter(map(hash, column.dictionary.to_pylist()), np.int64, len(column.dictionary))
        mixed = (mixed ^ values.view(np.uint64)[column.indices.to_numpy()]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def _quoted(values: pa.StringArray) -> pa.StringArray:
    doubled = pc.binary_join_element_wise('"', pc.replace_substring(values, '"', '""'), '"', "")
    plain = pc.and_(pc.not_equal(values, ""), pc.invert(pc.match_substring_regex(values, r'[",\r\n\\]')))
    return pc.if_else(plain, values, doubled)


def _text_of(lines: pa.StringArray) -> bytes:
    """The texts of an array, one after the other, as they lie in memory."""
    if not len(lines):
        return b""
    offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return lines.buffers()[2].slice(int(offsets[0]), int(offsets[-1] - offsets[0])).to_pybytes()
