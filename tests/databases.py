"""Databases of the session's server: a fresh one in a fiftieth of a second, a filled store once a session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine, make_url

from warehouse.settings import spell

EMPTY = "template"  # holds the migrated, empty tables
Fill = Callable[[Engine], object]

# A server that is thrown away need not keep what a power cut would take. The servers under test stay as they are.
THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "256MB"}


def on(url: str, database: str) -> str:
    """A database of the same server."""
    return spell(make_url(url).set(database=database))


@contextmanager
def fresh(server_url: str, name: str, template: str = EMPTY) -> Iterator[str]:
    """The URL of a copy of a template, dropped in the end."""
    with _administrator(server_url) as connection:
        _copy(connection, name, template)
    try:
        yield on(server_url, name)
    finally:
        with _administrator(server_url) as connection:
            connection.execute(text(f"drop database {name} with (force)"))


@contextmanager
def connected(server_url: str, name: str, template: str = EMPTY) -> Iterator[Engine]:
    """An Engine on such a copy."""
    with fresh(server_url, name, template) as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


def store(server_url: str, name: str, fill: Fill, template: str = EMPTY) -> str:
    """The name of a template that whoever asks first fills: the others of the session, in whichever process, wait."""
    with _administrator(server_url) as connection:
        connection.execute(text("select pg_advisory_lock(hashtext(:name))"), {"name": name})
        known = text("select exists (select from pg_database where datname = :name)")
        if connection.scalar(known, {"name": name}):
            return name
        unfinished = f"{name}_unfinished"
        connection.execute(text(f"drop database if exists {unfinished}"))
        _copy(connection, unfinished, template)
        engine = create_engine(on(server_url, unfinished))
        try:
            fill(engine)
        finally:
            engine.dispose()
        connection.execute(text(f"alter database {unfinished} rename to {name}"))
    return name


@contextmanager
def _administrator(server_url: str) -> Iterator[Connection]:
    engine = create_engine(on(server_url, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _copy(connection: Connection, name: str, template: str) -> None:
    # File by file: through the log, as is usual, it takes ten times as long.
    connection.execute(text(f"create database {name} template {template} strategy file_copy"))
