"""The table of a chart as CSV and as a workbook."""

from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]

from dashboard.figures.reading import ChartTable, Kind
from dashboard.figures.reading.table import Column
from dashboard.web.charting.files import as_csv, as_workbook, shown

COLUMNS = (
    ("Country", Kind.TEXT),
    ("Month", Kind.MONTH),
    ("Net", Kind.MONEY),
    ("Share", Kind.SHARE),
    ("n", Kind.NUMBER),
)
ROWS = (("=1+1", date(2026, 2, 1), -1234.5, 0.1 + 0.2, 7), ("Köln", None, None, None, None))
TABLE = ChartTable(tuple(Column(*one) for one in COLUMNS), ROWS)


def test_people_read_it_as_everywhere() -> None:
    assert shown(TABLE, "GBP") == [
        ["=1+1", "Feb 2026", "−£1,234.50", "30.0\u202f%", "7"],
        ["Köln", "–", "–", "–", "–"],
    ]


def test_nothing_runs_in_the_csv() -> None:
    head = "\ufeffCountry,Month,Net,Share,n\r\n"
    assert as_csv(TABLE) == f"{head}'=1+1,2026-02-01,-1234.5,0.3,7\r\nKöln,,,,\r\n"


def test_cells_of_the_workbook_have_types() -> None:
    book = load_workbook(BytesIO(as_workbook(TABLE, [("Basis", "net"), ("=1+1", "@SUM(1)")])))
    data, about = book["Data"], book["About"]
    assert [[cell.value for cell in row] for row in data.rows] == [
        [name for name, _ in COLUMNS],
        ["=1+1", datetime(2026, 2, 1), -1234.5, 0.3, 7],
        ["Köln", None, None, None, None],
    ]
    assert [cell.data_type for cell in data[2]] == ["s", "d", "n", "n", "n"]
    assert [cell.number_format for cell in data[2]][1:4] == ["mmm yyyy", "#,##0.00", "0.0%"]
    assert data["A2"].quotePrefix
    assert [[cell.value for cell in row] for row in about.rows] == [["Basis", "net"], ["=1+1", "@SUM(1)"]]
    assert [[cell.quotePrefix for cell in row] for row in about.rows] == [[False, False], [True, True]]
