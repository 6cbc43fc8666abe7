"""Conditions of audiences by how a number or an address begins: where it begins nobody else's, it names somebody."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select

from warehouse.forgotten import BLANK
from warehouse.schema import customers

_BEGINS = "begins"


def without_beginnings(connection: Connection, definition: Any, names: Iterable[str]) -> Any:
    """A definition with nothing in the place of beginnings of these names, which are no customer's any more."""
    match definition:
        case list():
            return [without_beginnings(connection, one, names) for one in definition]
        case Mapping():
            begins = definition.get(_BEGINS)
            if isinstance(begins, str) and _is_theirs_alone(connection, begins, names):
                return {**definition, _BEGINS: BLANK}
            return {key: without_beginnings(connection, one, names) for key, one in definition.items()}
    return definition


def _is_theirs_alone(connection: Connection, begins: str, names: Iterable[str]) -> bool:
    begins = begins.strip().lower()
    if not begins or not any(name.lower().startswith(begins) for name in names):
        return False
    c = customers.c
    others = [func.lower(column).startswith(begins, autoescape=True) for column in (c.customer_id, c.email)]
    return not connection.scalar(select(exists().where(or_(*others))))
