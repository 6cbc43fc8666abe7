"""Asks for the jobs whose time has come, each once, however many workers look."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, case, exists, func, literal, select

from accounts.audit import TOLD, TOLD_FOR
from accounts.ownership import in_the_way
from warehouse import schedules
from warehouse.jobs import enqueue
from warehouse.schedules import COLUMNS, Schedule
from warehouse.schema import audit, jobs
from warehouse.schema import schedules as table
from worker.queue import TELLING

TIDYING = "retention"  # nobody has to ask for it
TELLS = 7_238_465_110  # of the lock of whoever asks for mails to users
SETTLED = timedelta(seconds=5)  # after which no line of the record comes with a smaller number
EVERY_DAY = timedelta(days=1)
# Between two times of one, with a change of the clocks.
LONGEST = {"hour": timedelta(hours=2), "night": timedelta(hours=26), "week": timedelta(days=8)}


def tick(connection: Connection) -> list[int]:
    """Ask for what is due by the database's clock; the job_ids. What was missed meanwhile is asked for once."""
    now: Any = func.clock_timestamp()
    _mend(connection)
    due = select(*COLUMNS).where(table.c.is_active, table.c.next_at <= now).with_for_update(skip_locked=True)
    asked = [_ask(connection, Schedule(**row)) for row in connection.execute(due).mappings().all()]
    lately = exists().where(jobs.c.kind == TIDYING, jobs.c.asked_at.between(now - EVERY_DAY, now))
    if not connection.scalar(select(lately)):
        asked.append(enqueue(connection, TIDYING))
    asked.append(_tell_users(connection))
    return [each for each in asked if each is not None]


def _tell_users(connection: Connection) -> int | None:
    """Ask for mails to users whose accounts were changed, each once; by one worker."""
    if not connection.scalar(select(func.pg_try_advisory_xact_lock(TELLS))):
        return None
    now: Any = func.clock_timestamp()
    until: Any = jobs.c.arguments["until"].as_integer()
    told = connection.scalar(select(func.max(until)).where(jobs.c.kind == TELLING)) or 0
    lately = audit.c.at.between(now - TOLD_FOR, now - SETTLED)
    untold = select(func.max(audit.c.audit_id)).where(audit.c.action.in_(TOLD), audit.c.audit_id > told, lately)
    newest = connection.scalar(untold)
    return None if newest is None else enqueue(connection, TELLING, {"after": told, "until": newest})


def _mend(connection: Connection) -> None:
    """Give those another time that wait for longer than any schedule does: the clock was ahead, and was set back."""
    longest = case(LONGEST, value=table.c.every, else_=literal(max(LONGEST.values())))
    too_late: Any = func.clock_timestamp() + cast(Any, longest)
    for row in connection.execute(select(*COLUMNS).where(table.c.next_at > too_late)).mappings().all():
        _put_off(connection, Schedule(**row))


def _put_off(connection: Connection, one: Schedule) -> None:
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    coming = schedules.next_time(one.every, one.at, one.weekday, one.zone, now)
    schedules.change(connection, one.schedule_id, next_at=coming)


def _ask(connection: Connection, one: Schedule) -> int | None:
    """Ask for a schedule's job, unless the one before has not ended yet, or its owner may not do this."""
    _put_off(connection, one)
    return None if in_the_way(connection, one.owner, one.rights) else schedules.ask_now(connection, one, one.owner)
