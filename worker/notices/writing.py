"""A run and what is known of it -> the letter; None where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warehouse.jobs import Job
from warehouse.schedules import Schedule
from wording.counts import counted
from wording.runs import result_of, rows_of
from worker.notices.facts import Brought
from worker.notices.letter import Letter, subject_of

FITTED = "Look at what changed: Insights and Migration."
TO_FIT = "Work out the segments anew, so that they hold what came: the button is on Data."
BEING_FIT = "The segments are being worked out anew."
LOOK = "Open Schedules in Regulars: it shows what failed, and what can be answered there."


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
        next_step=FITTED if job.kind == "fit" else _next(schedule, loads),
    )


def _failure(job: Job, schedule: Schedule, alerts: Sequence[str], came: Brought | None, currency: str) -> Letter:
    loads = (job.result or {}).get("loads", ())
    opening = "It failed." if not loads else f"It failed in part: {rows_of(loads)}."
    subject = subject_of(schedule.name, opening, len(alerts), failed=True)
    facts = _facts(loads, came, currency)
    return Letter(schedule.name, subject, opening, facts, tuple(alerts), job.error or "It failed.", LOOK)


def _next(schedule: Schedule, loads: Sequence[dict[str, Any]]) -> str:
    if not any(each.get("rows_loaded") for each in loads):
        return ""
    return BEING_FIT if schedule.arguments.get("fit") else TO_FIT


def _facts(loads: Sequence[dict[str, Any]], came: Brought | None, currency: str) -> tuple[tuple[str, str], ...]:
    if not loads:
        return ()
    names = ("rows_read", "rows_loaded", "rows_known", "rows_rejected")
    labels = ("Rows read", "Rows stored", "Known already", "Rows left out")
    sums = [sum(int(each.get(name) or 0) for each in loads) for name in names]
    found = [("Files", f"{len(loads):,}"), *((label, f"{rows:,}") for label, rows in zip(labels, sums, strict=True))]
    if came is not None:
        found += [
            ("New customers", f"{came.new_customers:,}"),
            ("Sales", f"{came.gross:,.2f} {currency}"),
            ("Sales net of returns", f"{came.net:,.2f} {currency}"),
        ]
    reasons: dict[str, int] = {}
    for each in loads:
        for reason, rows in each.get("rejected", {}).items():
            reasons[reason] = reasons.get(reason, 0) + int(rows)
    found += [(f"Left out: {reason}", counted(rows, "row")) for reason, rows in sorted(reasons.items())]
    return tuple(found)
