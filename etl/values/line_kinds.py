"""What kind of line each is: a sale, a return, free of charge or an adjustment.

A line with a price is a return where its quantity is below zero or its order is cancelled: by a leading C, or the
letters of credit notes, of its number, by a column that says so, or by a type of record that takes something back. A
discount that is a line of its own, a voucher say, is an adjustment: what it takes off is off the other lines of its
order (see `recognition.whole_file.vouchers`).
"""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import ENDED, NAMES
from etl.values.discounts import are_called_discounts, name_discounts
from etl.values.order_corrections import spread
from etl.values.reading import CANCELLED, Reading
from etl.values.records.orders_apart import keys_of, parts_of
from etl.values.statuses import bad_debts, name_taxes
from warehouse.schema import KINDS

SALE, RETURN, FREE, ADJUSTMENT = range(len(KINDS))


def with_kind(
    columns: dict[str, pa.DictionaryArray], reading: Reading
) -> tuple[dict[str, pa.DictionaryArray], np.ndarray, np.ndarray]:
    """Add `kind`, and turn the quantity of what is cancelled or goes back negative where the file has it positive.

    Second, which rows are vouchers; third, which are sales of which all went back: bool.
    """
    cancelled = _per_row(columns["invoice_no"], lambda values: pc.match_substring_regex(values, CANCELLED))
    cancelled = (cancelled & reading.c_cancels) | reading.all_back
    if reading.credits:
        begins = rf"^(?:{'|'.join(reading.credits)})[-_/ .]?\d"
        cancelled |= _per_row(columns["invoice_no"], lambda values: pc.match_substring_regex(values, begins))
    off, gone = _ended(columns)
    if "is_return" in columns:
        cancelled |= _per_row(columns.pop("is_return"), lambda values: pc.equal(values, "back"))
    less = np.zeros(len(off), bool)
    if "type" in columns:
        types = columns.pop("type")
        nothing = _per_row(types, lambda values: pc.equal(values, "off"))
        back = _per_row(types, lambda values: pc.equal(values, "back"))
        less = _per_row(types, lambda values: pc.equal(values, "less"))
        columns = columns | _turned(columns, back & _below_nothing(columns))
        cancelled |= back
        columns["quantity"] = _where(nothing, "0", columns["quantity"])  # else a view hides the sale at the same time
        off |= nothing
    off |= _per_row(columns["description"], bad_debts) | _per_row(columns["description"], name_taxes)
    vouchers = _vouchers(columns, less) & ~(cancelled | off)
    if reading.corrections.vouchers:
        left = spread(columns["unit_price"], _orders(columns, reading), reading.corrections.vouchers)
        columns = columns | {"unit_price": _either(vouchers | off, columns["unit_price"], left)}
    quantity, price = _signs(columns["quantity"]), _signs(columns["unit_price"])
    off |= gone & (price == 0)  # what went back came to cannot be told
    kind = np.select(
        [off | vouchers, price == 0, (price > 0) & ((quantity < 0) | cancelled), (price > 0) & (quantity > 0)],
        [ADJUSTMENT, FREE, RETURN, SALE],
        ADJUSTMENT,
    )
    kinds = pa.DictionaryArray.from_arrays(pa.array(kind.astype(np.int32)), pa.array(KINDS))
    turned = (kind == RETURN) & (quantity > 0)
    columns = {name: columns[name] for name in NAMES}
    columns |= {"quantity": _negated(columns["quantity"], turned), "kind": kinds}
    return columns, vouchers, gone & (kind == SALE)


def _orders(columns: Mapping[str, pa.DictionaryArray], reading: Reading) -> pa.DictionaryArray:
    """What tells the orders of the rows apart."""
    if not (again := reading.corrections.voucher_orders):
        return columns["invoice_no"]
    return keys_of(columns["invoice_no"].cast(pa.string()), parts_of(columns), again).dictionary_encode()


