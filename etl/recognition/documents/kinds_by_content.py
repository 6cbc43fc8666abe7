"""A column that holds kinds of documents, whatever its name is."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.hints import says
from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.records.documents import core, document_of, left_out
from etl.values.records.kinds import meaning_of

_MOST = 30  # different kinds


def add_kinds(header: Sequence[str], where: dict[str, int], head: Head) -> tuple[str, ...]:
    """Add to `where` the one unused column that holds kinds of documents and nothing else; the name told so."""
    used = set(where.values())
    free = [at for at, label in enumerate(header) if label and at not in used and head.columns]
    free = [at for at in free if not (says(header[at], "payment") or says(header[at], "not_kind"))]
    found = [at for at in free if _holds_documents(head.columns[at])]
    if "type" in where or len(found) != 1:
        return ()
    where["type"] = found[0]
    return ("type",)


def _holds_documents(column: Column) -> bool:
    if column.blank or len(column.values) > _MOST or not pc.any(pc.utf8_is_alpha(_letters(column.values))).as_py():
        return False
    texts = column.values.to_pylist()
    kinds = {core(text) for text in texts} | {fold(text) for text in texts}
    if kinds & folded("documents", "methods") or not all(document_of(text) or meaning_of(text) for text in texts):
        return False  # a way of paying by invoice, or anything else
    sold_and_back = bool(kinds & folded("statuses", "returns")) and any(document_of(text) == "sold" for text in texts)
    channel = bool(kinds & folded("documents", "loose"))
    return sold_and_back or (not channel and bool(left_out(texts)))


def _letters(values: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(values, r"[\s_/-]", "")
