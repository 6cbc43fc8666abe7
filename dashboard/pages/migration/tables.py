"""The table of /migration: from segment to segment."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from dash import html

from dashboard.components.basics import Children
from dashboard.components.tables import Cell, Column, Heat, Words, badge_cell, data_table, name_cell
from dashboard.filters.published import Segment, Segmentation
from dashboard.shop import Place
from dashboard.words import formats
from wording.languages import say

Leads = Callable[[Segment, Segment], str]  # from and to -> the address of those who moved so


def table(where: Place, segmentation: Segmentation, flows: pd.DataFrame, leads: Leads) -> Children:
    """Segments then by segments now, with counts and shares of the row, tinted by share."""
    if flows.empty:
        return html.P(say("Nobody to compare in this selection."), className="muted")
    olds, news = ({one.segment_id: one for one in flows[side]} for side in ("old", "new"))
    rows_of = sorted(olds.values(), key=lambda one: one.position)
    columns_of = sorted(news.values(), key=lambda one: one.position)
    counts = {(row.old.segment_id, row.new.segment_id): int(row.customers) for row in flows.itertuples()}
    columns = [Column(say("Then \\ now"), False), *(Column(badge_cell(one)) for one in columns_of), Column(say("All"))]
    rows = [_row(where, segmentation, old, columns_of, counts, leads) for old in rows_of]
    foot: list[Cell] = [
        say("All"),
        *(formats.count(sum(counts.get((old.segment_id, new.segment_id), 0) for old in rows_of)) for new in columns_of),
    ]
    foot.append(formats.count(sum(counts.values())))
    return data_table(columns, rows, caption=say("From segment to segment"), foot=foot)


def _row(
    where: Place,
    segmentation: Segmentation,
    old: Segment,
    news: list[Segment],
    counts: dict[tuple[str, str], int],
    leads: Leads,
) -> list[Cell]:
    own = [counts.get((old.segment_id, new.segment_id), 0) for new in news]
    total = sum(own)
    head = Words(old.name, "muted") if not old.segment_id else name_cell(where, old)
    cells = [
        Heat(
            formats.count(number),
            formats.share(number, total, 0),
            f"rgba(91,91,214,{0.5 * number / total:.3f})",
            leads(old, new),
        )
        if number
        else ""
        for new, number in zip(news, own, strict=True)
    ]
    return [head, *cells, formats.count(total)]
