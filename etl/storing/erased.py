"""Rows of people who were erased: lines of guests, as their stored ones are; what cannot be used loses its text."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.cleaning import CleanRows, Rejected
from etl.values.derived import pairs
from warehouse.forgotten import BLANK, Forgotten


def as_guests(rows: CleanRows, forgotten: Forgotten) -> tuple[CleanRows, int]:
    """The rows in which nobody is named who was erased; how many of them were theirs.

    To be done before rows are compared with stored ones, so that a file that comes again is known as before.
    """
    if not forgotten:
        return rows, 0
    columns = dict(rows.columns)
    columns["description"] = _without_addresses(columns["description"], forgotten)
    customers = columns["customer_id"]
    names = customers.dictionary.to_pylist()
    erased = {name for name in names if name and forgotten.has(name)}
    if not erased:
        return replace(rows, columns=columns), 0
    theirs = np.array([name in erased for name in names], bool)
    columns["customer_id"] = pa.DictionaryArray.from_arrays(
        customers.indices, pc.if_else(pa.array(theirs), BLANK, customers.dictionary)
    )
    columns["invoice_no"] = _order_numbers(columns["invoice_no"], customers, erased, forgotten)
    return replace(rows, columns=columns), int(theirs[customers.indices.to_numpy()].sum())


def without_texts(rejected: Sequence[Rejected], forgotten: Forgotten) -> list[Rejected]:
    """Rejected rows without the text of those that name somebody who was erased."""
    return [replace(row, raw=BLANK) if forgotten.is_named_in(row.raw) else row for row in rejected]


def _order_numbers(
    invoices: pa.DictionaryArray, customers: pa.DictionaryArray, erased: set[str], forgotten: Forgotten
) -> pa.DictionaryArray:
    rows, numbers, names = pairs(invoices, customers)
    made = [
        forgotten.order_number(number, name) if name in erased else number
        for number, name in zip(numbers.to_pylist(), names.to_pylist(), strict=True)
    ]
    return pa.DictionaryArray.from_arrays(rows, pa.array(made, pa.string()))


def _without_addresses(texts: pa.DictionaryArray, forgotten: Forgotten) -> pa.DictionaryArray:
    """Descriptions, now and then with an address in them."""
    if not pc.any(pc.match_substring(texts.dictionary, "@"), min_count=0).as_py():
        return texts
    made = [forgotten.without_addresses(text).strip() for text in texts.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(texts.indices, pa.array(made, pa.string()))
