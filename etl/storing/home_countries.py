"""The customers that a file names, and the country each is at home in."""

from collections.abc import Iterable

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from etl.storing.copying.copy_batches import HOME
from etl.storing.copying.spools import Spool
from etl.storing.statements import run_file
from etl.values.countries import country_row
from warehouse.bulk import copy_in
from warehouse.orders import APART
from warehouse.schema import countries

_COUNTRY = ("country", "name", "alpha_3")


def add_customers(connection: Connection, homes: Spool, named: Iterable[str]) -> int:
    """Store the customers and countries that a file names, its lines being stored; how many customers, new or known."""
    add_countries(connection, named)
    run_file(connection, "customers/staged_homes")
    copy_in(connection, "staged_homes", HOME, homes, "binary")
    found = run_file(connection, "customers/staged_customers")
    connection.execute(text("analyze staged_customers"))
    for step in ("customers/renewed_customers", "customers/customers"):
        run_file(connection, step)
    connection.execute(text("analyze renewed_customers"))
    run_file(connection, "customers/homes", apart=APART)
    return int(found.rowcount)


def add_countries(connection: Connection, named: Iterable[str]) -> None:
    """Store the countries that a file names, where they are new."""
    if rows := [dict(zip(_COUNTRY, country_row(label), strict=True)) for label in sorted(named)]:
        connection.execute(insert(countries).on_conflict_do_nothing(), rows)
