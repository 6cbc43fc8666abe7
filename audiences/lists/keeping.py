"""Audiences by name: kept, changed as a new version, removed. Nothing that a list was once made with is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from audiences.conditions import Definition, InAudience, leaves, read_stored, written
from warehouse.errors import InputError
from warehouse.schema import audience_versions, audiences
from wording.languages import say, to_say

LONGEST_NAME = 80
NEEDS = to_say("An audience needs a name of 1 to {most} letters.")
_A, _V = audiences.c, audience_versions.c


@dataclass(frozen=True)
class Audience:
    """An audience as it counts now."""

    audience_id: int
    name: str
    version: int
    definition: Definition
    made_by: str | None  # of the version
    made_at: datetime


@dataclass(frozen=True)
class Version:
    """What an audience was once defined as."""

    version: int
    definition: Definition
    made_by: str | None
    made_at: datetime


def keep(connection: Connection, name: str, definition: Definition, made_by: str | None) -> Audience:
    """Keep a definition under a new name. Raises InputError for a name that is taken or none. The caller commits."""
    name = checked_name(name)
    moment = func.now()
    try:
        with connection.begin_nested():
            number = connection.scalar(
                insert(audiences)
                .values(name=name, version=1, made_by=made_by, made_at=moment)
                .returning(_A.audience_id)
            )
    except IntegrityError:
        raise InputError(
            say("There is an audience “{name}” already: choose another name, or change that one.", name=name)
        ) from None
    assert number is not None
    _add_version(connection, number, 1, definition, made_by)
    return by_number(connection, number)


def change(
    connection: Connection, number: int, expected_version: int, definition: Definition, made_by: str | None
) -> Audience:
    """Give an audience a new definition, as its next version. The caller commits.

    Raises InputError where it is gone, or somebody has changed it since the version that was read.
    """
    taken = connection.execute(
        update(audiences)
        .where(_A.audience_id == number, _A.version == expected_version, _A.removed_at.is_(None))
        .values(version=expected_version + 1)
    )
    if not taken.rowcount:
        found = by_number(connection, number)
        raise InputError(
            say(
                "“{name}” was changed meanwhile: open it again and look at version {version}.",
                name=found.name,
                version=found.version,
            )
        )
    _add_version(connection, number, expected_version + 1, definition, made_by)
    return by_number(connection, number)


def rename(connection: Connection, number: int, name: str) -> None:
    """Call an audience otherwise. Raises InputError for a name that is taken. The caller commits."""
    name = checked_name(name)
    by_number(connection, number)
    try:
        with connection.begin_nested():
            connection.execute(update(audiences).where(_A.audience_id == number).values(name=name))
    except IntegrityError:
        raise InputError(say("There is an audience “{name}” already: choose another name.", name=name)) from None


def remove(connection: Connection, number: int) -> None:
    """Take an audience off the list; its versions stay on record. Raises InputError where others are made of it."""
    found = by_number(connection, number)
    if users := [one.name for one in everything(connection) if InAudience(number) in leaves(one.definition)]:
        raise InputError(say("“{name}” is part of “{other}”: change that one first.", name=found.name, other=users[0]))
    connection.execute(update(audiences).where(_A.audience_id == number).values(removed_at=func.now()))


def by_number(connection: Connection, number: int) -> Audience:
    """Raises InputError where there is none."""
    found = [one for one in everything(connection) if one.audience_id == number]
    if not found:
        raise InputError(say("There is no audience {number}: it was removed, or never was.", number=number))
    return found[0]


def everything(connection: Connection) -> list[Audience]:
    """All audiences, by name."""
    rows = connection.execute(
        select(_A.audience_id, _A.name, _A.version, _V.definition, _V.made_by, _V.made_at)
        .join(audience_versions, (_V.audience_id == _A.audience_id) & (_V.version == _A.version))
        .where(_A.removed_at.is_(None))
        .order_by(func.lower(_A.name))
    )
    return [Audience(*row[:3], read_stored(row[3]), *row[4:]) for row in rows]


def versions(connection: Connection, number: int) -> Mapping[int, Version]:
    """Every definition that an audience had, by version; also of one that was removed."""
    columns = (_V.version, _V.definition, _V.made_by, _V.made_at)
    rows = connection.execute(select(*columns).where(_V.audience_id == number).order_by(_V.version))
    return {row.version: Version(row.version, read_stored(row.definition), *row[2:]) for row in rows}


def checked_name(name: str, needs: str = NEEDS) -> str:
    """The name of something, without spaces around. Raises InputError, which says what it `needs`, for one that cannot
    be shown."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(say(needs, most=LONGEST_NAME))
    return name


def _add_version(
    connection: Connection, number: int, version: int, definition: Definition, made_by: str | None
) -> None:
    values = {"definition": written(definition), "made_by": made_by, "made_at": func.now()}
    connection.execute(insert(audience_versions).values(audience_id=number, version=version, **values))
