"""The loader's SQL files, and what its transactions are told first."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

from warehouse.bulk import read_sql_file

_SESSION = (
    # A loader that dies is noticed within seconds even in the middle of a long statement, and its transaction ends.
    "set local client_connection_check_interval = '2s'",
    "set local statement_timeout = '6h'",
    "set local work_mem = '256MB'",
    "set local backend_flush_after = '2MB'",  # so that the commit need not wait for a whole file to reach the disk
    "set local client_encoding = 'UTF8'",  # of the texts in binary rows
)


def prepare(connection: Connection) -> None:
    """Set up a transaction that loads."""
    connection.execute(text("; ".join(_SESSION)))  # one way there and back


def run_file(connection: Connection, name: str, folder: str = "etl.storing.sql", **parameters: Any) -> Any:
    """Execute the file `<name>.sql` of a folder of SQL, such as `lines/known_lines`; its result."""
    return connection.execute(_statement(folder, name), parameters)


@cache
def _statement(folder: str, name: str) -> TextClause:
    return text(read_sql_file(folder, f"{name}.sql"))
