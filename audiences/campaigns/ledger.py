"""The ledger: every list that left, with who was in it, only ever added to; its files can be made again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, bindparam, cast, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from audiences.campaigns.snapshots import as_member
from audiences.destinations import FORMATS, Member, write
from warehouse.errors import InputError
from warehouse.schema import delivered, deliveries, delivery_files, delivery_members
from wording.languages import say

FULL, MOVERS = "full", "movers"
TABLE = "customers"  # the destination of lists that are a query's own columns: `plain_lists`
SENT, HELD, LEFT = "sent", "held", "left"
ENDINGS = {FULL: {SENT: ""}, MOVERS: {SENT: "-entered", LEFT: "-left"}}  # of the names of files, by part
Advance = Callable[[float], None]  # told how many more are done
_AT_ONCE = 5_000
_D, _F, _M = deliveries.c, delivery_files.c, delivery_members.c
_PUT = text(
    "insert into delivery_members (delivery_id, customer_id, role, segment, place, sent_as)"
    " select :delivery, customer_id, role, segment, place, cast(sent_as as jsonb)"
    " from unnest(:customers, :roles, :segments, cast(:places as bigint[]), :texts)"
    " as row(customer_id, role, segment, place, sent_as)"
).bindparams(*(bindparam(name, type_=ARRAY(Text)) for name in ("customers", "roles", "segments", "texts")))


class Entry(NamedTuple):
    """A customer of a list."""

    customer_id: str
    role: str  # SENT, HELD or LEFT
    segment: str | None
    place: int | None  # in the file, from 1; None where they are in none
    sent_as: str | None  # as `snapshots.as_text` has them


@dataclass(frozen=True)
class Leaving:
    """What is put on record of a list that leaves."""

    name: str  # of its file, without the ending
    destination: str  # a format of FORMATS
    rows: int
    held: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    mode: str = FULL
    campaign_id: int | None = None
    audience_id: int | None = None
    audience_version: int | None = None
    conditions: Any = None
    filters: Any = None
    connection_id: int | None = None
    seed: str | None = None
    held_share: Decimal | None = None
    counts_from: date | None = None
    made_by: str | None = None


@dataclass(frozen=True)
class File:
    """A file of a list."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Delivery:
    """A list that left, as it is on record."""

    delivery_id: int
    made_at: datetime
    leaving: Leaving
    files: tuple[File, ...]


def can_record(connection: Connection) -> bool:
    """Whether this connection may write into the ledger: not by a role that only reads, nor on a copy of the store."""
    may = func.has_table_privilege(deliveries.name, "insert")
    return bool(connection.scalar(select(may.is_(True) & (func.current_setting("transaction_read_only") == "off"))))


def record(connection: Connection, leaving: Leaving) -> int:
    """Put a list on record; its number. Its members and files are added to it in the same transaction."""
    number = connection.scalar(insert(deliveries).values(values_of(leaving)).returning(_D.delivery_id))
    assert number is not None
    return int(number)


def values_of(leaving: Leaving) -> dict[str, Any]:
    """The row of a list, made now."""
    return {**vars(leaving), "left_out": dict(leaving.left_out), "made_at": func.clock_timestamp()}


def _unseen(_rows: float) -> None:
    pass


def add_members(connection: Connection, delivery_id: int, entries: Iterable[Entry], advance: Advance = _unseen) -> None:
    """Put who is in it on record, some thousand at a time."""
    left = iter(entries)
    while part := list(islice(left, _AT_ONCE)):
        columns = zip(*part, strict=True)
        named = dict(zip(("customers", "roles", "segments", "places", "texts"), map(list, columns), strict=True))
        connection.execute(_PUT, {"delivery": delivery_id, **named})
        advance(len(part))


def add_files(connection: Connection, delivery_id: int, files: Iterable[File]) -> None:
    """Put its files on record."""
    connection.execute(insert(delivery_files), [{"delivery_id": delivery_id, **vars(one)} for one in files])


def members_of_part(
    connection: Connection, delivery_id: int, part: str, advance: Advance = _unseen
) -> Iterator[Member]:
    """Who is in the files of a part, in their order, as they were then; from a cursor of the server."""
    d = delivered.c
    statement = (
        select(cast(d.sent_as, Text))
        .where(d.delivery_id == delivery_id, d.role == part, d.sent_as.is_not(None))
        .order_by(d.place)
    )
    found = connection.execute(statement, execution_options={"stream_results": True, "yield_per": _AT_ONCE})
    for some in found.scalars().partitions():
        yield from map(as_member, some)
        advance(len(some))


def make_files(
    connection: Connection, delivery_id: int, leaving: Leaving, folder: Path, advance: Advance = _unseen
) -> list[tuple[Path, File]]:
    """Write a list's files from the ledger, the first time as ever after; of movers one for each side that has any."""
    made: list[tuple[Path, File]] = []
    for part, ending in ENDINGS[leaving.mode].items():
        members = members_of_part(connection, delivery_id, part, advance)
        written = write(members, FORMATS[leaving.destination], folder, leaving.name + ending)
        made += [(one.path, File(one.name, one.rows, one.bytes, one.sha256)) for one in written.files]
    if leaving.mode == MOVERS:
        made = [(path, file) for path, file in made if file.rows]
    return made


def delivery(connection: Connection, delivery_id: int) -> Delivery:
    """Raises InputError where there is none, or none that the viewer sees."""
    found = _read(connection, _D.delivery_id == delivery_id)
    if not found:
        raise InputError(say("There is no list {number} on record.", number=delivery_id))
    return found[0]


def of_campaign(connection: Connection, campaign_id: int) -> list[Delivery]:
    """The lists of a campaign, in the order in which they left."""
    return _read(connection, _D.campaign_id == campaign_id)


def newest(connection: Connection, most: int = 50) -> list[Delivery]:
    """The lists that left last, of campaigns or not, newest first."""
    wanted = select(_D.delivery_id).order_by(_D.delivery_id.desc()).limit(most)
    return _read(connection, _D.delivery_id.in_(wanted))[::-1]


def _read(connection: Connection, wanted: Any) -> list[Delivery]:
    names = tuple(Leaving.__dataclass_fields__)
    statement = select(_D.delivery_id, _D.made_at, *(_D[name] for name in names)).where(wanted).order_by(_D.delivery_id)
    rows = connection.execute(statement).all()
    files = select(_F.delivery_id, _F.name, _F.rows, _F.bytes, _F.sha256).order_by(_F.name)
    by_number: dict[int, list[File]] = {}
    for number, *file in connection.execute(files.where(_F.delivery_id.in_([row[0] for row in rows]))):
        by_number.setdefault(number, []).append(File(*file))
    return [
        Delivery(row[0], row[1], Leaving(**dict(zip(names, row[2:], strict=True))), tuple(by_number.get(row[0], ())))
        for row in rows
    ]
