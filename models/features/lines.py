"""The lines of the store, read once into a run's analysis: money and quantities as decimals that hold them exactly."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from models.features.packed import Packer
from models.features.sizes import Lines, look
from models.features.source import Source
from models.store.analysis import Analysis
from warehouse.orders import ORDERS, coming_back

__all__ = ["CHANGED", "NUMBERED", "Lines", "look", "read"]

NUMBERED = {  # the texts that everything is grouped by: a table's columns, and the type of each
    "transactions": {"customer_id": "customer", "stock_code": "product"},
    "guest_transactions": {"stock_code": "product"},
    "homes": {"customer_id": "customer"},
}
CHANGED = {"transactions": "changed_lines", "guest_transactions": "changed_guest_lines"}


def read(analysis: Analysis, lines: Lines, packers: Mapping[str, Packer] | None = None) -> list[int]:
    """Make `transactions`, `guest_transactions`, and `homes`: who is known, and which country is said to be theirs; and
    of each table of lines, under the name in CHANGED, those that are new or gone since the last run.

    Under one `invoice_no` stand the lines of one order: where a shop's number comes back it has the day besides, and
    the shop's own is `shop_number`; changed lines have the shop's own. What is not packed yet goes to the `packers`, by
    table; the blocks that it takes the place of are returned.
    """
    stale: list[int] = []
    for table_name, (owner, _) in ORDERS.items():
        source = Source(analysis.connection, lines, table_name, (packers or {}).get(table_name))
        columns = ", ".join(["*", *_amount(lines)])
        with source.stored() as reader:
            analysis.keep(table_name, reader, columns)
        if not lines.kept.why:
            analysis.extend(table_name, source.packed(), columns)
        analysis.keep(CHANGED[table_name], source.changed())
        analysis.alter(f"alter table {table_name} drop column load_id")
        stale += source.stale
        _tell_apart(analysis, table_name, owner)
    people = "select customer_id, coalesce(country, '') as country, country is null as is_unknown from customers"
    analysis.read("homes", people, {"customer_id": pa.string(), "country": pa.string(), "is_unknown": pa.bool_()})
    analysis.number(NUMBERED)
    return stale


def _amount(lines: Lines) -> list[str]:
    """The amount is worked out here, where that is as exact as what the store would send."""
    kind = lines.numbers["amount"].kind
    return (
        [f"cast(quantity * unit_price as decimal({kind.precision}, {kind.scale})) as amount"] if lines.is_exact else []
    )


def _tell_apart(analysis: Analysis, table_name: str, owner: Sequence[str]) -> None:
    """Give orders whose number comes back a number of their own: `7`, then `7 2025-02-01`."""
    for column in ("shop_number varchar", "begun_on date", "followed_on date"):
        analysis.alter(f"alter table {table_name} add column {column}")
    same = " and ".join(f"{table_name}.{name} = orders.{name}" for name in (*owner, "invoice_no"))
    analysis.alter(f"""
        update {table_name}
        set
            invoice_no = concat_ws(' ', orders.invoice_no, cast(orders.begun_on as varchar)),
            shop_number = orders.invoice_no,
            begun_on = orders.begun_on,
            followed_on = orders.followed_on
        from ({coming_back(table_name)}) as orders
        where {same}
            and (orders.begun_on is null or invoiced_at >= orders.begun_on)
            and (orders.followed_on is null or invoiced_at < orders.followed_on)
    """)  # noqa: S608 own names only
