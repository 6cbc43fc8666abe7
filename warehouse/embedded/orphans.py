"""Files of tables and indexes that a crash left behind and no table knows; PostgreSQL lets them lie.

A transaction that fails removes the files it made, but one that dies with its server cannot: a first load that was
killed while it filled and indexed new files of 10 million lines leaves over a gigabyte. PostgreSQL's source
(src/backend/access/transam/README, "Creating a new table") says so, that such files are harmless, and that a restart
could clear those "that don't have any committed entry in pg_class". Here our own start of our own server does.

Why no file that is in use is hit:

- A relation counts only if its first file was there before this server started and is there still. What anybody makes
  since then is another: a new relation never gets a number whose file exists (GetNewRelFileNumber in
  src/backend/catalog/catalog.c). So no file of an unfinished transaction is among them; and of prepared ones, which
  outlive a server, none may exist.
- Its number is unknown to both of PostgreSQL's own ways of telling: `pg_filenode_relation(0, number)`, and
  `pg_relation_filenode` of each row of pg_class, which knows the mapped catalogs as well.
- Only our own database's directory in the default place is looked at, never the shared one; never numbers below 16384,
  which belong to initdb (FirstNormalObjectId); never names of another form, such as those of temporary tables
  (t3_16400), which PostgreSQL itself removes when it starts.
- A checkpoint comes first: after it no page of such a file waits to be written, and no recovery begins early enough to
  meet it (documentation, "WAL Configuration").
- Nobody else is connected. A relation's first file goes last: its number stays taken until all is done.
"""

import logging
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg2

FIRST_NUMBER = 16384
PATIENCE_SECONDS = 1.0  # connections that have just been closed may still be leaving
_REST = re.compile(r"\d+(_(fsm|vm|init))?(\.\d+)?", re.ASCII)
_KNOWN = "select distinct pg_relation_filenode(oid) from pg_class"
_DATABASE = """
select oid from pg_database where datname = current_database()
and dattablespace = (select oid from pg_tablespace where spcname = 'pg_default')
"""
_UNKNOWN = "select number from unnest(%s::oid[]) as number where pg_filenode_relation(0, number) is null"
_OTHERS = """
select exists (select from pg_prepared_xacts) or exists (
    select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
)
"""
logger = logging.getLogger("regulars")


def relation_files(data: Path) -> set[Path]:
    """The first file of each relation in all databases below a data directory whose server does not run."""
    paths = (data / "base").glob("[0-9]*/[0-9]*")
    return {path for path in paths if path.name.isdecimal() and int(path.name) >= FIRST_NUMBER}


def remove_orphans(connection: "psycopg2.extensions.connection", data: Path, before: Iterable[Path]) -> list[Path]:
    """Remove the files of relations that the connection's database does not know.

    `before` is what `relation_files` found before the server started. The files removed; what goes wrong is logged and
    left to the next start.
    """
    removed: list[Path] = []
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for first in _orphans(cursor, data, before):
                rest = [path for path in first.parent.glob(f"{first.name}[._]*") if _REST.fullmatch(path.name)]
                for path in (*rest, first):
                    path.unlink()
                    removed.append(path)
    except (psycopg2.Error, OSError) as error:
        logger.debug("Files that a crash left behind stay for now: %s", error)
    if removed:
        logger.debug("Removed %d files that a crash had left behind.", len(removed))
    return removed


def _orphans(cursor: Any, data: Path, before: Iterable[Path]) -> list[Path]:
    """Those of the first files that may go."""
    database = _column(cursor, _DATABASE)
    directory = data / "base" / str(*database)
    known = set(_column(cursor, _KNOWN))
    numbers = {int(path.name) for path in before if database and path.parent == directory} - known
    if not numbers or not _alone(cursor):
        return []
    cursor.execute("checkpoint")
    numbers &= set(_column(cursor, _UNKNOWN, [list(numbers)]))
    numbers -= set(_column(cursor, _KNOWN))
    found = [path for path in (directory / str(number) for number in sorted(numbers)) if path.is_file()]
    return found if _alone(cursor) else []


def _alone(cursor: Any) -> bool:
    """Whether nobody else is connected, nor has left a prepared transaction."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _column(cursor, _OTHERS)[0]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _column(cursor: Any, query: str, values: Any = None) -> list[Any]:
    cursor.execute(query, values)
    return [row[0] for row in cursor.fetchall()]
