"""Runs the files of `models/sql`: one statement each, parameters bound by name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, text

from warehouse.bulk import read_sql_file
from warehouse.schema import metadata

MOST_WORK_MEM_MB = 256
SESSION = (
    "set transaction isolation level repeatable read",
    # A killed run is noticed within seconds even in the middle of a long statement, and its transaction ends.
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    # Joins on customer and invoice look far smaller to the planner than they are; here none is ever small.
    "set local enable_nestloop = off",
)


def prepare(connection: Connection) -> None:
    """Set up a transaction for a run, as its first statements.

    One snapshot from beginning to end, and for hashes and sorts eight times the server's own memory, at most 256 MB.
    """
    for statement in SESSION:
        connection.execute(text(statement))
    own = connection.execute(text("select setting::bigint from pg_settings where name = 'work_mem'")).scalar_one()
    if own < MOST_WORK_MEM_MB * 1024:
        connection.execute(text(f"set local work_mem = '{min(8 * own, MOST_WORK_MEM_MB * 1024)}kB'"))


def run(connection: Connection, name: str, parameters: Mapping[str, Any]) -> Any:
    """Execute `models/sql/<name>.sql` with those of the parameters that it names; a SQLAlchemy result."""
    return connection.execute(text(read_sql_file("models.sql", f"{name}.sql")), dict(parameters))


def insert(connection: Connection, name: str, parameters: Mapping[str, Any], table_name: str | None = None) -> int:
    """Run a statement, the table's unless another is named, and tell the planner what it wrote; the number of rows."""
    rows = run(connection, name, parameters).rowcount
    analyze(connection, table_name or name)
    return int(rows)


def replace(connection: Connection, table_name: str, parameters: Mapping[str, Any]) -> int:
    """The same on an emptied table. Deleted, not truncated: readers keep seeing the old rows until the commit."""
    connection.execute(delete(metadata.tables[table_name]))
    return insert(connection, table_name, parameters)


def create_temporary(connection: Connection, table_name: str, parameters: Mapping[str, Any]) -> None:
    """Make a table of this transaction only."""
    run(connection, table_name, parameters)
    analyze(connection, table_name)


def analyze(connection: Connection, table_name: str) -> None:
    """Without this the planner takes a table filled in the same transaction for empty."""
    connection.execute(text(f"analyze {table_name}"))
