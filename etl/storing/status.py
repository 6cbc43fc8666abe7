"""What is in the store, and how good it is: loads, counts, data quality."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from etl.storing.journal import COUNTS, INTERRUPTED, PERIOD
from etl.storing.statements import run_file
from etl.values.derived import plain
from warehouse.errors import LockedError
from warehouse.explain import explain
from warehouse.orders import ORDERS, coming_back
from warehouse.schema import loads, rejected_rows
from warehouse.writers import is_written

LOAD_COLUMNS = ("load_id", "file_name", "started_at", "finished_at", "status", *COUNTS, *PERIOD, "error")
_PATIENCE = 2  # seconds
_PLACES = 4  # decimals of money


def read_status(connection: Connection) -> dict[str, Any]:
    """The state of the store as plain values, times as ISO text, amounts as exact text.

    Keys: loads, transactions and guest_transactions (lines by kind), gross, returns, guest_gross, guest_returns,
    invoices, customers, attributes, countries, first_invoiced_at, last_invoiced_at, quality. Raises LockedError
    while a first load fills the empty tables, which nobody else can read meanwhile.
    """
    connection.execute(text(f"set local lock_timeout = '{_PATIENCE}s'"))
    try:
        return _state(connection)
    except DBAPIError as error:
        if isinstance(explain(error), LockedError):
            raise LockedError(
                "The first load is filling the store. Ask again when it has finished; it shows its progress itself."
            ) from None
        raise


def _state(connection: Connection) -> dict[str, Any]:
    lines = [dict(row) for row in _rows(connection, "status/lines")]
    things = dict(_rows(connection, "status/things")[0])
    things["invoices"] += sum(_coming_back(connection, lines) for lines in ORDERS)
    idle_days = things.pop("days_without_sales")
    identified = [row for row in lines if row["is_identified"]]
    guests = [row for row in lines if not row["is_identified"]]
    unknown = _rows(connection, "status/unknown_countries")
    return {
        "loads": _loads(connection),
        "transactions": {row["kind"]: row["lines"] for row in identified},
        "guest_transactions": {row["kind"]: row["lines"] for row in guests},
        "gross": _amount(identified, "sale"),
        "returns": _amount(identified, "return"),
        "guest_gross": _amount(guests, "sale"),
        "guest_returns": _amount(guests, "return"),
        **things,
        "first_invoiced_at": min((row["first_at"].isoformat() for row in lines), default=None),
        "last_invoiced_at": max((row["last_at"].isoformat() for row in lines), default=None),
        "quality": {
            "rejected": _rejected(connection),
            "lines_without_customer": sum(row["lines"] for row in guests),
            "lines_without_description": sum(row["without_description"] for row in lines),
            "unknown_countries": {row["country"]: row["lines"] for row in unknown},
            "days_without_sales": idle_days or 0,
        },
    }


def _coming_back(connection: Connection, lines: str) -> int:
    """How many orders have the number of an earlier one."""
    count = f"select count(*) from ({coming_back(lines)}) as orders where begun_on is not null"  # noqa: S608
    return int(connection.scalar(text(count)) or 0)


def _rows(connection: Connection, name: str) -> list[Any]:
    return list(run_file(connection, name).mappings())


def _loads(connection: Connection) -> list[dict[str, Any]]:
    found = _read_loads(connection)
    if any(row["status"] == "running" for row in found) and not is_written(connection):
        # What still runs now, and nobody writes, is dead; who may only read could not note that down.
        dead = {"status": "failed", "error": INTERRUPTED}
        found = [row | (dead if row["status"] == "running" else {}) for row in _read_loads(connection)]
    return found


def _read_loads(connection: Connection) -> list[dict[str, Any]]:
    found = connection.execute(select(*(loads.c[name] for name in LOAD_COLUMNS)).order_by(loads.c.load_id))
    return [{name: _plain(value) for name, value in row.items()} for row in found.mappings()]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _amount(lines: list[dict[str, Any]], kind: str) -> str:
    """Exact, but for what a division left beyond the fourth decimal."""
    amount = Decimal(sum((row["amount"] for row in lines if row["kind"] == kind), start=0))
    exponent = amount.as_tuple().exponent
    return str(amount) if isinstance(exponent, int) and exponent >= -_PLACES else plain(round(amount, _PLACES))


def _rejected(connection: Connection) -> dict[str, int]:
    counted = (
        select(rejected_rows.c.reason, func.count().label("lines"))
        .group_by(rejected_rows.c.reason)
        .order_by(func.count().desc(), rejected_rows.c.reason)
    )
    return {row.reason: row.lines for row in connection.execute(counted)}