def _ended(columns: dict[str, pa.DictionaryArray]) -> tuple[np.ndarray, np.ndarray]:
    """Which rows no sale came of, and which went back, by columns that are taken out of `columns`.

    A moment at which an order was cancelled or refunded says so, unless its status says that this was a part of it.
    """
    off, back, parts = (np.zeros(len(columns["invoice_no"]), bool) for _ in range(3))
    if "status" in columns:
        parts = _per_row(columns["status"], lambda values: pc.equal(values, "part"))
    for name in ("status", "returned", *ENDED):
        if name in columns:
            column, whole = columns.pop(name), ~parts if name in ENDED else ~np.zeros(len(off), bool)
            off |= _per_row(column, lambda values: pc.equal(values, "off")) & whole
            back |= _per_row(column, lambda values: pc.equal(values, "back")) & whole
    return off, back & ~off


def _vouchers(columns: Mapping[str, pa.DictionaryArray], less: np.ndarray) -> np.ndarray:
    """Which rows take a discount off their order: those of amounts below nothing that are called so, or are `less`.

    So many pieces less at a price may be goods that came back, so that their name has to be that of a discount."""
    priced, counted = _below_nothing(columns), _pieces_less(columns)
    found = less & (priced | counted)
    for rows, test in ((priced, name_discounts), (counted, are_called_discounts)):
        for name in ("description", "stock_code"):
            found |= _in_rows(rows, columns[name], test)
    return found


def _in_rows(
    rows: np.ndarray, column: pa.DictionaryArray, test: Callable[[pa.StringArray], pa.BooleanArray]
) -> np.ndarray:
    """A test of the values of some rows (bool), no other value being looked at: bool for each row."""
    if not rows.any():
        return rows
    codes, at = np.unique(column.indices.to_numpy()[rows], return_inverse=True)
    found = np.zeros(len(rows), bool)
    found[rows] = test(column.dictionary.take(pa.array(codes))).to_numpy(zero_copy_only=False)[at]
    return found


def _below_nothing(columns: Mapping[str, pa.DictionaryArray]) -> np.ndarray:
    """Rows of pieces at a price below zero."""
    return (_signs(columns["unit_price"]) < 0) & (_signs(columns["quantity"]) > 0)


def _pieces_less(columns: Mapping[str, pa.DictionaryArray]) -> np.ndarray:
    """Rows of fewer pieces than none at a price."""
    return (_signs(columns["unit_price"]) > 0) & (_signs(columns["quantity"]) < 0)


def _turned(columns: dict[str, pa.DictionaryArray], rows: np.ndarray) -> dict[str, pa.DictionaryArray]:
    """Prices below zero of these rows as so many pieces less."""
    return {name: _negated(columns[name], rows) for name in ("quantity", "unit_price")}


def _signs(column: pa.DictionaryArray) -> np.ndarray:
    """-1, 0 or 1 for each row of plain decimals."""
    negative = _per_row(column, lambda values: pc.starts_with(values, "-"))
    return np.where(negative, -1, np.where(_per_row(column, lambda values: pc.equal(values, "0")), 0, 1))


def _per_row(column: pa.DictionaryArray, test: Callable[[pa.StringArray], pa.BooleanArray]) -> np.ndarray:
    """A test of values, for each row: bool."""
    return test(column.dictionary).to_numpy(zero_copy_only=False)[column.indices.to_numpy()]


def _negated(column: pa.DictionaryArray, rows: np.ndarray) -> pa.DictionaryArray:
    if not rows.any():
        return column
    values = column.dictionary
    negative = pc.replace_substring_regex(pc.binary_join_element_wise("-", values, ""), "^--|^-(0)$", r"\1")
    indices = column.indices.to_numpy() + np.where(rows, len(values), 0)
    both = pa.concat_arrays([values, negative])
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), both)


def _where(rows: np.ndarray, value: str, column: pa.DictionaryArray) -> pa.DictionaryArray:
    """A column with this value in these rows (bool)."""
    indices = np.where(rows, len(column.dictionary), column.indices.to_numpy()).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.concat_arrays([column.dictionary, pa.array([value])]))


def _either(rows: np.ndarray, one: pa.DictionaryArray, other: pa.DictionaryArray) -> pa.DictionaryArray:
    """The first column in these rows (bool), the second one in all others."""
    indices = np.where(rows, one.indices.to_numpy(), len(one.dictionary) + other.indices.to_numpy())
    both = pa.concat_arrays([one.dictionary, other.dictionary])
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32)), both)
