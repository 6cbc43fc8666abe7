"""Asks for the jobs whose time has come, each once, however many workers look."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, select, update

from warehouse import schedules
from warehouse.jobs import OPEN, enqueue
from warehouse.schedules import COLUMNS, Schedule
from warehouse.schema import jobs
from warehouse.schema import schedules as table

TIDYING = "retention"  # nobody has to ask for it
EVERY_DAY = timedelta(days=1)


def tick(connection: Connection) -> list[int]:
    """Ask for what is due by the database's clock; the job_ids. What was missed meanwhile is asked for once."""
    now: Any = func.clock_timestamp()
    due = select(*COLUMNS).where(table.c.is_active, table.c.next_at <= now).with_for_update(skip_locked=True)
    asked = [_ask(connection, Schedule(**row)) for row in connection.execute(due).mappings().all()]
    lately = exists().where(jobs.c.kind == TIDYING, jobs.c.asked_at > now - EVERY_DAY)
    if not connection.scalar(select(lately)):
        asked.append(enqueue(connection, TIDYING))
    return [each for each in asked if each is not None]


def _ask(connection: Connection, one: Schedule) -> int | None:
    """Ask for a schedule's job, unless the one before has not ended yet."""
    waits = exists().where(jobs.c.schedule_id == one.schedule_id, jobs.c.state.in_(OPEN))
    values: dict[str, Any] = {
        "next_at": schedules.next_time(one.every, one.at, one.weekday, one.zone, datetime.now(UTC))
    }
    job_id = None
    if not connection.scalar(select(waits)):
        job_id = enqueue(connection, one.kind, one.arguments, one.owner, one.schedule_id)
        values |= {"last_at": func.clock_timestamp(), "last_job_id": job_id}
    connection.execute(update(table).where(table.c.schedule_id == one.schedule_id).values(**values))
    return job_id
