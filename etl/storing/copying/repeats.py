"""What has occurred before, decided while it streams by, in little memory."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from etl.values.cleaning import CleanRows

_MIX = np.uint64(0x9E3779B97F4A7C15)
_BITS, _BIT = 4, 6  # bits that a key sets, and the bits of its hash that choose one of a word's 64
_LEAST, _MOST = 10, 23  # powers of two: 8 kB for a small file, 64 MB for 8 million lines and more
_CROWD = 17  # a power of two: 1 MB, in which of a batch's 50,000 lines every third shares its place with another
_PLACES = 21  # a power of two: 16 MB


class Repeats:
    """A Bloom filter: an equal earlier key is never missed, and others are seldom suspected.

    So the database compares a few lines instead of all: of 10 million lines about 1 in 80,000 is suspected for nothing,
    of 50 million 1 in 9,000. All bits of a key are in one word, so that each key costs one look into memory.
    Source: Bloom 1970, Communications of the ACM 13 (7); Putze, Sanders and Singler 2009, ACM Journal of Experimental
    Algorithmics 14 (4).
    """

    def __init__(self, keys: int) -> None:
        """`keys` is about how many will come."""
        self._power = min(max(max(keys, 1).bit_length(), _LEAST), _MOST)
        self._words = np.zeros(1 << self._power, np.uint64)

    def notice(self, hashes: np.ndarray) -> np.ndarray:
        """n hashes (uint64) of the next keys -> n booleans: may repeat an earlier one, of this call or of another."""
        at = (hashes >> np.uint64(64 - self._power)).astype(np.int64)
        bits = np.zeros(len(hashes), np.uint64)
        for start in range(0, _BITS * _BIT, _BIT):
            bits |= np.uint64(1) << ((hashes >> np.uint64(start)) & np.uint64((1 << _BIT) - 1))
        seen = self._words[at] & bits == bits
        left = np.flatnonzero(~seen)
        while len(left):  # an assignment keeps one of several for the same word, so the others once more
            self._words[at[left]] |= bits[left]
            left = left[self._words[at[left]] & bits[left] != bits[left]]
        return seen | (firsts(hashes) < np.arange(len(hashes)))


def firsts(hashes: np.ndarray) -> np.ndarray:
    """n hashes -> n positions: of the first among them that equals each, its own where it is the first."""
    own = np.arange(len(hashes))
    doubtful = _crowded(hashes, own)
    codes = pa.array(hashes[doubtful]).dictionary_encode().indices.to_numpy()  # numbered as they first occur
    new = np.append(True, codes[1:] > np.maximum.accumulate(codes)[:-1])[: len(codes)]
    own[doubtful] = doubtful[new][codes]
    return own


def _crowded(hashes: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The positions, in order, of hashes that share the place they begin with: all that may equal another one."""
    places = (hashes >> np.uint64(64 - _CROWD)).astype(np.int64)
    last = np.empty(1 << _CROWD, np.int64)
    last[places] = own
    kept = last[places]  # of several for one place, one
    pushed = kept != own
    pushed[kept[pushed]] = True
    return np.flatnonzero(pushed)


class Recent:
    """Passes keys on once, as long as it remembers them: some again when there are more than it has places for.

    Keys are 64-bit hashes, of which two agree once in 400,000 times among 10 million.
    """

    def __init__(self) -> None:
        self._keys = np.zeros(1 << _PLACES, np.uint64)

    def are_new(self, hashes: np.ndarray) -> np.ndarray:
        """n hashes (uint64) of the next keys -> n booleans: false for what was passed on before."""
        places = (hashes >> np.uint64(64 - _PLACES)).astype(np.int64)
        new = self._keys[places] != hashes
        self._keys[places[new]] = hashes[new]
        return new


class Hashes:
    """64-bit hashes of some rows, column by column: equal values have equal ones, within this process only."""

    def __init__(self, rows: CleanRows) -> None:
        self._columns = rows.columns | rows.others
        self._values: dict[str, np.ndarray] = {}

    def of(self, names: Sequence[str], rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """The hashes (uint64) of the rows at these positions over these columns."""
        mixed = np.zeros((), np.uint64)
        for name in names:
            if name not in self._values:
                self._values[name] = _hashed(self._columns[name].dictionary)
            mixed = _mixed(mixed, self._values[name][self._columns[name].indices.to_numpy()[rows]])
        return np.asarray(mixed)

    def here(self, names: Sequence[str]) -> np.ndarray:
        """Cheaper hashes of all rows over these columns: equal rows have equal ones among these rows only."""
        mixed = np.zeros((), np.uint64)
        for name in names:
            codes, values = self._columns[name].indices.to_numpy(), self._columns[name].dictionary.dictionary_encode()
            if len(values.dictionary) < len(values):  # two spellings came out as one value
                codes = values.indices.to_numpy()[codes]
            mixed = _mixed(mixed, codes.astype(np.uint64))
        return np.asarray(mixed)


def _mixed(hashes: np.ndarray, values: np.ndarray) -> np.ndarray:
    mixed = (hashes ^ values) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def _hashed(values: pa.StringArray) -> np.ndarray:
    return np.fromiter(map(hash, values.to_pylist()), np.int64, len(values)).view(np.uint64)
