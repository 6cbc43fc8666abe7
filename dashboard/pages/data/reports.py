"""What came of a job: a load's rows, why a file was not loaded, the segments that are ready, what was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.asking import button, card, without_commands
from dashboard.components.basics import Children, icon, link, woven
from dashboard.components.questions import asked
from dashboard.pages.data.progress import title
from dashboard.words import formats
from warehouse.jobs import Job
from wording.languages import listed, say, say_again, say_n, to_say, to_say_n

ROWS = (
    ("rows_loaded", to_say("{count} stored")),
    ("rows_known", to_say("{count} known already")),
    ("rows_duplicate", to_say("{count} told twice in the file")),
    ("rows_rejected", to_say("{count} left out")),
)
STATES = {
    "done": to_say("Done"),
    "failed": to_say("Failed"),
    "cancelled": to_say("Stopped"),
    "running": to_say("Running"),
    "waiting": to_say("Waits"),
}


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
        body.append(html.P(what_went(result)))
    close = button(
        html.Span(say("Close"), className="visually-hidden"),
        "close",
        "quiet",
        "x-lg",
        label_for=say("Close"),
        job=job.job_id,
    )
    head = html.Div([html.Span(f"{title(job)}: {say(STATES[job.state]).lower()}"), close], className="report-head")
    return card(head, _when(job), *body, key=f"report-{job.job_id}")


def _when(job: Job) -> str:
    if job.started_at is None or job.finished_at is None:
        return "\u00a0"
    return say("It took {seconds}.", seconds=seconds((job.finished_at - job.started_at).total_seconds()))


def seconds(took: float) -> str:
    """`3 seconds`, `2 min 5 s`."""
    whole = max(1, round(took))
    if whole < 60:
        return formats.plural(whole, "second")
    return say("{minutes} min {seconds} s", minutes=formats.count(whole // 60), seconds=whole % 60)


def _load(report: Mapping[str, Any]) -> html.Div:
    """A load's own report: what became of each row."""
    counts = ", ".join(say(words, count=formats.count(report[name])) for name, words in ROWS if report.get(name))
    read, people = int(report["rows_read"]), int(report["customers"])
    rows = say_n(read, "{n} row read: {counts}.", "{n} rows read: {counts}.", counts=counts)
    rows = rows if counts else say("No row read.")
    inside = say_n(people, "{n} customer in it.", "{n} customers in it.")
    parts: list[Children] = [html.P([icon("check2"), html.Strong(report["file"]), f" {rows} {inside}"])]
    if report.get("rejected"):
        reasons = ", ".join(
            f"{say_again(reason)} ({formats.count(rows)})" for reason, rows in report["rejected"].items()
        )
        parts.append(
            html.P([say("Left out: {reasons}.", reasons=reasons), " ", *rejected_links(int(report["load_id"]))])
        )
    notes = [words for each in report.get("notes", ()) if (words := without_commands(str(each)))]
    if notes:
        parts.append(html.Ul([html.Li(each) for each in notes], className="muted"))
    return html.Div(parts, className="report-load")


def rejected_links(load_id: int) -> list[Children]:
    """The rows that a load left out, to read and to repair."""
    address = f"/exports/rejected/{load_id}.csv"
    read = say("A list with line and reason, safe in spreadsheets")
    repair = say("The rows as they came, under the file's header: mend them, and bring the file in again")
    return [
        html.A(say("Read them"), href=address, className="link", title=read),
        " · ",
        html.A(say("Repair them"), href=f"{address}?for=repair", className="link", title=repair),
    ]


def _not_loaded(failed: Mapping[str, Any], at_hand: Sequence[str]) -> html.Div:
    file, error = html.Strong(failed["file"]), without_commands(str(failed["error"])) or str(failed["error"])
    parts: list[Children] = [
        html.P([icon("exclamation-circle"), *woven(say("{file} was not loaded."), file=file), f" {error}"])
    ]
    if any(file == name or file.startswith(f"{name}/") for name in at_hand for file in failed["files"]):
        parts += asked(str(failed["file"]), failed.get("questions", ()))
    return html.Div(parts, className="report-load")


def _failure(error: str) -> html.P:
    return html.P([icon("exclamation-circle"), html.Span(without_commands(error) or error)], className="seen-error")


def _segments(result: Mapping[str, Any]) -> html.Div:
    said = say_n(
        len(result.get("segmentations", ())),
        "Everybody sees them now: {customers} in {n} segmentation.",
        "Everybody sees them now: {customers} in {n} segmentations.",
        customers=formats.plural(int(result.get("customers", 0)), "customer"),
    )
    return html.Div(
        [
            html.P([icon("check2"), said]),
            link(say("See your segments"), "/", "button primary"),
        ],
        className="report-fit",
    )


WENT = to_say_n(
    "{files} was taken back: {rows} of sales, and {n} customer of whom nothing else is known.",
    "{files} was taken back: {rows} of sales, and {n} customers of whom nothing else is known.",
)
WOULD_GO = to_say_n(
    "{files} would go: {rows} of sales, and {n} customer of whom nothing else is known.",
    "{files} would go: {rows} of sales, and {n} customers of whom nothing else is known.",
)


def what_went(result: Mapping[str, Any]) -> str:
    """`shop.csv was taken back: 2 rows of sales, and 2 customers of whom nothing else is known.`"""
    return _going(result, WENT)


def what_would_go(result: Mapping[str, Any]) -> str:
    """The same before it is done."""
    return _going(result, WOULD_GO)


def _going(result: Mapping[str, Any], told: tuple[str, str]) -> str:
    files = [
        say("{file} (load {number})", file=each["file_name"], number=each["load_id"])
        for each in result.get("loads", ())
    ]
    rows = formats.plural(int(result.get("lines", 0)), "row")
    return say_n(int(result.get("customers", 0)), *told, files=listed(files), rows=rows)
