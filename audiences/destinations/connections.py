"""The places outside that lists are pushed to: added, listed, retired. Whoever adds one seals what opens it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from audiences.destinations.formats import FORMATS, Format
from audiences.destinations.kinds import KINDS, Kind
from warehouse.errors import InputError
from warehouse.outward import source
from warehouse.schema import connections
from wording.languages import say, to_say

LONGEST_NAME = 80
GONE = to_say("There is no connection {number}: it was retired, or never was.")
TAKEN = to_say("There is a connection “{name}” already: choose another name, or retire that one.")
_C = connections.c


@dataclass(frozen=True)
class Outlet:
    """A connection, as everybody may read it."""

    connection_id: int
    name: str
    kind: str
    settings: dict[str, Any]
    created_by: str | None
    created_at: datetime
    retired_at: datetime | None = field(default=None)

    @property
    def way(self) -> Kind:
        """What its kind is."""
        return KINDS[self.kind]

    @property
    def formats(self) -> tuple[Format, ...]:
        """What may be pushed there: a platform's own interface takes its own format, other places take each."""
        own = self.way.format
        return (FORMATS[own],) if own else tuple(one for one in FORMATS.values() if self._takes(one))

    def _takes(self, format: Format) -> bool:
        return self.way.takes_files or format.ending == "csv"

    @property
    def where(self) -> str:
        """Its address, or its list, for people."""
        return self.way.said_of(self.settings)


COLUMNS = tuple(_C[one.name] for one in fields(Outlet))


def add(
    connection: Connection,
    name: str,
    kind: str,
    settings: Mapping[str, Any],
    sealed: str | None,
    created_by: str | None = None,
) -> int:
    """Keep a place; its number. InputError for a name that is taken or none. The caller commits."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(say("Give the connection a name of 1 to {most} letters.", most=LONGEST_NAME))
    row = {"name": name, "kind": kind, "settings": dict(settings), "sealed": sealed, "created_by": created_by}
    statement = insert(connections).values(**row, created_at=func.clock_timestamp()).returning(_C.connection_id)
    try:
        with connection.begin_nested():
            return int(connection.execute(statement).scalar_one())
    except IntegrityError:
        raise InputError(say(TAKEN, name=name)) from None


def listed(connection: Connection) -> list[Outlet]:
    """Those that are not retired, by name."""
    found = select(*COLUMNS).where(_C.retired_at.is_(None)).order_by(func.lower(_C.name))
    return [Outlet(**row) for row in connection.execute(found).mappings()]


def names(connection: Connection) -> dict[int, str]:
    """What all are called that the viewer sees, retired ones as well."""
    return {row[0]: row[1] for row in connection.execute(select(_C.connection_id, _C.name))}


def get(connection: Connection, number: int) -> Outlet:
    """One that is not retired. InputError where there is none."""
    found = select(*COLUMNS).where(_C.connection_id == number, _C.retired_at.is_(None))
    row = connection.execute(found).mappings().first()
    if row is None:
        raise InputError(say(GONE, number=number))
    return Outlet(**row)


def hold(connection: Connection, number: int) -> None:
    """Let nobody else begin anything with it until this transaction ends: clicks side by side wait for each other."""
    connection.execute(select(_C.connection_id).where(_C.connection_id == number).with_for_update())


def place_of(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a connection's secrets are sealed for."""
    return {"kind": kind, **settings}


def sealed_in(connection: Connection, number: int) -> str | None:
    """What is sealed of a connection; the web's role may not ask."""
    return connection.scalar(select(_C.sealed).where(_C.connection_id == number))


def seal_anew(connection: Connection, number: int, sealed: str) -> None:
    """Keep what opens it as it is sealed now. The caller commits."""
    connection.execute(update(connections).where(_C.connection_id == number).values(sealed=sealed))


def pin(connection: Connection, number: int, host_key: str) -> None:
    """Trust the server that shows this key. The caller commits."""
    one = get(connection, number)
    settings = one.settings | {"host_key": host_key}
    source(**settings)
    connection.execute(update(connections).where(_C.connection_id == number).values(settings=settings))


def retire(connection: Connection, number: int) -> None:
    """Push nothing there any more, and forget what opens it. The caller commits."""
    get(connection, number)
    own = update(connections).where(_C.connection_id == number)
    connection.execute(own.values(retired_at=func.clock_timestamp(), sealed=None))
