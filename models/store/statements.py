"""Runs the files of `models/<room>/sql`: one statement each, parameters bound by name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, select, text
from sqlalchemy.exc import OperationalError

from warehouse.bulk import read_sql_file
from warehouse.schema import metadata

MOST_WORK_MEM_MB = 256
SESSION = (
    # A killed run is noticed within seconds even in the middle of a long statement, and its transaction ends.
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    # Joins on customer and invoice look far smaller to the planner than they are; here none is ever small.
    "set local enable_nestloop = off",
)


def prepare(connection: Connection) -> None:
    """Set up a transaction for a run, as its first statements.

    For hashes and sorts eight times the server's own memory, at most 256 MB.
    """
    for statement in SESSION:
        connection.execute(text(statement))
    own = connection.execute(text("select setting::bigint from pg_settings where name = 'work_mem'")).scalar_one()
    if own < MOST_WORK_MEM_MB * 1024:
        connection.execute(text(f"set local work_mem = '{min(8 * own, MOST_WORK_MEM_MB * 1024)}kB'"))


def read(room: str, name: str) -> str:
    """The text of `models/<room>/sql/<name>.sql`."""
    return read_sql_file(f"models.{room}.sql", f"{name}.sql")


def run(connection: Connection, room: str, name: str, parameters: Mapping[str, Any]) -> Any:
    """Execute a file of a room with those of the parameters that it names; a SQLAlchemy result."""
    return connection.execute(text(read(room, name)), dict(parameters))


def insert(connection: Connection, room: str, name: str, parameters: Mapping[str, Any]) -> int:
    """Run a statement that writes; the number of rows."""
    return int(run(connection, room, name, parameters).rowcount)


def replace(connection: Connection, table_name: str, fill: Callable[[], object]) -> None:
    """Empty a table and fill it. Deleted, not truncated: readers keep seeing the old rows until the commit.

    A table that never held any gets its indexes built behind the rows.
    """
    table = metadata.tables[table_name]
    if _has_rows(connection, table):
        connection.execute(delete(table))
        fill()
        return
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    if not indexes or not _locked(connection, table):
        fill()
        return
    for index in indexes:  # to find its place in each of them takes every row longer than all the rest
        index.drop(connection, checkfirst=True)
    fill()
    for index in indexes:
        index.create(connection)


def _has_rows(connection: Connection, table: Table) -> bool:
    return bool(connection.execute(select(exists().select_from(table))).scalar_one())


def _locked(connection: Connection, table: Table) -> bool:
    """Take a table for this transaction alone, unless anybody is just using it. Only where there is nothing to read."""
    try:
        with connection.begin_nested():
            connection.execute(text(f"lock table {table.name} in access exclusive mode nowait"))
    except OperationalError:
        return False
    return True


def analyze(connection: Connection, table_names: Iterable[str]) -> None:
    """Tell the planner what was written, once for all: it looks at some thousands of rows of each table."""
    connection.execute(text(f"analyze {', '.join(table_names)}"))
