"""Asks for the jobs whose time has come, each once, however many workers look."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, select

from accounts.ownership import in_the_way
from warehouse import schedules
from warehouse.jobs import enqueue
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
    """Ask for a schedule's job, unless the one before has not ended yet, or its owner may not do this."""
    coming = schedules.next_time(one.every, one.at, one.weekday, one.zone, datetime.now(UTC))
    schedules.change(connection, one.schedule_id, next_at=coming)
    return None if in_the_way(connection, one.owner, one.rights) else schedules.ask_now(connection, one, one.owner)
