"""What is pushed: a delivery of the ledger, and its rows in batches that are the same whenever they are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, cast, func, select

from audiences.campaigns import snapshots
from audiences.destinations import FORMATS, Format, Member, cells_of
from warehouse.errors import InputError
from warehouse.schema import audiences, campaigns, deliveries, delivery_members
from wording.languages import say

PARTS = ("sent", "left")  # who is put there, and who is taken off
Row = Sequence[Any]
_D, _M = deliveries.c, delivery_members.c


@dataclass(frozen=True)
class Parcel:
    """A delivery and where it goes."""

    delivery_id: int
    connection_id: int
    name: str  # of the list, for people
    label: str  # of the campaign or audience: the same of every delivery of it
    mode: str  # full | movers
    format: Format


@dataclass(frozen=True)
class Batch:
    """Some of the rows of a part."""

    parcel: Parcel
    part: str
    number: int  # from 1
    total: int
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        """The same whenever this batch is sent: a receiver that has it lets it be."""
        one = self.parcel
        return f"regulars-{one.connection_id}-{one.delivery_id}-{self.part}-{self.number}"

    @property
    def is_off(self) -> bool:
        """Whether these people are taken off."""
        return self.part == "left"

    def texts(self, header: str) -> list[str]:
        """A column of it, without what is empty."""
        place = self.parcel.format.headers.index(header)
        return [str(row[place]) for row in self.rows if row[place] is not None]

    def named(self) -> Iterator[dict[str, Any]]:
        """Header -> cell of each row."""
        for row in self.rows:
            yield dict(zip(self.parcel.format.headers, row, strict=True))


def parcel_of(connection: Connection, delivery_id: int, connection_id: int) -> Parcel:
    """InputError where there is no such delivery."""
    found = connection.execute(
        select(_D.name, _D.mode, _D.destination, func.coalesce(campaigns.c.name, audiences.c.name, _D.name))
        .outerjoin(campaigns, campaigns.c.campaign_id == _D.campaign_id)
        .outerjoin(audiences, audiences.c.audience_id == _D.audience_id)
        .where(_D.delivery_id == delivery_id)
    ).first()
    if found is None:
        raise InputError(say("There is no delivery {number}.", number=delivery_id))
    name, mode, format, label = found
    if format not in FORMATS:
        raise InputError(say("The delivery was made for {format}, which this version does not know.", format=format))
    return Parcel(delivery_id, connection_id, name, label, mode, FORMATS[format])


def members_of_part(connection: Connection, delivery_id: int, part: str) -> Iterator[Member]:
    """All of a part in the order of its file, a few thousand at a time from a cursor of the server."""
    wanted = _members(delivery_id, part)
    found = connection.execute(wanted, execution_options={"stream_results": True, "yield_per": 5_000})
    for some in found.scalars().partitions():
        yield from map(snapshots.as_member, some)


def counts_of(connection: Connection, delivery_id: int) -> dict[str, int]:
    """Part -> its last place; a part without anybody is missing."""
    last = select(_M.role, func.max(_M.place)).where(_M.delivery_id == delivery_id, _M.role.in_(PARTS))
    found = {role: int(place) for role, place in connection.execute(last.group_by(_M.role)) if place}
    return {part: found[part] for part in PARTS if part in found}


def batch_of(connection: Connection, parcel: Parcel, part: str, number: int, size: int, last: int) -> Batch:
    """One of them, by places: the same people whenever it is asked for, but for who was erased meanwhile."""
    within = _M.place > (number - 1) * size, _M.place <= number * size
    cells, found = cells_of(parcel.format), connection.scalars(_members(parcel.delivery_id, part).where(*within))
    rows = tuple(cells(snapshots.as_member(one)) for one in found)
    return Batch(parcel, part, number, math.ceil(last / size), rows)


def _members(delivery_id: int, part: str) -> Any:
    own = _M.delivery_id == delivery_id, _M.role == part, _M.sent_as.is_not(None)
    return select(cast(_M.sent_as, Text)).where(*own).order_by(_M.place)
