"""Who bought which product on which days, found by sorting numbers and packed for COPY: `customer_products`, and
`product_words` of it.

Product, customer and day of a line are one number. There are nearly as many of these as lines, and to sort numbers
takes a tenth of the time that it takes to group and list them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from models.features import changes, words
from models.store.analysis import Analysis
from warehouse.bulk.binary_rows import bytes_of, of_cells, pack_rows, pack_texts
from warehouse.scratch import temporary_folder

TABLE = "customer_products"
COLUMNS = ("stock_code", "customer_id", "days", "last_on")
AT_ONCE = 4_000_000  # lines sorted together
ROWS = 100_000  # packed together
SPAN = "select count(*), min(cast(invoiced_at as date)), max(cast(invoiced_at as date)) from transactions"
PAIRS = "select distinct stock_code, customer_id from changed_lines where kind = 'sale' and stock_code <> ''"
PAIR_NUMBERS = """
    select product * $customers + customer as pair
    from (
        select
            cast(enum_code(try_cast(stock_code as product)) as bigint) as product,
            enum_code(try_cast(customer_id as customer)) as customer
        from pairs
    )
    where product is not null and customer is not null -- those that went may be no more
"""
ALL_DAYS = "select cast(enum_code(customer_id) as bigint) * $days + (day - $first) as key from sold_on"
EPOCH = date(2000, 1, 1)  # PostgreSQL's
DATE = 1082  # the type, in arrays


@dataclass(frozen=True)
class Positions:
    """Where the rows of products stand among the days of all customers, put into a file."""

    all_days: np.ndarray  # customer and day as one number, each once, sorted: as `place` counts them
    sizes: np.ndarray  # of each product
    file: BinaryIO

    def add(self, products: np.ndarray, own_days: np.ndarray) -> None:
        """Of rows by product: what their customers' days are as numbers."""
        self.sizes[:] += np.bincount(products, minlength=len(self.sizes))
        self.file.write(np.searchsorted(self.all_days, own_days).astype(np.int32).tobytes())

    def finish(self) -> words.Sold:
        """When all are there."""
        self.file.flush()
        return words.Sold(Path(self.file.name), np.append(0, np.cumsum(self.sizes)), len(self.all_days))


@dataclass(frozen=True)
class Codes:
    """What the parts of a number stand for."""

    products: pa.BinaryArray  # packed
    customers: pa.BinaryArray  # packed
    first: int  # day, since EPOCH
    days: int


def write(analysis: Analysis, as_of: date, is_whole: bool = True) -> None:
    """Fill both tables with what was sold before a day; several orders of a day are one day.

    Unless `is_whole`, only rows of what was bought in changed lines are written of the first: the others are there.
    """
    lines, first, last = analysis.row(SPAN)
    first, last = first or as_of, last or as_of
    products, customers = (pack_texts(analysis.words(kind)) for kind in ("product", "customer"))
    codes = Codes(products, customers, (first - EPOCH).days, (last - first).days + 1)
    step = -(-len(products) // (1 + lines // AT_ONCE))
    bounds = [(start, start + step) for start in range(0, len(products), step)] if len(products) else []
    parameters = {"as_of": as_of, "first": first, "customers": len(customers), "days": codes.days}
    changed = None if is_whole else _changed(analysis, len(customers))
    with temporary_folder("bought") as folder, (folder / "positions").open("wb") as file:
        positions = Positions(_days_of_all(analysis, parameters), np.zeros(len(products), np.int64), file)
        chunks = (
            chunk
            for start, end in bounds
            for chunk in _packed(_keys(analysis, parameters | {"from": start, "until": end}), codes, positions, changed)
        )
        fill = partial(analysis.write_packed, TABLE, COLUMNS, chunks)
        analysis.replace(TABLE, fill) if changed is None else changes.of_pairs(analysis, TABLE, fill)
        sold = positions.finish()
        analysis.replace(words.TABLE, lambda: words.write(analysis, sold, analysis.words("product").to_pylist()))


def _keys(analysis: Analysis, parameters: dict[str, object]) -> np.ndarray:
    """Each once, sorted."""
    rows = analysis.run("features", "sold_days", parameters).read_all()
    keys = np.sort(rows["key"].to_numpy())
    return keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]


def _days_of_all(analysis: Analysis, parameters: dict[str, object]) -> np.ndarray:
    """Customer and day as one number, sorted."""
    return np.sort(analysis.ask(ALL_DAYS, parameters).read_all()["key"].to_numpy())


def _changed(analysis: Analysis, customers: int) -> np.ndarray:
    """The numbers of products and customers in changed lines, sorted; and a table of these, `pairs`."""
    analysis.alter(f"create or replace table pairs as {PAIRS}")
    rows = analysis.ask(PAIR_NUMBERS, {"customers": customers}).read_all()
    return np.sort(rows["pair"].to_numpy())


def _packed(keys: np.ndarray, codes: Codes, positions: Positions, changed: np.ndarray | None) -> Iterator[bytes]:
    """Rows by product and customer, of those that are changed; the positions of all are kept."""
    positions.add(*np.divmod(keys, len(codes.customers) * codes.days))
    pairs, days = np.divmod(keys, codes.days)
    days += codes.first
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
    sizes = np.diff(starts, append=len(pairs))
    if changed is not None:
        is_changed = np.isin(pairs[starts], changed)
        starts, sizes = starts[is_changed], sizes[is_changed]
    for begin in range(0, len(starts), ROWS):
        own = slice(begin, begin + ROWS)
        product, customer = np.divmod(pairs[starts[own]], len(codes.customers))
        fields = [codes.products.take(pa.array(product)), codes.customers.take(pa.array(customer))]
        yield bytes_of(pack_rows([*fields, _days(days, starts[own], sizes[own])], len(COLUMNS)))


def _days(days: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> pa.BinaryArray:
    """The fields `days` and `last_on` of rows with as many days from each start."""
    order = np.argsort(sizes, kind="stable")
    bounds = np.flatnonzero(np.diff(sizes[order])) + 1
    parts = [_fields(days[starts[rows][:, None] + np.arange(sizes[rows[0]])]) for rows in np.split(order, bounds)]
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return pa.concat_arrays(parts).take(pa.array(places))


def _fields(days: np.ndarray) -> pa.BinaryArray:
    """The same of rows with one number of days: an array of dates, and the last of them."""
    rows, number = days.shape
    cells = np.full((rows, 8 + 2 * number), 4, ">i4")  # the size of a date, before each
    cells[:, :6] = 20 + 8 * number, 1, 0, DATE, number, 1  # bytes; dimensions, nulls, type, length, first index
    cells[:, 7 : 7 + 2 * number : 2] = days
    cells[:, -1] = days[:, -1]
    return of_cells(cells.view(np.uint8))
