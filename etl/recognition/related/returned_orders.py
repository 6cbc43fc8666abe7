"""Orders that came back, in a table of their own that names them and no amounts: joined to their lines, each whole."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.recognition.back.numbers_of_returns import says_back
from etl.recognition.columns.refund_files import is_mixed, stem
from etl.recognition.related.refunds import is_of_refunds, is_same_order, number_of_orders
from etl.recognition.related.shared_ids import meet
from etl.recognition.related.tables import AMOUNTS, Link, Table
from etl.values.statuses import are_flags

WHOLE = "100"  # per cent of what the order comes to
_OF_LINES = ("stock_code", "description", "quantity", *AMOUNTS)  # by which a part of an order may be meant


def returned_orders(base: Table, labels: Sequence[str], table: Table) -> Link | None:
    """The orders of a table, joined to the base by number; None where it does not say that all of them came back."""
    order = number_of_orders(base)
    if (
        order is None
        or not table.head.columns
        or is_of_refunds(table)
        or any(name in table.roles for name in _OF_LINES)
    ):
        return None
    left = base.columns[order]
    keys = [at for at, label in enumerate(table.columns) if is_same_order(label, left)]
    keys = [at for at in keys if meet(base.head.columns[order], table.head.columns[at])]
    if len(keys) != 1 or len(table.head.columns[keys[0]].values) >= len(base.head.columns[order].values):
        return None
    called = stem(table.sources[0].stem)
    flags = [
        at for at, label in enumerate(table.columns) if says_back(label) and are_flags(table.head.columns[at].values)
    ]
    if not flags and not is_called_so(called):
        return None
    label = f"Refunded % ({called})"
    return (
        None
        if fold(label) in map(fold, labels)
        else Link(table, left, keys[0], (((*flags, keys[0])[0], label),), whole=True)
    )


def is_called_so(name: str) -> bool:
    """Whether a file or sheet is called after what came back, and nothing else."""
    return says_back(stem(name)) and not is_mixed(name)


def whole_where_said(column: pa.DictionaryArray, is_key: bool) -> list[str]:
    """n values of such a table -> n parts that came back: all, or nothing where a flag says no."""
    yes = pa.array([True] * len(column.dictionary)) if is_key else _yes(column.dictionary)
    return pc.if_else(yes, WHOLE, "").take(column.indices).to_pylist()


def _yes(values: pa.StringArray) -> pa.BooleanArray:
    return pa.array([fold(text) in folded("consent", "true") for text in values.to_pylist()], pa.bool_())
