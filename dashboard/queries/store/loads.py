"""What is in the store: loads, rejected rows, counts. Read as it is now, never cached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.queries.frames import read
from dashboard.queries.whole import whole_shop
from warehouse.schema import load_stand, loads, rejected_lines

Stand = tuple[Any, ...]
MOST_LOADS = 50
MOST_REJECTED = 20
ROWS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected")


def stand(connection: Connection) -> Stand:
    """What changes whenever a file came or went: people come without anything being published."""
    s = load_stand.c
    return tuple(connection.execute(select(s.loads, s.last_load_id, s.last_finished_at)).one())


@whole_shop
def recent_loads(connection: Connection) -> pd.DataFrame:
    """The latest loads, newest first, one row each with the columns of `loads`."""
    return read(connection, select(loads).order_by(loads.c.load_id.desc()).limit(MOST_LOADS))


@whole_shop
def load_counts(connection: Connection) -> Mapping[str, int]:
    """What all loads come to: `loads`, `done`, and of those done the sums of the columns `rows_*`."""
    done = loads.c.status == "done"
    sums = [func.coalesce(func.sum(loads.c[name]).filter(done), 0).label(name) for name in ROWS]
    counts = (func.count().label("loads"), func.count().filter(done).label("done"))
    row = connection.execute(select(*counts, *sums)).one()
    return {name: int(value) for name, value in row._mapping.items()}


@whole_shop
def rejected_by_reason(connection: Connection) -> pd.DataFrame:
    """One row a reason: `reason`, `rows`, most first."""
    statement = (
        select(rejected_lines.c.reason, func.count().label("rows"))
        .group_by(rejected_lines.c.reason)
        .order_by(func.count().desc(), rejected_lines.c.reason)
    )
    return read(connection, statement)


@whole_shop
def rejected_examples(connection: Connection) -> pd.DataFrame:
    """The first rejected rows of the latest load that has any: `load_id`, `line_number`, `reason`, `raw`."""
    r = rejected_lines.c
    latest = select(func.max(r.load_id)).scalar_subquery()
    statement = select(r.load_id, r.line_number, r.reason, r.raw).where(r.load_id == latest)
    return read(connection, statement.order_by(r.line_number).limit(MOST_REJECTED))


def has_sales(connection: Connection) -> bool:
    """Whether a load of sales is in the store: one that has a period."""
    return bool(connection.scalar(select(load_stand.c.has_sales)))
