"""Dates of which year, month and day stand in columns of their own: one column more, in which they stand together."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from etl.files.fingerprints import fingerprint
from etl.files.readers import read_batches
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable
from etl.files.sources import Source
from etl.names.labels import fold, listed
from etl.names.vocabulary import spoken
from etl.recognition.head.first_rows import Head
from etl.values.derived import pairs

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = {  # what columns of them hold
    "year": r"^\s*(?:19|20|21)\d\d(?:\.0)?\s*$",
    "month": r"^\s*(?:0?[1-9]|1[0-2]|\pL{3,})(?:\.0)?\s*$",
    "day": r"^\s*(?:0?[1-9]|[12]\d|3[01])(?:\.0)?\s*$",
}


def with_whole_dates(source: Source, look: Callable[[], Head]) -> Source:
    """The source with a column of whole dates, where it has them in parts only; else the same one. `look` gives its
    first rows, where the header tells that they may be so."""
    likely = [_named(source.columns, spoken("date_parts", part)) for part in _PARTS]
    if not all(likely) or source.buyers:
        return source
    head = look()
    parts = _parts(likely, head)
    if not parts or any(column.is_date for column in head.columns):
        return source
    known, spool = fingerprint(source), BatchSpool()
    for batch in read_batches(known):
        whole = _joined(*(batch.columns[at] for at in parts))
        spool.add(Batch([*batch.columns, whole], batch.lines, batch.ragged))
    label = f"Date ({', '.join(source.columns[at] for at in parts)})"
    note = f"{listed([source.columns[at] for at in parts])} are read together, as the date."
    columns = (*source.columns, label)
    table = SpooledTable(len(columns), ((spool, 0),))
    return replace(known, columns=columns, table=table, fields=(), notes=(*known.notes, note))


def _named(header: Sequence[str], names: Set[str]) -> list[int]:
    words = [{fold(word) for word in _WORD.findall(label)} for label in header]
    return [at for at, said in enumerate(words) if said & names and not said & spoken("date_parts", "other")]


def _parts(likely: Sequence[Sequence[int]], head: Head) -> list[int]:
    """Where year, month and day stand; empty where one of them does not, or does twice."""
    found = []
    for places, pattern in zip(likely, _PARTS.values(), strict=True) if head.columns else ():
        at = [each for each in places if _is_all(head, each, pattern)]
        if len(at) != 1:
            return []
        found += at
    return found if len(set(found)) == len(_PARTS) else []


def _is_all(head: Head, at: int, pattern: str) -> bool:
    values = head.columns[at].values
    return bool(len(values)) and bool(pc.all(pc.match_substring_regex(values, pattern)).as_py())


def _joined(years: pa.DictionaryArray, months: pa.DictionaryArray, days: pa.DictionaryArray) -> pa.DictionaryArray:
    """n parts each -> n texts such as `2024-5-6`, or `2024-May-6`."""
    made = years
    for part in (months, days):
        rows, before, after = (
            each if at == 0 else pc.replace_substring_regex(pc.utf8_trim_whitespace(each), r"\.0$", "")
            for at, each in enumerate(pairs(made, part))
        )
        made = pa.DictionaryArray.from_arrays(rows, pc.binary_join_element_wise(before, after, "-"))
    return made
