"""Lists as files: split where one may not hold all, workbooks with types, memory that does not grow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from audiences.destinations import FORMATS, Member, write, writing
from tests.audiences.destinations.members import ANNA, BARE, EVIL

HUBSPOT = FORMATS["hubspot"]
HEADER = "Email,First Name,Last Name,Phone Number,City,Postal Code,Country/Region,Segment\n"
PEOPLE = [Member(str(number), email=f"{number}@shop.example") for number in (1, 2, 3)]
ROWS = [f"{number}@shop.example,,,,,,,\n" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "limits",
    [{"most_rows": 2, "most_bytes": None}, {"most_rows": None, "most_bytes": len(HEADER) + 2 * len(ROWS[0])}],
)
def test_a_list_that_one_file_may_not_hold_goes_on_in_the_next(limits: dict[str, int], tmp_path: Path) -> None:
    written = write(PEOPLE, replace(HUBSPOT, **limits), tmp_path, "list")
    files = [HEADER + ROWS[0] + ROWS[1], HEADER + ROWS[2]]
    assert [path.name for path in written.files] == ["list-1.csv", "list-2.csv"]
    assert [path.read_text() for path in written.files] == files
    assert (written.rows, written.bytes) == (3, sum(map(len, files)))
    assert written.sha256 == sha256("".join(files).encode()).hexdigest()


def test_a_list_of_nobody_is_a_header(tmp_path: Path) -> None:
    written = write([], HUBSPOT, tmp_path, "list")
    assert (written.rows, written.files[0].read_text()) == (0, HEADER)


def test_only_its_user_reads_a_list(tmp_path: Path) -> None:
    files = [write(PEOPLE, FORMATS[key], tmp_path, key).files[0] for key in ("hubspot", "xlsx")]
    assert [oct(path.stat().st_mode & 0o777) for path in files] == ["0o600", "0o600"]


def test_a_workbook_has_numbers_days_and_texts_that_do_not_run(tmp_path: Path) -> None:
    written = write([ANNA, EVIL], FORMATS["xlsx"], tmp_path, "list")
    sheet = openpyxl.load_workbook(written.files[0]).worksheets[0]
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
    assert written.sha256 == write([ANNA, EVIL], FORMATS["xlsx"], tmp_path, "again").sha256


def test_rows_beyond_a_sheet_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 3)
    members = [BARE._replace(customer_id=str(number)) for number in range(4)]
    book = openpyxl.load_workbook(write(members, FORMATS["xlsx"], tmp_path, "list").files[0])
    assert [[row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets] == [
        ["customer_id", "0", "1"],
        ["customer_id", "2", "3"],
    ]
    assert len(openpyxl.load_workbook(write([], FORMATS["xlsx"], tmp_path, "none").files[0]).worksheets) == 1


def test_members_are_asked_for_one_by_one(tmp_path: Path) -> None:
    """Nothing is gathered: when the last member comes, those before are in the file already, but for its buffer."""
    seen: list[int] = []

    def coming() -> Iterator[Member]:
        for number in range(30_000):
            yield Member(str(number), email=f"{number}@shop.example")
        seen.append((tmp_path / "list-1.csv").stat().st_size)

    written = write(coming(), replace(HUBSPOT, most_bytes=None), tmp_path, "list")
    assert written.bytes - seen[0] < 1 << 20
    assert (tmp_path / "list.csv").stat().st_size == written.bytes > 400_000
