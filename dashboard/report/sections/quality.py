"""What the report stands on: files, rows, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.pages.data import STATUS_TONES, STATUS_WORDS
from dashboard.queries.store import loads as queries
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Block, Cell, Column, Figure, Figures, Row, Section, Table
from dashboard.shop import LimitedError
from dashboard.words import formats

MOST_LOADS = 12
MOST_REASONS = 12
COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected")
LOADS = (
    Column("File", False, "28%"),
    Column("Status", False),
    Column("Period", False, "22%"),
    *(Column(name) for name in ("Read", "Loaded", "Duplicate", "Known", "Rejected")),
)


def section(context: Context) -> Section:
    """Loads and rejected rows; the filters do not apply here."""
    try:
        context.shop.refuse_a_part()
    except LimitedError as reason:
        return Section("quality", "Data quality", str(reason))
    with context.shop.connect() as connection:
        loads, reasons = queries.recent_loads(connection), queries.rejected_by_reason(connection)
        counts = queries.load_counts(connection)
    blocks: list[Block] = [_figures(counts), _loads(loads, counts["loads"])]
    if not reasons.empty:
        blocks.append(_reasons(reasons))
    return Section("quality", "Data quality", _lead(counts, bool(context.published.stale)), blocks)


def _lead(counts: Mapping[str, int], is_stale: bool) -> str:
    read, rejected = counts["rows_read"], counts["rows_rejected"]
    if not read:
        return "No file has been loaded to its end."
    twice, kept = counts["rows_duplicate"], counts["rows_loaded"]
    where = "stored, some only after the segments were worked out" if is_stale else "in the figures of this report"
    sentence = f"{formats.share(kept, read, 1)} of {formats.count(read)} rows read are {where}"
    if twice:
        sentence += f"; {formats.share(twice, read, 1)} stood in a file more than once and count once"
    if rejected:
        return f"{sentence}; {formats.share(rejected, read, 2)} could not be read and were set aside with a reason."
    return f"{sentence}. No row was rejected."


def _figures(counts: Mapping[str, int]) -> Figures:
    read = counts["rows_read"]
    labels = ("Rows read", "Rows loaded", "Duplicates left out", "Rows known before", "Rows rejected")
    return Figures(
        [
            Figure(label, formats.count(counts[name]), "" if number == 0 else formats.share(counts[name], read))
            for number, (label, name) in enumerate(zip(labels, COUNTS, strict=True))
        ],
        "Known before: already stored by an earlier load. Shares are of the rows read.",
    )


def _loads(loads: pd.DataFrame, all_: int) -> Table:
    rows: list[Row] = [
        [
            Cell(row.file_name, more=f"{formats.day(row.started_at)}, {row.started_at:%H:%M}"),
            Cell(STATUS_WORDS.get(row.status, row.status), tone=STATUS_TONES.get(row.status, "")),
            _period(row.first_invoiced_at, row.last_invoiced_at),
            *(formats.count(getattr(row, name)) for name in COUNTS),
        ]
        for row in loads.head(MOST_LOADS).itertuples()
    ]
    note = "Newest first." if all_ <= MOST_LOADS else f"The latest {MOST_LOADS} of {formats.count(all_)}, newest first."
    return Table("Loads", LOADS, rows, note)


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return formats.NOTHING if pd.isna(first) else f"{formats.day(first)} – {formats.day(last)}"


def _reasons(reasons: pd.DataFrame) -> Table:
    shown, all_ = reasons.head(MOST_REASONS), float(reasons["rows"].sum())
    rows: list[Row] = [
        [row.reason, Cell(formats.count(row.rows), bar=row.rows / reasons["rows"].max()), formats.share(row.rows, all_)]
        for row in shown.itertuples()
    ]
    rest = reasons.iloc[MOST_REASONS:]
    if len(rest):
        others = formats.plural(len(rest), "other reason")
        left = float(rest["rows"].sum())
        rows.append([Cell(others, tone="muted"), formats.count(left), formats.share(left, all_)])
    columns = (Column("Reason", False, "60%"), Column("Rows"), Column("Share"))
    return Table("Rejected rows by reason", columns, rows, "Over all loads.")
