"""What reconciling orders found, applied to their lines: discounts taken off prices, refunds as returns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import NAMES
from etl.values.derived import lines_of, pairs, plain
from etl.values.order_amounts import Amount

_PLACES = Decimal("1e-12")  # of a price: an order of a million comes to its total to the cent


@dataclass(frozen=True)
class Corrections:
    """What is changed of the lines of orders, by the orders' keys (see `order_amounts.order_keys`)."""

    parts: Mapping[str, str] = field(default_factory=dict)  # what is left of each price
    refunds: Mapping[str, str] = field(default_factory=dict)  # what went back of each order
    refund_label: str = ""
    off_lines: tuple[Amount, ...] = ()  # that are taken off their own lines
    back_lines: tuple[Amount, ...] = ()  # that say what went back, where they stand
    back_orders: frozenset[str] = frozenset()  # orders of which such an amount is the whole order's
    vouchers: Mapping[str, str] = field(default_factory=dict)  # what they leave of each price, by their orders' keys
    # Of orders whose number comes back: what they are told by, as it came and clean -> key (see `orders_apart`).
    again: Mapping[str, str] = field(default_factory=dict)
    voucher_orders: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.parts or self.refunds or self.off_lines or self.vouchers)


@dataclass(frozen=True)
class Back:
    """What of n rows came back: all of it (bool), or as many pieces as stand in these columns, in plain decimals."""

    whole: np.ndarray | None = None
    pieces: Sequence[pa.DictionaryArray] = ()


def spread(prices: pa.DictionaryArray, orders: pa.DictionaryArray, parts: Mapping[str, str]) -> pa.DictionaryArray:
    """n prices and the orders they belong to -> n prices, of which that part is left that is left of their order."""
    of_each = pa.array([parts.get(order, "1") for order in orders.dictionary.to_pylist()], pa.string())
    left = pa.DictionaryArray.from_arrays(orders.indices, of_each)
    rows, before, after = pairs(prices, left)
    made = [
        price if part == "1" else plain((Decimal(price) * Decimal(part)).quantize(_PLACES))
        for price, part in zip(before.to_pylist(), after.to_pylist(), strict=True)
    ]
    return pa.DictionaryArray.from_arrays(rows, pa.array(made, pa.string()))


def part_left(lines: float, off: float) -> str:
    """What is left of each price where so much is taken off lines that come to so much, as a plain decimal."""
    whole = Decimal(str(round(lines, 6)))
    return plain(((whole - cents(off)) / whole).max(Decimal(0)).quantize(Decimal("1e-24")))


def cents(amount: float) -> Decimal:
    """An amount that was added up in floating point, exactly."""
    return Decimal(str(round(amount, 4)))


def less(prices: pa.DictionaryArray, quantities: pa.DictionaryArray, amounts: pa.DictionaryArray) -> pa.DictionaryArray:
    """n prices, quantities and amounts to be taken off the lines (plain decimals of any sign) -> n prices."""
    rows, before, pieces = pairs(prices, quantities)
    lines = [
        Decimal(price) * Decimal(count) for price, count in zip(before.to_pylist(), pieces.to_pylist(), strict=True)
    ]
    made = pa.DictionaryArray.from_arrays(rows, pa.array([plain(line) for line in lines], pa.string()))
    both, totals, off = pairs(made, amounts)
    left = [
        plain((Decimal(line) - abs(Decimal(part))).max(Decimal(0))) if Decimal(line) > 0 else line
        for line, part in zip(totals.to_pylist(), off.to_pylist(), strict=True)
    ]
    after = pa.DictionaryArray.from_arrays(both, pa.array(left, pa.string()))
    _, priced, _ = lines_of(after, quantities)
    changed = np.array([Decimal(text) != 0 for text in amounts.dictionary.to_pylist()], bool)[
        amounts.indices.to_numpy()
    ]
    codes = np.where(changed, len(prices.dictionary) + priced.indices.to_numpy(), prices.indices.to_numpy())
    values = pa.concat_arrays([prices.dictionary, priced.dictionary])
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)


def fewer(pieces: pa.DictionaryArray, back: pa.DictionaryArray) -> pa.DictionaryArray:
    """n quantities and as many of pieces that were called off -> n quantities without these."""
    rows, before, less_ = pairs(pieces, back)
    both = zip(before.to_pylist(), less_.to_pylist(), strict=True)
    left = [
        plain((Decimal(all_) - abs(Decimal(some))).max(Decimal(0))) if Decimal(all_) > 0 else all_
        for all_, some in both
    ]
    return pa.DictionaryArray.from_arrays(rows, pa.array(left, pa.string()))


