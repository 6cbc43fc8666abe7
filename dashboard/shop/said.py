"""What a browser says to a page's buttons, checked: texts, numbers and forms. And what was done then, on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from accounts.audit import Actor, record
from warehouse.errors import InputError
from warehouse.letters import is_storable
from warehouse.schedules import DAYS
from wording.languages import to_say

UNREAD = to_say("This cannot be understood. Open the page again.")
WEEKDAYS = {str(number): number for number in range(len(DAYS))}
MOST_LETTERS = 10_000  # of a field: a private key has three thousand
MOST_DIGITS = 18  # of a number: what a bigint holds


def read_form(said: object) -> Mapping[str, Any]:
    """Texts by name, and a form's. Raises InputError for anything else."""
    if not isinstance(said, dict):
        raise InputError(UNREAD)
    fields = said.get("fields")
    for name, value in said.items():
        if name not in ("at", "fields"):
            read_text(value, MOST_LETTERS)
    for value in fields.values() if isinstance(fields, dict) else ():
        read_text(value, MOST_LETTERS)
    return said


def read_fields(said: Mapping[str, Any]) -> dict[str, str]:
    """What a form says, by the names of its fields. Raises InputError where there is none."""
    fields = said.get("fields")
    if not isinstance(fields, dict):
        raise InputError(UNREAD)
    return {str(name): str(value).strip() for name, value in fields.items()}


def read_weekday(fields: Mapping[str, str]) -> int | None:
    """The day that a form's `weekday` says, 0 Monday, where it says every week."""
    return WEEKDAYS.get(fields.get("weekday", "")) if fields.get("every") == "week" else None


def read_text(value: object, most: int) -> str:
    """Raises InputError for what is no text, too long, or what no database takes as one."""
    if not isinstance(value, str) or len(value) > most or not is_storable(value):
        raise InputError(UNREAD)
    return value


def read_number(said: Mapping[str, Any], name: str, most_digits: int = MOST_DIGITS) -> int:
    """The number of that name, 0 or more. Raises InputError for what is none."""
    return to_number(said.get(name, ""), most_digits)


def to_number(value: object, most_digits: int = MOST_DIGITS, otherwise: str = UNREAD) -> int:
    """A number of 0 or more in plain digits. Raises InputError, with `otherwise` as its sentence, for what is none."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= most_digits):
        raise InputError(otherwise)
    return int(text)


def put_on_record(
    connection: Connection, who: str | None, action: str, details: Mapping[str, Any], rows: int | None = None
) -> None:
    """In whose name something was done; nobody keeps a record where nobody signs in."""
    if who is not None:
        record(connection, action, Actor(email=who), details, rows, now=datetime.now(UTC))
