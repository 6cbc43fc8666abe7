"""Amounts of an order beside its lines, and what orders are told apart by."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.discounts import Share
from etl.values.numbers.decimals import Mark

DISCOUNT, REFUND, EXTRA, TOTAL, AFTER = "discount", "refund", "extra", "total", "after refunds"


@dataclass(frozen=True)
class Amount:
    """A column, by the file's own name of it, and where it stands."""

    kind: str
    label: str
    at: int
    mark: Mark = "."
    cents: bool = False
    told: bool = False  # somebody said so, or the tool that wrote the file is known to mean it
    of_line: bool = False  # by its name
    after_refunds: bool = False  # a total that is, by its name
    before_discounts: bool = False  # a total that may be, by its name
    vague: bool = False  # its name leaves it open that it is a percentage
    share: Share = ""  # how a part of the price is written, of which the amount is made
    per_order: bool = False  # that part is one of the order, and not of each line
    minus: bool = False  # an extra that makes the total less, as a gift card does
    payment: bool = False  # a total that is what was paid so far, by its name
    on_each: bool = False  # is each line's own, though it is the same on all lines of an order
    unsure: bool = False  # counts only where the orders' own totals say so


def order_keys(invoices: pa.DictionaryArray | None, lines: np.ndarray) -> pa.StringArray:
    """n texts that tell orders apart: their numbers as they stand there, or, without these, each row's own place."""
    rows = pc.binary_join_element_wise("row ", pa.array(lines.astype(str), pa.string()), "")
    if invoices is None:
        return rows
    keys = invoices.cast(pa.string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(keys), ""), rows, keys)
