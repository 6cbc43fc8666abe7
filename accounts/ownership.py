"""On whose rights the clock does something, the owner's as they are now; and how each schedule stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from accounts import users
from warehouse import jobs, schedules
from warehouse.jobs import Job
from warehouse.schedules import Schedule
from warehouse.schema import jobs as job_table
from wording.languages import say, to_say

NOBODY = to_say("Nobody owns it, so it does not run: whoever takes it over gives it their rights.")
GONE = to_say("Its owner {owner} is no user any more, so it does not run until somebody takes it over.")
DISABLED = to_say("Its owner {owner} may not use Regulars any more, so it does not run until somebody takes it over.")
WITHOUT = to_say("Its owner {owner} may not do this any more, so it does not run until somebody else takes it over.")


def in_the_way(connection: Connection, owner: str | None, rights: Iterable[str]) -> str:
    """Why something must not run on the rights of its owner, in a sentence; '' where it may.

    While there are no users nobody needs rights. Its runs tell of the whole shop: who sees a part of it owns none.
    """
    if not users.is_anybody(connection):
        return ""
    if owner is None:
        return say(NOBODY)
    found = users.by_email(connection, owner)
    if found is None:
        return say(GONE, owner=owner)
    if found.disabled_at is not None:
        return say(DISABLED, owner=owner)
    is_able = found.countries is None and all(found.may(right) for right in rights)
    return "" if is_able else say(WITHOUT, owner=owner)


@dataclass(frozen=True)
class Standing:
    """A schedule, its last run, the newest job of that run (segments that were worked out after it), what is wrong."""

    schedule: Schedule
    run: Job | None
    newest: Job | None
    in_the_way: str

    @property
    def failure(self) -> str:
        """Why the last run failed; '' where it did not."""
        failed = [each for each in (self.run, self.newest) if each is not None and each.state == "failed"]
        return failed[0].error or say("It failed.") if failed else ""

    @property
    def problem(self) -> str:
        """What somebody has to look after; '' where nothing is wrong."""
        return self.in_the_way or self.failure or self.schedule.tell_error or ""


def standings(connection: Connection) -> list[Standing]:
    """All schedules: those that nobody may run and those that failed first."""
    newest = select(func.max(job_table.c.job_id)).where(job_table.c.schedule_id.is_not(None))
    last = list(connection.scalars(newest.group_by(job_table.c.schedule_id)))
    by_schedule = {job.schedule_id: job for each in last if (job := jobs.get(connection, each))}
    found = []
    for one in schedules.listed(connection):
        run = jobs.get(connection, one.last_job_id) if one.last_job_id is not None else None
        found.append(
            Standing(one, run, by_schedule.get(one.schedule_id), in_the_way(connection, one.owner, one.rights))
        )
    return sorted(found, key=lambda each: (not each.in_the_way, not each.failure, not each.problem))
