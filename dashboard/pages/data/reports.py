"""What came of a job: a load's rows, why a file was not loaded, the segments that are ready, what was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.asking import button, card, without_commands
from dashboard.components.basics import Children, icon, link
from dashboard.components.questions import asked
from dashboard.pages.data.progress import title
from dashboard.words import formats
from warehouse.jobs import Job

ROWS = (
    ("rows_loaded", "stored"),
    ("rows_known", "known already"),
    ("rows_duplicate", "told twice in the file"),
    ("rows_rejected", "left out"),
)
STATES = {"done": "Done", "failed": "Failed", "cancelled": "Stopped", "running": "Running", "waiting": "Waits"}


def reports(jobs: Sequence[Job], at_hand: Sequence[str]) -> list[Children]:
    """A card a job; files `at_hand` can still be answered about."""
    return [_report(job, at_hand) for job in jobs]


def _report(job: Job, at_hand: Sequence[str]) -> html.Section:
    result: Mapping[str, Any] = job.result or {}
    loads = result.get("loads", ()) if job.kind != "undo" else ()
    body: list[Children] = [_load(each) for each in loads]
    body += [_not_loaded(each, at_hand) for each in result.get("failed", ())]
    body += [html.P(words) for each in result.get("skipped", ()) if (words := without_commands(each))]
    if job.state != "done" and not result.get("failed"):
        body.append(_failure(job.error or ""))
    if job.kind == "fit" and job.state == "done":
        body.append(_segments(result))
    if job.kind == "undo" and job.state == "done":
        body.append(html.P(what_goes(result, "was taken back")))
    close = button(
        html.Span("Close", className="visually-hidden"), "close", "quiet", "x-lg", label_for="Close", job=job.job_id
    )
    head = html.Div([html.Span(f"{title(job)}: {STATES[job.state].lower()}"), close], className="report-head")
    return card(head, _when(job), *body, key=f"report-{job.job_id}")


def _when(job: Job) -> str:
    if job.started_at is None or job.finished_at is None:
        return "\u00a0"
    return f"It took {seconds((job.finished_at - job.started_at).total_seconds())}."


def seconds(took: float) -> str:
    """`3 seconds`, `2 min 5 s`."""
    whole = max(1, round(took))
    return formats.plural(whole, "second") if whole < 60 else f"{whole // 60} min {whole % 60} s"


def _load(report: Mapping[str, Any]) -> html.Div:
    """A load's own report: what became of each row."""
    counts = ", ".join(f"{formats.count(report[name])} {words}" for name, words in ROWS if report.get(name))
    rows = f"{formats.plural(int(report['rows_read']), 'row')} read: {counts}." if counts else "No row read."
    people = f"{formats.plural(int(report['customers']), 'customer')} in it."
    parts: list[Children] = [html.P([icon("check2"), html.Strong(report["file"]), f" {rows} {people}"])]
    if report.get("rejected"):
        reasons = ", ".join(f"{reason} ({formats.count(rows)})" for reason, rows in report["rejected"].items())
        parts.append(html.P([f"Left out: {reasons}. ", *rejected_links(int(report["load_id"]))]))
    notes = [words for each in report.get("notes", ()) if (words := without_commands(str(each)))]
    if notes:
        parts.append(html.Ul([html.Li(each) for each in notes], className="muted"))
    return html.Div(parts, className="report-load")


def rejected_links(load_id: int) -> list[Children]:
    """The rows that a load left out, to read and to repair."""
    address = f"/exports/rejected/{load_id}.csv"
    return [
        html.A("Read them", href=address, className="link", title="A list with line and reason, safe in spreadsheets"),
        " · ",
        html.A("Repair them", href=f"{address}?for=repair", className="link",
               title="The rows as they came, under the file's header: mend them, and bring the file in again"),
    ]  # fmt: skip


def _not_loaded(failed: Mapping[str, Any], at_hand: Sequence[str]) -> html.Div:
    error = without_commands(str(failed["error"])) or str(failed["error"])
    parts: list[Children] = [
        html.P([icon("exclamation-circle"), html.Strong(failed["file"]), f" was not loaded. {error}"])
    ]
    if any(file == name or file.startswith(f"{name}/") for name in at_hand for file in failed["files"]):
        parts += asked(str(failed["file"]), failed.get("questions", ()))
    return html.Div(parts, className="report-load")


def _failure(error: str) -> html.P:
    return html.P([icon("exclamation-circle"), html.Span(without_commands(error) or error)], className="seen-error")


def _segments(result: Mapping[str, Any]) -> html.Div:
    people = formats.plural(int(result.get("customers", 0)), "customer")
    said = f"{people} in {formats.plural(len(result.get('segmentations', ())), 'segmentation')}."
    return html.Div(
        [
            html.P([icon("check2"), f"Everybody sees them now: {said}"]),
            link("See your segments", "/", "button primary"),
        ],
        className="report-fit",
    )


def what_goes(result: Mapping[str, Any], ends: str) -> str:
    """`shop.csv was taken back: 2 rows, and 2 customers of whom nothing else is known.`"""
    files = " and ".join(f"{each['file_name']} (load {each['load_id']})" for each in result.get("loads", ()))
    lines, people = int(result.get("lines", 0)), int(result.get("customers", 0))
    return (
        f"{files} {ends}: {formats.plural(lines, 'row')} of sales, and {formats.plural(people, 'customer')} "
        "of whom nothing else is known."
    )
