"""What a file lacks, made of what it has: moments of date and time, prices of totals, orders of moments."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.blanks import is_blank
from etl.values.dates.clocks import without_clock
from etl.values.numbers.decimals import MAX_INTEGER_DIGITS

_EXACT = 6  # a price times its quantity is the total to this many decimals
_MIDNIGHT = r"[T ]0?0:00(?::00(?:\.0+)?)?\s*$"
_FRACTION = r"^(\d+)\.0+$"
_TIME_SPELLINGS = (  # of a time of day alone: Excel's day zero, a whole hour, and digits without colons
    (r"^\s*\d{4}-\d\d-\d\d[T ]\s*", ""),
    (r"\.0+\s*$", ""),
    (r"^\s*(\d{1,2})\s*$", r"\1:00"),
    (r"^\s*(\d{1,2})(\d{2})\s*$", r"\1:\2"),
    (r"^\s*(\d{1,2})(\d{2})(\d{2})\s*$", r"\1:\2:\3"),
    (r"^\s*(\d):", r"0\1:"),
)


def joined_times(dates: pa.DictionaryArray, times: pa.DictionaryArray) -> pa.DictionaryArray:
    """n texts of a date and n of a time of day -> n texts of both."""
    rows, dates_, times_ = pairs(dates, times)
    for pattern, replacement in _TIME_SPELLINGS:
        times_ = pc.replace_substring_regex(times_, pattern, replacement)
    dates_ = pc.replace_substring_regex(dates_, _MIDNIGHT, "")
    texts = pc.utf8_trim_whitespace(pc.binary_join_element_wise(dates_, pc.utf8_trim_whitespace(times_), " "))
    return pa.DictionaryArray.from_arrays(rows, texts)


def whole_names(first: pa.DictionaryArray, last: pa.DictionaryArray) -> pa.DictionaryArray:
    """n first and n last names -> n names."""
    rows, given, family = pairs(first, last)
    both = pc.binary_join_element_wise(pc.utf8_trim_whitespace(given), pc.utf8_trim_whitespace(family), " ")
    return pa.DictionaryArray.from_arrays(rows, pc.utf8_trim_whitespace(both))


def numbered_orders(customers: pa.DictionaryArray, moments: pa.DictionaryArray) -> pa.DictionaryArray:
    """One order number a customer and moment, the same in every file; beginning with a date, it cancels nothing."""
    rows, customers_, moments_ = pairs(customers, moments)
    moments_ = pc.replace_substring_regex(moments_, _MIDNIGHT, "")
    return pa.DictionaryArray.from_arrays(
        rows, pc.utf8_trim_whitespace(pc.binary_join_element_wise(moments_, customers_, " "))
    )


def with_numbers(
    orders: pa.DictionaryArray, customers: pa.DictionaryArray, moments: pa.DictionaryArray
) -> pa.DictionaryArray:
    """n numbers of orders -> the same, and for those without one such as a customer and moment give."""
    blank = pc.equal(orders.dictionary, "").to_numpy(zero_copy_only=False)[orders.indices.to_numpy()]
    if not blank.any():
        return orders
    made = numbered_orders(customers, moments)
    codes = np.where(blank, len(orders.dictionary) + made.indices.to_numpy(), orders.indices.to_numpy())
    both = pa.concat_arrays([orders.dictionary, made.dictionary])
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), both)


def with_parts(numbers: pa.DictionaryArray, parts: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """n numbers of orders, and what they are told apart by besides, a day or a till -> n numbers: `7 2024-05-06`.

    A line below its order's first may leave them blank.
    """
    made = _mapped(numbers, lambda texts: pc.replace_substring_regex(texts, _FRACTION, r"\1"))
    for part in parts:
        rows, number, day = pairs(made, without_clock(_down(part, numbers)))
        both = pc.binary_join_element_wise(number, day, " ")
        texts = pc.if_else(pc.equal(number, ""), "", pc.utf8_trim_whitespace(both))
        made = pa.DictionaryArray.from_arrays(rows, texts)
    return made


def _down(part: pa.DictionaryArray, numbers: pa.DictionaryArray) -> pa.DictionaryArray:
    """A column with each blank filled from the row above, where that has the same number."""
    blank = is_blank(part.dictionary).to_numpy(zero_copy_only=False)[part.indices.to_numpy()]
    if not blank.any():
        return part
    orders = numbers.indices.to_numpy()
    goes_on = np.r_[False, blank[1:] & (orders[1:] == orders[:-1])]
    above = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(blank))))
    return pa.DictionaryArray.from_arrays(part.indices.take(pa.array(above)), part.dictionary)


def _mapped(column: pa.DictionaryArray, change: Callable[[pa.StringArray], pa.StringArray]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(column.indices, change(pc.utf8_trim_whitespace(column.dictionary)))


def lines_of(
    totals: pa.DictionaryArray, quantities: pa.DictionaryArray | None
) -> tuple[pa.DictionaryArray, pa.DictionaryArray, np.ndarray]:
    """n totals and n quantities, if any -> (n quantities, n prices, n booleans: the price fits its column).

    Without a quantity, and for a quantity of nothing, it is one. Money that goes back (a negative total or quantity) is
    a negative quantity at a positive price. Quantity times price is the total to the sixth decimal, or exactly.
    """
    if quantities is None:
        quantities = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(totals), np.int32)), pa.array(["1"]))
    rows, totals_, quantities_ = pairs(totals, quantities)
    lines = [_line(total, pieces) for total, pieces in zip(totals_.to_pylist(), quantities_.to_pylist(), strict=True)]
    fits = np.array([len(line[1].partition(".")[0]) <= MAX_INTEGER_DIGITS for line in lines], bool)
    pieces = pa.array([line[0] for line in lines], pa.string())
    prices = pc.if_else(pa.array(fits), pa.array([line[1] for line in lines], pa.string()), "0")
    made = (pa.DictionaryArray.from_arrays(rows, values) for values in (pieces, prices))
    return (*made, fits[rows.to_numpy()])


def pairs(one: pa.DictionaryArray, other: pa.DictionaryArray) -> tuple[pa.Array, pa.StringArray, pa.StringArray]:
    """Two columns -> (which distinct pair each row has: int32; the first values of the pairs; the second ones)."""
    width = max(len(other.dictionary), 1)
    both = one.indices.to_numpy().astype(np.int64) * width + other.indices.to_numpy()
    distinct, rows = np.unique(both, return_inverse=True)
    first, second = one.dictionary.take(pa.array(distinct // width)), other.dictionary.take(pa.array(distinct % width))
    return pa.array(rows.astype(np.int32)), first, second


def _line(total: str, pieces: str) -> tuple[str, str]:
    amount, count = Decimal(total), Decimal(pieces) or Decimal(1)
    sign = "-" if amount < 0 or count < 0 else ""
    amount, count = abs(amount), abs(count)
    price = amount / count
    if price * count != amount or price != round(price, 8):
        price = round(price, _EXACT + len(str(int(count))))
    return sign + plain(count), plain(price)


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def known_by_address(
    customers: pa.DictionaryArray, addresses: pa.DictionaryArray, numbers: Mapping[str, str]
) -> pa.DictionaryArray:
    """n customers, '' for nobody, and n addresses -> n customers, by their address where they have no number."""
    nobody = pc.equal(customers.dictionary, "").to_numpy(zero_copy_only=False)[customers.indices.to_numpy()]
    if not nobody.any():
        return customers
    people = pa.array([numbers.get(each, each) for each in addresses.dictionary.to_pylist()], pa.string())
    codes = np.where(nobody, len(customers.dictionary) + addresses.indices.to_numpy(), customers.indices.to_numpy())
    both = pa.concat_arrays([customers.dictionary, people])
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), both)
