"""Erasures over a restore: who was erased since the backup was made is erased from what it brings back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.dialects.postgresql import insert

from warehouse.erasure.people import come_back
from warehouse.erasure.taking_out import take_out
from warehouse.forgotten import known
from warehouse.schema import erasure_keys, forgotten

_TABLES = (erasure_keys, forgotten)


@dataclass(frozen=True)
class Remembered:
    """Rows of the tables that say who was erased."""

    rows: tuple[tuple[Table, tuple[dict[str, Any], ...]], ...] = ()


def remembered(connection: Connection) -> Remembered:
    """Who was erased from a store, whatever its version."""
    looked = inspect(connection)
    found = {}
    for table in _TABLES:
        if looked.has_table(table.name):
            found[table] = tuple(dict(row) for row in connection.execute(select(table)).mappings())
    return Remembered(tuple(found.items()) if found.get(forgotten) else ())


def erase_again(connection: Connection, before: Remembered) -> int:
    """Remember them in the store that has come, too, and take out of it who is there; how many numbers these had.

    Raises SettingsError where SECRET_KEY is needed and missing, or another one than it was.
    """
    for table, rows in before.rows:
        for row in rows:
            connection.execute(insert(table).values(**row).on_conflict_do_nothing())
    if not before.rows:
        return 0
    forgotten_ = known(connection)
    person = come_back(connection, forgotten_)
    if person.numbers:
        take_out(connection, person, forgotten_, is_all=True)
    return len(person.numbers)
