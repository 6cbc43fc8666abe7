"""Lines that are no goods: charges and taxes with rows of their own, in sentences."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pyarrow as pa

from etl.names.labels import listed
from etl.recognition.head.first_rows import Head
from etl.values.discounts import name_discounts
from etl.values.statuses import bad_debts, name_charges, name_taxes
from wording.counts import others, the_first

_MOST = 3  # that a sentence names
_WORTH = 0.001  # of what the rows come to, from which prices below nothing are worth a sentence
_SAID = {
    "charges": "Charges with rows of their own are no goods, and count in the sales: {}.",
    "taxes": "Taxes with rows of their own are kept as adjustments, in no total: {}.",
}


def notes_on_charges(where: Mapping[str, int], labels: Mapping[str, str], head: Head) -> Iterator[str]:
    """A sentence for each kind of such lines among the first rows."""
    amounts = _amounts(where, head)
    if amounts is None:
        return
    yield from _below_nothing(where, labels, head)
    if "description" not in where:
        return
    column = head.columns[where["description"]]

    def rows(test: Callable[[pa.StringArray], pa.BooleanArray]) -> np.ndarray:
        return np.asarray(test(column.data.dictionary).to_numpy(zero_copy_only=False)[column.codes])

    taxes = rows(name_taxes) & ~(rows(name_discounts) & (amounts < 0))
    kinds = {"charges": rows(name_charges) & (amounts > 0) & ~taxes, "taxes": taxes}
    for kind, found in kinds.items():
        if found.any():
            texts = [column.data.dictionary[int(code)].as_py() for code in dict.fromkeys(column.codes[found].tolist())]
            more = [others(len(texts) - _MOST)] if len(texts) > _MOST else []
            named = listed([*texts[:_MOST], *more])
            given = (
                f"{named} ({np.nansum(amounts[found]):,.2f} in {int(found.sum()):,} of {the_first(len(found), 'row')})"
            )
            yield _SAID[kind].format(given)


def _below_nothing(where: Mapping[str, int], labels: Mapping[str, str], head: Head) -> Iterator[str]:
    """A sentence on pieces at a price below nothing that no name calls discounts: they are in no total."""
    price = head.columns[where["unit_price"]].numbers if "unit_price" in where and "type" not in where else None
    pieces = head.columns[where["quantity"]].numbers if "quantity" in where else None
    if price is None or pieces is None:
        return
    found = (np.nan_to_num(price) < 0) & (np.nan_to_num(pieces) > 0)
    for name in ("description", "stock_code"):
        if name in where and found.any():
            column = head.columns[where[name]]
            for test in (name_discounts, name_taxes, bad_debts):
                found &= ~test(column.data.dictionary).to_numpy(zero_copy_only=False)[column.codes]
    made = np.nan_to_num(price * pieces)
    count, off = int(found.sum()), float(made[found].sum())
    if abs(off) > _WORTH * np.abs(made).sum():
        named = "description" in where
        yield (
            f"{labels['unit_price']} is below nothing in {count:,} of {the_first(len(found), 'row')} ({off:,.2f}), "
            "and no name says why, so that it is in no total. If goods came back, write their quantity with a minus"
            + ("." if named else "; if these are discounts, load with --map description=COLUMN, which names them.")
        )


def _amounts(where: Mapping[str, int], head: Head) -> np.ndarray | None:
    """What each row comes to; None where that cannot be told."""
    if not head.columns:
        return None
    if "total" in where:
        return head.columns[where["total"]].numbers
    price = head.columns[where["unit_price"]].numbers
    pieces = head.columns[where["quantity"]].numbers if "quantity" in where else 1
    return None if price is None or pieces is None else price * pieces
