"""COPY in and COPY out, streaming: the memory used does not grow with the rows."""

import contextlib
import functools
import queue
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from importlib import resources
from typing import Any, Literal, LiteralString

import psycopg2
from psycopg2 import sql
from sqlalchemy import ClauseElement, Connection, text

CHUNK = 1 << 16  # bytes handed over at once on the way out
WAITING = 8  # chunks that may wait for a slow consumer
Form = Literal["csv", "csv frozen", "binary", "frozen"]
_FORMS: dict[Form, LiteralString] = {
    "csv": "format csv, encoding 'UTF8'",
    "csv frozen": "format csv, encoding 'UTF8', freeze",
    "binary": "format binary",
    "frozen": "format binary, freeze",
}


def copy_in(
    connection: Connection, table_name: str, columns: Sequence[str], chunks: Iterable[bytes], form: Form = "csv"
) -> int:
    """Write CSV text (UTF-8, no header, empty unquoted = null) or binary rows into a table; the number of rows written.

    Part of the connection's transaction, which it begins when there is none. Frozen rows need no later look by a reader
    or by vacuum; their table must have been truncated in the same transaction. An error that `chunks` raises comes out
    as it is, one of the database as psycopg2's (see `explain`); the transaction then has to be rolled back.
    """
    reader = _Reader(chunks)
    cursor = _cursor(connection)
    statement = sql.SQL("copy {} ({}) from stdin ({})").format(
        sql.Identifier(table_name), sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(_FORMS[form])
    )
    with cursor:
        try:
            cursor.copy_expert(statement, reader)
        except BaseException:
            if reader.error is not None:
                raise reader.error from None
            raise
        return int(cursor.rowcount)


def copy_out(
    connection: Connection,
    statement: str | ClauseElement,
    parameters: Mapping[str, Any] | None = None,
    *,
    header: bool = True,
) -> Generator[bytes]:
    """The result of a query as CSV (UTF-8), in pieces of some 64 kB that need not end where a line ends.

    `statement` is SQL text with `:name` parameters or a SQLAlchemy query. Errors are raised where the consumer asks
    for the next piece, so take the first one before promising anything. Read to the end or `close()`: that cancels
    the query and leaves the connection usable after a rollback. One stream a connection at a time.
    """
    cursor = _cursor(connection)
    query = _bound(connection, cursor, statement, parameters or {})
    copy = f"copy (\n{query}\n) to stdout (format csv, header {'true' if header else 'false'}, encoding 'UTF8')"
    writer = _Writer()
    thread = threading.Thread(target=writer.run, args=(cursor, copy), name="copy-out", daemon=True)
    thread.start()
    try:
        while (piece := writer.pieces.get()) is not None:
            yield piece
        thread.join()
        if writer.error is not None:
            raise writer.error
    finally:
        writer.abandoned = True
        while thread.is_alive():
            with contextlib.suppress(psycopg2.Error):  # the query may begin only after a first cancel: once more
                cursor.connection.cancel()
            writer.drain()  # the thread may be waiting for room
            thread.join(0.05)
        cursor.close()


@functools.cache
def read_sql_file(package: str, name: str) -> str:
    """The text of `<package>/<name>`, such as ("models.features.sql", "orders.sql")."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def _cursor(connection: Connection) -> Any:
    """A psycopg2 cursor inside a transaction that SQLAlchemy knows of, so that its commit is one."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def _bound(connection: Connection, cursor: Any, statement: str | ClauseElement, parameters: Mapping[str, Any]) -> str:
    """The statement with its values in place, quoted by psycopg2: COPY takes no parameters."""
    clause = text(statement.strip().rstrip(";")) if isinstance(statement, str) else statement
    compiled: Any = clause.compile(dialect=connection.dialect)
    expanded = compiled.construct_expanded_state(parameters)  # a list for `in` becomes as many parameters
    query: bytes = cursor.mogrify(expanded.statement, expanded.parameters)
    return query.decode(cursor.connection.info.parameter_status("client_encoding") or "utf-8")


class _Reader:
    """Pieces as the file psycopg2 reads from; keeps the error that it would replace by its own."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """The next piece whatever its size; an empty one would mean the end."""
        try:
            return next((chunk for chunk in self._chunks if chunk), b"")
        except BaseException as error:
            self.error = error
            raise


class _Writer:
    """The file psycopg2 writes to, a row at a time in a thread of its own; the consumer reads from `pieces`."""

    def __init__(self) -> None:
        self.pieces: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self.error: Exception | None = None
        self.abandoned = False
        self._rows: list[bytes] = []
        self._size = 0

    def run(self, cursor: Any, copy: str) -> None:
        try:
            cursor.copy_expert(copy, self)
            self._hand_over()
        except Exception as error:
            self.error = error
        finally:
            self.pieces.put(None)

    def write(self, row: bytes) -> int:
        if not self.abandoned:  # else read on to the end: stopping midway would leave the connection inside COPY
            self._rows.append(row)
            self._size += len(row)
            if self._size >= CHUNK:
                self._hand_over()
        return len(row)

    def drain(self) -> None:
        """Make room for a thread that waits to hand over."""
        while not self.pieces.empty():
            self.pieces.get_nowait()

    def _hand_over(self) -> None:
        if self._rows:
            self.pieces.put(b"".join(self._rows))
            self._rows, self._size = [], 0
