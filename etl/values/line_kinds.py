"""What kind of line each is: a sale, a return, free of charge or an adjustment.

A line with a price is a return where its quantity is below zero or its order is cancelled: by a leading C, or the
letters of credit notes, of its number, by a column that says so, or by a type of record that takes something back. A
discount that is a line of its own, with a price below zero, takes its amount back, so that the order's own total comes
out net of returns.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import ENDED, NAMES
from etl.values.discounts import name_discounts
from etl.values.reading import CANCELLED, Reading
from etl.values.statuses import bad_debts, name_taxes
from warehouse.schema import KINDS

SALE, RETURN, FREE, ADJUSTMENT = range(len(KINDS))


def with_kind(columns: dict[str, pa.DictionaryArray], reading: Reading) -> dict[str, pa.DictionaryArray]:
    """Add `kind`, and turn the quantity of what is cancelled or goes back negative where the file has it positive."""
    cancelled = _per_row(columns["invoice_no"], lambda values: pc.match_substring_regex(values, CANCELLED))
    cancelled = (cancelled & reading.c_cancels) | reading.all_back
    if reading.credits:
        begins = rf"^(?:{'|'.join(reading.credits)})[-_/ .]?\d"
        cancelled |= _per_row(columns["invoice_no"], lambda values: pc.match_substring_regex(values, begins))
    off = _called_off(columns)
    if "is_return" in columns:
        cancelled |= _per_row(columns.pop("is_return"), lambda values: pc.equal(values, "back"))
    if "type" in columns:
        types = columns.pop("type")
        nothing = _per_row(types, lambda values: pc.equal(values, "off"))
        back = _per_row(types, lambda values: pc.equal(values, "back"))
        less = back | _per_row(types, lambda values: pc.equal(values, "less"))
        columns = columns | _turned(columns, less & _below_nothing(columns))
        cancelled |= back
        columns["quantity"] = _where(nothing, "0", columns["quantity"])  # else a view hides the sale at the same time
        off |= nothing
    off |= _per_row(columns["description"], bad_debts) | _per_row(columns["description"], name_taxes)
    columns = _discounts_taken_back(columns, ~(cancelled | off))
    quantity, price = _signs(columns["quantity"]), _signs(columns["unit_price"])
    kind = np.select(
        [off, price == 0, (price > 0) & ((quantity < 0) | cancelled), (price > 0) & (quantity > 0)],
        [ADJUSTMENT, FREE, RETURN, SALE],
        ADJUSTMENT,
    )
    kinds = pa.DictionaryArray.from_arrays(pa.array(kind.astype(np.int32)), pa.array(KINDS))
    turned = (kind == RETURN) & (quantity > 0)
    columns = {name: columns[name] for name in NAMES}
    return columns | {"quantity": _negated(columns["quantity"], turned), "kind": kinds}


def _called_off(columns: dict[str, pa.DictionaryArray]) -> np.ndarray:
    """Which rows no sale came of, by columns that are taken out of `columns`.

    A moment at which an order was cancelled or refunded says so, unless its status says that this was a part of it.
    """
    off, parts = np.zeros(len(columns["invoice_no"]), bool), np.zeros(len(columns["invoice_no"]), bool)
    if "status" in columns:
        parts = _per_row(columns["status"], lambda values: pc.equal(values, "part"))
    for name in ("status", "returned", *ENDED):
        if name in columns:
            says_so = _per_row(columns.pop(name), lambda values: pc.equal(values, "off"))
            off |= says_so & ~parts if name in ENDED else says_so
    return off


def _discounts_taken_back(columns: dict[str, pa.DictionaryArray], among: np.ndarray) -> dict[str, pa.DictionaryArray]:
    """The columns in which a discount of a price below zero, among these rows, is so many pieces less at that price."""
    below = among & _below_nothing(columns)
    if not below.any():
        return columns
    below &= _per_row(columns["description"], name_discounts) | _per_row(columns["stock_code"], name_discounts)
    return columns | _turned(columns, below)


def _below_nothing(columns: Mapping[str, pa.DictionaryArray]) -> np.ndarray:
    """Rows of pieces at a price below zero."""
    return (_signs(columns["unit_price"]) < 0) & (_signs(columns["quantity"]) > 0)


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
