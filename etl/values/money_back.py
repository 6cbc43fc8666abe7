"""Payments that a shop makes: refunds are returns of whoever gets them, all others are nobody's."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def pay_back(columns: dict[str, pa.DictionaryArray], amounts: pa.DictionaryArray) -> None:
    """Take `payee` and `reference` out of `columns`, which are changed: of n payments and their amounts, who bought.

    One below nothing goes from the shop to the payee. Where it takes another payment back, by its type or by naming it,
    the payee is the customer; else it sells nothing to nobody.
    """
    payees, references = columns.pop("payee"), columns.pop("reference", None)
    paid = _rows(amounts, lambda values: pc.starts_with(values, "-"))
    back = np.zeros(len(paid), bool)
    if references is not None:
        back |= ~_rows(references, lambda values: pc.equal(values, ""))
    if "type" in columns:
        back |= _rows(columns["type"], lambda values: pc.equal(values, "back"))
    columns["customer_id"] = _instead(columns["customer_id"], payees, paid & back)
    if not (paid & ~back).any():
        return
    nobody = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(paid), np.int32)), pa.array([""]))
    columns["customer_id"] = _instead(columns["customer_id"], nobody, paid & ~back)
    off = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(paid), np.int32)), pa.array(["off"]))
    columns["type"] = _instead(columns.get("type", nobody), off, paid & ~back)


def _rows(column: pa.DictionaryArray, test: Callable[[pa.StringArray], pa.BooleanArray]) -> np.ndarray:
    """A test of values, for each row: bool."""
    return np.asarray(test(column.dictionary).to_numpy(zero_copy_only=False)[column.indices.to_numpy()])


def _instead(column: pa.DictionaryArray, other: pa.DictionaryArray, rows: np.ndarray) -> pa.DictionaryArray:
    """A column with what stands in another in these rows."""
    codes = np.where(rows, len(column.dictionary) + other.indices.to_numpy(), column.indices.to_numpy())
    both = pa.concat_arrays([column.dictionary, other.dictionary])
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), both)
