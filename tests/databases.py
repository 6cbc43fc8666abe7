"""Databases of the session's server: a fresh one in a fiftieth of a second, a filled store once a session."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine, make_url

from warehouse.settings import libpq_url, spell

SERVER = "server"  # the home of the session's server, below pytest's directory or in MEMORY
MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # files in memory, and bytes that they must be allowed; a session takes one
FORSAKEN = 3600.0  # seconds after which a home in memory is no longer anyone's, unless its server runs
EMPTY = "template"  # holds the migrated, empty tables
Fill = Callable[[Engine], object]

# A server that is thrown away need not keep what a power cut would take, nor tidy up. Those under test stay as they
# are.
THROWN_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "256MB",
    "max_connections": "400",
    "max_wal_size": "256MB",
}
_NAME = "regulars-tests-"


def home_of(session: Path) -> Path:
    """Where a session's server keeps its files: in memory where that has room.

    A copy of a template is made of 700 files, and goes with them. On ext4 whoever makes a file passes all that were
    removed in the minutes before, so that each copy takes longer than the one before, up to half a second.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).total < ENOUGH:
        return session / SERVER
    return MEMORY / f"{_NAME}{hashlib.sha256(str(session).encode()).hexdigest()[:12]}" / SERVER


def removed(session: Path) -> None:
    """Leave no home of a server behind, neither the session's nor one of a session that was killed."""
    home = home_of(session)
    shutil.rmtree(home if home.is_relative_to(session) else home.parent, ignore_errors=True)
    for other in MEMORY.glob(f"{_NAME}*"):
        with suppress(FileNotFoundError):
            if time.time() - other.stat().st_mtime > FORSAKEN and not _runs(other / SERVER / "postgres/postmaster.pid"):
                shutil.rmtree(other, ignore_errors=True)


def _runs(noted: Path) -> bool:
    """Whether the server still runs that noted its number there."""
    try:
        return psutil.pid_exists(int(noted.read_text().split()[0]))
    except (FileNotFoundError, IndexError, ValueError):
        return False


def on(url: str, database: str) -> str:
    """A database of the same server."""
    return spell(make_url(url).set(database=database))


@contextmanager
def fresh(server_url: str, name: str, template: str = EMPTY) -> Iterator[str]:
    """The URL of a copy of a template, dropped in the end."""
    made(server_url, name, template)
    try:
        yield on(server_url, name)
    finally:
        dropped(server_url, name)


def made(server_url: str, name: str, template: str = EMPTY) -> None:
    """Make a copy of a template."""
    with _administrator(server_url) as cursor:
        _copy(cursor, name, template)


def dropped(server_url: str, name: str) -> None:
    """Drop a database, whoever still uses it."""
    with _administrator(server_url) as cursor:
        cursor.execute(f"drop database if exists {name} with (force)")


@contextmanager
def connected(server_url: str, name: str, template: str = EMPTY) -> Iterator[Engine]:
    """An Engine on such a copy."""
    with fresh(server_url, name, template) as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


def filled_once(server_url: str, name: str, fill: Fill, template: str = EMPTY) -> str:
    """The name of a template that whoever asks first fills: the others of the session, in whichever process, wait."""
    with _administrator(server_url) as cursor:
        cursor.execute("select pg_advisory_lock(hashtext(%s))", (name,))
        try:
            cursor.execute("select from pg_database where datname = %s", (name,))
            if not cursor.rowcount:
                _fill(cursor, server_url, name, fill, template)
        finally:
            cursor.execute("select pg_advisory_unlock(hashtext(%s))", (name,))
    return name


def leave(server_url: str) -> None:
    """Close what the functions above keep open between their calls."""
    _administrators.pop(server_url).close()


def _administrator(server_url: str) -> "psycopg2.extensions.cursor":
    """A cursor outside the databases that it makes and drops."""
    if server_url not in _administrators:
        _administrators[server_url] = psycopg2.connect(libpq_url(on(server_url, "postgres")))
        _administrators[server_url].autocommit = True
    return _administrators[server_url].cursor()


_administrators: dict[str, "psycopg2.extensions.connection"] = {}


def _fill(cursor: "psycopg2.extensions.cursor", server_url: str, name: str, fill: Fill, template: str) -> None:
    """The database under another name until it is complete."""
    unfinished = f"{name}_unfinished"
    cursor.execute(f"drop database if exists {unfinished}")
    _copy(cursor, unfinished, template)
    engine = create_engine(on(server_url, unfinished))
    try:
        fill(engine)
    finally:
        engine.dispose()
    # Once connected, so that its copies come with the file of what each session needs to know first.
    psycopg2.connect(libpq_url(on(server_url, unfinished))).close()
    cursor.execute(f"alter database {unfinished} rename to {name}")


def _copy(cursor: "psycopg2.extensions.cursor", name: str, template: str) -> None:
    # File by file: through the log, as is usual, it takes ten times as long.
    cursor.execute(f"create database {name} template {template} strategy file_copy")
