"""What the store knows of a run: what it brought, what came from the same source before, how segments were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger

from warehouse.bulk import read_sql_file
from warehouse.jobs import Job
from warehouse.schema import jobs, loads
from worker.notices.loads import MOST_LOADS, Load, read

SQL = "worker.notices.sql"
MOST_RUNS = 5 * MOST_LOADS  # that are looked through for earlier loads


@dataclass(frozen=True)
class Brought:
    """What the loads of a run brought; money of guests included."""

    new_customers: int
    gross: Decimal
    net: Decimal


def brought(connection: Connection, load_ids: Sequence[int]) -> Brought:
    """Customers that were not known before, and sales."""
    statement = text(read_sql_file(SQL, "brought.sql")).bindparams(bindparam("loads", type_=ARRAY(BigInteger)))
    row = connection.execute(statement, {"loads": list(load_ids)}).one()
    return Brought(row.new_customers, row.gross, row.net)


def loads_of(job: Job) -> list[Load]:
    """The loads of a run that came to one."""
    return [read(each) for each in (job.result or {}).get("loads", ()) if each.get("load_id") is not None]


def earlier_loads(connection: Connection, job: Job) -> list[Load]:
    """Those of the same schedule's earlier runs that are remembered, the newest first."""
    same = jobs.c.schedule_id == job.schedule_id, jobs.c.job_id < job.job_id, jobs.c.result.has_key("loads")
    results = select(jobs.c.result["loads"]).where(*same).order_by(jobs.c.job_id.desc()).limit(MOST_RUNS)
    found: list[Any] = [each for result in connection.scalars(results) for each in reversed(result)]
    return [read(each) for each in found if each.get("load_id") is not None]


def stored_until(connection: Connection, load_id: int) -> date | None:
    """The last day of sales that was stored before a load."""
    before = loads.c.load_id < load_id, loads.c.status == "done"
    found = connection.scalar(select(func.max(loads.c.last_invoiced_at)).where(*before))
    return found.date() if found else None


def sizes(connection: Connection) -> tuple[dict[str, list[int]], date] | None:
    """How many were in each segment at each month's end, and the last of these months; None where nothing is known."""
    rows = connection.execute(text(read_sql_file(SQL, "sizes.sql"))).all()
    if not rows:
        return None
    months = sorted({row.month for row in rows})
    found: dict[str, list[int]] = {row.name: [0] * len(months) for row in rows}
    for row in rows:
        found[row.name][months.index(row.month)] = int(row.customers)
    return found, months[-1]
