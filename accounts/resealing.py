"""A new SECRET_KEY: what is stored sealed is sealed anew with its first line, so that the lines after it can go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, func, select, update

from accounts.tokens import FACTOR, PASSWORDS, renewed
from warehouse import forgotten
from warehouse.errors import SettingsError
from warehouse.schema import connections, erasure_keys, schedules, users

# What people call it, where it is stored, as what it is sealed.
SEALED: Final[Mapping[str, tuple[Column[str], str]]] = {
    "second factors": (users.c.totp_secret, FACTOR),
    "passwords of schedules": (schedules.c.sealed, PASSWORDS),
    "passwords of connections": (connections.c.sealed, PASSWORDS),
}
ERASED: Final = "keys of who was erased"


@dataclass(frozen=True)
class Resealed:
    """How many of what are sealed with the first line now, and how many no line opens."""

    sealed: Mapping[str, int]
    closed: Mapping[str, int]


def reseal(connection: Connection, secret_key: str | None) -> Resealed:
    """Seal all of it with the first line of SECRET_KEY; what no line opens stays as it is. The caller commits.

    Raises SettingsError without a SECRET_KEY.
    """
    sealed, closed = {}, {}
    for name, (column, what) in SEALED.items():
        sealed[name], closed[name] = _column(connection, column, what, secret_key)
    keys = connection.scalar(select(func.count()).select_from(erasure_keys)) or 0
    try:
        forgotten.renew(connection)
        sealed[ERASED] = keys
    except SettingsError:
        closed[ERASED] = keys
    return Resealed(*({name: number for name, number in one.items() if number} for one in (sealed, closed)))


def in_words(numbers: Mapping[str, int]) -> str:
    """What and how many: `second factors: 2, passwords of schedules: 1`."""
    return ", ".join(f"{name}: {number}" for name, number in numbers.items())


def _column(connection: Connection, column: Column[str], what: str, secret_key: str | None) -> tuple[int, int]:
    """How many are sealed by the first line now, and how many no line opens."""
    (key,) = column.table.primary_key.columns
    opened = closed = 0
    for row, text in connection.execute(select(key, column).where(column.is_not(None)).with_for_update()).all():
        anew = renewed(secret_key, text, what)
        if anew is None:
            closed += 1
            continue
        opened += 1
        if anew != text:
            connection.execute(update(column.table).where(key == row).values({column: anew}))
    return opened, closed
