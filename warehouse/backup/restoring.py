"""A backup's file -> the store, in one transaction with the upgrade of its tables: all of it, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg2
from sqlalchemy import Connection, Engine, inspect, text

from warehouse.backup.archive import Archive, open_archive
from warehouse.backup.programs import damaged, program, server_version
from warehouse.backup.script import Rows, Script
from warehouse.erasure import erase_again, remembered
from warehouse.errors import InputError, SchemaError
from warehouse.migrations import HEAD, VERSION_TABLE, create_within, current_version, upgrade_within
from warehouse.schema import metadata
from warehouse.told import Bar
from warehouse.writers import sole_writer

# What the migrations make beside tables and what belongs to these; a test compares it with a new store. Functions that
# guard accounts (`warehouse.access`) stay, and are put in place anew.
FUNCTIONS = (
    *("forget_gone_lines()", "forget_lines()"),
    *("keep_audit()", "retire_audit(timestamptz)", "stamp_audit()", "stamp_delivery()"),
    "product_of(text, text)",
)


@dataclass(frozen=True)
class Restored:
    """What a restore brought back."""

    tables: int
    rows: int
    made_at: str  # as the backup's own clock showed it
    upgraded: bool
    erased: int  # numbers of customers who were erased since it was made, and now once more


def restore(engine: Engine, file: Path, bar: Bar, waits: Callable[[], None], replace: bool = False) -> Restored:
    """Put a backup in the place of what is stored, and bring its tables up to date.

    Who was erased from the store is erased from what comes, too. Nothing is to be seen of it before it is complete;
    whatever ends it leaves what was there. Other writers are waited for, which `waits` tells. Raises InputError when
    the file is no backup or is damaged, or when the store holds data and `replace` does not say that it may go;
    SchemaError when the backup's tables, or those that are there, are newer than the program.
    """
    with engine.connect() as connection:
        tool = program("pg_restore", server_version(connection))
    archive = open_archive(file, tool)
    if archive.version > HEAD:
        raise SchemaError(f"{file} was made by a newer Regulars than this one: update Regulars to restore it.")
    with sole_writer(engine, waits) as connection:
        before = remembered(connection)
        _make_room(connection, archive, replace)
        rows = _fill(connection, archive, bar)
        upgraded = upgrade_within(connection) and archive.version < HEAD
        erased = erase_again(connection, before)
        connection.commit()
    return Restored(len(archive.tables), rows, archive.made_at, upgraded, erased)


def _make_room(connection: Connection, archive: Archive, replace: bool) -> None:
    """Take our tables away, unless somebody would miss them."""
    version, schema = current_version(connection), connection.scalar(text("select current_schema()"))
    if schema != archive.schema:
        raise InputError(
            f"The backup's tables stand in the schema {archive.schema}, and the search_path here leads to {schema}: "
            "restore into a database where it leads to the same."
        )
    ours = sorted(set(inspect(connection).get_table_names()) & {*metadata.tables, VERSION_TABLE})
    if ours and version is None:
        raise SchemaError(
            f"The database holds tables that are not Regulars' own ({', '.join(ours[:3])}): give it an empty database."
        )
    if version is not None and version > HEAD:
        raise SchemaError("The database's tables are newer than this program: update Regulars to use them.")
    if not replace and (filled := [name for name in ours if name != VERSION_TABLE and _has_rows(connection, name)]):
        raise InputError(
            f"The store holds data ({', '.join(filled[:3])}{' …' if len(filled) > 3 else ''}), and restoring would "
            "replace all of it: back it up if you may need it, and say --replace."
        )
    if ours:
        connection.execute(text(f"drop table {', '.join(ours)} cascade"))
        for function in FUNCTIONS:
            connection.execute(text(f"drop function if exists {function} cascade"))


def _has_rows(connection: Connection, table: str) -> bool:
    return bool(connection.scalar(text(f"select exists (select from {table})")))  # noqa: S608


def _fill(connection: Connection, archive: Archive, bar: Bar) -> int:
    """Make the tables of the backup's version and copy its rows, those that others refer to first; how many."""
    create_within(connection, archive.version)
    known = [table.name for table in metadata.sorted_tables if table.name in archive.tables]
    tables = [*known, *sorted(set(archive.tables) - set(known))]
    raw: Any = connection.connection
    with raw.cursor() as cursor, bar("Restoring", len(tables), "") as advance:
        cursor.execute("set local client_encoding to 'UTF8'")
        try:
            with archive.rows(tables) as stream:
                return sum(_copied(cursor, stream, advance))
        except psycopg2.DataError as error:  # the last row before it breaks off, perhaps
            raise damaged(archive.file) from error


def _copied(cursor: Any, stream: IO[bytes], advance: Callable[[float], None]) -> Iterator[int]:
    """Run a script of COPY statements with their rows, and of statements of a line; the rows of each COPY."""
    script = Script(stream)
    while line := script.line():
        statement = line.decode().strip()
        if statement.startswith("COPY "):
            cursor.copy_expert(statement.removesuffix(";"), Rows(script))
            yield cursor.rowcount
            advance(1)
        elif statement.startswith("SELECT pg_catalog.setval("):  # where numbers that the database gives go on
            cursor.execute(statement)
