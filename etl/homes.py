"""The customers that a file names, and the country each is at home in.

This needs only the file's invoices and what earlier loads stored, so a second connection works it out while the first
one indexes and compares lines.
"""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects.postgresql import insert

from etl.countries import country_row
from etl.packed import INVOICE_COLUMNS
from etl.spools import Spool
from etl.streams import Invoices
from warehouse.bulk import copy_in, copy_out, read_sql_file
from warehouse.schema import countries

SESSION = (
    # A loader that dies is noticed within seconds even in the middle of a long statement, and its transaction ends.
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    "set local work_mem = '256MB'",
    "set local client_encoding = 'UTF8'",  # of the texts in binary rows
)
_COUNTRY = ("country", "name", "alpha_3")


@contextlib.contextmanager
def homes_meanwhile(engine: Engine, invoices: Invoices, fresh: bool) -> Iterator[Callable[[], Spool]]:
    """While the block runs, work out who is at home where; calling what the block gets waits for it: CSV rows.

    Of a `fresh` store, whose empty tables the caller may have locked, nothing is read.
    """
    with contextlib.closing(Spool(b"", b"")) as homes, ThreadPoolExecutor(1, "homes") as pool:
        yield pool.submit(_fill, homes, engine, invoices, fresh).result


def add_customers(connection: Connection, invoices: Invoices, homes: Spool) -> int:
    """Store the customers and the countries that a file names; how many customers that are, new or known."""
    if named := [dict(zip(_COUNTRY, country_row(label), strict=True)) for label in sorted(invoices.countries)]:
        connection.execute(insert(countries).on_conflict_do_nothing(), named)
    _run(connection, "staged_homes.sql")
    named_customers = copy_in(connection, "staged_homes", ("customer_id", "country"), homes)
    connection.execute(text("analyze staged_homes"))
    _run(connection, "customers.sql")
    return named_customers


def _fill(homes: Spool, engine: Engine, invoices: Invoices, fresh: bool) -> Spool:
    with engine.connect() as connection:
        for statement in SESSION:
            connection.execute(text(statement))
        _stage(connection, invoices)
        _run(connection, "no_stored_invoices.sql" if fresh else "stored_invoices.sql")
        connection.execute(text("analyze stored_invoices"))
        for piece in copy_out(connection, read_sql_file("etl.sql", "homes.sql"), header=False):
            homes.add(piece, 0)
    return homes


def _stage(connection: Connection, invoices: Invoices) -> None:
    _run(connection, "staged_invoices.sql")
    copy_in(connection, "staged_invoices", INVOICE_COLUMNS, invoices.rows, "binary")
    connection.execute(text("analyze staged_invoices"))
    if invoices.more.rows:
        _run(connection, "staged_more.sql")
        copy_in(connection, "staged_more", INVOICE_COLUMNS, invoices.more, "binary")
        connection.execute(text("analyze staged_more"))
        _run(connection, "merged_invoices.sql")


def _run(connection: Connection, name: str) -> None:
    connection.execute(text(read_sql_file("etl.sql", name)))
