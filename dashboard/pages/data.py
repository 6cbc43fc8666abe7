"""/data: what was loaded, what was rejected and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, notice
from dashboard.components.cards import KeyFigure, bare, key_figures
from dashboard.components.panels import bind_store
from dashboard.components.shell import page, page_head, stale_hint
from dashboard.components.tables import Bar, Column, data_table
from dashboard.queries.store import loads as queries
from dashboard.shop import Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from warehouse.errors import LockedError, NoDataError

STATUS_WORDS = {"done": "Loaded", "failed": "Failed", "running": "Running"}
STATUS_TONES = {"done": "better", "failed": "worse"}
RAW_LENGTH = 160


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head("Data", "The files that were loaded, and the rows that could not be. The filters do not apply here."),
        _stale_hint(shop),
        bare("data-content", height=640),
    )


def _stale_hint(shop: Shop) -> Children:
    try:
        return stale_hint(shop.published())
    except (NoDataError, LockedError):
        return None  # nothing segmented yet, or nobody can tell just now


def content(shop: Shop) -> Children:
    """Key figures, loads and rejected rows."""
    shop.refuse_a_part()
    with shop.connect() as connection:
        loads, counts = queries.recent_loads(connection), queries.load_counts(connection)
        reasons = queries.rejected_by_reason(connection)
        examples = queries.rejected_examples(connection)
    if loads.empty:
        load, fit = html.Code("python -m etl load FILE"), html.Code("python -m models fit")
        text = html.Span(["Load a transactions file: ", load, ", then segment: ", fit])
        return html.Div(notice("Nothing has been loaded yet", text), className="card-panel")
    rejected = _rejected(reasons, examples) if counts["done"] else []  # else nobody knows yet
    return html.Div([_figures(counts), _loads(loads, counts["loads"]), *rejected], className="grid")


def _figures(counts: Mapping[str, int]) -> html.Div:
    """Of all loads, those included that are not listed."""
    read, rejected = counts["rows_read"], counts["rows_rejected"]
    share = f"{formats.share(rejected, read, 2)} of rows"
    return html.Div(
        key_figures(
            [
                KeyFigure("Rows read", formats.count(read), change_note=formats.plural(counts["done"], "load")),
                KeyFigure("Rows loaded", formats.count(counts["rows_loaded"])),
                KeyFigure("Duplicates left out", formats.count(counts["rows_duplicate"])),
                KeyFigure("Rows rejected", formats.count(rejected), change_note=share),
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
        Column("File", False),
        Column("Status", False),
        Column("Loaded", False),
        Column("Period", False),
        Column("Read"),
        Column("Loaded"),
        Column("Duplicate"),
        Column("Known"),
        Column("Rejected"),
        Column("Customers"),
    ]
    rows = [
        [
            html.Span(row.file_name, title=row.sha256 or ""),
            html.Span(
                STATUS_WORDS.get(row.status, row.status),
                className=STATUS_TONES.get(row.status, ""),
                title=row.error or "",
            ),
            html.Span(f"{formats.day(row.started_at)}, {row.started_at:%H:%M}", className="nowrap"),
            html.Span(_period(row.first_invoiced_at, row.last_invoiced_at), className="nowrap"),
            *(formats.count(getattr(row, name)) for name in _COUNTS),
        ]
        for row in loads.itertuples()
    ]
    newest = "Newest first" if len(loads) == all_ else f"The latest {len(loads)} of {formats.count(all_)}, newest first"
    note = f"{newest}. Known: already stored by an earlier load, so not stored again."
    return _card("Loads", note, data_table(columns, rows, caption="Loads"))


_COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected", "customers")


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return formats.NOTHING if pd.isna(first) else f"{formats.day(first)} – {formats.day(last)}"


def _raw(text: str | None) -> Children:
    """The row as it came, for those who may see people's data."""
    if text is None:
        return html.Span("Hidden: it may name people", className="muted")
    return html.Code(text[:RAW_LENGTH], title=text)


def _rejected(reasons: pd.DataFrame, examples: pd.DataFrame) -> list[Children]:
    if reasons.empty:
        return [_card("No row was rejected", "Every row of every load is stored, a duplicate, or known already.", "")]
    most = max(int(reasons["rows"].max()), 1)
    by_reason = [[row.reason, Bar(formats.count(row.rows), row.rows / most)] for row in reasons.itertuples()]
    lines = [[formats.count(row.line_number), row.reason, _raw(row.raw)] for row in examples.itertuples()]
    number = int(examples.iloc[0]["load_id"])
    return [
        _card(
            f"{formats.plural(int(reasons['rows'].sum()), 'row')} rejected",
            "By reason, over all loads",
            data_table([Column("Reason", False), Column("Rows")], by_reason, caption="Rejected rows by reason"),
            4,
        ),
        _card(
            "Rejected rows",
            f"The first {len(lines)} of load {number}, with their line in the file",
            data_table([Column("Line"), Column("Reason", False), Column("Row", False)], lines, caption="Rejected rows"),
            8,
        ),
    ]


def register(app: Dash, shop: Shop) -> None:
    """Bind the content."""
    bind_store(app, "data-content", lambda: content(shop))


PAGE = Page("data", "Data", layout, needs_segments=False)
