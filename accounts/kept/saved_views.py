"""Views that people keep under a name: their own, and what others share.

A view is an address; whoever opens it sees what they may see. One that tells of a customer by itself, as a search does,
is nobody's but its owner's. The database holds whose each is, that, and how many there may be (`warehouse/access`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, insert, select, update

from accounts.kept.named import Kind
from warehouse.access import TELLS
from warehouse.errors import InputError
from warehouse.schema import saved_views
from wording.languages import say, to_say

LONGEST_ADDRESS = 2_000
GONE = to_say("This view is not there any more, or it is somebody else's.")
TOO_LONG = to_say("The address of this view is too long to keep.")
OF_CUSTOMERS = to_say(
    "This view holds a customer's page or a search for customers: keep it for yourself, or clear the search."
)
_VIEWS = Kind(
    saved_views,
    saved_views.c.view_id,
    nameless=to_say("Say what the view is called."),
    taken=to_say("You have a view of that name already: choose another one."),
    gone=GONE,
)
_COLUMNS = (saved_views.c.view_id, saved_views.c.name, saved_views.c.address, saved_views.c.owner)
_SELECT = select(*_COLUMNS, saved_views.c.is_shared, saved_views.c.is_start, saved_views.c.kept_at)


@dataclass(frozen=True)
class SavedView:
    """An address with a name."""

    view_id: int
    name: str
    address: str
    owner: str | None
    is_shared: bool
    is_start: bool
    kept_at: datetime


def visible(connection: Connection, owner: str | None) -> list[SavedView]:
    """Those of somebody and those that are shared, their own first, by name."""
    found = [SavedView(**row._mapping) for row in connection.execute(_SELECT)]
    seen = [one for one in found if one.owner == owner or (one.is_shared and not tells_of_customers(one.address))]
    return sorted(seen, key=lambda one: (one.owner != owner, one.name.casefold()))


def at(connection: Connection, address: str) -> list[SavedView]:
    """Those of an address that the viewer sees."""
    rows = connection.execute(_SELECT.where(saved_views.c.address == address))
    return [SavedView(**row._mapping) for row in rows]


def get(connection: Connection, view_id: int, owner: str | None) -> SavedView:
    """One that somebody sees. Raises InputError where there is none."""
    found = next((one for one in visible(connection, owner) if one.view_id == view_id), None)
    if found is None:
        raise InputError(say(GONE))
    return found


def start_of(connection: Connection, owner: str | None) -> str | None:
    """The address that somebody chose to begin with; None without one."""
    of_owner = saved_views.c.owner.is_not_distinct_from(owner)
    found: str | None = connection.scalar(select(saved_views.c.address).where(saved_views.c.is_start, of_owner))
    return found


def keep(connection: Connection, name: str, address: str, owner: str | None, *, is_shared: bool, now: datetime) -> int:
    """Keep an address under a name; its number. Raises InputError for a name that is none, or taken; for too many."""
    if len(address) > LONGEST_ADDRESS:
        raise InputError(say(TOO_LONG))
    if is_shared and tells_of_customers(address):
        raise InputError(say(OF_CUSTOMERS))
    row = {"name": _VIEWS.checked(name), "address": address, "owner": owner, "is_shared": is_shared, "kept_at": now}
    adding = insert(saved_views).values(**row).returning(saved_views.c.view_id)
    return int(_VIEWS.written(connection, adding).scalar_one())


def change(connection: Connection, view_id: int, owner: str | None, values: Mapping[str, Any]) -> None:
    """Rename or share one's own. Raises InputError where it is none, the name is taken, or it tells of customers."""
    if values.get("is_shared"):
        address = connection.scalar(select(saved_views.c.address).where(*_VIEWS.own(view_id, owner)))
        if address is not None and tells_of_customers(address):
            raise InputError(say(OF_CUSTOMERS))
    _VIEWS.change(connection, view_id, owner, values)


def remove(connection: Connection, view_id: int, owner: str | None, *, of_others: bool = False) -> None:
    """Take a view away: one's own, or a shared one of others for who looks after everybody's."""
    _VIEWS.remove(connection, view_id, owner, of_others=of_others)


def begin_with(connection: Connection, view_id: int | None, owner: str | None, *, now: datetime) -> None:
    """Choose what one begins with, or the overview again. A view of somebody else is kept as one's own for it."""
    of_owner = saved_views.c.owner.is_not_distinct_from(owner)
    connection.execute(update(saved_views).where(of_owner, saved_views.c.is_start).values(is_start=False))
    if view_id is None:
        return
    found = connection.execute(_SELECT.where(saved_views.c.view_id == view_id)).one_or_none()
    if found is None:
        raise InputError(say(GONE))
    own = view_id if found.owner == owner else _own_copy(connection, SavedView(**found._mapping), owner, now)
    change(connection, own, owner, {"is_start": True})


def checked(name: object) -> str:
    """A name as it is kept. Raises InputError for none."""
    return _VIEWS.checked(name)


def tells_of_customers(address: str) -> bool:
    """Whether an address by itself says something of a customer: by a page of one, or by what is searched for."""
    return re.search(TELLS, address) is not None


def as_address(said: str) -> str | None:
    """An address as it is kept: a path of this site without steps aside, and a query if it has one; None for others."""
    path, _, query = said.partition("#")[0].partition("?")
    parts = unquote(path).split("/")
    is_plain = said.isprintable() and " " not in said and unquote(path).isprintable() and "\\" not in unquote(path)
    if not is_plain or parts[0] or len(parts) < 2 or {".", ".."} & set(parts) or "" in parts[1:-1]:
        return None
    return f"{path}?{query}" if query else path


def _own_copy(connection: Connection, one: SavedView, owner: str | None, now: datetime) -> int:
    of_owner = [mine for mine in visible(connection, owner) if mine.owner == owner]
    same = next((mine.view_id for mine in of_owner if mine.address == one.address), None)
    return same or keep(connection, one.name, one.address, owner, is_shared=False, now=now)
