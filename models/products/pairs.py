"""Counts products that are bought together, from streams of baskets in bounded memory. Pure.

A basket is a list of products, each by its position 0 … size - 1. Counts are whole numbers, so nothing depends on the
order of the rows, except that a customer's baskets follow each other.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BUDGET = 1_000_000  # pairs written out at once: some 60 MB


def lists(column: pa.ListArray) -> tuple[np.ndarray, np.ndarray]:
    """Lists of positions from 1 -> the positions from 0 in one array, and how many each list holds."""
    return column.flatten().to_numpy().astype(np.int64) - 1, pc.list_value_length(column).to_numpy().astype(np.int64)


class PairCounts:
    """How many orders hold two products, and how many customers had both in one order.

    `orders` and `customers` are square; the diagonal of `orders` counts the orders that hold a product.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._orders = np.zeros(size * size, dtype=np.int64)
        self._customers = np.zeros(size * size, dtype=np.int64)
        self._single = np.zeros(size, dtype=np.int64)
        self._customer = -1  # the number of the last customer, whose pairs so far are `_seen`
        self._seen = np.zeros(size * size, dtype=bool)

    def add(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Count rows of (whether a customer's first basket, its positions)."""
        for batch in batches:
            items, sizes = lists(batch.column(1))
            owners = np.cumsum(batch.column(0).to_numpy(zero_copy_only=False)) + self._customer
            self._single += np.bincount(items, minlength=self.size)
            ends = np.cumsum(sizes)
            budget = np.cumsum(sizes * (sizes - 1) // 2) // BUDGET
            for one in np.unique(budget):
                first, last = np.searchsorted(budget, [one, one + 1])
                start = ends[first] - sizes[first]
                self._add(items[start : ends[last - 1]], sizes[first:last], owners[first:last])

    def _add(self, items: np.ndarray, sizes: np.ndarray, owners: np.ndarray) -> None:
        left, right = _pairs(sizes)
        cells = self.size * self.size
        low, high = np.minimum(items[left], items[right]), np.maximum(items[left], items[right])
        pairs = low * self.size + high
        self._orders += np.bincount(pairs, minlength=cells)
        keys = np.unique(np.repeat(owners, sizes)[left] * cells + pairs)
        whose, once = keys // cells, keys % cells
        is_new = (whose != self._customer) | ~self._seen[once]
        self._customers += np.bincount(once[is_new], minlength=cells)
        if owners[-1] != self._customer:
            self._customer = int(owners[-1])
            self._seen[:] = False
        self._seen[once[whose == self._customer]] = True

    @property
    def orders(self) -> np.ndarray:
        """Orders that hold both; the diagonal: that hold the product."""
        counts = self._orders.reshape(self.size, self.size)
        return counts + counts.T + np.diag(self._single)

    @property
    def customers(self) -> np.ndarray:
        """Customers who had both in one order; the diagonal is nothing."""
        counts = self._customers.reshape(self.size, self.size)
        return counts + counts.T


def _pairs(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs within baskets that follow each other in one array: the indices of the first and the second item."""
    ends = np.repeat(np.cumsum(sizes), sizes)
    following = ends - np.arange(len(ends)) - 1
    left = np.repeat(np.arange(len(ends)), following)
    begins = np.repeat(np.cumsum(following) - following, following)
    return left, left + 1 + np.arange(len(left)) - begins


def possessions(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[tuple[str, np.ndarray]]:
    """Rows of (segment, positions) by segment -> for each segment how many customers have two products.

    The diagonal counts who has a product. A product of matrices of zeros and ones: single precision is exact up to
    16 million customers in a batch.
    """
    segment, counts = None, np.zeros((size, size), dtype=np.int64)
    for batch in batches:
        names = batch.column(0).to_numpy(zero_copy_only=False)
        items, sizes = lists(batch.column(1))
        owned = np.zeros((len(batch), size), dtype=np.float32)
        owned[np.repeat(np.arange(len(batch)), sizes), items] = 1
        starts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1), len(batch)]
        for first, last in pairwise(starts):
            if names[first] != segment:
                if segment is not None:
                    yield segment, counts
                segment, counts = names[first], np.zeros((size, size), dtype=np.int64)
            counts += (owned[first:last].T @ owned[first:last]).astype(np.int64)
    if segment is not None:
        yield segment, counts
