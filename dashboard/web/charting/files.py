"""The table of a chart as text, as CSV and as a workbook. Pure but for the bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from audiences.destinations import harmless, would_run
from dashboard.figures.reading import ChartTable, Kind
from dashboard.words import formats
from wording.languages import marked, say, to_say

MARK = "\ufeff"  # by which spreadsheets know UTF-8
DIGITS = 12  # that a file holds: beyond is noise of binary fractions
NEVER = datetime(2000, 1, 1)  # when a workbook says it was made, so that the same chart gives the same file
LOOKS = {
    Kind.MONTH: "mmm yyyy",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.NUMBER: "#,##0.###",
}
WIDTHS = {Kind.TEXT: 28, Kind.MONTH: 12, Kind.DAY: 12}
DATA, ABOUT = to_say("Data", sense="sheet"), to_say("About", sense="sheet")
Put = Callable[[Any, int, int, str], object]  # a text into a sheet's cell
SHEET_LETTERS = 31  # of a sheet's name, which no spreadsheet exceeds
NAME_ROOM = 3  # letters beyond a heading


def shown(table: ChartTable, currency: str) -> list[list[str]]:
    """Each cell as people read it."""
    return [
        [_said(value, column.kind, currency) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def _said(value: Any, kind: Kind, currency: str) -> str:
    return formats.NOTHING if value is None else SAID.get(kind, lambda one, _currency: str(one))(value, currency)


def _amount(value: float, currency: str) -> str:
    sign = formats.MINUS if value < 0 else ""
    return f"{sign}{formats.with_sign(marked(f'{abs(value):,.2f}'), currency)}"


def _number(value: float, _currency: str) -> str:
    return formats.count(value) if value == round(value) else marked(f"{value:,.4g}").replace("-", formats.MINUS)


SAID: Mapping[Kind, Callable[[Any, str], str]] = {
    Kind.MONTH: lambda value, _currency: formats.month(value),
    Kind.DAY: lambda value, _currency: formats.day(value),
    Kind.MONEY: _amount,
    Kind.SHARE: lambda value, _currency: formats.percent(value),
    Kind.NUMBER: _number,
}


def as_csv(table: ChartTable) -> str:
    """For spreadsheets: nothing in it runs there; numbers as they are, shares as ratios."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([harmless(column.name) for column in table.columns])
    lines.writerows([[_cell(value) for value in row] for row in table.rows])
    return MARK + out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    return value.isoformat() if isinstance(value, date) else harmless(value) if isinstance(value, str) else value


def as_workbook(table: ChartTable, about: Sequence[tuple[str, str]]) -> bytes:
    """The table with typed cells, and on a second sheet what it is about, a line a pair."""
    return as_book([(say(DATA, sense="sheet"), table)], about)


def as_book(tables: Sequence[tuple[str, ChartTable]], about: Sequence[tuple[str, str]]) -> bytes:
    """Tables with typed cells, a sheet each, and on a last sheet what they are about, a line a pair."""
    import xlsxwriter  # a tenth of a second that only workbooks need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": NEVER})
    plain, head = _shielding(book, {}), _shielding(book, {"bold": True})
    looks = {kind: book.add_format({"num_format": look}) for kind, look in LOOKS.items()}
    for name, table in zip(_sheet_names([name for name, _ in tables]), (table for _, table in tables), strict=True):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, WIDTHS.get(column.kind, max(10, len(column.name) + NAME_ROOM)))
            head(sheet, 0, place, column.name)
            for number, row in enumerate(table.rows, 1):
                _put(sheet, number, place, row[place], looks.get(column.kind), plain)
    words = book.add_worksheet(say(ABOUT, sense="sheet"))
    words.set_column(0, 0, 28)
    words.set_column(1, 1, 110)
    wrapped = _shielding(book, {"text_wrap": True})
    for number, pair in enumerate(about):
        for place, text in enumerate(pair):
            (wrapped if place else head)(words, number, place, text)
    book.close()
    return out.getvalue()


def _sheet_names(names: Sequence[str]) -> list[str]:
    """As spreadsheets take them: short, without some signs, each once; the last sheet's own is taken."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        tidy = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:SHEET_LETTERS] or f"{say(DATA, sense='sheet')} {number}"
        taken = {one.casefold() for one in (*found, say(ABOUT, sense="sheet"))}
        found.append(tidy if tidy.casefold() not in taken else f"{tidy[: SHEET_LETTERS - 4]} ({number})")
    return found


def _shielding(book: Any, look: Mapping[str, Any]) -> Put:
    """What writes texts of a look into cells, those that could be taken for formulas as texts for good."""
    usual, shielded = book.add_format(look), book.add_format({**look, "quote_prefix": True})
    return lambda sheet, number, place, text: sheet.write_string(
        number, place, text, shielded if would_run(text) else usual
    )


def _put(sheet: Any, number: int, place: int, value: Any, look: Any, text: Put) -> None:
    if isinstance(value, str):
        text(sheet, number, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), look)
    elif value is not None:
        sheet.write_number(number, place, value, look)
