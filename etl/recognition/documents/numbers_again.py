"""Numbers of orders that come back in a file, with another customer or long after: which rows are which order's."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.recognition.head.first_rows import Head
from etl.values.blanks import is_guest
from etl.values.dates.dates import DateOrder, parse_dates
from etl.values.dates.month_names import ANY
from etl.values.reading import Reading
from etl.values.records.orders_apart import BETWEEN, NOBODY, apart, parts_of
from etl.values.rules import RULES

ORDERED = ("invoice_no", "customer_id", "address", "invoiced_at")  # what an order is told by, of the names of columns
_ORDERS: tuple[DateOrder, ...] = ("mdy", "dmy")
SOLD = "sold"
_HALF, _CENT = 0.5, 0.0101
TOLD_BY = ("order", "buyer", "day")  # the same, of gathered sums


def with_orders_apart(head: Head, where: Mapping[str, int], totals: Sequence[int]) -> Head:
    """The first rows, an order's number being another one for each order of it; while the file has not told whether the
    month or the day comes first, as the fewer orders have it. `totals` are columns of orders' own: see below."""
    if not set(ORDERED) - {"address"} <= set(where) or not head.columns:
        return head
    order, people, dates = (head.columns[where[name]] for name in ("invoice_no", "customer_id", "invoiced_at"))
    if not head.repeats(where["invoice_no"]) or not dates.is_date:
        return head
    numbers = order.codes.astype(np.int64)
    nobody = is_guest(people.data.dictionary).to_numpy(zero_copy_only=False)[people.codes]
    buyers = np.where(nobody, NOBODY, people.codes.astype(np.int64))
    read = [parse_dates(dates.data.dictionary, way, months=ANY) for way in _ORDERS]
    most = max(good.sum() for _, good in read)
    days = [np.where(good, moments, np.datetime64("NaT"))[dates.codes] for moments, good in read if good.sum() == most]
    sells = np.ones(len(numbers), bool)
    found = min((apart(numbers, buyers, each, sells) for each in days), key=np.max)
    amounts = [values for at in totals if (values := head.columns[at].numbers) is not None]
    if _repeat(amounts, numbers, found):
        found = apart(numbers, buyers, np.full(len(numbers), np.datetime64("NaT")), sells)
    back = _differ(numbers, found)[numbers]
    if not back.any():
        return head
    texts = order.data.cast(pa.string())
    named = pc.binary_join_element_wise(texts, pa.array(found.astype(str), pa.string()), " ")
    return head.with_column(where["invoice_no"], pc.if_else(pa.array(back), named, texts).dictionary_encode())


def told_by(columns: Mapping[int, pa.DictionaryArray], where: Mapping[str, int]) -> dict[str, pa.StringArray]:
    """The buyers and days of some rows, as they stand there; nothing where the file has no numbers of orders."""
    named = {name: columns[where[name]] for name in ORDERED if name in where and where[name] in columns}
    return dict(zip(TOLD_BY[1:], parts_of(named) or (), strict=False))


def one_key_an_order(sums: pa.Table, reading: Reading, totals: Sequence[str] = ()) -> tuple[pa.Table, dict[str, str]]:
    """Sums of what rows are told by -> the same, `order` being another one for each order; and, of numbers that come
    back: what is told by -> that key.

    `totals` are orders' own, of which `_max` and `_min` are known: rows that repeat one are of one order, as
    instalments are that are paid month by month.
    """
    if "buyer" not in sums.column_names:
        return sums, {}
    told = [sums[name].combine_chunks().dictionary_encode() for name in TOLD_BY]
    numbers, buyers, days = (each.indices.to_numpy().astype(np.int64) for each in told)
    several = _differ(numbers, buyers) | _differ(numbers, days)
    rows = np.flatnonzero(several[numbers])
    if not len(rows):
        return sums, {}
    people, dates = _buyers(told[1].dictionary, reading), _days(told[2].dictionary, reading)
    sells = sums[SOLD].to_numpy()[rows] > 0
    moments = dates[days[rows]]
    orders = apart(numbers[rows], people[buyers[rows]], moments, sells)
    amounts = [sums[f"{name}_{part}"].to_numpy()[rows] for name in totals for part in ("max", "min")]
    if _repeat(amounts, numbers[rows], orders):
        orders = apart(numbers[rows], people[buyers[rows]], np.full(len(rows), np.datetime64("NaT")), sells)
    back = _differ(numbers[rows], orders)[numbers[rows]]
    rows, orders = rows[back], orders[back]
    _, first, which = np.unique(orders, return_index=True, return_inverse=True)
    texts = [
        each.dictionary.take(pa.array(codes[rows])) for each, codes in zip(told, (numbers, buyers, days), strict=True)
    ]
    named = pc.binary_join_element_wise(*texts, " ").take(pa.array(first)).to_pylist()
    keys = [named[order].replace(BETWEEN, " ").strip() for order in which.tolist()]
    again = dict(zip(pc.binary_join_element_wise(*texts, BETWEEN).to_pylist(), keys, strict=True))
    whole = np.array(sums["order"].to_pylist(), dtype=object)
    whole[rows] = keys
    return sums.set_column(sums.column_names.index("order"), "order", pa.array(whole, pa.string())), again


def _repeat(totals: Sequence[np.ndarray], numbers: np.ndarray, orders: np.ndarray) -> bool:
    """Whether most numbers that come back do so with the same totals, of which there are any."""
    again = _differ(numbers, orders)
    if not totals or not again.any():
        return False
    others = np.logical_or.reduce([_spread(numbers, each, len(again)) for each in totals])
    return bool(others[again].mean() < _HALF)


def _spread(groups: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Of each group (a code), whether its rows have different amounts, nan being none: bool."""
    least, most = np.full(size, np.inf), np.full(size, -np.inf)
    np.fmin.at(least, groups, values)
    np.fmax.at(most, groups, values)
    return np.asarray(most - least > _CENT)


def _differ(groups: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Of each group (a code), whether its rows have different values: bool."""
    size = int(groups.max(initial=-1)) + 1
    least, most = np.full(size, np.iinfo(np.int64).max), np.full(size, -1, np.int64)
    np.minimum.at(least, groups, values)
    np.maximum.at(most, groups, values)
    return least < most


def _buyers(raw: pa.StringArray, reading: Reading) -> np.ndarray:
    """n buyers as they stand there -> n codes of customers, NOBODY for guests."""
    pairs = [text.partition(BETWEEN) for text in raw.to_pylist()]
    people, _ = RULES["customer_id"](pa.array([one[0] for one in pairs], pa.string()), reading)
    addresses, _ = RULES["address"](pa.array([one[2] for one in pairs], pa.string()), reading)
    known = [reading.numbers.get(each, each) for each in addresses.to_pylist()]
    codes = pc.if_else(pc.equal(people, ""), pa.array(known, pa.string()), people).dictionary_encode()
    nobody = pc.equal(codes.dictionary, "").to_numpy(zero_copy_only=False)[codes.indices.to_numpy()]
    return np.where(nobody, NOBODY, codes.indices.to_numpy().astype(np.int64))


def _days(raw: pa.StringArray, reading: Reading) -> np.ndarray:
    """n dates as they stand there -> datetime64[D], NaT for what is none."""
    moments, wrong = RULES["invoiced_at"](raw, reading)
    days = np.array([text[:10] for text in moments.to_pylist()], "datetime64[D]")
    return np.where(wrong == 0, days, np.datetime64("NaT"))
