"""What a report or a board shows as a workbook: key figures, and the table of each chart on a sheet of its own."""

from __future__ import annotations

from dashboard.components.keyfigures import MEASURES
from dashboard.figures.reading import ChartTable, Column, Kind
from dashboard.filters.selection import Filters
from dashboard.queries.sales import activity
from dashboard.report.board import ShownBoard
from dashboard.report.cards import Cards
from dashboard.report.summary import Summary
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.charting.files import as_book
from dashboard.web.charting.route import look_at
from dashboard.words import definitions
from wording.languages import say, to_say

FIGURES = to_say("Key figures")
# The charts of the report, in its order.
OF_VIEWS = (
    *("overview-trend", "overview-segments", "overview-why", "segments-shares", "countries-world", "seasons-years"),
    *("seasons-months", "seasons-hours", "contribution-pareto", "contribution-segments"),
)


def book_of_view(shop: Shop, filters: Filters, told: Summary, known: Cards) -> bytes:
    """Of a view: its key figures, and the charts of the report."""
    place = Place(filters, search=filters.to_query())
    found = [(card, look_at(shop, known.charts[card], card, place)) for card in OF_VIEWS if known.lets(card)]
    sheets = [(say(definitions.charts()[card].name), shown) for card, shown in found if shown.table.rows]
    totals = shop.ask(activity.totals, shop.scope(filters))
    rows = tuple(
        (label, one.value(totals), value) for one, (label, value) in zip(MEASURES, told["figures"], strict=False)
    )
    columns = (
        Column(say("Key figure"), Kind.TEXT),
        Column(say("Value"), Kind.NUMBER),
        Column(say("As written"), Kind.TEXT),
    )
    figures = ChartTable(columns, rows)
    about = [(say("Of", sense="what"), told["of"]), *([(say("Changes"), told["note"])] if told["note"] else [])]
    return as_book(
        [(say(FIGURES), figures), *((name, shown.table) for name, shown in sheets)],
        [*about, *((name, _said(shown.title, shown.note)) for name, shown in sheets)],
    )


def _said(title: str, note: str) -> str:
    return ". ".join(part for part in (title, note) if part)


def book_of_board(board: ShownBoard) -> bytes:
    """Of a board: a sheet a chart, and what each says."""
    sheets = [(one.name, one.table) for one in board.cards if one.table is not None and one.table.rows]
    about = [(one.name, _said(one.title, one.note)) for one in board.cards]
    made = [(say("Board"), board.name), *([(say("Seen by"), name)] if (name := asker().name) else [])]
    return as_book(sheets, [*made, *about])
