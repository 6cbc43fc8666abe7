"""A column that differs in every row as the key of a customers file that names none: whose content may be one.

What differs in every row of twenty may do so by chance: incomes do, names and dates do. So a key also has a name that
says so (`master_id`), or values that nothing else has (UUIDs, codes of one shape such as C-0017).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.names.contacts import words_of
from etl.names.labels import fold
from etl.names.matching import Match
from etl.names.vocabulary import folded
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank

FEWEST = 2  # rows
_MOSTLY = 0.98  # of the rows differ and are filled: the others are about the same person, or about nobody
_UUID = r"^\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\}?$"
_CODE = r"^[A-Za-z]{1,5}[-_/ ]?\d{2,}$|^[0-9a-fA-F]{16,64}$"
_WHOLE = r"^\d+(\.0)?$"


@dataclass(frozen=True)
class Known:
    """What the store says of keys: columns that earlier files were keyed by; whether anything else names customers."""

    labels: tuple[str, ...] = ()
    others: bool = False


def keys_in(header: Sequence[str], columns: Sequence[Column], match: Match, known: Known) -> list[int]:
    """The columns that could each be the key, the best ones only; empty where the store has customers of another."""
    taken = match.places
    free = [at for at in range(len(columns)) if header[at] and at not in taken and not columns[at].blank]
    if earlier := [at for at in free if header[at] in known.labels]:
        return earlier[:1]
    if known.others or known.labels:
        return []
    ranks = {at: _rank(header[at], columns[at]) for at in free}
    best = min((rank for rank in ranks.values() if rank), default=0)
    return [at for at, rank in ranks.items() if rank == best] if best else []


def _rank(label: str, column: Column) -> int:
    """How surely a column is a key, 1 the best; 0 for none."""
    words = words_of(label)
    named = bool(words & folded("people", "key")) or fold(label).endswith(("id", "uuid", "guid"))
    rows = len(column.codes)
    if rows < FEWEST or words & folded("people", "not_key"):
        return 0
    if not (_is_unique(column, _MOSTLY) if named else _is_unique(column, 1.0)):
        return 0
    is_uuid, is_code = _all(column.values, _UUID), _all(column.values, _CODE)
    if named and words & folded("people", "key_of"):
        return 1
    if is_uuid:
        return 2
    if named and not column.is_wordy and not (words <= folded("people", "number") and _counts_rows(column)):
        return 3
    return 4 if is_code else 0


def _is_unique(column: Column, share: float) -> bool:
    rows = len(column.codes)
    filled = int((~is_blank(column.data.dictionary).to_numpy(zero_copy_only=False))[column.codes].sum())
    return filled >= share * rows and len(column.values) >= share * rows


def _all(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, pattern), min_count=0).as_py())


def _counts_rows(column: Column) -> bool:
    """Whether the values go up by one from row to row."""
    if column.numbers is None or not _all(column.values, _WHOLE):
        return False
    return bool((np.diff(column.numbers) == 1).all())


def still_unique(source: Source, position: int) -> bool:
    """Whether a column that differs in the first rows does so in the whole file, a stray few aside."""
    rows, parts = 0, []
    for batch in read_batches(source, only=(position,)):
        column = batch.columns[0]
        rows += len(column)
        parts.append(pc.unique(pc.utf8_trim_whitespace(column.dictionary.take(column.indices.unique()))))
    distinct = pc.count_distinct(pa.concat_arrays(parts)).as_py() if parts else 0
    return bool(distinct >= _MOSTLY * rows)
