"""Who bought a product as bits, a bit a customer: `product_buyers`.

Of many products together who bought any is then found by putting bits together, not rows: of the 279 products with a
word that everybody's descriptions have, in a fortieth of the time.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from models.store.analysis import Analysis

TABLE = "product_buyers"
COLUMNS = ("stock_code", "buyers")


def write(analysis: Analysis, kept: Path, products: pa.BinaryArray, customers: int) -> None:
    """Fill the table from a file of numbers (int64), sorted and each once: product × `customers` + customer.

    `products` are the packed codes by number. The file is looked into, not read: it holds nearly as many as lines.
    """
    pairs = np.memmap(kept, np.int64, "r") if kept.stat().st_size else np.empty(0, np.int64)
    analysis.write_packed(TABLE, COLUMNS, _rows(pairs, products, customers))


def _rows(pairs: np.ndarray, products: pa.BinaryArray, customers: int) -> Iterator[bytes]:
    bounds = np.searchsorted(pairs, np.arange(len(products) + 1) * customers)
    for product in np.flatnonzero(np.diff(bounds)):
        bits = np.zeros(customers, np.uint8)
        bits[pairs[bounds[product] : bounds[product + 1]] - product * customers] = 1
        packed = np.packbits(bits).tobytes()
        head = (4 + len(packed)).to_bytes(4, "big") + customers.to_bytes(4, "big")  # a field; how many bits
        yield len(COLUMNS).to_bytes(2, "big") + products[int(product)].as_py() + head + packed
