"""Lists of customers that somebody brings: by their numbers or addresses, added to and taken from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from audiences.conditions import leaves
from audiences.conditions.definition import InList
from audiences.lists.entries import names_of
from audiences.lists.keeping import checked_name, everything
from warehouse.errors import InputError
from warehouse.schema import listed_customers, people, static_list_members, static_lists
from wording.languages import say, to_say, whole

GONE = to_say("There is no list {number}: it was removed, or never was.")
NEEDS = to_say("A list needs a name of 1 to {most} letters.")
MOST = 1_000_000  # entries at once
_AT_ONCE = 10_000
_L, _M = static_lists.c, static_list_members.c


@dataclass(frozen=True)
class Found:
    """What became of the lines: who is one of our customers, and what names nobody."""

    customers: tuple[str, ...]  # by number, each once
    missing: tuple[str, ...]  # lines as they came, each once


@dataclass(frozen=True)
class Brought:
    """A list that was brought, with as many of its customers as the viewer sees."""

    list_id: int
    name: str
    customers: int
    made_by: str | None
    made_at: datetime
    is_suppression: bool  # nobody of it is in a list that goes out


def listed(connection: Connection) -> list[Brought]:
    """All lists, by name."""
    seen = _M.customer_id == listed_customers.c.customer_id
    members = static_list_members.join(listed_customers, seen)
    counts = select(_M.list_id, func.count().label("customers")).select_from(members).group_by(_M.list_id).subquery()
    rows = connection.execute(
        select(_L.list_id, _L.name, func.coalesce(counts.c.customers, 0), _L.made_by, _L.made_at, _L.is_suppression)
        .outerjoin(counts, counts.c.list_id == _L.list_id)
        .order_by(func.lower(_L.name))
    )
    return [Brought(*row) for row in rows]


def by_number(connection: Connection, list_id: int) -> Brought:
    """Raises InputError where there is none."""
    found = [one for one in listed(connection) if one.list_id == list_id]
    if not found:
        raise InputError(say(GONE, number=list_id))
    return found[0]


def remove(connection: Connection, list_id: int) -> None:
    """Forget a list, with all who are in it, seen or not. The caller commits.

    Raises InputError where there is none, or an audience is made of it.
    """
    _check(connection, list_id)
    if users := [one.name for one in everything(connection) if InList(list_id) in leaves(one.definition)]:
        raise InputError(say("This list is part of the audience “{name}”: change that one first.", name=users[0]))
    connection.execute(delete(static_lists).where(_L.list_id == list_id))


def find(connection: Connection, lines: Sequence[str], head: str = "") -> Found:
    """The customers whom lines name by number or email address (`entries.names_of`); addresses in small or large
    letters. `head` is the first line of the table that they are of.

    Raises InputError for more than MOST lines.
    """
    if len(lines) > MOST:
        told = {"most": whole(MOST), "entries": whole(len(lines))}
        raise InputError(say("A list takes at most {most} entries at once; these are {entries}.", **told))
    by_line = names_of(lines, head)
    named = _named(connection, sorted({name for names in by_line.values() for name in names}))
    customers: set[str] = set()
    missing = []
    for line, names in by_line.items():
        if one := next((named[name] for name in names if name in named), None):
            customers |= one
        else:
            missing.append(line)
    return Found(tuple(sorted(customers)), tuple(missing))


def _named(connection: Connection, wanted: Sequence[str]) -> dict[str, set[str]]:
    """Number or address as it was written -> the customers who have it."""
    found: dict[str, set[str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        number = listed_customers.c.customer_id
        for one in connection.scalars(select(number).where(number.in_(part))):
            found.setdefault(one, set()).add(one)
        address = func.lower(people.c.email)
        spelled: dict[str, list[str]] = {}
        for name in part:
            if "@" in name:
                spelled.setdefault(name.lower(), []).append(name)
        statement = select(address, people.c.customer_id).where(address.in_([*spelled]))
        for lower, one in connection.execute(statement):
            for name in spelled[lower]:
                found.setdefault(name, set()).add(one)
    return found


def bring(connection: Connection, name: str, found: Found, made_by: str | None) -> int:
    """Keep a new list; its number. Raises InputError for a name that is taken. The caller commits."""
    name = checked_name(name, NEEDS)
    try:
        with connection.begin_nested():
            values = {"name": name, "made_by": made_by, "made_at": func.now()}
            number = connection.scalar(insert(static_lists).values(**values).returning(_L.list_id))
    except IntegrityError:
        raise InputError(
            say("There is a list “{name}” already: choose another name, or add to that one.", name=name)
        ) from None
    assert number is not None
    add(connection, number, found.customers)
    return int(number)


def suppress(connection: Connection, list_id: int, *, is_suppression: bool) -> None:
    """Say that nobody of a list is in any list that goes out, or that they may be again. The caller commits."""
    _check(connection, list_id)
    connection.execute(update(static_lists).where(_L.list_id == list_id).values(is_suppression=is_suppression))


def add(connection: Connection, list_id: int, customers: Sequence[str]) -> int:
    """Put customers into a list; how many were not in it. The caller commits."""
    _check(connection, list_id)
    added = 0
    for start in range(0, len(customers), _AT_ONCE):
        rows = [{"list_id": list_id, "customer_id": one} for one in customers[start : start + _AT_ONCE]]
        statement = upsert(static_list_members).on_conflict_do_nothing().returning(_M.customer_id)
        added += len(connection.scalars(statement, rows).all())
    return added


def take(connection: Connection, list_id: int, customers: Sequence[str]) -> int:
    """Take customers out of a list; how many were in it. The caller commits."""
    _check(connection, list_id)
    taken = 0
    for start in range(0, len(customers), _AT_ONCE):
        part = customers[start : start + _AT_ONCE]
        taken += connection.execute(
            delete(static_list_members).where(_M.list_id == list_id, _M.customer_id.in_(part))
        ).rowcount
    return taken


def _check(connection: Connection, list_id: int) -> None:
    if connection.scalar(select(_L.list_id).where(_L.list_id == list_id)) is None:
        raise InputError(say(GONE, number=list_id))
