"""Jobs that wait or run, as people follow them: what is done, how far it is, a button to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html

from dashboard.components.asking import bar, button
from dashboard.components.basics import Children, icon, woven
from warehouse.jobs import Job
from wording.languages import say, say_again, to_say

TITLES = {
    "inspect": to_say("Looking at the files"),
    "load": to_say("Loading"),
    "customers": to_say("Loading customers"),
    "undo": to_say("Taking a load back"),
    "forget": to_say("Erasing a customer"),
    "fit": to_say("Working out segments"),
    "watch": to_say("Loading what is new in a folder"),
    "fetch": to_say("Fetching and loading what is new"),
    "notify": to_say("Telling people"),
    "rejected": to_say("Writing rejected rows"),
    "retention": to_say("Removing what is old"),
    "push": to_say("Sending a list"),
    "send": to_say("Making a campaign's list"),
}
NO_WORKER = to_say(
    "Nothing is looked at or loaded just now: the program that does it, the worker, is not running. Files can be "
    "brought in all the same. Who runs Regulars starts it with {command}."
)


def title(job: Job) -> str:
    """A job in words; one of a kind that is not known here by its own name."""
    return say(TITLES.get(job.kind, job.kind.capitalize()))


def running(jobs: Sequence[Job], may_stop: Callable[[Job], bool]) -> list[Children]:
    """A line a job; a button to stop it where one may."""
    return [_running(job, may_stop(job)) for job in jobs]


def _running(job: Job, may_stop: bool) -> html.Div:
    waits, stops = job.state == "waiting", job.cancel_asked_at is not None
    step = (
        say("Being stopped")
        if stops
        else say("Waits for its turn")
        if waits
        else say_again(job.step or "") or say("Begins")
    )
    share = None if waits or stops else job.progress
    stop = button(
        say("Stop"), "cancel", "quiet", "x-lg", label_for=say("Stop: {work}", work=title(job)), job=job.job_id
    )
    head = html.Div(
        [
            html.Strong(title(job)),
            html.Span(step, className="muted"),
            html.Span(f"{share:.0%}" if share is not None else "", className="job-share"),
            html.Div([stop] if may_stop and not stops else [], className="job-stop"),
        ],
        className="job-head",
    )
    return html.Div([head, bar(share, title(job))], className="job", key=f"job-{job.job_id}")


def unattended() -> html.Div:
    """That no worker lives, and what to do about it."""
    return html.Div(
        [icon("info-circle"), html.P(woven(say(NO_WORKER), command=html.Code("python -m worker")))],
        className="hint span-12",
        role="status",
    )
