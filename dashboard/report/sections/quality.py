"""What the report stands on: files, rows, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.pages.data import STATUS_TONES, STATUS_WORDS
from dashboard.queries.store import loads as queries
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Block, Cell, Column, Figure, Figures, Row, Section, Table, said
from dashboard.shop import LimitedError
from dashboard.words import formats
from wording.languages import say, say_again, to_say

KEPT = to_say("{share} of {rows} rows read are in the figures of this report")
KEPT_STALE = to_say("{share} of {rows} rows read are stored, some only after the segments were worked out")
MOST_LOADS = 12
MOST_REASONS = 12
COUNTS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected")
LOADS = (
    Column(to_say("File"), False, "26%"),
    Column(to_say("Status"), False, "11%"),
    Column(to_say("Period"), False, "22%"),
    Column(to_say("Read")),
    Column(to_say("Loaded")),
    Column(to_say("Duplicate")),
    Column(to_say("Known")),
    Column(to_say("Rejected")),
)


def section(context: Context) -> Section:
    """Loads and rejected rows; the filters do not apply here."""
    try:
        context.shop.refuse_a_part()
    except LimitedError as reason:
        return Section("quality", say("Data quality"), say(str(reason)))
    with context.shop.connect() as connection:
        loads, reasons = queries.recent_loads(connection), queries.rejected_by_reason(connection)
        counts = queries.load_counts(connection)
    blocks: list[Block] = [_figures(counts), _loads(loads, counts["loads"])]
    if not reasons.empty:
        blocks.append(_reasons(reasons))
    return Section("quality", say("Data quality"), _lead(counts, bool(context.published.stale)), blocks)


def _lead(counts: Mapping[str, int], is_stale: bool) -> str:
    read, rejected = counts["rows_read"], counts["rows_rejected"]
    if not read:
        return say("No file has been loaded to its end.")
    twice, kept = counts["rows_duplicate"], counts["rows_loaded"]
    parts = [say(KEPT_STALE if is_stale else KEPT, share=formats.share(kept, read, 1), rows=formats.count(read))]
    if twice:
        share = formats.share(twice, read, 1)
        parts.append(say("{share} stood in a file more than once and count once", share=share))
    if rejected:
        share = formats.share(rejected, read, 2)
        return "; ".join([*parts, say("{share} could not be read and were set aside with a reason.", share=share)])
    return f"{'; '.join(parts)}. {say('No row was rejected.')}"


def _figures(counts: Mapping[str, int]) -> Figures:
    read = counts["rows_read"]
    labels = (
        say("Rows read"),
        say("Rows loaded"),
        say("Duplicates left out"),
        say("Rows known before"),
        say("Rows rejected"),
    )
    return Figures(
        [
            Figure(label, formats.count(counts[name]), "" if number == 0 else formats.share(counts[name], read))
            for number, (label, name) in enumerate(zip(labels, COUNTS, strict=True))
        ],
        say("Known before: already stored by an earlier load. Shares are of the rows read."),
    )


def _loads(loads: pd.DataFrame, all_: int) -> Table:
    rows: list[Row] = [
        [
            Cell(row.file_name, more=f"{formats.day(row.started_at)}, {row.started_at:%H:%M}"),
            Cell(say(STATUS_WORDS.get(row.status, row.status)), tone=STATUS_TONES.get(row.status, "")),
            _period(row.first_invoiced_at, row.last_invoiced_at),
            *(formats.count(getattr(row, name)) for name in COUNTS),
        ]
        for row in loads.head(MOST_LOADS).itertuples()
    ]
    shown = say("The latest {shown} of {all}, newest first.", shown=MOST_LOADS, all=formats.count(all_))
    note = say("Newest first.") if all_ <= MOST_LOADS else shown
    return Table(say("Loads"), said(LOADS), rows, note)


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return formats.NOTHING if pd.isna(first) else f"{formats.day(first)} – {formats.day(last)}"


def _reasons(reasons: pd.DataFrame) -> Table:
    shown, all_ = reasons.head(MOST_REASONS), float(reasons["rows"].sum())
    rows: list[Row] = [
        [
            say_again(row.reason),
            Cell(formats.count(row.rows), bar=row.rows / reasons["rows"].max()),
            formats.share(row.rows, all_),
        ]
        for row in shown.itertuples()
    ]
    rest = reasons.iloc[MOST_REASONS:]
    if len(rest):
        others = formats.plural(len(rest), "other reason")
        left = float(rest["rows"].sum())
        rows.append([Cell(others, tone="muted"), formats.count(left), formats.share(left, all_)])
    columns = (Column(say("Reason"), False, "60%"), Column(say("Rows")), Column(say("Share")))
    return Table(say("Rejected rows by reason"), columns, rows, say("Over all loads."))
