"""Columns of yes beside an amount that was refunded: `Return` = yes may be of a line that was sold and came back, or of
a return in a row of its own. Told by what other rows hold."""

from collections.abc import Mapping, Sequence

import numpy as np

from etl.recognition.head.first_rows import Head
from etl.values.order_amounts import AFTER, REFUND, Amount
from etl.values.statuses import flags

_CENT = 0.011
_HALF = 0.5  # of the rows with such an amount
_MIRRORED = 0.8  # of the rows that say yes, from which they are returns of what other rows sold
_GOODS = ("stock_code", "description")


def settle_flags(
    header: Sequence[str],
    where: dict[str, int],
    told: Mapping[str, int],
    beside: Sequence[Amount],
    back: Sequence[int],
    head: Head,
) -> str:
    """Take lines that a flag calls returns for sales that came back, in `where`, which is changed, where an amount or
    pieces (at `back`) say how much of them did and no row of their own had sold them; its name then, else ''."""
    at = where.get("is_return")
    if at is None or "is_return" in told or "returned" in where or not head.columns:
        return ""
    yes = _says_yes(head, at)
    told_at = [*back, *(each.at for each in beside if each.kind == REFUND)]
    amounts = [head.columns[place].numbers for place in told_at]
    known = any(each is not None and (np.nan_to_num(each)[yes] != 0).any() for each in amounts)
    known |= any(each.kind == AFTER for each in beside)
    money = [head.columns[each.at].numbers for each in beside if each.kind == REFUND]
    own = _mirrored(where, head, yes) >= _MIRRORED and _repeat_rows(where, head, yes, money)
    if not known or _less_than_nothing(where, head, yes) or own:
        return ""
    where["returned"] = where.pop("is_return")
    return header[at]


def _repeat_rows(where: Mapping[str, int], head: Head, rows: np.ndarray, amounts: Sequence[np.ndarray | None]) -> bool:
    """Whether amounts that went back are what their rows come to, as of returns in rows of their own."""
    made = np.ones(len(rows))
    for name in ("unit_price", "quantity") if "unit_price" in where else ("total",):
        numbers = head.columns[where[name]].numbers if name in where else None
        made = made if numbers is None else made * numbers
    back = [np.abs(np.nan_to_num(each))[rows] for each in amounts if each is not None]
    there = [(each, each != 0) for each in back if (each != 0).any()]
    return all(np.mean(np.abs(each - np.abs(np.nan_to_num(made[rows])))[some] < _CENT) > _HALF for each, some in there)


def _says_yes(head: Head, at: int) -> np.ndarray:
    column = head.columns[at].data
    found = np.array([text == "back" for text in flags(column.dictionary, "back").to_pylist()], bool)
    return found[column.indices.to_numpy()]


def _less_than_nothing(where: Mapping[str, int], head: Head, rows: np.ndarray) -> bool:
    """Whether lines are written as returns of their own, with a minus."""
    numbers = [head.columns[where[name]].numbers for name in ("quantity", "unit_price", "total") if name in where]
    return any(each is not None and (np.nan_to_num(each)[rows] < 0).any() for each in numbers)


def _mirrored(where: Mapping[str, int], head: Head, rows: np.ndarray) -> float:
    """The share of some rows whose goods another row sold to the same customer for the same amount."""
    price = where.get("unit_price", where.get("total"))
    names = [
        where["customer_id"],
        *(where[name] for name in _GOODS if name in where),
        *([] if price is None else [price]),
    ]
    keys = list(zip(*(head.columns[at].codes.tolist() for at in names), strict=True))
    sold = {key for key, back in zip(keys, rows.tolist(), strict=True) if not back}
    back = [key for key, is_back in zip(keys, rows.tolist(), strict=True) if is_back]
    return sum(key in sold for key in back) / len(back) if back else 0.0
