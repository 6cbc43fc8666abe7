"""What lies on the desk: files that came and are not loaded, how they were looked at, what is at work, what came of it.

All of it is in the tables of uploads and jobs, so that a page that is opened again shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from dashboard.shop.asker import Asker
from warehouse import jobs
from warehouse.jobs import Job
from warehouse.uploads import Upload
from warehouse.uploads import files as uploads

LOOK, WRITES = "inspect", ("load", "customers", "undo", "fit")
LOADS = ("load", "customers")
FRESH = timedelta(hours=1)  # how long what came of a job is told above the history
MOST_REPORTS, MOST_LOOKS = 2, 10


@dataclass(frozen=True)
class Desk:
    """What somebody has before them."""

    files: tuple[Upload, ...] = ()  # complete and not loaded, in the order they came
    look: Job | None = None  # the last one at exactly these files that has ended
    looking: Job | None = None  # one that has not
    running: tuple[Job, ...] = ()  # what else has not ended, whoever asked
    reports: tuple[Job, ...] = ()  # what has just ended, the newest first
    undoing: Job | None = None  # of a load that may be taken back: what would go, of which a word is waited for
    is_attended: bool = True  # whether a worker lives

    @property
    def is_busy(self) -> bool:
        """Whether something is to end, so that the page has to look again."""
        return bool(self.running or self.looking or (self.undoing is not None and self.undoing.is_open))

    @property
    def result(self) -> Mapping[str, Any]:
        """What was seen in the files."""
        return (self.look.result or {}) if self.look is not None and self.look.state == "done" else {}


def read(connection: Connection, name: str | None) -> Desk:
    """The desk of whoever asks; without accounts there is one."""
    opened = jobs.open_jobs(connection)
    taken = {each for job in opened if job.kind in LOADS for each in uploads_of(job)}
    files = at_hand(uploads.kept(connection, name), taken)
    looks = jobs.history(connection, limit=MOST_LOOKS, kinds=(LOOK,), asked_by=name) if files else []
    ended = jobs.history(connection, limit=MOST_REPORTS + 3, kinds=WRITES, asked_by=name)
    return Desk(
        files,
        newest_look(looks, files, is_open=False),
        newest_look(looks, files, is_open=True),
        tuple(job for job in opened if job.kind != LOOK and not is_dry(job)),
        fresh_reports(ended, datetime.now(UTC)),
        asked_about(ended, datetime.now(UTC)),
        jobs.is_attended(connection),
    )


def may_stop(who: Asker, job: Job) -> bool:
    """Whether a job is theirs to stop: their own, or any for those who may load."""
    return who.may("load") or (job.asked_by is not None and job.asked_by == who.name)


def uploads_of(job: Job) -> frozenset[str]:
    """The files that a job is about."""
    found = job.arguments.get("uploads")
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def at_hand(kept: Iterable[Upload], taken: Iterable[str]) -> tuple[Upload, ...]:
    """Those that are there and not loaded, nor just being loaded; the oldest first."""
    busy = frozenset(taken)
    found = (one for one in kept if one.state == "complete" and one.upload_id not in busy)
    return tuple(sorted(found, key=lambda one: (one.started_at, one.upload_id)))


def newest_look(looks: Iterable[Job], files: Sequence[Upload], is_open: bool) -> Job | None:
    """The last look at exactly these files: the one that goes on, or the one that has ended."""
    wanted = {one.upload_id for one in files}
    found = (job for job in looks if uploads_of(job) == wanted and job.state != "cancelled")
    return next((job for job in found if job.is_open == is_open), None)


def fresh_reports(ended: Sequence[Job], now: datetime) -> tuple[Job, ...]:
    """What ended lately, the newest first: of an undoing that was only looked at nothing is told."""
    told = [job for job in ended if not job.is_open and not is_dry(job) and (job.finished_at or now) > now - FRESH]
    undone = next((at for at, job in enumerate(told) if job.kind == "undo"), MOST_REPORTS)
    return tuple(told[: min(MOST_REPORTS, undone + 1)])  # what stood before may be gone


def asked_about(newest: Sequence[Job], now: datetime) -> Job | None:
    """The undoing that is looked at, or was just now, where nothing else was asked to write since."""
    job = next(iter(newest), None)
    is_fresh = job is not None and is_dry(job) and (job.finished_at or now) > now - FRESH and job.state != "cancelled"
    return job if is_fresh else None


def is_dry(job: Job) -> bool:
    """Whether an undoing only says what would go."""
    return job.kind == "undo" and bool(job.arguments.get("dry_run"))


def options_so_far(looks: Iterable[Job], files: Sequence[Upload]) -> dict[str, Any]:
    """What was answered of these files before, though there were more or fewer of them."""
    wanted = {one.upload_id for one in files}
    for job in looks:
        if uploads_of(job) & wanted:
            return dict(job.arguments.get("options") or {})
    return {}


def look_at(
    connection: Connection, files: Sequence[Upload], name: str | None, options: Mapping[str, Any] | None = None
) -> int:
    """Ask for a look at the files, in place of any that goes on; with the answers given, or else those of before."""
    looks = jobs.history(connection, limit=MOST_LOOKS, kinds=(LOOK,), asked_by=name)
    for job in looks:
        if job.is_open and uploads_of(job) & {one.upload_id for one in files}:
            jobs.cancel(connection, job.job_id, name)
    said = options_so_far(looks, files) if options is None else dict(options)
    return jobs.enqueue(connection, LOOK, {"uploads": [one.upload_id for one in files], "options": said}, name)
