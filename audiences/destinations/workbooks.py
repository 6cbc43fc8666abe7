"""Rows -> an Excel workbook with types, sheet after sheet, each row written and forgotten."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from audiences.destinations.formats import Format, would_run

SHEET_ROWS = 1_048_576  # of Excel, the header among them
LONGEST_TEXT = 32_767  # letters of a cell
NEVER = datetime(2000, 1, 1)  # when a workbook says it was made, so that the same list gives the same file
_LOOKS: dict[str, dict[str, Any]] = {
    "header": {"bold": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "money": {"num_format": "#,##0.00"},
    "count": {"num_format": "0"},
    "shielded": {"quote_prefix": True},  # as if a ' stood before it: it stays text when somebody edits it
}


def write_workbook(rows: Iterable[Sequence[Any]], format: Format, path: Path) -> int:
    """Write the file; how many rows it has."""
    import xlsxwriter  # a tenth of a second that only workbooks need

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.set_properties({"created": NEVER})
    styles = {kind: book.add_format(looks) for kind, looks in _LOOKS.items()}
    count, left = 0, iter(rows)
    first = next(left, None)
    while first is not None or not count:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, header in enumerate(format.headers):
            sheet.write_string(0, place, header, styles["header"])
        if first is None:  # a list of nobody is a header
            break
        for number, row in enumerate(chain([first], islice(left, SHEET_ROWS - 2)), 1):
            _put(sheet, number, row, format, styles)
            count += 1
        first = next(left, None)
    book.close()
    return count


def _put(sheet: Any, number: int, row: Sequence[Any], format: Format, styles: dict[str, Any]) -> None:
    for place, (column, cell) in enumerate(zip(format.columns, row, strict=True)):
        if cell is None:
            continue
        match column.kind:
            case "day":
                sheet.write_datetime(number, place, date.fromisoformat(cell), styles["day"])
            case "count" | "money":
                sheet.write_number(number, place, float(cell), styles[column.kind])
            case "text":
                text = str(cell)[:LONGEST_TEXT]
                sheet.write_string(number, place, text, styles["shielded"] if would_run(text) else None)
