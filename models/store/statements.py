"""Runs the files of `models/<room>/sql`: one statement each, parameters bound by name."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from warehouse.bulk import read_sql_file

MOST_MEMORY_MB = 256
MEMORY = {"work_mem": 8, "maintenance_work_mem": 4}  # for hashes and sorts, and for indexes: times the server's own
# Of a table's rows as many hundreds are looked at: a third of the usual, which autovacuum looks at in the next minutes.
STATISTICS = "set local default_statistics_target = 30"
SESSION = (
    "set local client_encoding = 'UTF8'",  # of the texts in binary rows
    # A killed run is noticed within seconds even in the middle of a long statement, and its transaction ends.
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    # Joins on customer and invoice look far smaller to the planner than they are; here none is ever small.
    "set local enable_nestloop = off",
)


def prepare(connection: Connection) -> None:
    """Set up a transaction for a run, as its first statements.

    For hashes, sorts and indexes some times the server's own memory, at most 256 MB.
    """
    for statement in SESSION:
        connection.execute(text(statement))
    rows = connection.execute(
        text("select name, setting::bigint from pg_settings where name = any(:names)"), {"names": [*MEMORY]}
    )
    for name, own in rows.all():
        if own < MOST_MEMORY_MB * 1024:
            connection.execute(text(f"set local {name} = '{min(MEMORY[name] * own, MOST_MEMORY_MB * 1024)}kB'"))


def read(room: str, name: str) -> str:
    """The text of `models/<room>/sql/<name>.sql`."""
    return read_sql_file(f"models.{room}.sql", f"{name}.sql")


def run(connection: Connection, room: str, name: str, parameters: Mapping[str, Any]) -> Any:
    """Execute a file of a room with those of the parameters that it names; a SQLAlchemy result."""
    return connection.execute(text(read(room, name)), dict(parameters))


def insert(connection: Connection, room: str, name: str, parameters: Mapping[str, Any]) -> int:
    """Run a statement that writes; the number of rows."""
    return int(run(connection, room, name, parameters).rowcount)


@contextmanager
def few_rows(connection: Connection) -> Iterator[None]:
    """For the length of a block a join may look each row up, for here there are few of them."""
    connection.execute(text("set local enable_nestloop = on"))
    yield
    connection.execute(text("set local enable_nestloop = off"))


def analyze(connection: Connection, table_names: Iterable[str]) -> None:
    """Tell the planner what was written, once for all: it looks at some thousands of rows of each table."""
    connection.execute(text(STATISTICS))
    connection.execute(text(f"analyze {', '.join(table_names)}"))
