"""Tells people: those who want to hear of it what a schedule's run brought, users what changed in their accounts.

Arguments: `job`, that has ended; or `after` and `until`, lines of the record.
"""

from functools import partial

from warehouse import jobs, schedules
from warehouse.errors import InputError
from wording.languages import speaking
from worker.kinds.fetch import told_by
from worker.notices import Edition, accounts, compose, mail, noticed, patiently, readers, tell
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Notice, then tell; what was told already in an attempt that was interrupted is not told again."""
    return _of_accounts(work) if "until" in work.arguments else _of_a_run(work)


def _of_accounts(work: Work) -> Made:
    server = work.settings.outward.smtp
    if server is None:
        return Made({"told": []})
    with work.engine.connect() as connection:
        found = accounts.changes(connection, work.number("after"), work.number("until"))
    told: list[int] = list(work.before.get("told", []))
    problems: list[str] = []
    for one in found:
        if one.number in told:
            continue
        with speaking(one.language or work.settings.language):
            letter = accounts.letter_of(one)
        try:
            patiently(partial(mail.send, letter, [one.email], server))
        except InputError as error:
            problems.append(str(error))
        else:
            work.keep({"told": [*told, one.number]})
            told.append(one.number)
    return Made({"told": told}, failure=" ".join(dict.fromkeys(problems)))


def _of_a_run(work: Work) -> Made:
    with work.engine.begin() as connection:
        job = jobs.get(connection, work.number("job"))
        schedule = schedules.get(connection, job.schedule_id) if job is not None and job.schedule_id else None
        if job is None or schedule is None:
            return Made({"alerts": [], "told": []})
        new = noticed(connection, job, schedule)
        editions = []
        for language, to in readers(connection, schedule, work.settings.language).items():
            with speaking(language):
                letter = compose(connection, job, schedule, new, work.settings.currency)
            editions += [Edition(letter, to)] if letter is not None else []
    result = {"alerts": [one.words for one in new], "told": list(work.before.get("told", []))}
    if not editions:
        return Made(result)
    work.say("Telling of the run")
    sent = set(result["told"])
    problem = tell(editions, schedule, told_by(schedule, work.settings), work.settings, sent)
    result["told"] = sorted(sent)
    work.keep(result)
    with work.engine.begin() as connection:
        schedules.change(connection, schedule.schedule_id, tell_error=problem or None)
    return Made(result, failure=problem)
