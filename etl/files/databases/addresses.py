"""An address of a shop's database: how it is opened for reading alone, and how it is called without its password."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from warehouse.errors import InputError

# What may stand before :// -> the dialect and driver that read it.
_DRIVERS = {
    "postgres": "postgresql+psycopg2",
    "postgresql": "postgresql+psycopg2",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
    "sqlite": "sqlite+pysqlite",
}
_EXAMPLE = "write it as postgresql://user@host/database, mysql://user@host/database or sqlite:///file.db"
_SECONDS = 10  # to connect


def parsed(address: str) -> URL:
    """The parts of an address. Raises InputError, which never repeats it: it may hold a password."""
    scheme = re.match(r"([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?://", address, re.IGNORECASE)
    if scheme is None:
        raise InputError(f"The address after --from cannot be read: {_EXAMPLE}.")
    driver = _DRIVERS.get(scheme[1].lower())
    if driver is None:
        raise InputError(f"Regulars reads no {scheme[1].lower()} databases; {_EXAMPLE}.")
    try:
        url = make_url(driver + address[scheme.end() - 3 :])
    except (ArgumentError, ValueError):
        raise InputError(
            f"The address after --from cannot be read: {_EXAMPLE}, special characters in it percent-encoded."
        ) from None
    if driver.startswith("mysql") and url.password is None and (password := os.environ.get("MYSQL_PWD")):
        url = url.set(password=password)  # PostgreSQL's own PGPASSWORD and ~/.pgpass are read by its library
    return url


def named(url: URL) -> str:
    """How people call it: no password, no options, which may hold one."""
    scheme = url.get_backend_name()
    if scheme == "sqlite":
        return f"sqlite:///{url.database}"
    user = f"{quote(url.username, safe='')}@" if url.username else ""
    return f"{scheme}://{user}{url.host or ''}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def opened(url: URL) -> Engine:
    """An engine that can change nothing there. Raises InputError for a driver or a file that is missing."""
    match url.get_backend_name():
        case "sqlite":
            return create_engine(_existing(url), poolclass=NullPool)
        case "mysql":
            if find_spec("pymysql") is None:
                raise InputError("To read MySQL and MariaDB, PyMySQL is needed: pip install pymysql==1.2.4")
            options = {"connect_timeout": _SECONDS, "charset": "utf8mb4"}
            return create_engine(url, poolclass=NullPool, connect_args=options)
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": _SECONDS})


def _existing(url: URL) -> URL:
    """A file of SQLite, opened for reading: it would make one that is not there."""
    path = Path(url.database or "")
    if not path.is_file():
        raise InputError(f"There is no SQLite database {url.database or 'named'}: check the name after sqlite:///.")
    address = f"file:{quote(str(path.absolute()))}"
    return url.set(database=address, query={"mode": "ro", "uri": "true"})
