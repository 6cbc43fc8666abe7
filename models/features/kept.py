"""The lines as the last run read them: packed in the store, in the run's own transaction, for the next one.

A copy and no more. Triggers on the lines (migration 0033) forget of it what changes, so that it holds all lines of each
load it knows, or says that they are gone; where anything else is in doubt, `why` says so, and all lines are read.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from models.features.packed import Packer
from warehouse.migrations import current_version
from warehouse.orders import ORDERS, coming_back
from warehouse.schema import kept_lines, kept_loads, loads, transactions

NOTHING, OTHER, ASKED = (
    "nothing of an earlier fit is kept",
    "the program or its tables have changed since the last fit",
    "that was asked for",
)
OF_LOADS = "where load_id = any(:loads)"
BY_INDEX = "set local enable_seqscan = {}"
NO_LOAD = "some lines are of no load"
MANY = "many of them have changed since the last fit"
UNKNOWN = "some are of nobody, or of nothing, that the last fit knew"
TOO_LONG = "some amounts have too many digits"


@dataclass(frozen=True)
class Kept:
    """What of the lines is packed, and what is not."""

    why: str = ""  # all lines are to be read; '' where they are not
    sizes: Mapping[int, Any] = field(default_factory=dict)  # by load, of the packed lines that count
    new: tuple[int, ...] = ()  # loads whose lines are to be read
    gone_lines: int = 0
    gone: tuple[int, ...] = ()  # loads whose packed lines count no more
    stamp: str = ""  # of this program and its tables
    as_of: date | None = None  # of the last run
    last: str = ""  # the last line that it knew: ISO


def look(connection: Connection, is_full: bool = False) -> Kept:
    """What is packed; with `is_full`, that all lines are to be read."""
    stamp = _stamp(connection)
    rows = connection.execute(select(kept_loads)).all()
    done = set(connection.scalars(select(loads.c.load_id).where(loads.c.status == "done")))
    fits = {row.fit for row in rows}
    before, _, day = next(iter(fits), "").partition(" ")
    sizes = {row.load_id: row.sizes for row in rows if not row.is_gone}
    why = ""
    if is_full:
        why = ASKED
    elif not rows:
        why = NOTHING
    elif len(fits) > 1 or before != stamp:
        why = OTHER
    elif any(load not in done and one for load, one in sizes.items()):
        why = NO_LOAD
    if why:
        return Kept(why, stamp=stamp)
    gone = {row.load_id for row in rows} - (sizes.keys() & done)
    return Kept(
        sizes={load: one for load, one in sizes.items() if load not in gone},
        new=tuple(sorted((done | gone) - (sizes.keys() - gone))),  # of what is gone, some lines may have stayed
        gone=tuple(sorted(gone)),
        gone_lines=sum(row.sizes.get("lines", 0) for row in rows if row.load_id in gone),
        stamp=stamp,
        as_of=date.fromisoformat(day),
        last=max((row.sizes["last"] for row in rows if row.sizes), default=""),
    )


def blocks(connection: Connection, is_guests: bool) -> Iterator[tuple[int, int, memoryview]]:
    """The id, the number of lines and the content of each, one at a time."""
    b = kept_lines.c
    for number in connection.scalars(select(b.block_id).where(b.is_guests == is_guests).order_by(b.block_id)).all():
        row = connection.execute(select(b.lines, b.content).where(b.block_id == number)).one()
        yield number, row.lines, memoryview(row.content)


def write(
    connection: Connection,
    found: Kept,
    sizes: Mapping[int, Any],
    packers: Mapping[str, Packer],
    stale: list[int],
    as_of: date,
) -> None:
    """Put away what was packed, `stale` being the ids of blocks that it takes the place of.

    `sizes` are those of all loads that have been read or were known; `packers` by table.
    """
    if found.why:
        forget(connection)
    else:
        connection.execute(delete(kept_lines).where(kept_lines.c.block_id.in_(stale)))
        connection.execute(delete(kept_loads).where(kept_loads.c.load_id.in_([*found.gone, *found.new])))
    fit = f"{found.stamp} {as_of.isoformat()}"
    connection.execute(update(kept_loads).values(fit=fit))
    known = () if found.why else found.sizes
    rows = [
        {"load_id": load, "is_gone": False, "sizes": one, "fit": fit}
        for load, one in sizes.items()
        if load not in known and (one or load not in found.gone)
    ]
    if rows:
        connection.execute(insert(kept_loads), rows)
    for table_name, packer in packers.items():
        is_guests = table_name != transactions.name
        for content, lines in packer.blocks():
            connection.execute(insert(kept_lines).values(is_guests=is_guests, lines=lines, content=content))


def forget(connection: Connection) -> None:
    """Keep nothing."""
    for table in (kept_lines, kept_loads):
        connection.execute(delete(table))


@contextmanager
def by_index(connection: Connection, is_so: bool) -> Iterator[None]:
    """Few lines of many lie together: the index by load finds them, whatever the planner thinks."""
    if is_so:
        connection.execute(text(BY_INDEX.format("off")))
    yield
    if is_so:
        connection.execute(text(BY_INDEX.format("on")))


def _stamp(connection: Connection) -> str:
    """Of all that the tables of a run are made by, besides the lines: another stamp, and none of it is trusted."""
    room = Path(__file__).parent
    whole = hashlib.sha256(f"{version('duckdb')} {current_version(connection)}".encode())
    for path in sorted([*room.glob("*.py"), *room.glob("sql/*.sql")]):
        whole.update(path.read_bytes())
    for table_name in ORDERS:
        whole.update(coming_back(table_name).encode())
    return whole.hexdigest()[:32]
