"""Tables: right-aligned numbers, bars in cells where size matters, rows that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.components.basics import Children, aria, link, place, segment_badge
from dashboard.figures.style.theme import ACCENT
from dashboard.filters.published import Segment
from dashboard.shop import Place
from dashboard.words import formats


@dataclass(frozen=True)
class Column:
    """A column's head; numbers stand right."""

    label: Children
    number: bool = True
    hint: str = ""
    sort: str | None = None  # "ascending" | "descending" when the table is sorted by it


@dataclass(frozen=True)
class Bar:
    """A cell with a bar behind its number: `ratio` 0 … 1 of the cell's width."""

    text: str
    ratio: float
    colour: str = ACCENT


@dataclass(frozen=True)
class Heat:
    """A cell with a tint behind its number and how that compares: `£1.2k`, `▲ 1.8×`."""

    text: str
    note: str
    tint: str  # a CSS colour


Cell = Bar | Heat | Children


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str,
    foot: Sequence[Cell] | None = None,
    stacks: bool = False,
) -> html.Div:
    """A table whose head stays in sight; `caption` names it for screen readers; `foot` is a row of totals.

    One that `stacks` is a block a row on a phone, each value behind its column's name.
    """
    parts: list[Children] = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr([_head(column) for column in columns])),
        html.Tbody([_row(columns, row) for row in rows]),
    ]
    if foot is not None:
        parts.append(html.Tfoot(_row(columns, foot)))
    return html.Div(
        html.Table(parts, className="data-table stacks" if stacks else "data-table"),
        className="table-scroll",
        tabIndex=0,
    )


def _head(column: Column) -> html.Th:
    options = aria(sort=column.sort) if column.sort else {}
    return html.Th(
        column.label, className="number" if column.number else "", title=column.hint or None, scope="col", **options
    )


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> html.Tr:
    return html.Tr([_cell(column, cell) for column, cell in zip(columns, cells, strict=True)])


def _cell(column: Column, cell: Cell) -> html.Td:
    found = _filled(column, cell)
    if isinstance(column.label, str):
        setattr(found, "data-label", column.label)
    return found


def _filled(column: Column, cell: Cell) -> html.Td:
    kind = "number" if column.number else ""
    if isinstance(cell, Heat):
        parts = [html.Span(cell.text), html.Span(cell.note, className="heat-note")]
        return html.Td(
            html.Div(parts, className="heat"), className=f"{kind} heat-cell", style={"background": cell.tint}
        )
    if not isinstance(cell, Bar):
        return html.Td(cell, className=kind)
    width = f"{max(0.0, min(1.0, cell.ratio)) * 100:.1f}%"
    bar = html.Span(className="cell-bar", style={"width": width, "background": cell.colour})
    return html.Td(
        html.Div(
            [html.Span(bar, className="cell-track"), html.Span(cell.text, className="cell-text")], className="cell"
        ),
        className=kind,
    )


def name_cell(where: Place, segment: Segment | None) -> Children:
    """A segment's badge that leads to its page, the filters kept."""
    if segment is None:
        return formats.NOTHING
    return link(segment_badge(segment), place(where.filters, "segments", segment.segment_id), "plain-link")


def raw_row(row: str, title: str | None = None) -> html.Code:
    """A row of a file as it came, which breaks behind its separators and not in its words."""
    parts = [part for cell in re.split(r"(?<=[,;|\t])", row) for part in (cell, html.Wbr())]
    return html.Code(parts[:-1], title=title)
