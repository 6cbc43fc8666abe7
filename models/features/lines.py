"""The lines of the store, read once into a run's analysis: money and quantities as decimals that hold them exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from models.features.kept import UNKNOWN
from models.features.packed import Packer
from models.features.sizes import Lines, look
from models.features.source import NUMBERED as OF_LINES
from models.features.source import Source
from models.store.analysis import Analysis, UnknownText
from warehouse.orders import ORDERS, coming_back

__all__ = ["CHANGED", "NUMBERED", "Lines", "look", "read"]

NUMBERED = OF_LINES | {"homes": {"customer_id": "customer"}, "known_products": {"stock_code": "product"}}
CHANGED = {"transactions": "changed_lines", "guest_transactions": "changed_guest_lines"}
PEOPLE = "select customer_id, coalesce(country, '') as country, country is null as is_unknown from customers"


def read(analysis: Analysis, lines: Lines, packers: Mapping[str, Packer] | None = None) -> tuple[Lines, list[int]]:
    """Make `transactions`, `guest_transactions`, and `homes`: who is known, and which country is said to be theirs; and
    of each table of lines, under the name in CHANGED, what lines that are new or gone since the last run are of.

    Under one `invoice_no` stand the lines of one order: where a shop's number comes back it has the day besides, and
    the shop's own is `shop_number`. What is not packed yet goes to the `packers`, by table. How the lines were read in
    the end, and the blocks that what was packed takes the place of.
    """
    connection = analysis.connection
    sources = {name: Source(connection, lines, name, (packers or {}).get(name)) for name in ORDERS}
    for table_name, source in sources.items():
        with source.stored() as reader:
            analysis.keep(table_name, reader, _columns(lines))
    analysis.read("homes", PEOPLE, {"customer_id": pa.string(), "country": pa.string(), "is_unknown": pa.bool_()})
    known = "products" if not lines.kept.why else "products limit 0"
    analysis.read("known_products", f"select stock_code from {known}", {"stock_code": pa.string()})  # noqa: S608
    analysis.number(NUMBERED)
    if not lines.kept.why and not _add_packed(analysis, lines, sources):
        for packer in (packers or {}).values():
            packer.forget()
        analysis.forget_numbers(NUMBERED)
        return read(analysis, replace(lines, kept=replace(lines.kept, why=UNKNOWN)), packers)
    for table_name, (owner, _) in ORDERS.items():
        analysis.keep(CHANGED[table_name], sources[table_name].changed())
        analysis.alter(f"alter table {table_name} drop column load_id")
        _tell_apart(analysis, table_name, owner)
    return lines, [number for source in sources.values() for number in source.stale]


def _add_packed(analysis: Analysis, lines: Lines, sources: Mapping[str, Source]) -> bool:
    """Add the lines that are packed; False where a customer or product of theirs is in none of the tables."""
    for table_name, source in sources.items():
        numbered = [f"cast({name} as {kind}) as {name}" for name, kind in OF_LINES[table_name].items()]
        try:
            analysis.extend(table_name, source.packed(), _columns(lines, numbered))
        except UnknownText:
            return False
    return True


def _columns(lines: Lines, numbered: Sequence[str] = ()) -> str:
    """All that comes, and the amount: worked out here, where that is as exact as what the store would send."""
    kind = lines.numbers["amount"].kind
    amount = f"cast(quantity * unit_price as decimal({kind.precision}, {kind.scale})) as amount"
    every = f"* replace ({', '.join(numbered)})" if numbered else "*"
    return f"{every}, {amount}" if lines.is_exact else every


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
