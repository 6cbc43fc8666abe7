"""The customers that a file names, and the country each is at home in."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from etl.countries import country_row
from etl.packed import HOME
from etl.spools import Spool
from warehouse.bulk import copy_in, read_sql_file
from warehouse.schema import countries

_COUNTRY = ("country", "name", "alpha_3")


def add_customers(connection: Connection, homes: Spool, named: Iterable[str]) -> int:
    """Store the customers and the countries that a file names, once its lines are stored; how many customers that is,
    new or known."""
    if rows := [dict(zip(_COUNTRY, country_row(label), strict=True)) for label in sorted(named)]:
        connection.execute(insert(countries).on_conflict_do_nothing(), rows)
    _run(connection, "staged_homes.sql")
    copy_in(connection, "staged_homes", HOME, homes, "binary")
    found = _run(connection, "staged_customers.sql")
    connection.execute(text("analyze staged_customers"))
    for step in ("renewed_customers", "customers"):
        _run(connection, f"{step}.sql")
    connection.execute(text("analyze renewed_customers"))
    _run(connection, "homes.sql")
    return int(found.rowcount)


def _run(connection: Connection, name: str) -> Any:
    return connection.execute(text(read_sql_file("etl.sql", name)))
