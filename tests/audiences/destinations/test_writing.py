"""Lists as files: split where one may not hold all, workbooks with types, memory that does not grow."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from audiences.destinations import FORMATS, Format, Member, workbooks, write
from audiences.destinations.writing import Written
from tests.audiences.destinations.members import ANNA, BARE, EVIL

HUBSPOT = FORMATS["hubspot"]
HEADER = "Email,First Name,Last Name,Phone Number,City,Postal Code,Country/Region,Segment\n"
PEOPLE = [Member(str(number), email=f"{number}@shop.example") for number in (1, 2, 3)]
ROWS = [f"{number}@shop.example,,,,,,,\n" for number in (1, 2, 3)]


def written_to(folder: Path, members: Iterable[Member], format: Format, name: str = "list") -> Written:
    return write(members, format, folder, name)


@pytest.mark.parametrize(
    "limits",
    [{"most_rows": 2, "most_bytes": None}, {"most_rows": None, "most_bytes": len(HEADER) + 2 * len(ROWS[0])}],
)
def test_a_list_that_one_file_may_not_hold_goes_on_in_the_next(limits: dict[str, int], tmp_path: Path) -> None:
    written = written_to(tmp_path, PEOPLE, replace(HUBSPOT, **limits), "list")
    files = [HEADER + ROWS[0] + ROWS[1], HEADER + ROWS[2]]
    assert [(one.name, one.path.read_text(), one.rows, one.bytes, one.sha256) for one in written.files] == [
        (f"list-{number}.csv", text, rows, len(text), sha256(text.encode()).hexdigest())
        for number, text, rows in ((1, files[0], 2), (2, files[1], 1))
    ]
    assert written.rows == 3


def test_a_list_of_nobody_is_a_header(tmp_path: Path) -> None:
    written = written_to(tmp_path, [], HUBSPOT, "list")
    assert (written.rows, written.files[0].path.read_text()) == (0, HEADER)


def test_only_its_user_reads_a_list(tmp_path: Path) -> None:
    files = [written_to(tmp_path, PEOPLE, FORMATS[key], key).files[0].path for key in ("hubspot", "xlsx")]
    assert [oct(path.stat().st_mode & 0o777) for path in files] == ["0o600", "0o600"]


def test_a_workbook_has_numbers_days_and_texts_that_do_not_run(tmp_path: Path) -> None:
    written = written_to(tmp_path, [ANNA, EVIL], FORMATS["xlsx"], "list")
    sheet = openpyxl.load_workbook(written.files[0].path).worksheets[0]
    header, anna, evil = ({cell.column_letter: cell.value for cell in row} for row in sheet.iter_rows())
    assert [*header.values()] == [*FORMATS["xlsx"].headers]
    assert [*anna.values()] == [
        *("17", "Champions", "GB", "United Kingdom", " Test@Gmail.com ", "Anna-Maria", "O'Neil, Jr."),
        *("+442071838750", "yes", 1980, "Newcastle upon Tyne", "NE1 4ST", 12, 3, 310.5, 300.25, 103.5),
        *(datetime(2025, 12, 1), datetime(2026, 6, 19)),
    ]
    assert evil["F"] == "=1+1"
    cell = sheet["F3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert (sheet["R2"].number_format, sheet["O2"].number_format) == ("yyyy-mm-dd", "#,##0.00")
    assert written.files[0].sha256 == written_to(tmp_path, [ANNA, EVIL], FORMATS["xlsx"], "again").files[0].sha256


def test_rows_beyond_a_sheet_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SHEET_ROWS", 3)
    members = [BARE._replace(customer_id=str(number)) for number in range(4)]
    book = openpyxl.load_workbook(written_to(tmp_path, members, FORMATS["xlsx"], "list").files[0].path)
    assert [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets] == [
        ["customer_id", "0", "1"],
        ["customer_id", "2", "3"],
    ]
    assert len(openpyxl.load_workbook(written_to(tmp_path, [], FORMATS["xlsx"], "none").files[0].path).worksheets) == 1


def test_members_are_asked_for_one_by_one(tmp_path: Path) -> None:
    """Nothing is gathered: when the last member comes, those before are in the file already, but for its buffer."""
    seen: list[int] = []

    def coming() -> Iterator[Member]:
        for number in range(30_000):
            yield Member(str(number), email=f"{number}@shop.example")
        seen.append((tmp_path / "list-1.csv").stat().st_size)

    written = written_to(tmp_path, coming(), replace(HUBSPOT, most_bytes=None), "list")
    assert written.files[0].bytes - seen[0] < 1 << 20
    assert (tmp_path / "list.csv").stat().st_size == written.files[0].bytes > 400_000
