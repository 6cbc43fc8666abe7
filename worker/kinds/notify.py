"""Looks at what a schedule's run brought, and tells those who want to hear of it. Arguments: `job`, that has ended."""

from warehouse import jobs, schedules
from warehouse.errors import RegularsError
from warehouse.schedules import Schedule
from worker.kinds.fetch import sealed_in
from worker.notices import compose, noticed, tell
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Notice, then tell; what was told already in an attempt that was interrupted is not told again."""
    with work.engine.begin() as connection:
        job = jobs.get(connection, work.number("job"))
        schedule = schedules.get(connection, job.schedule_id) if job is not None and job.schedule_id else None
        if job is None or schedule is None:
            return Made({"alerts": [], "told": []})
        new = noticed(connection, job, schedule)
        letter = compose(connection, job, schedule, new, work.settings.currency)
    result = {"alerts": [one.words for one in new], "told": list(work.before.get("told", []))}
    if letter is None or not schedule.tell:
        return Made(result)
    work.say("Telling of the run")
    sent = set(result["told"])
    problem = tell(letter, schedule, _sealed(work, schedule), work.settings, sent)
    result["told"] = sorted(sent)
    work.keep(result)
    with work.engine.begin() as connection:
        schedules.change(connection, schedule.schedule_id, tell_error=problem or None)
    return Made(result, failure=problem)


def _sealed(work: Work, schedule: Schedule) -> dict[str, str]:
    """The webhook's address and what signs; nothing where it cannot be opened, which keeps no mail from being sent."""
    try:
        return sealed_in(schedule, work.settings)
    except RegularsError:
        return {}
