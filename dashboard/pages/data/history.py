"""What was loaded, what was rejected and why, and what was asked of the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from dash import html

from dashboard.components.asking import button, without_commands
from dashboard.components.basics import Children, notice, woven
from dashboard.components.cards import KeyFigure, key_figures
from dashboard.components.tables import Bar, Cell, Column, Words, data_table
from dashboard.pages.data.progress import title
from dashboard.pages.data.reports import STATES, seconds
from dashboard.queries.store import loads as queries
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from warehouse import jobs
from warehouse.jobs import Job
from wording.languages import say, say_again, say_n, to_say

STATUS_WORDS = {"done": to_say("Loaded"), "failed": to_say("Failed"), "running": to_say("Running")}
STATUS_TONES = {"done": "better", "failed": "worse"}
RAW_LENGTH = 160
MOST_JOBS = 20
TOLD_JOBS = ("load", "customers", "undo", "fit", "watch", "fetch", "forget")
READ = to_say("Each with its line and reason, safe to open in a spreadsheet")
REPAIR = to_say("As they came, under the file's header: mend them, and bring the file in again")


def content(shop: Shop) -> Children:
    """Key figures, loads and rejected rows."""
    shop.refuse_a_part()
    with shop.connect() as connection:
        loads, counts = queries.recent_loads(connection), queries.load_counts(connection)
        reasons = queries.rejected_by_reason(connection)
        examples = queries.rejected_examples(connection)
        past = jobs.history(connection, limit=MOST_JOBS, kinds=TOLD_JOBS)
    if loads.empty:
        first = html.Div(notice(say("Nothing has been loaded yet"), _how_to_begin()), className="card-panel span-12")
        return html.Div([first, *_jobs(past)], className="grid")
    rejected = _rejected(reasons, examples) if counts["done"] else []  # else nobody knows yet
    return html.Div([_figures(counts), _loads(loads, counts["loads"]), *rejected, *_jobs(past)], className="grid")


def _how_to_begin() -> Children:
    if not asker().may("upload"):
        return html.P(say("It fills when somebody whose role lets them bring files in has done so."))
    drop = html.P(say("Bring a file of your sales in: drop it above."))
    if asker().rights is not None:
        return drop
    load, fit = html.Code("python -m etl load FILE"), html.Code("python -m models fit")
    return html.Div([drop, html.P(woven(say("In a shell: {load}, then {fit}"), load=load, fit=fit))])


def _figures(counts: Mapping[str, int]) -> html.Div:
    """Of all loads, those included that are not listed."""
    read, rejected = counts["rows_read"], counts["rows_rejected"]
    share = say("{rejected} of rows", rejected=formats.share(rejected, read, 2))
    return html.Div(
        key_figures(
            [
                KeyFigure(say("Rows read"), formats.count(read), change_note=formats.plural(counts["done"], "load")),
                KeyFigure(say("Rows loaded"), formats.count(counts["rows_loaded"])),
                KeyFigure(say("Duplicates left out"), formats.count(counts["rows_duplicate"])),
                KeyFigure(say("Rows rejected"), formats.count(rejected), change_note=share),
            ]
        ),
        className="span-12",
    )


def _card(title: str, note: str, body: Children, columns: int = 12) -> html.Section:
    head = html.Header(
        [html.H2(title, className="card-title"), html.P(note, className="card-note")], className="card-head"
    )
    return html.Section([head, body], className=f"card-panel span-{columns}")


def _loads(loads: pd.DataFrame, all_: int) -> html.Section:
    columns = [
        Column(say("File"), False),
        Column(say("Status"), False),
        Column(say("Loaded"), False),
        Column(say("Period"), False),
        Column(say("Read")),
        Column(say("Loaded")),
        Column(say("Duplicate")),
        Column(say("Known")),
        Column(say("Rejected")),
        Column(say("Customers")),
    ]
    rows = [
        [
            [
                Words(row.file_name, title=row.sha256 or ""),
                _tools(row.load_id, row.file_name, row.status, row.rows_rejected),
            ],
            Words(
                say(STATUS_WORDS.get(row.status, row.status)),
                STATUS_TONES.get(row.status, ""),
                title=say_again(row.error or ""),
            ),
            Words(f"{formats.day(row.started_at)}, {row.started_at:%H:%M}", "nowrap"),
            Words(_period(row.first_invoiced_at, row.last_invoiced_at), "nowrap"),
            *(formats.count(getattr(row, name)) for name in _COUNTS),
        ]
        for row in loads.itertuples()
    ]
    if len(loads) == all_:
        note = say("Newest first. Known: already stored by an earlier load, so not stored again.")
    else:
        note = say(
            "The latest {shown} of {all}, newest first. Known: already stored by an earlier load, so not stored again.",
            shown=len(loads),
            all=formats.count(all_),
        )
    return _card(say("Loads"), note, data_table(columns, rows, caption=say("Loads")))


def _status(status: str, error: str) -> Words:
    return Words(say(STATUS_WORDS.get(status, status)), STATUS_TONES.get(status, ""), title=say_again(error))


def _tools(load_id: int, file_name: str, status: str, rejected: int | None) -> Children:
    """What can be done about a load: its rejected rows as files, and taking it back."""
    if status != "done":
        return ""
    tools: list[Children] = []
    address = f"/exports/rejected/{load_id}.csv"
    if rejected and rejected > 0 and asker().may("export"):
        tools += [
            _file(address, say("Rejected rows"), say(READ)),
            _file(f"{address}?for=repair", say("To repair"), say(REPAIR)),
        ]
    if asker().may("load"):
        tools.append(
            button(
                say("Undo"),
                "undo-ask",
                "quiet",
                label_for=say("Undo load {number}, {file}", number=load_id, file=file_name),
                load=load_id,
            )
        )
    return html.Div(tools, className="load-tools")


def _file(address: str, label: str, hint: str) -> html.A:
    return html.A(label, href=address, className="button quiet", title=hint)


def _jobs(past: Sequence[Job]) -> list[Children]:
    """What was asked of the worker."""
    if not past:
        return []
    rows = [
        [
            title(job),
            Words(say(STATES[job.state]), STATUS_TONES.get(job.state, ""), title=say_again(job.error or "")),
            Words(f"{formats.day(job.asked_at)}, {job.asked_at:%H:%M}", "nowrap"),
            job.asked_by or formats.NOTHING,
            _took(job),
            Words(without_commands(job.error or "")[:RAW_LENGTH], "muted"),
        ]
        for job in past
    ]
    columns = [
        Column(say("Work"), False),
        Column(say("State"), False),
        Column(say("Asked", sense="when"), False),
        Column(say("By", sense="whom"), False),
        Column(say("Took")),
        Column(say("Why"), False),
    ]
    note = say("The latest {shown}, newest first", shown=len(rows)) if len(rows) == MOST_JOBS else say("Newest first")
    return [_card(say("What was done here"), note, data_table(columns, rows, caption=say("Jobs")))]


def _took(job: Job) -> str:
    if job.started_at is None or job.finished_at is None:
        return formats.NOTHING
    return seconds((job.finished_at - job.started_at).total_seconds())


_COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected", "customers")


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return formats.NOTHING if pd.isna(first) else f"{formats.day(first)} – {formats.day(last)}"


def _raw(text: str | None) -> Cell:
    """The row as it came, for those who may see people's data."""
    if text is None:
        return Words(say("Hidden: it may name people"), "muted")
    return Words(text[:RAW_LENGTH], title=text, tag="code")


def _rejected(reasons: pd.DataFrame, examples: pd.DataFrame) -> list[Children]:
    if reasons.empty:
        return [
            _card(
                say("No row was rejected"), say("Every row of every load is stored, a duplicate, or known already."), ""
            )
        ]
    most = max(int(reasons["rows"].max()), 1)
    by_reason = [[say_again(row.reason), Bar(formats.count(row.rows), row.rows / most)] for row in reasons.itertuples()]
    lines = [[formats.count(row.line_number), say_again(row.reason), _raw(row.raw)] for row in examples.itertuples()]
    number = int(examples.iloc[0]["load_id"])
    return [
        _card(
            say_n(int(reasons["rows"].sum()), "{n} row rejected", "{n} rows rejected"),
            say("By reason, over all loads"),
            data_table(
                [Column(say("Reason"), False), Column(say("Rows"))], by_reason, caption=say("Rejected rows by reason")
            ),
            4,
        ),
        _card(
            say("Rejected rows"),
            say("The first {shown} of load {number}, with their line in the file", shown=len(lines), number=number),
            data_table(
                [Column(say("Line")), Column(say("Reason"), False), Column(say("Row"), False)],
                lines,
                caption=say("Rejected rows"),
            ),
            8,
        ),
    ]
