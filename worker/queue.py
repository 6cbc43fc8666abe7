"""The worker's side of the table `jobs`: take one up, say how it goes, end it, and take over what dead workers left."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, not_, or_, select, update

from warehouse.errors import InputError
from warehouse.jobs import COLUMNS, SILENT, Job, enqueue
from warehouse.schema import jobs, schedules, workers
from wording.languages import to_say

MOST_ATTEMPTS = 3
DIED = to_say("It was interrupted {times} times, so it is not tried again. The worker's log says more.")
INTERRUPTED = to_say("The worker was stopped in the middle of it. Ask for it once more.")
STOPPED = to_say("Cancelled while it ran; nothing of it was kept.")
STOPPED_BY = to_say("Cancelled by {by} while it ran; nothing of it was kept.")
LEFT = to_say("Cancelled while it ran; what it had done by then stays.")
LEFT_BY = to_say("Cancelled by {by} while it ran; what it had done by then stays.")
SENDS = ("push",)  # batch by batch, to places that keep what they got
TELLING = "notify"  # the kind that tells of a schedule's run
UNKNOWN = to_say("This version of Regulars knows no such job.")
_NOW = func.clock_timestamp()


def claim(connection: Connection, worker: str, kinds: Sequence[str]) -> Job | None:
    """The job of these kinds that has waited longest, from now on this worker's; None where none waits."""
    waiting = select(jobs.c.job_id).where(jobs.c.state == "waiting", jobs.c.kind.in_(kinds))
    first = waiting.order_by(jobs.c.job_id).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    taken = {"state": "running", "worker": worker, "started_at": _NOW, "attempts": jobs.c.attempts + 1}
    statement = update(jobs).where(jobs.c.job_id == first).values(**taken, step=None, progress=None)
    row = connection.execute(statement.returning(*COLUMNS)).mappings().first()
    return Job(**row) if row else None


def is_waiting(connection: Connection) -> bool:
    """Whether any job waits."""
    return connection.scalar(select(jobs.c.job_id).where(jobs.c.state == "waiting").limit(1)) is not None


def refuse_unknown(connection: Connection, kinds: Sequence[str]) -> None:
    """End the jobs of kinds that nobody here knows."""
    unknown = jobs.c.state == "waiting", jobs.c.kind.not_in(kinds)
    connection.execute(update(jobs).where(*unknown).values(state="failed", error=UNKNOWN, finished_at=_NOW))


def register(connection: Connection, worker: str, place: str) -> None:
    """Say that a worker lives."""
    connection.execute(insert(workers).values(worker=worker, place=place, started_at=_NOW, beat_at=_NOW))


def deregister(connection: Connection, worker: str) -> None:
    """Say that a worker has ended."""
    connection.execute(delete(workers).where(workers.c.worker == worker))


def beat(connection: Connection, worker: str, place: str) -> set[int]:
    """Say that a worker still lives; the jobs that are its own, which others take when it was silent for too long."""
    if not connection.execute(update(workers).where(workers.c.worker == worker).values(beat_at=_NOW)).rowcount:
        register(connection, worker, place)
    return set(connection.scalars(select(jobs.c.job_id).where(*_own(worker))))


def to_cancel(connection: Connection, worker: str) -> set[int]:
    """Running jobs of the worker that somebody wants to end."""
    return set(connection.scalars(select(jobs.c.job_id).where(*_own(worker), jobs.c.cancel_asked_at.is_not(None))))


def tell(connection: Connection, job_id: int, worker: str, step: str, progress: float | None) -> None:
    """Write down how a job goes."""
    own = jobs.c.job_id == job_id, *_own(worker)
    connection.execute(update(jobs).where(*own).values(step=step, progress=progress))


def keep(connection: Connection, job_id: int, worker: str, result: Mapping[str, Any]) -> None:
    """Write down what a job has come to so far: after an interruption it goes on from there."""
    connection.execute(update(jobs).where(jobs.c.job_id == job_id, *_own(worker)).values(result=dict(result)))


def finish(
    connection: Connection,
    job: Job,
    worker: str,
    result: Mapping[str, Any],
    then: Sequence[Mapping[str, Any]] = (),
    **made: int | None,
) -> bool:
    """End a job well, and ask for what it or its arguments say comes `then`; False where it is no longer the worker's.

    `made` are load_id and segmentation_id.
    """
    values = {"state": "done", "result": dict(result), "error": None, "progress": 1.0, **made}
    if not _end(connection, job, worker, values):
        return False
    _schedule_knows(connection, job, failures=0)
    _ask_for(connection, job, (*job.arguments.get("then", ()), *then))
    return True


