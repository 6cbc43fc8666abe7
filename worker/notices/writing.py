"""A run and what is known of it -> the letter; None where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warehouse.jobs import Job
from warehouse.schedules import Schedule
from wording.languages import marked, say, say_again, say_n, to_say, to_say_n
from wording.runs import result_of, rows_of
from worker.notices.facts import Brought
from worker.notices.letter import Letter, subject_of

FITTED = to_say("Look at what changed: Insights and Migration.")
TO_FIT = to_say("Work out the segments anew, so that they hold what came: the button is on Data.")
BEING_FIT = to_say("The segments are being worked out anew.")
LOOK = to_say("Open Schedules in Regulars: it shows what failed, and what can be answered there.")
SUMS = {
    "rows_read": to_say("Rows read"),
    "rows_loaded": to_say("Rows stored"),
    "rows_known": to_say("Known already"),
    "rows_rejected": to_say("Rows left out"),
}
ROWS = to_say_n("{n} row", "{n} rows")


def letter_of(
    job: Job, schedule: Schedule, alerts: Sequence[str], is_news: bool, came: Brought | None, currency: str
) -> Letter | None:
    """A failure is told when it `is_news`; a run that brought nothing only where something looked wrong."""
    if job.state == "failed":
        return _failure(job, schedule, alerts, came, currency) if is_news or alerts else None
    follows = job.kind == "fit" and schedule.kind != "fit"  # the summary has said that it is coming
    loads = (job.result or {}).get("loads", ())
    if not alerts and (follows or (job.kind != "fit" and not loads)):
        return None
    opening = result_of(job)
    return Letter(
        schedule.name,
        subject_of(schedule.name, opening, len(alerts), failed=False),
        opening,
        _facts(loads, came, currency),
        tuple(alerts),
        next_step=say(FITTED) if job.kind == "fit" else _next(schedule, loads),
    )


def _failure(job: Job, schedule: Schedule, alerts: Sequence[str], came: Brought | None, currency: str) -> Letter:
    loads = (job.result or {}).get("loads", ())
    opening = say("It failed in part: {rows}.", rows=rows_of(loads)) if loads else say("It failed.")
    subject = subject_of(schedule.name, opening, len(alerts), failed=True)
    facts = _facts(loads, came, currency)
    return Letter(
        schedule.name,
        subject,
        opening,
        facts,
        tuple(alerts),
        say_again(job.error or "") or say("It failed."),
        say(LOOK),
    )


def _next(schedule: Schedule, loads: Sequence[dict[str, Any]]) -> str:
    if not any(each.get("rows_loaded") for each in loads):
        return ""
    return say(BEING_FIT if schedule.arguments.get("fit") else TO_FIT)


def _facts(loads: Sequence[dict[str, Any]], came: Brought | None, currency: str) -> tuple[tuple[str, str], ...]:
    if not loads:
        return ()
    found = [(say("Files"), marked(f"{len(loads):,}"))]
    for name, label in SUMS.items():
        found.append((say(label), marked(f"{sum(int(each.get(name) or 0) for each in loads):,}")))
    if came is not None:
        found += [
            (say("New customers"), marked(f"{came.new_customers:,}")),
            (say("Sales"), f"{marked(f'{came.gross:,.2f}')} {currency}"),
            (say("Sales net of returns"), f"{marked(f'{came.net:,.2f}')} {currency}"),
        ]
    reasons: dict[str, int] = {}
    for each in loads:
        for reason, rows in each.get("rejected", {}).items():
            reasons[reason] = reasons.get(reason, 0) + int(rows)
    found += [
        (say("Left out: {reason}", reason=say(reason)), say_n(rows, *ROWS)) for reason, rows in sorted(reasons.items())
    ]
    return tuple(found)
