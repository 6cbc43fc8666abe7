"""Rows of nobody: how many they are, what they come to, and which column would tell who bought, in sentences."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import quoted
from etl.recognition.head.first_rows import Head

_SURELY_NONE = r"^(?:[-+]?0+|-\d+)(?:\.0+)?$"  # as no shop numbers its customers
_OFTEN = 0.05  # of the rows, from which such a number is worth a word
_FEW = 3  # rows


def notes_on_guests(
    header: Sequence[str], where: Mapping[str, int], head: Head, nobody: Sequence[str]
) -> Iterator[str]:
    """What became of rows whose number is nobody's, and a word on one that may be."""
    if not head.columns or "address" in where:
        return
    column, witness = head.columns[where["customer_id"]], where.get("witness")
    label = header[where["customer_id"]]
    if nobody:
        rows = pc.is_in(column.data.dictionary, pa.array(nobody)).to_numpy(zero_copy_only=False)[column.codes]
        said = f"{_amount(where, head, rows)} with {label} {' and '.join(nobody)} became guests, in no segment."
        if witness is not None:
            name = header[witness]
            said += f" {name} tells the buyers apart: to go by it, load with --map customer_id={quoted(name)}."
        yield said
    elif witness is None:
        yield from _may_be_nobody(label, where, head)


def _may_be_nobody(label: str, where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A word on a number such as 0 that more rows have than any other, and beside which nothing tells people."""
    column = head.columns[where["customer_id"]]
    odd = pc.match_substring_regex(column.data.dictionary, _SURELY_NONE).to_numpy(zero_copy_only=False)
    counts = np.bincount(column.codes, minlength=len(odd))
    usual = counts[~odd].max(initial=0)
    for at in np.flatnonzero(odd & (counts >= usual) & (counts >= max(_OFTEN * len(column.codes), _FEW))):
        number = column.data.dictionary[int(at)].as_py()
        yield (
            f"{_amount(where, head, column.codes == at)} have {label} {number}, and count as one customer. If that is "
            f"how the shop writes guests, leave {label} blank on them before loading."
        )


def _amount(where: Mapping[str, int], head: Head, rows: np.ndarray) -> str:
    """So many of the first rows, and what they come to."""
    made = np.ones(len(rows))
    for name in ("unit_price", "quantity") if "unit_price" in where else ("total",):
        numbers = head.columns[where[name]].numbers if name in where else None
        made = made if numbers is None else made * numbers
    return f"{int(rows.sum()):,} of the first {len(rows):,} rows ({np.nansum(made[rows]):,.2f})"
