"""Which lines of a file may have occurred in it before: decided while they stream by, in little memory."""

import numpy as np
import pandas as pd

from etl.cleaning import FIELDS, CleanRows

_MIX = np.uint64(0x9E3779B97F4A7C15)
_BITS_A_LINE = 64
_LEAST, _MOST = 16, 30  # powers of two: 8 kB for a small file, 128 MB for 17 million lines and more


class Repeats:
    """A Bloom filter with two bits a line: an equal earlier line is never missed, and others are seldom suspected.

    So the database compares a few lines instead of all: of 10 million lines about 1 in 10,000 is suspected for
    nothing, of 50 million 1 in 400. Source: Bloom 1970, Communications of the ACM 13 (7).
    """

    def __init__(self, lines: int) -> None:
        """`lines` is about how many will come."""
        self._power = min(max((max(lines, 1) * _BITS_A_LINE).bit_length(), _LEAST), _MOST)
        self._bits = np.zeros(1 << (self._power - 3), np.uint8)

    def notice(self, hashes: np.ndarray) -> np.ndarray:
        """n hashes (uint64) of the next lines -> n booleans: may repeat an earlier one, of this call or of another."""
        shift = np.uint64(64 - self._power)
        seen = np.ones(len(hashes), bool)
        for places in (hashes >> shift, (hashes * _MIX) >> shift):
            at, bit = (places >> np.uint64(3)).astype(np.int64), (places & np.uint64(7)).astype(np.uint8)
            seen &= (self._bits[at] >> bit) & 1 == 1
            for value in range(8):  # an assignment keeps one of equal places only, so one bit at a time
                self._bits[at[bit == value]] |= np.uint8(1 << value)
        return seen | pd.Series(hashes).duplicated().to_numpy()


def line_hashes(rows: CleanRows) -> np.ndarray:
    """A 64-bit hash (uint64) of the eight fields of each row: equal rows have equal ones, within this process only."""
    mixed = np.zeros(len(rows.lines), np.uint64)
    for name in FIELDS[:-1]:
        column = rows.columns[name]
        values = np.fromiter(map(hash, column.dictionary.to_pylist()), np.int64, len(column.dictionary))
        mixed = (mixed ^ values.view(np.uint64)[column.indices.to_numpy()]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed
