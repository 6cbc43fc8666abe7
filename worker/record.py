"""What a job did, on the record of who did what: in the name of whoever asked for it, or of the clock."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from accounts.audit import SYSTEM, Actor, record
from accounts.users import by_email
from warehouse.jobs import Job

Record = Callable[[str, Mapping[str, Any], int], None]


def recorder(engine: Engine, job: Job) -> Record:
    """`put("load", {"file": …}, rows)` adds a line, at once: what was done stays so when the rest fails."""
    where = {"job": job.job_id} | ({} if job.schedule_id is None else {"schedule": job.schedule_id})

    def put(action: str, details: Mapping[str, Any], rows: int) -> None:
        with engine.begin() as connection:
            actor = _actor(connection, job.asked_by)
            record(connection, action, actor, {**details, **where}, rows, now=datetime.now(UTC))

    return put


def _actor(connection: Connection, asked_by: str | None) -> Actor:
    if asked_by is None:
        return SYSTEM
    user = by_email(connection, asked_by)
    return Actor(email=asked_by) if user is None else Actor.of(user)