def finish_unless_cancelled(connection: Connection, job: Job, worker: str, result: Mapping[str, Any]) -> None:
    """End a job well within the transaction of its work; who would cancel it waits for that. Raises InputError where
    somebody has, or another worker took it: the caller rolls its work back."""
    own = (jobs.c.job_id == job.job_id, *_own(worker), jobs.c.cancel_asked_at.is_(None))
    if connection.scalar(select(jobs.c.job_id).where(*own).with_for_update()) is None:
        raise InputError(STOPPED)
    finish(connection, job, worker, result)


def fail(
    connection: Connection,
    job: Job,
    worker: str,
    error: str,
    result: Mapping[str, Any] | None = None,
    then: Sequence[Mapping[str, Any]] = (),
    **made: int | None,
) -> bool:
    """End a job with a sentence; `result` is what is left of it, if anything, and asks for what comes `then`."""
    values: dict[str, Any] = {"state": "failed", "error": error, **made}
    ended = _end(connection, job, worker, values | ({"result": dict(result)} if result else {}))
    if ended:
        _schedule_knows(connection, job, failures=schedules.c.failures + 1)
        _ask_for(connection, job, then)
    return ended


def cancelled(connection: Connection, job_id: int, worker: str) -> None:
    """End a job that was taken back."""
    by = connection.scalar(select(jobs.c.cancel_asked_by).where(jobs.c.job_id == job_id))
    error = _stopped(by)
    own = jobs.c.job_id == job_id, *_own(worker)
    connection.execute(update(jobs).where(*own).values(state="cancelled", error=error, step=None, finished_at=_NOW))


def hand_back(connection: Connection, worker: str, repeatable: Sequence[str], job_ids: Sequence[int]) -> None:
    """Let others take up jobs that this worker had to leave in the middle; those that cannot be repeated fail."""
    _release(connection, repeatable, and_(jobs.c.job_id.in_(job_ids), *_own(worker)))


def take_over(connection: Connection, repeatable: Sequence[str]) -> int:
    """Free the jobs of workers that have been silent for long; how many."""
    # A beat of a time to come was heard before the clock was set back: who lives says so again within seconds.
    heard = workers.c.beat_at.between(_NOW - cast(Any, SILENT), _NOW + cast(Any, SILENT))
    alive = select(workers.c.worker).where(heard)
    connection.execute(delete(workers).where(workers.c.beat_at < _NOW - cast(Any, 10 * SILENT)))
    return _release(connection, repeatable, jobs.c.worker.not_in(alive))


def _release(connection: Connection, repeatable: Sequence[str], those: ColumnElement[bool]) -> int:
    running = and_(jobs.c.state == "running", those)
    wanted_back = jobs.c.cancel_asked_at.is_not(None)
    again = and_(jobs.c.kind.in_(repeatable), jobs.c.attempts < MOST_ATTEMPTS)
    ended = update(jobs).where(running, or_(wanted_back, not_(again)))
    rows = connection.execute(
        ended.values(
            state=case((wanted_back, "cancelled"), else_="failed"),
            error=case(
                (wanted_back, _stopped()),
                (jobs.c.kind.in_(repeatable), DIED.format(times=MOST_ATTEMPTS)),
                else_=INTERRUPTED,
            ),
            step=None,
            finished_at=_NOW,
        )
    ).rowcount
    waiting = update(jobs).where(running).values(state="waiting", worker=None, step=None, progress=None)
    return int(rows + connection.execute(waiting).rowcount)


def _stopped(by: str | None = None) -> ColumnElement[str]:
    """What a cancelled job comes to: one that has kept something has loaded, sent or told a part."""
    has_left = or_(jobs.c.result.is_not(None), jobs.c.kind.in_(SENDS))
    left, stopped = (LEFT_BY.format(by=by), STOPPED_BY.format(by=by)) if by else (LEFT, STOPPED)
    return case((has_left, left), else_=stopped)


def _own(worker: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return jobs.c.worker == worker, jobs.c.state == "running"


def _end(connection: Connection, job: Job, worker: str, values: Mapping[str, Any]) -> bool:
    statement = update(jobs).where(jobs.c.job_id == job.job_id, *_own(worker))
    return bool(connection.execute(statement.values(finished_at=_NOW, step=None, **values)).rowcount)


def _schedule_knows(connection: Connection, job: Job, failures: Any) -> None:
    """Count what fails in a row, and let those who asked for it hear of the run."""
    if job.schedule_id is not None:
        own = schedules.c.schedule_id == job.schedule_id
        if connection.execute(update(schedules).where(own).values(failures=failures)).rowcount:
            enqueue(connection, TELLING, {"job": job.job_id}, job.asked_by)


def _ask_for(connection: Connection, job: Job, then: Sequence[Mapping[str, Any]]) -> None:
    """What comes after a job is of its schedule as well."""
    for each in then:
        enqueue(connection, each["kind"], each.get("arguments"), job.asked_by, job.schedule_id)
