"""Columns that the numbers tell: pieces that make a total of a price, sums that go along with what lines come to, and
money that no name and no arithmetic explains, as large as what these come to."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.names.hints import has_word, is_payment, never_counts, says
from etl.names.labels import quoted
from etl.recognition.head.first_rows import Column, Head
from etl.values.statuses import are_flags
from wording.counts import counted as number_of
from wording.counts import the_first

_CENT = 0.011
_ROUNDED = 0.0051  # of a price, which its quantity multiplies
_MOSTLY = 0.95  # of the rows
_LEAST = 3  # rows that are no single pieces, for a proof
_MANY = 10  # rows or orders that a likeness needs
_ALIKE = 0.9  # correlation from which one sum goes along with another
_HALF = 0.5  # of what lines come to, below which a sum is a part of it, such as a tax
_OTHERS = ("price", "not_amount", "returns")  # what has its own sentence, or is another amount
_SMALLEST, _LARGEST = 0.2, 10.0  # times what lines or orders come to, by their medians
_FEWEST = 3  # different values
_OTHER_THINGS = ("numbering", "calendar", "person", "not_amount", "not_date")  # in whole words
_OTHER_AMOUNTS = ("price", "returns")  # which have sentences of their own, or are other prices


def proven_pieces(head: Head, price: int, counts: Sequence[int], amounts: Sequence[int]) -> list[tuple[int, int]]:
    """Columns of counts that make another amount of the price, and that amount."""
    found = []
    for count in counts:
        made = _times(head, price, count)
        pieces = head.columns[count].numbers
        several = None if pieces is None else np.nan_to_num(pieces) > 1
        if made is None or several is None or several.sum() < _LEAST:
            continue
        equal = [at for at in amounts if at not in (price, count) and _equal(head.columns[at].numbers, made, several)]
        found += [(count, at) for at in equal[:1]]
    return found


def proof(header: Sequence[str], where: Mapping[str, int], head: Head, pieces: int) -> str:
    """Why a column was taken for the quantity, in a sentence; '' where no amount of the file proves it."""
    price = where["unit_price"]
    amounts = [at for at in range(len(header)) if at not in (price, pieces) and head.columns[at].numbers is not None]
    found = proven_pieces(head, price, [pieces], amounts)
    if not found:
        return ""
    rows = len(head.columns[price].codes)
    return (
        f"{header[pieces]} was taken for the quantity: {header[price]} times {header[pieces]} is "
        f"{header[found[0][1]]} in {the_first(rows, 'row')}. If it multiplies nothing, load with "
        f"--map total={quoted(header[price])}."
    )


def following(header: Sequence[str], where: Mapping[str, int], head: Head, free: Sequence[int]) -> Iterator[str]:
    """A sentence for each column of money that goes along with what lines or orders come to, and is not counted."""
    if "unit_price" not in where or "total" in where:
        return
    made = _times(head, where["unit_price"], where.get("quantity"))
    if made is None:
        return
    counted = " times ".join(header[where[name]] for name in ("unit_price", "quantity") if name in where)
    for at in free:
        column = head.columns[at]
        if (
            not column.is_money
            or column.is_date
            or never_counts(header[at])
            or is_paid_in_part(header, where, head, at)
            or any(says(header[at], words) for words in _OTHERS)
            or is_other_side(header, where, at)
        ):
            continue
        numbers, of_order = column.numbers, is_of_order(head, where, at)
        assert numbers is not None
        sums, values = _by_order(head, where, made, numbers) if of_order else (made, numbers)
        how = _how(sums, values, head.columns[where["unit_price"]].numbers, "quantity" in where, of_order)
        if how:
            yield _sentence(header[at], how, of_order, counted, values, sums)


def _sentence(label: str, how: str, of_order: bool, counted: str, values: np.ndarray, sums: np.ndarray) -> str:
    owner = f"what the lines of {number_of(len(values), 'order')} come to" if of_order else counted
    start = (
        f"{label} ({np.nansum(values):,.2f} in {the_first(len(values), 'order' if of_order else 'row')}) {how} "
        f"{owner}, and is not counted: {counted} is ({np.nansum(sums):,.2f}). "
    )
    if of_order:
        return start + f"To count it, once an order, load with --map order_total={quoted(label)}."
    return start + f"To count it, load with --map total={quoted(label)}."


def is_other_side(header: Sequence[str], where: Mapping[str, int], at: int) -> bool:
    """Whether an amount is what counts without its tax, which has a sentence of its own."""
    counted = header[where["unit_price"]] if "unit_price" in where else header[where.get("total", at)]
    return says(header[at], "net") and says(counted, "gross")


def _how(sums: np.ndarray, values: np.ndarray, price: np.ndarray | None, pieces: bool, of_order: bool) -> str:
    """In which way values go along with sums, in words; '' where they do not."""
    usable = ~np.isnan(sums) & ~np.isnan(values) & (np.abs(sums) > _CENT)
    sums, values = sums[usable], values[usable]
    if len(sums) < _LEAST or np.ptp(sums) == 0:
        return ""
    times = float(np.median(values / sums))
    if times < _HALF:
        return ""
    if np.mean(np.abs(values - times * sums) <= _CENT + np.abs(sums) * 0.001) >= _MOSTLY:
        return "" if abs(times - 1) < 0.0005 else f"is {times:.4g} times"
    if len(sums) < _MANY or not pieces or np.ptp(values) == 0 or times > 1 / _HALF:
        return ""
    alike = np.corrcoef(sums, values)[0, 1]
    if not of_order and price is not None:
        prices = price[usable]
        if np.ptp(prices) > 0 and np.corrcoef(prices, values)[0, 1] >= alike:  # a price of another kind
            return ""
    return "goes along with" if alike >= _ALIKE else ""


def is_paid_in_part(header: Sequence[str], where: Mapping[str, int], head: Head, at: int) -> bool:
    """Whether a column is of payments, some of which are less than what was sold."""
    paid, made = head.columns[at].numbers, made_by_row(where, head)
    if paid is None or made is None or not is_payment(header[at]) or says(header[at], "numbering"):
        return False
    return bool((np.nan_to_num(paid) < np.nan_to_num(made) - _CENT).any())


def is_of_order(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a column says the same on all lines of an order, of which there are several."""
    order = where.get("invoice_no")
    return order is not None and head.repeats(order) and head.determines(order, at)


