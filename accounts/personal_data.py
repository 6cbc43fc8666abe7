"""All that the store holds about one customer, to be handed out to them (GDPR, article 15).

Which tables hold something is asked of the database: a table that comes to have a `customer_id` is not forgotten.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, column, false, func, or_, select, table, text
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.erasure import KEY, tables_of_customers
from warehouse.errors import InputError
from warehouse.schema import rejected_rows
from wording.languages import say

Rows = list[Mapping[str, Any]]


def held_about(connection: Connection, customer_id: str) -> dict[str, Rows]:
    """Table -> its rows about a customer, as plain values; tables without any are left out.

    Rows that a load rejected are found by the email addresses that the customer has or had. Raises InputError when
    nothing is held.
    """
    found = {name: _rows(connection, name, customer_id) for name in tables_of_customers(connection)}
    if not any(found.values()):
        raise InputError(say("Nothing is stored about a customer {customer}.", customer=repr(customer_id)))
    found["rejected_rows"] = _rejected(connection, _addresses(found))
    return {name: rows for name, rows in found.items() if rows}


def _rows(connection: Connection, name: str, customer_id: str) -> Rows:
    held = table(name, column(KEY)).alias("held")
    row = func.to_jsonb(text("held"), type_=JSONB)
    matching = held.c[KEY] == bindparam("customer", customer_id)
    return list(connection.scalars(select(row).select_from(held).where(matching).order_by(cast(row, Text))))


def _addresses(found: Mapping[str, Rows]) -> set[str]:
    """The customer's email address, and those before it that undoing a load would bring back; in small letters."""
    told = [*found.get("customers", ()), *(row["before"] or {} for row in found.get("customer_changes", ()))]
    return {row["email"].lower() for row in told if row.get("email")}


def _rejected(connection: Connection, addresses: set[str]) -> Rows:
    """Rejected rows in which one of the addresses stands."""
    has_one = or_(false(), *(func.strpos(func.lower(rejected_rows.c.raw), one) > 0 for one in addresses))
    statement = select(rejected_rows).where(has_one).order_by(rejected_rows.c.load_id, rejected_rows.c.line_number)
    return [dict(row._mapping) for row in connection.execute(statement)]
