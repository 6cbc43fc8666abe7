"""What the page shows just now, in parts that change by themselves: the browser keeps the parts that are as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dash import html

from dashboard.components.asking import button, card, removal, without_commands
from dashboard.components.basics import Children, icon
from dashboard.components.cards import skeleton
from dashboard.components.shell import stale_hint
from dashboard.pages.data import inspection, progress, undoing
from dashboard.pages.data.desk import Desk, may_stop
from dashboard.pages.data.reports import STATES, reports
from dashboard.queries.store.stages import LOADED, NothingPublishedError
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from warehouse.errors import LockedError, NoDataError
from warehouse.setting_values import spelled
from warehouse.uploads import Upload
from wording.languages import say, say_again, say_n, to_say, to_say_n

UNSEGMENTED = to_say("The data is loaded, and nobody is in a segment yet.")
RENEW = to_say("Work out the segments")
READY = to_say_n("{ready} of {n} file ready to load", "{ready} of {n} files ready to load")
LOOKING_HEIGHT = 360  # pixels that are kept for what will be seen


@dataclass(frozen=True)
class Part:
    """A part of the page; with the same key as before it need not be sent again."""

    key: str
    children: Children


def parts(desk: Desk, closed: int, kept: int, renewal: Children) -> dict[str, Part]:
    """By the id of their place. What ended up to the job `closed` is not told, up to `kept` not undone."""
    told = [job for job in desk.reports if job.job_id > closed]
    undo = desk.undoing if desk.undoing is not None and desk.undoing.job_id > kept else None
    files = [one.upload_id for one in desk.files]
    looks = [(job.job_id, job.state) if job else None for job in (desk.look, desk.looking)]
    at_work = [(job.job_id, job.state, job.step, job.progress, job.cancel_asked_at) for job in desk.running]
    shown = reports(told, [one.file_name for one in desk.files])
    return {
        "data-worker": Part(str(desk.is_attended), None if desk.is_attended else progress.unattended()),
        "data-desk": Part(f"{files}{looks}", on_desk(desk)),
        "data-running": Part(str(at_work), _running(desk)),
        "data-reports": Part(
            f"{[job.job_id for job in told]}{undo and (undo.job_id, undo.state)}{files}",
            [undoing.question(undo), *shown],
        ),
        "data-renew": Part(str(renewal is None) + str(at_work), None if desk.running else renewal),
    }


def status(desk: Desk) -> str:
    """The state in a sentence, for those who listen."""
    if desk.running:
        return f"{progress.title(desk.running[0])}: {say_again(desk.running[0].step or '') or say('waits')}"
    if desk.looking is not None:
        return say_n(len(desk.files), "Looking at {n} file", "Looking at {n} files")
    if desk.files and desk.result:
        ready = len(inspection.ready_uploads(desk.result))
        return say_n(
            len(desk.files), "{ready} of {n} file ready to load", "{ready} of {n} files ready to load", ready=ready
        )
    return f"{progress.title(desk.reports[0])}: {say(STATES[desk.reports[0].state]).lower()}" if desk.reports else ""


def on_desk(desk: Desk) -> Children:
    """The files that came, as they were seen, or that they are being looked at."""
    if not desk.files:
        return None
    if desk.look is not None and desk.look.state == "done":
        sizes = {each["file"]: each["upload_id"] for each in desk.result.get("uploads", ())}
        found = [
            *inspection.cards(desk.result, desk.look.job_id, sizes),
            inspection.loading(desk.result, len(desk.files)),
        ]
        again = html.P(say("Looking again …") if desk.looking else "", className="looking-again")  # nothing else moves
        return html.Div([again, *found], className="desk looking" if desk.looking else "desk")
    named = html.Ul([html.Li(_file(one)) for one in desk.files], className="desk-files")
    if desk.look is not None and desk.looking is None:
        error = without_commands(desk.look.error or "") or desk.look.error or ""
        again = button(say("Look again"), "look", "primary")
        return html.Div(card(say("The files could not be looked at"), error, named, html.Div(again)), className="desk")
    title = say_n(len(desk.files), "Looking at {n} file", "Looking at {n} files")
    note = say("What each column holds, what would be left out. Nothing is stored yet.")
    return html.Div(card(title, note, named, skeleton(LOOKING_HEIGHT)), className="desk")


def _file(one: Upload) -> list[Children]:
    return [
        html.Span(one.file_name),
        html.Span(spelled(one.bytes), className="muted"),
        removal(one.upload_id, one.file_name),
    ]


def _running(desk: Desk) -> Children:
    if not desk.running:
        return None
    jobs = progress.running(desk.running, partial(may_stop, asker()))
    return card(say("At work"), say("It goes on when you leave this page."), *jobs)


def renewal(shop: Shop) -> Children:
    """That segments are older than the data or not there yet, with a button; nothing where all is as it should be."""
    renew = button(say(RENEW), "fit", "primary") if asker().may("fit") else None
    try:
        hint = stale_hint(shop.published(), may_renew=renew is not None, has_button=True)
    except NothingPublishedError as reason:
        if reason.title != LOADED[0]:
            return None
        hint = html.Div([icon("info-circle"), html.P(say(UNSEGMENTED))], className="hint", role="status")
    except (NoDataError, LockedError):
        return None  # nobody can tell just now
    return html.Div([hint, renew], className="renew") if hint is not None else None


def changed(found: dict[str, Part], before: dict[str, str] | None) -> Sequence[str]:
    """The places whose part is not as the browser has it."""
    return [place for place, part in found.items() if (before or {}).get(place) != part.key]
