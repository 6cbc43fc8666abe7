"""What people keep under a name, their own and what they share: whose it is, what it is called, how it goes.

Views and boards are two kinds of it. The database holds whose each is, and how many there may be (`warehouse/access`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, update
from sqlalchemy.exc import IntegrityError

from warehouse.errors import InputError
from wording.languages import say

LONGEST_NAME: Final = 80


def tidied(name: object) -> str:
    """A name in one line, no longer than it may be; '' for none."""
    return " ".join(str(name).replace("\x00", " ").split())[:LONGEST_NAME].strip()


@dataclass(frozen=True)
class Kind:
    """A table of it, with columns `owner` and `name`, and what is said of one that cannot be had."""

    table: Table
    key: Column[int]
    nameless: str
    taken: str
    gone: str

    def checked(self, name: object) -> str:
        """A name as it is kept. Raises InputError for none."""
        if not (found := tidied(name)):
            raise InputError(say(self.nameless))
        return found

    def own(self, number: int, owner: str | None) -> list[ColumnElement[bool]]:
        """Which row it is, if it is theirs."""
        return [self.key == number, self.table.c.owner.is_not_distinct_from(owner)]

    def written(self, connection: Connection, statement: Any) -> Any:
        """The result of a statement that may give a name. Raises InputError for one that is taken."""
        try:
            with connection.begin_nested():
                return connection.execute(statement)
        except IntegrityError as error:
            raise InputError(say(self.taken)) from error

    def change(self, connection: Connection, number: int, owner: str | None, values: Mapping[str, Any]) -> None:
        """Rename or share one's own. Raises InputError where it is none, or the name is none or taken."""
        told = {**values, **({"name": self.checked(values["name"])} if "name" in values else {})}
        if not self.written(connection, update(self.table).where(*self.own(number, owner)).values(**told)).rowcount:
            raise InputError(say(self.gone))

    def remove(self, connection: Connection, number: int, owner: str | None, *, of_others: bool) -> None:
        """Take one's own away, or anybody's. Raises InputError where there is none."""
        where = [self.key == number] if of_others else self.own(number, owner)
        if not connection.execute(delete(self.table).where(*where)).rowcount:
            raise InputError(say(self.gone))
