"""The tables' history, written with Alembic: create them on an empty database, bring older ones up to date."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from warehouse.access import is_in_place, put_in_place, withdraw
from warehouse.errors import SchemaError
from warehouse.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0037"  # the newest revision; a test compares it with the files in versions/
VERSION_TABLE = "regulars_version"  # of our own name: the database may hold another Alembic user's tables
LOCK = 0x5E60_1A25  # advisory: one process at a time changes tables

__all__ = ["HEAD", "LOCK", "VERSION_TABLE", "create_within", "current_version", "prepare", "upgrade", "upgrade_within"]

logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each plugin as soon as it is imported


def prepare(engine: Engine) -> None:
    """Create the tables on an empty database; do nothing when they are ours and up to date.

    Raises SchemaError when they are older or newer than the program, or somebody else's.
    """
    with engine.connect() as connection:
        version = current_version(connection)
        if version is None:
            _refuse_foreign(connection)
        is_older = version is not None and (
            version < HEAD or (version == HEAD and not is_in_place(connection, VERSION_TABLE))
        )
    if version is None:
        upgrade(engine)
    elif is_older:
        raise SchemaError("The database's tables are older than this program: run `python -m warehouse upgrade`.")
    elif version > HEAD:
        raise SchemaError("The database's tables are newer than this program: update Regulars to use them.")


def upgrade(engine: Engine) -> bool:
    """Create or migrate the tables, and who may see what in them: all or nothing, safe beside another process.

    True when anything changed. Raises SchemaError when the tables are newer than the program, or somebody else's.
    """
    with engine.begin() as connection:
        return upgrade_within(connection)


def create_within(connection: Connection, version: str) -> None:
    """Make the tables as they were in a version, in a database that holds none, as a part of a transaction."""
    from alembic import command

    command.upgrade(configuration(connection), version)


def upgrade_within(connection: Connection) -> bool:
    """The same as a part of a transaction, which commits it."""
    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    version = current_version(connection)
    if version is None:
        _refuse_foreign(connection)
    elif version == HEAD:
        return put_in_place(connection, VERSION_TABLE)
    elif version > HEAD:
        raise SchemaError("The database's tables are newer than this program: update Regulars to use them.")
    from alembic import command  # a fifth of a second that only this rare step needs

    withdraw(connection)
    command.upgrade(configuration(connection), "head")
    put_in_place(connection, VERSION_TABLE, anew=True)
    return True


def current_version(connection: Connection) -> str | None:
    """The revision of the tables; None when there are none of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.execute(text(f"select max(version_num) from {VERSION_TABLE}")).scalar()  # noqa: S608
    return version


def configuration(connection: Connection) -> "Config":
    """Alembic's configuration for a connection, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_foreign(connection: Connection) -> None:
    """Tables of our names that we did not make must not be taken for ours."""
    foreign = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
    if foreign:
        raise SchemaError(
            f"The database already holds tables that are not Regulars' own ({', '.join(foreign[:3])}): "
            "give it an empty database."
        )
