"""Ledgers with amounts in two columns, one a row: `Debit` and `Credit`, `Charge` and `Payment`, `Sales` and `Returns`.

They become one column of amounts. What the second one takes back is below nothing where the names say so, or where a
column tells kinds of documents; else a column more says on which side each row stands, and is read as DATEV's S and H.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.fingerprints import fingerprint
from etl.files.readers import read_batches
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable
from etl.files.sources import Source
from etl.names.hints import is_payment, never_counts, says, says_back
from etl.names.labels import fold
from etl.names.matching import match_names
from etl.names.vocabulary import synonyms
from etl.recognition.documents.debit_or_credit import other_side, side_of
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank
from etl.values.derived import pairs
from etl.values.records.kinds import tell

Means = Literal["return", "nothing", ""]

_ONE = 0.98  # of the rows that have an amount in one of both, and not in the other
_AMOUNTS = ("unit_price", "total")
_NOTHING = r"^[\s0.,€$£-]*$"  # an amount of nothing


@dataclass(frozen=True)
class _Sides:
    """Where amounts that add stand and those of the other side, and what these are, where the names say it."""

    adds: int
    takes: int
    means: Means


def with_both_sides(
    source: Source, look: Callable[[], Head], mapping: Mapping[str, str], said: Mapping[str, str]
) -> Source:
    """The source with both columns in one, where it has such; else the same one. `look` gives its first rows; `said` is
    what somebody said of kinds of records, the second column's name among them."""
    if source.buyers or {"total", "unit_price"} & set(mapping) or not any(map(_is_side, source.columns)):
        return source
    head = look()
    sides = _sides(source.columns, head) if head.columns else None
    if sides is None or _has_other_amount(source.columns, head, sides):
        return source
    labels = source.columns[sides.adds], source.columns[sides.takes]
    told = {fold(kind): word for kind, word in said.items()}.get(fold(labels[1]))
    signed = "return" in (told, "" if told else sides.means) or (not sides.means and _tells_kinds(source.columns, head))
    credit = side_of(labels[1])[1]
    names = (
        ("Invoice", "Payment") if sides.means == "nothing" else (side_of(labels[0])[1] or other_side(credit), credit)
    )
    known, spool = fingerprint(source), BatchSpool()
    for batch in read_batches(known):
        more = _together(batch.columns[sides.adds], batch.columns[sides.takes], "-" if signed else "", names)
        spool.add(Batch([*batch.columns, *(more[:1] if signed else more)], batch.lines, batch.ragged))
    both = f"{labels[0]}, {labels[1]}"
    columns = tuple("" if at in (sides.adds, sides.takes) else label for at, label in enumerate(source.columns))
    side = f"Type ({both})" if sides.means == "nothing" else "/".join(names)
    columns += (f"Amount ({labels[0] if signed else both})", *(() if signed else (side,)))
    note = f"{labels[0]} and {labels[1]} are read together, as the amount"
    note += f": what stands in {labels[1]} takes back." if signed else "."
    table = SpooledTable(len(columns), ((spool, 0),))
    return replace(known, columns=columns, table=table, fields=(), notes=(*known.notes, note))


def _is_side(label: str) -> bool:
    """Whether a column may be the second side of a ledger."""
    return bool(label) and (_takes(label) is not None or side_of(label)[0] == "credit")


def _takes(label: str) -> Means | None:
    """What a column takes back by its name: returns or payments; None for no such."""
    if says_back(label):
        return "return"
    return "nothing" if is_payment(label) else None


def _sides(header: Sequence[str], head: Head) -> _Sides | None:
    filled = {
        at: np.nan_to_num(numbers) != 0
        for at, label in enumerate(header)
        if label and (numbers := head.columns[at].numbers) is not None and _is_amount(label, head.columns[at])
    }
    found = []
    for adds, takes in permutations(filled, 2):
        means = _pair(header[adds], header[takes])
        if means is not None and _apart(filled[adds], filled[takes]):
            found.append(_Sides(adds, takes, means))
    return found[0] if len(found) == 1 else None


def _is_amount(label: str, column: Column) -> bool:
    return not column.is_date and bool(column.is_money or side_of(label)[0] or says(label, "sum") or _is_side(label))


def _pair(adds: str, takes: str) -> Means | None:
    """What the second of two columns is, by both names; None where they are no two sides."""
    if (side_of(adds)[0], side_of(takes)[0]) == ("debit", "credit"):
        return ""
    if side_of(adds)[0] == "credit" or _takes(adds) is not None or never_counts(adds) or says(adds, "count"):
        return None
    if side_of(takes)[0] == "credit":
        return ""
    return None if side_of(takes)[0] or says(takes, "not_refund", "orders") else _takes(takes)


def _apart(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether rows have an amount in one of two columns, and none in both."""
    if not one.any() or not other.any() or (one | other).mean() < _ONE:
        return False
    both = int((one & other).sum())  # what was refunded of a sale stands beside it
    return both <= (1 - _ONE) * min(one.sum(), other.sum())


def _has_other_amount(header: Sequence[str], head: Head, sides: _Sides) -> bool:
    """Whether another column is the price or the total, by its name."""
    rest = ["" if at in (sides.adds, sides.takes) else label for at, label in enumerate(header)]
    ranks = {name: synonyms("transactions")[name] for name in _AMOUNTS}
    match = match_names(rest, {}, ranks, head.prefer)
    return any(head.columns[at].numbers is not None for at in match.places)


def _tells_kinds(header: Sequence[str], head: Head) -> bool:
    match = match_names(header, {}, {"type": synonyms("transactions")["type"]})
    return any(tell(head.columns[at].values) for at in match.places)


def _together(
    adds: pa.DictionaryArray, takes: pa.DictionaryArray, sign: str, names: Sequence[str]
) -> list[pa.DictionaryArray]:
    """n amounts on one side or the other -> n amounts, the second with that sign, and n names of their sides."""
    rows, one, other = pairs(adds, takes)
    nothing = pc.or_(is_blank(one), pc.match_substring_regex(one, _NOTHING))
    second = pc.and_(nothing, pc.invert(is_blank(other)))
    trimmed = pc.utf8_trim_whitespace(other)
    bare = pc.replace_substring_regex(trimmed, r"^-", "") if sign else trimmed
    turned = pc.if_else(pc.match_substring_regex(bare, _NOTHING), bare, pc.binary_join_element_wise(sign, bare, ""))
    amounts = pc.if_else(second, turned, one)
    of_side = pc.if_else(second, pa.scalar(names[1]), pa.scalar(names[0]))
    return [pa.DictionaryArray.from_arrays(rows, each) for each in (amounts, of_side)]
