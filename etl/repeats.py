"""What has occurred before, decided while it streams by, in little memory."""

import tempfile
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from etl.cleaning import CleanRows

_MIX = np.uint64(0x9E3779B97F4A7C15)
_BITS_A_KEY = 64
_LEAST, _MOST = 16, 29  # powers of two: 8 kB for a small file, 64 MB for 8 million lines and more
_IN_MEMORY = 1 << 20  # bytes
_AT_ONCE = 1 << 20  # hashes that are compared together: 8 MB


class Repeats:
    """A Bloom filter with two bits a key: an equal earlier key is never missed, and others are seldom suspected.

    So the database compares a few lines instead of all: of 10 million lines about 1 in 2,000 is suspected for
    nothing, of 50 million 1 in 100. Source: Bloom 1970, Communications of the ACM 13 (7).
    """

    def __init__(self, keys: int) -> None:
        """`keys` is about how many will come."""
        self._power = min(max((max(keys, 1) * _BITS_A_KEY).bit_length(), _LEAST), _MOST)
        self._bits = np.zeros(1 << (self._power - 3), np.uint8)

    def notice(self, hashes: np.ndarray) -> np.ndarray:
        """n hashes (uint64) of the next keys -> n booleans: may repeat an earlier one, of this call or of another."""
        shift = np.uint64(64 - self._power)
        seen = np.ones(len(hashes), bool)
        for places in (hashes >> shift, (hashes * _MIX) >> shift):
            at, bit = (places >> np.uint64(3)).astype(np.int64), (places & np.uint64(7)).astype(np.uint8)
            seen &= (self._bits[at] >> bit) & 1 == 1
            for value in range(8):  # an assignment keeps one of equal places only, so one bit at a time
                self._bits[at[bit == value]] |= np.uint8(1 << value)
        return seen | repeated(hashes)


def repeated(hashes: np.ndarray) -> np.ndarray:
    """n hashes -> n booleans: equals an earlier one of them."""
    codes = pa.array(hashes).dictionary_encode().indices.to_numpy()  # numbered as they first occur
    return np.append(False, codes[1:] <= np.maximum.accumulate(codes)[:-1])[: len(codes)]


class Distinct:
    """Counts different keys by their 64-bit hashes, kept in a file: of 10 million, two agree once in 400,000 counts."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (`close` is ours)
        self._hashes = 0

    def add(self, hashes: np.ndarray) -> None:
        """Take in hashes (uint64), equal ones as often as they come."""
        ordered = np.sort(hashes)
        different = ordered[_differs(ordered)]
        self._hashes += len(different)
        self._file.write(different.tobytes())

    def count(self) -> int:
        """How many different ones came; read in as many passes as keep few in memory."""
        passes = -(-self._hashes // _AT_ONCE) or 1
        return sum(self._count(part, passes) for part in range(passes))

    def _count(self, part: int, passes: int) -> int:
        self._file.seek(0)
        found = []
        while data := self._file.read(_IN_MEMORY):
            hashes = np.frombuffer(data, np.uint64)
            found.append(hashes[hashes % np.uint64(passes) == part] if passes > 1 else hashes)
        return int(_differs(np.sort(np.concatenate(found))).sum()) if found else 0

    def close(self) -> None:
        """Remove what was kept."""
        self._file.close()


def _differs(ordered: np.ndarray) -> np.ndarray:
    """Whether each of n ordered numbers differs from the one before: bool. `numpy.unique` takes ten times as long."""
    return np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]


class Hashes:
    """64-bit hashes of some rows, column by column: equal values have equal ones, within this process only."""

    def __init__(self, rows: CleanRows) -> None:
        self._codes = {name: column.indices.to_numpy() for name, column in rows.columns.items()}
        self._values = {name: _hashed(column.dictionary) for name, column in rows.columns.items()}

    def of(self, names: Sequence[str], rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """The hashes (uint64) of the rows at these positions over these columns."""
        mixed = np.zeros((), np.uint64)
        for name in names:
            mixed = (mixed ^ self._values[name][self._codes[name][rows]]) * _MIX
            mixed ^= mixed >> np.uint64(29)
        return np.asarray(mixed)


def _hashed(values: pa.StringArray) -> np.ndarray:
    return np.fromiter(map(hash, values.to_pylist()), np.int64, len(values)).view(np.uint64)
