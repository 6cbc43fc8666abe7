"""What is asked of the worker: put a job into its table, see what becomes of it, take it back.

Whoever asks needs no more than this; the worker takes the jobs up (`worker.queue`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Connection, exists, func, insert, select, text, update

from warehouse.schema import jobs, workers

State = Literal["waiting", "running", "done", "failed", "cancelled"]
OPEN: tuple[State, ...] = ("waiting", "running")
CHANNEL = "regulars_jobs"  # of NOTIFY: wakes a worker
SILENT = timedelta(seconds=15)  # a worker that has said nothing for so long is dead
ASTRAY = timedelta(days=1)  # one that spoke so far ahead did so before the clock was set back
PAGE = 25
CANCELLED = "Cancelled before it began."


@dataclass(frozen=True)
class Job:
    """A row of `jobs`."""

    job_id: int
    kind: str
    arguments: dict[str, Any]
    state: State
    asked_by: str | None
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: float | None  # 0 to 1 of the step
    step: str | None  # what is done just now
    result: dict[str, Any] | None
    error: str | None  # a sentence for people
    attempts: int
    worker: str | None
    cancel_asked_at: datetime | None
    cancel_asked_by: str | None
    load_id: int | None
    segmentation_id: int | None
    schedule_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to end."""
        return self.state in OPEN


COLUMNS = tuple(jobs.c[one.name] for one in fields(Job))


def enqueue(
    connection: Connection,
    kind: str,
    arguments: Mapping[str, Any] | None = None,
    asked_by: str | None = None,
    schedule_id: int | None = None,
) -> int:
    """Ask for a job; its job_id. The worker hears of it when the caller's transaction commits."""
    row = {"kind": kind, "arguments": dict(arguments or {}), "asked_by": asked_by, "schedule_id": schedule_id}
    statement = insert(jobs).values(state="waiting", asked_at=func.clock_timestamp(), **row).returning(jobs.c.job_id)
    job_id = int(connection.execute(statement).scalar_one())
    ring(connection)
    return job_id


def ring(connection: Connection) -> None:
    """Wake the workers when this transaction commits."""
    connection.execute(text(f"notify {CHANNEL}"))


def get(connection: Connection, job_id: int) -> Job | None:
    """One job; None where there is none of that number."""
    row = connection.execute(select(*COLUMNS).where(jobs.c.job_id == job_id)).mappings().first()
    return Job(**row) if row else None


def open_jobs(connection: Connection) -> list[Job]:
    """Those that wait or run, in the order they were asked for."""
    found = select(*COLUMNS).where(jobs.c.state.in_(OPEN)).order_by(jobs.c.job_id)
    return [Job(**row) for row in connection.execute(found).mappings()]


def history(
    connection: Connection,
    before: int | None = None,
    limit: int = PAGE,
    kinds: Sequence[str] = (),
    asked_by: str | None = None,
) -> list[Job]:
    """Jobs, the newest first; the next page is what stands `before` the last job_id of this one."""
    found = select(*COLUMNS).order_by(jobs.c.job_id.desc()).limit(limit)
    if before is not None:
        found = found.where(jobs.c.job_id < before)
    if kinds:
        found = found.where(jobs.c.kind.in_(kinds))
    if asked_by is not None:
        found = found.where(jobs.c.asked_by == asked_by)
    return [Job(**row) for row in connection.execute(found).mappings()]


def cancel(connection: Connection, job_id: int, by: str | None = None) -> bool:
    """Take a job back: one that waits ends at once, one that runs within seconds; False where it has ended already."""
    asked = {"cancel_asked_at": func.clock_timestamp(), "cancel_asked_by": by}
    own = jobs.c.job_id == job_id
    ended = update(jobs).where(own, jobs.c.state == "waiting")
    ended = ended.values(state="cancelled", finished_at=func.clock_timestamp(), error=CANCELLED, **asked)
    if connection.execute(ended).rowcount:
        return True
    running = update(jobs).where(own, jobs.c.state == "running", jobs.c.cancel_asked_at.is_(None)).values(**asked)
    if connection.execute(running).rowcount:
        ring(connection)
        return True
    return bool(connection.scalar(select(exists().where(own, jobs.c.state == "running"))))


def is_attended(connection: Connection) -> bool:
    """Whether a worker lives that will take jobs up."""
    now, silent = func.clock_timestamp(), cast(Any, SILENT)
    alive = workers.c.beat_at.between(now - silent, now + cast(Any, ASTRAY))
    return bool(connection.scalar(select(exists().where(alive))))
