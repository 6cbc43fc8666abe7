"""Orders of a file under one number: told apart as stored ones are, by their customers and days (`warehouse.orders`).

An order is a customer's under a number. More than some days without a sale under it make the next sale another order;
what goes back belongs to the latest order before it. Lines that name nobody belong to the one customer of their number,
if it has one; else a number on another day is another order.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.dates.clocks import without_clock
from warehouse.orders import APART, APART_OF_GUESTS

NOBODY = -1
BETWEEN = "\x1f"  # of what an order may be told by: in no file's values


def apart(numbers: np.ndarray, buyers: np.ndarray, days: np.ndarray, sells: np.ndarray) -> np.ndarray:
    """n codes of numbers, codes of buyers (NOBODY for none), days (datetime64, NaT for none), whether rows sell -> n
    orders, counted from 0."""
    if not len(numbers):
        return np.zeros(0, np.int64)
    owners = _owners(numbers, buyers)
    dated = days.astype("datetime64[D]").astype(np.int64)
    unknown = np.isnat(days)
    dated[unknown] = np.iinfo(np.int64).min // 2  # with the first order of the number
    sells = sells & ~unknown
    rows = np.lexsort((~sells, dated, owners, numbers))
    number, owner, day, sale = numbers[rows], owners[rows], dated[rows], sells[rows]
    first = np.r_[True, (number[1:] != number[:-1]) | (owner[1:] != owner[:-1])]
    places = np.arange(len(rows))
    begins = np.maximum.accumulate(np.where(first, places, 0))
    before = np.r_[-1, np.maximum.accumulate(np.where(sale, places, -1))[:-1]]  # the last sale above
    gap = day - day[np.maximum(before, 0)]
    again = sale & (before >= begins) & (gap > np.where(owner == NOBODY, APART_OF_GUESTS, APART))
    orders = np.empty(len(rows), np.int64)
    orders[rows] = np.cumsum(first | again) - 1
    return orders


def _owners(numbers: np.ndarray, buyers: np.ndarray) -> np.ndarray:
    """The buyers; where a row names nobody, the one that its number has."""
    size = int(numbers.max()) + 1
    known = buyers != NOBODY
    least, most = np.full(size, np.iinfo(np.int64).max), np.full(size, NOBODY, np.int64)
    np.minimum.at(least, numbers[known], buyers[known])
    np.maximum.at(most, numbers[known], buyers[known])
    return np.where(~known & (least == most)[numbers], most[numbers], buyers)


def parts_of(columns: Mapping[str, pa.DictionaryArray]) -> tuple[pa.StringArray, pa.StringArray] | None:
    """The buyers and days of n rows, by name, as they stand there; None where a file has no numbers of orders."""
    if not {"invoice_no", "customer_id", "invoiced_at"} <= set(columns):
        return None
    buyers = columns["customer_id"].cast(pa.string())
    if "address" in columns:
        buyers = pc.binary_join_element_wise(buyers, columns["address"].cast(pa.string()), BETWEEN)
    return buyers, without_clock(columns["invoiced_at"]).cast(pa.string())


def keys_of(
    keys: pa.StringArray, parts: tuple[pa.StringArray, pa.StringArray] | None, again: Mapping[str, str]
) -> pa.StringArray:
    """The keys of the orders of n rows, where some numbers come `again`: what is told by -> key."""
    if parts is None or not again:
        return keys
    whole = pc.binary_join_element_wise(keys, *parts, BETWEEN).dictionary_encode()
    told = pa.array([again.get(each) for each in whole.dictionary.to_pylist()], pa.string())
    return pc.coalesce(told.take(whole.indices), keys)
