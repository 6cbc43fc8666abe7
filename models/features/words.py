"""Words of descriptions that much was bought by, as bits: `product_words`. A bit a customer and day, at the customer's
`place` and on in the order of their days: 1 where they bought a product whose description has the words.

Who bought any of hundreds of products, on how many days and since when, is then found by bits and not by rows. What
no such words cover is so little that its rows are asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from models.store.analysis import Analysis
from warehouse.schema import products

TABLE = "product_words"
COLUMNS = ("words", "days")
IN_A_ROW = 3  # words at most
FEWEST, SHARE = 100, 200  # of rows (product, customer and day): at least so many, and one in so many of all
DESCRIPTIONS = select(products.c.stock_code, func.lower(products.c.description))


@dataclass(frozen=True)
class Sold:
    """What was sold on which customer's day: `positions` (int32) among all of these, by product."""

    positions: Path
    starts: np.ndarray  # of each product's in the file, and the end
    days: int  # of all customers


def write(analysis: Analysis, sold: Sold, codes: Sequence[str]) -> None:
    """Fill the table; `codes` are the products by number. The file is looked into, not read: it is as long as lines."""
    found: dict[str, str] = dict(analysis.connection.execute(DESCRIPTIONS).all())
    descriptions = [found.get(code, "") for code in codes]
    chosen = choose(descriptions, np.diff(sold.starts).tolist())
    analysis.write_packed(TABLE, COLUMNS, _rows(sold, chosen))


def choose(descriptions: Sequence[str], sizes: Sequence[int]) -> dict[str, list[int]]:
    """Words one after the other that many rows have, and the products whose description contains them anywhere, as
    the words' letters: that is what an audience asks for."""
    counts: Counter[str] = Counter()
    for description, size in zip(descriptions, sizes, strict=True):
        for words in _runs(description):
            counts[words] += size
    fewest = max(FEWEST, sum(sizes) / SHARE)
    chosen = sorted(words for words, size in counts.items() if size >= fewest)
    return {words: [number for number, one in enumerate(descriptions) if words in one] for words in chosen}


def _runs(description: str) -> set[str]:
    words = description.split(" ")
    bounds = ((start, end) for start in range(len(words)) for end in range(start, min(start + IN_A_ROW, len(words))))
    return {" ".join(words[start : end + 1]) for start, end in bounds if words[start] and words[end]}


def _rows(sold: Sold, chosen: Mapping[str, Sequence[int]]) -> Iterator[bytes]:
    positions = np.memmap(sold.positions, np.int32, "r") if chosen else np.empty(0, np.int32)
    for words, numbers in chosen.items():
        bits = np.zeros(sold.days, np.uint8)
        for number in numbers:
            bits[positions[sold.starts[number] : sold.starts[number + 1]]] = 1
        packed, name = np.packbits(bits).tobytes(), words.encode()
        head = (4 + len(packed)).to_bytes(4, "big") + sold.days.to_bytes(4, "big")  # a field; how many bits
        yield len(COLUMNS).to_bytes(2, "big") + len(name).to_bytes(4, "big") + name + head + packed
