"""Members -> files of a format, one row after the other: memory does not grow with the list."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from audiences.destinations.formats import Column, Format, Member, harmless, would_run

BYTE_ORDER_MARK = "\ufeff"
SHEET_ROWS = 1_048_576  # of Excel, the header among them
LONGEST_TEXT = 32_767  # letters of a cell
NEVER = datetime(2000, 1, 1)  # when a workbook says it was made, so that the same list gives the same file
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Written:
    """A list as files."""

    files: tuple[Path, ...]
    rows: int
    bytes: int
    sha256: str  # of the files' bytes, one after the other


def write(members: Iterable[Member], format: Format, folder: Path, name: str) -> Written:
    """Write `name.csv` into the folder, or `name-1.csv`, `name-2.csv`, … where one file may not hold them all."""
    if format.ending == "xlsx":
        return _workbook(members, format, folder / f"{name}.xlsx")
    rows = lines(members, format)
    mark = BYTE_ORDER_MARK.encode() if format.has_mark else b""
    files = _Files(format, folder, name, mark + next(rows))
    try:
        for row in rows:
            files.add(row)
    finally:
        files.close()
    return files.written()


def lines(members: Iterable[Member], format: Format) -> Iterator[bytes]:
    """The rows of a CSV as bytes, the header before the first; without the byte order mark."""
    buffer = StringIO()
    row = csv.writer(buffer, lineterminator="\n").writerow
    values = [_as_text(column, format) for column in format.columns]
    for cells in chain([format.headers], ([value(member) for value in values] for member in members)):
        row(cells)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _as_text(column: Column, format: Format) -> Callable[[Member], Any]:
    value = column.value
    if format.is_harmless and column.kind == "text":
        return lambda member: harmless(value(member) or "")
    if column.kind == "text":
        return lambda member: (value(member) or "").replace("\x00", "")
    return value  # csv writes None as nothing, days as YYYY-MM-DD


class _Files:
    """One file after the other, each with the header."""

    def __init__(self, format: Format, folder: Path, name: str, header: bytes) -> None:
        self._format, self._folder, self._name, self._header = format, folder, name, header
        self._files: list[Path] = []
        self._hash, self._rows, self._bytes = sha256(), 0, 0
        self._open: BinaryIO | None = None
        self._begin()

    def add(self, row: bytes) -> None:
        """Write a row, into the next file where this one is full."""
        most_bytes, most_rows = self._format.most_bytes, self._format.most_rows
        is_full = most_bytes is not None and self._size + len(row) > most_bytes
        if self._here and (is_full or self._here == most_rows):
            self._begin()
        self._put(row)
        self._here += 1
        self._rows += 1

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def written(self) -> Written:
        """What there is; a single file has no number."""
        if len(self._files) == 1:
            single = self._folder / f"{self._name}.csv"
            os.replace(self._files[0], single)
            self._files = [single]
        return Written(tuple(self._files), self._rows, self._bytes, self._hash.hexdigest())

    def _begin(self) -> None:
        self.close()
        path = self._folder / f"{self._name}-{len(self._files) + 1}.csv"
        self._files.append(path)
        self._open = os.fdopen(_private(path), "wb", _BLOCK)
        self._size, self._here = 0, 0
        self._put(self._header)

    def _put(self, line: bytes) -> None:
        assert self._open is not None
        self._open.write(line)
        self._hash.update(line)
        self._size += len(line)
        self._bytes += len(line)


def _private(path: Path) -> int:
    """A new file; only this user reads who is in a list."""
    return os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)


def _workbook(members: Iterable[Member], format: Format, path: Path) -> Written:
    """Sheets one after the other, each row written and forgotten."""
    import xlsxwriter  # a tenth of a second that only workbooks need

    os.close(_private(path))
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.set_properties({"created": NEVER})
    styles = {kind: book.add_format(looks) for kind, looks in _LOOKS.items()}
    rows, left = 0, iter(members)
    while True:
        part = islice(left, SHEET_ROWS - 1)
        first = next(part, None)
        if first is None and rows:
            break
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, header in enumerate(format.headers):
            sheet.write_string(0, place, header, styles["header"])
        for row, member in enumerate(chain([first], part) if first else (), 1):
            _cells(sheet, row, member, format, styles)
            rows += 1
        if first is None:
            break
    book.close()
    return Written((path,), rows, path.stat().st_size, _sha256_of(path))


_LOOKS: dict[str, dict[str, Any]] = {
    "header": {"bold": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "money": {"num_format": "#,##0.00"},
    "count": {"num_format": "0"},
    "shielded": {"quote_prefix": True},  # as if a ' stood before it: it stays text when somebody edits it
}


def _cells(sheet: Any, row: int, member: Member, format: Format, styles: dict[str, Any]) -> None:
    for place, column in enumerate(format.columns):
        value = column.value(member)
        if value is None or value == "":
            continue
        if column.kind == "day" and isinstance(value, date):
            sheet.write_datetime(row, place, value, styles["day"])
        elif column.kind in ("count", "money"):
            sheet.write_number(row, place, value, styles[column.kind])
        else:
            text = str(value)[:LONGEST_TEXT]
            sheet.write_string(row, place, text, styles["shielded"] if would_run(text) else None)


def _sha256_of(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