def tell_once(columns: dict[str, pa.DictionaryArray], orders: pa.StringArray, told: Iterable[str]) -> None:
    """Leave out, in `columns`, what says that orders went back of which rows of their own tell it; `orders` are those
    of the rows."""
    known = pc.is_in(orders, pa.array(list(told), pa.string()))
    for name in ("status", "returned", "refunded_at"):
        if name in columns:
            said = columns[name].cast(pa.string())
            columns[name] = pc.if_else(pc.and_(known, pc.equal(said, "back")), "", said).dictionary_encode()


def told_by_amounts(
    flags: pa.DictionaryArray,
    orders: pa.StringArray,
    corrections: Corrections,
    amounts: Callable[[Amount], pa.DictionaryArray],
) -> pa.DictionaryArray:
    """n words of whether a row went back -> n words, none for rows of which an amount says how much did: their own, or
    one of their whole order. `amounts` gives the plain decimals of one."""
    seen = orders.dictionary_encode()

    def among(keys: Iterable[str]) -> np.ndarray:
        found = pc.is_in(seen.dictionary, pa.array(list(keys), pa.string())).take(seen.indices)
        return np.asarray(found.to_numpy(zero_copy_only=False))

    own = _are_some([amounts(amount) for amount in corrections.back_lines], len(orders))
    known = among(corrections.back_orders) | (own & among(corrections.refunds))
    return pc.if_else(pa.array(known), "", flags.cast(pa.string())).dictionary_encode()


def told_by_pieces(flags: pa.DictionaryArray, pieces: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """n words of whether a row went back, pieces that did -> n words, none for rows of which pieces say how much."""
    known = pa.array(_are_some(pieces, len(flags)))
    return pc.if_else(known, "", flags.cast(pa.string())).dictionary_encode()


def _are_some(columns: Sequence[pa.DictionaryArray], rows: int) -> np.ndarray:
    """Which rows have something in one of these columns of plain decimals: bool."""
    found = np.zeros(rows, bool)
    for each in columns:
        some = pc.invert(pc.is_in(each.dictionary, pa.array(["0", ""]))).to_numpy(zero_copy_only=False)
        found |= some[each.indices.to_numpy()]
    return found


def refunds_of(
    columns: Mapping[str, pa.DictionaryArray],
    lines: np.ndarray,
    orders: pa.StringArray,
    due: dict[str, str],
    label: str,
) -> tuple[np.ndarray, dict[str, pa.DictionaryArray]]:
    """n clean rows, where they begin, their orders -> (m places below zero, m rows): one return an order with a refund.

    It stands beside the order's first row that is fit to be stored, wherever that is; `due` are the refunds of orders
    of which no such row has come yet, and loses these. A place is minus that of the row, to stay apart from the file's.
    """
    seen = orders.dictionary_encode()
    wanted = [due.pop(order, "") for order in seen.dictionary.to_pylist()]
    firsts = np.unique(seen.indices.to_numpy(), return_index=True)[1]
    rows = np.array(sorted(int(row) for order, row in enumerate(firsts) if wanted[order]), np.int64)
    taken = {name: columns[name].take(pa.array(rows)) for name in NAMES}
    taken["kind"] = columns["kind"].take(pa.array(rows))
    amounts = [wanted[order] for order in seen.indices.to_numpy()[rows]]
    made = {"quantity": "-1", "stock_code": "", "description": label, "kind": "return"}
    for name, value in made.items():
        taken[name] = pa.array([value] * len(rows), pa.string()).dictionary_encode()
    taken["unit_price"] = pa.array(amounts, pa.string()).dictionary_encode()
    return -lines[rows], taken


def returns_of(
    columns: Mapping[str, pa.DictionaryArray], back: Back
) -> tuple[np.ndarray, dict[str, pa.DictionaryArray]]:
    """n clean rows and what of them came back -> (which rows, ascending; as many): returns, at the rows' prices."""
    whole = np.zeros(len(columns["kind"]), bool) if back.whole is None else back.whole
    some = whole | _are_some(back.pieces, len(whole))
    sold = pc.equal(columns["kind"].dictionary, "sale").to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(some & sold[columns["kind"].indices.to_numpy()])
    sizes = [Decimal(text) for text in columns["quantity"].take(pa.array(rows)).to_pylist()]
    parts = [each.take(pa.array(rows)).to_pylist() for each in back.pieces]
    counted = [sum((abs(Decimal(text)) for text in texts), Decimal(0)) for texts in zip(*parts, strict=True)]
    counted = counted or [Decimal(0)] * len(rows)
    gone = [size if all_ else min(size, some) for size, all_, some in zip(sizes, whole[rows], counted, strict=True)]
    rows = rows[np.array([count > 0 for count in gone], bool)]
    taken = {name: columns[name].take(pa.array(rows)) for name in NAMES}
    texts = [f"-{plain(count)}" for count in gone if count > 0]
    taken["quantity"] = pa.array(texts, pa.string()).dictionary_encode()
    taken["kind"] = pa.array(["return"] * len(rows), pa.string()).dictionary_encode()
    return rows, taken
