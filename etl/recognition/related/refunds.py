"""Refunds in a file of their own: added up by the order that they are of, and joined to it."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.combined import combined
from etl.names.labels import fold
from etl.recognition.columns.amounts_beside import is_refunded
from etl.recognition.columns.refund_files import refund_amount
from etl.recognition.related.shared_ids import meet
from etl.recognition.related.tables import Link, Table
from etl.values.numbers.decimals import plain_decimals, without_units

_CALLED = "Refunded amount"
_BARE = "id"
_ORDERS = ("orderid", "orderno", "ordernumber", "order")


def is_of_refunds(table: Table) -> bool:
    """Whether a table holds refunds of orders that another one has."""
    return not {"quantity", "unit_price"} & set(table.roles) and _amount(table) is not None


def _amount(table: Table) -> int | None:
    return refund_amount(table.columns, table.head, table.sources[0].name)


def refunds_of_orders(base: Table, labels: Sequence[str], table: Table) -> Link | None:
    """The refunds of a table, joined to the base by the number of the order; None where they are of something else."""
    order, amount = number_of_orders(base), _amount(table)
    if order is None or amount is None or not is_of_refunds(table):
        return None
    left = base.columns[order]
    keys = [at for at, label in enumerate(table.columns) if at != amount and is_same_order(label, left)]
    keys = [at for at in keys if meet(base.head.columns[order], table.head.columns[at])]
    if not keys:
        return None
    label = table.columns[amount] if is_refunded(table.columns[amount]) else _CALLED
    there = {fold(each) for each in labels}
    label = label if fold(label) not in there else f"{table.sources[0].stem}.{label}"
    return Link(table, left, keys[0], ((amount, label),), summed=True, mark=base.head.mark)


def plain_amounts(column: pa.DictionaryArray, table: Table, at: int) -> list[str]:
    """n amounts as plain decimals above nothing; '0' for what is none."""
    plain, _, _ = plain_decimals(without_units(column.dictionary), table.head.columns[at].mark)
    values: list[str] = pc.replace_substring_regex(plain, "^-", "").take(column.indices).to_pylist()
    return values


def number_of_orders(base: Table) -> int | None:
    """Where the number of the order stands; a bare `id` is that where each row has its own."""
    bare = [at for at, label in enumerate(base.columns) if fold(label) == _BARE]
    return base.roles.get("invoice_no", bare[0] if bare else None)


def is_same_order(label: str, order: str) -> bool:
    """Whether two columns number orders: by one name, or both by words for it; an `id` is of its own file."""
    if fold(label) == _BARE:
        return False
    return fold(label) == fold(order) or (_is_order(label) and (_is_order(order) or fold(order) == _BARE))


def _is_order(label: str) -> bool:
    return combined(label) == "Order ID" or fold(label) in _ORDERS