def made_by_row(where: Mapping[str, int], head: Head) -> np.ndarray | None:
    """What each row comes to; None where that cannot be told."""
    if "unit_price" in where:
        return _times(head, where["unit_price"], where.get("quantity"))
    return head.columns[where["total"]].numbers if "total" in where else None


def made_by_order(where: Mapping[str, int], head: Head, made: np.ndarray) -> np.ndarray:
    """What each order comes to by its rows."""
    return np.bincount(head.columns[where["invoice_no"]].codes, np.nan_to_num(made))


def once_an_order(head: Head, where: Mapping[str, int], numbers: np.ndarray) -> np.ndarray:
    """The value of each order."""
    _, first = np.unique(head.columns[where["invoice_no"]].codes, return_index=True)
    return numbers[first]


def _by_order(
    head: Head, where: Mapping[str, int], made: np.ndarray, numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What each order comes to by its lines, and its value."""
    _, first, orders = np.unique(head.columns[where["invoice_no"]].codes, return_index=True, return_inverse=True)
    return np.bincount(orders, np.nan_to_num(made)), numbers[first]


def _times(head: Head, price: int, count: int | None) -> np.ndarray | None:
    prices = head.columns[price].numbers
    pieces = None if count is None else head.columns[count].numbers
    if prices is None or count is None:
        return prices
    return None if pieces is None else prices * pieces


def _equal(given: np.ndarray | None, made: np.ndarray, several: np.ndarray) -> bool:
    if given is None:
        return False
    close = np.abs(given - made) <= _CENT
    usable = ~np.isnan(given) & ~np.isnan(made)
    return bool(usable.any() and close[usable].mean() >= _MOSTLY and close[several & usable].mean() >= _MOSTLY)


def looks_like_money(header: Sequence[str], where: Mapping[str, int], head: Head, at: int) -> bool:
    """Whether somebody may think that a column is what was paid: by its values, its name or its size."""
    label, column = header[at], head.columns[at]
    made = made_by_row(where, head)
    if made is None or column.numbers is None or column.is_date or column.is_count or len(column.values) < _FEWEST:
        return False
    if never_counts(label) or is_paid_in_part(header, where, head, at):
        return False
    if are_flags(column.values) or any(has_word(label, what) for what in _OTHER_THINGS):
        return False
    other = is_other_side(header, where, at) or says(label, "not_sum") or says(label, "refund", "orders")
    if other or any(says(label, what) for what in _OTHER_AMOUNTS):
        return False
    if not (
        column.is_money or says(label, "sum") or says(label, "worth") or _as_whole_as_prices(label, where, head, column)
    ):
        return False
    sums = made_by_order(where, head, made) if is_of_order(head, where, at) else made
    size, usual = _median(column.numbers), _median(sums)
    return usual > 0 and _SMALLEST <= size / usual <= _LARGEST


def _as_whole_as_prices(label: str, where: Mapping[str, int], head: Head, column: Column) -> bool:
    """Whether whole numbers may be money, as prices are whole too, and a name says of nothing else that it is."""
    amounts = head.columns[where.get("unit_price", where.get("total", -1))]
    unique = len(column.values) == len(column.codes)
    return not (amounts.is_money or unique or says(label, "not_customer") or says(label, "linking"))


def _median(values: np.ndarray) -> float:
    known = np.abs(values[np.nan_to_num(values) != 0])
    return float(np.median(known)) if len(known) else 0.0
