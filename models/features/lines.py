"""The lines of the store, read once into a run's analysis: money and quantities as decimals that hold them exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
from sqlalchemy import Connection, text

from models.store.analysis import Analysis
from warehouse.orders import ORDERS, coming_back

NARROW, WIDE = 18, 38  # digits: what takes 8 bytes there, and all that a decimal holds
SIZES = """
    select
        min(invoiced_at), max(invoiced_at),
        coalesce(max(min_scale(quantity)), 0), coalesce(sum(abs(quantity)), 0),
        coalesce(max(min_scale(unit_price)), 0), coalesce(max(abs(unit_price)), 0),
        coalesce(max(min_scale(quantity * unit_price)), 0), coalesce(sum(abs(quantity * unit_price)), 0)
    from (
        select invoiced_at, quantity, unit_price from transactions
        union all
        select invoiced_at, quantity, unit_price from guest_transactions
    ) as lines
"""
NUMBERED = {  # the texts that everything is grouped by: a table's columns, and the type of each
    "transactions": {"customer_id": "customer", "stock_code": "product"},
    "guest_transactions": {"stock_code": "product"},
    "homes": {"customer_id": "customer"},
}
TEXTS = ("invoice_no", "stock_code", "description", "country", "kind")


@dataclass(frozen=True)
class Number:
    """A column of decimals: its statement over a line, and the type that holds it and the sum of all."""

    statement: str
    kind: pa.Decimal128Type

    @classmethod
    def of(cls, statement: str, scale: int, most: Decimal) -> "Number":
        """With so many decimals, and no number, nor sum, above `most`; what takes more than 38 digits is rounded."""
        whole = len(str(int(most)))
        if whole + scale <= WIDE:
            return cls(statement, pa.decimal128(NARROW if whole + scale <= NARROW else WIDE, scale))
        kept = max(WIDE - whole, 0)
        return cls(f"round({statement}, {kept})", pa.decimal128(WIDE, kept))


@dataclass(frozen=True)
class Lines:
    """What there is to read: from when to when, and how its numbers are read."""

    first: datetime | None  # of all lines, guests' included; None where there are none
    last: datetime | None
    numbers: dict[str, Number]


def look(connection: Connection) -> Lines:
    """At all lines, in one scan."""
    first, last, *sizes = connection.execute(text(SIZES)).one()
    statements = {"quantity": "quantity", "unit_price": "unit_price", "amount": "quantity * unit_price"}
    each = zip(statements.items(), sizes[::2], sizes[1::2], strict=True)
    return Lines(first, last, {name: Number.of(own, scale, most) for (name, own), scale, most in each})


def read(analysis: Analysis, lines: Lines) -> None:
    """Make `transactions`, `guest_transactions`, and `homes`: who is known, and which country is said to be theirs.

    Under one `invoice_no` stand the lines of one order: where a shop's number comes back it has the day besides, and
    the shop's own is `shop_number`.
    """
    for table_name, (owner, _) in ORDERS.items():
        texts = (*(("customer_id",) if table_name == "transactions" else ()), *TEXTS)
        types = {name: pa.string() for name in texts} | {"invoiced_at": pa.timestamp("us")}
        sent, here = _numbers(lines)
        columns = [*types, *(f"{lines.numbers[name].statement} as {name}" for name in sent)]
        types |= {name: lines.numbers[name].kind for name in sent}
        statement = f"select {', '.join(columns)} from {table_name}"  # noqa: S608 own names only
        analysis.read(table_name, statement, types, columns=", ".join(["*", *here]))
        _tell_apart(analysis, table_name, owner)
    people = "select customer_id, coalesce(country, '') as country, country is null as is_unknown from customers"
    analysis.read("homes", people, {"customer_id": pa.string(), "country": pa.string(), "is_unknown": pa.bool_()})
    analysis.number(NUMBERED)


def _numbers(lines: Lines) -> tuple[list[str], list[str]]:
    """The numbers that the store sends, and what is worked out of them here: the amount, where that is as exact."""
    sent, amount = list(lines.numbers), lines.numbers["amount"]
    is_exact = all(lines.numbers[name].kind.precision == NARROW for name in ("quantity", "unit_price"))
    if not is_exact:
        return sent, []
    sent.remove("amount")
    kind = f"decimal({amount.kind.precision}, {amount.kind.scale})"
    return sent, [f"cast(quantity * unit_price as {kind}) as amount"]


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
