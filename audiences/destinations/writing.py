"""Members -> files of a format, one row after the other: memory does not grow with the list."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

from audiences.destinations.formats import Format, Member, harmless
from audiences.destinations.workbooks import write_workbook

BYTE_ORDER_MARK = "\ufeff"
_BLOCK = 1 << 20
Row = Sequence[Any]


@dataclass(frozen=True)
class File:
    """A file that was written."""

    path: Path
    rows: int
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.name


@dataclass(frozen=True)
class Written:
    """A list as files."""

    files: tuple[File, ...]

    @property
    def rows(self) -> int:
        """Of all files, the headers not counted."""
        return sum(one.rows for one in self.files)


def cells_of(format: Format) -> Callable[[Member], list[Any]]:
    """What makes a row of a member, cells as JSON takes them: texts, whole numbers, money as `310.50`, days as
    `2026-06-19`; None for nothing."""
    values = [column.value for column in format.columns]

    def cells(member: Member) -> list[Any]:
        return [_cell(value(member)) for value in values]

    return cells


def _cell(value: Any) -> Any:
    if value is None or value == "":
        return None
    return value.replace("\x00", "") if isinstance(value, str) else value if isinstance(value, int) else str(value)


def write(members: Iterable[Member], format: Format, folder: Path, name: str) -> Written:
    """Write `name.csv` into the folder, or `name-1.csv`, `name-2.csv`, … where one file may not hold them all."""
    rows = map(cells_of(format), members)
    if format.ending == "xlsx":
        path = folder / f"{name}.xlsx"
        os.close(_private(path))
        count = write_workbook(rows, format, path)
        return Written((File(path, count, path.stat().st_size, _sha256_of(path)),))
    encoded = _lines(rows, format)
    mark = BYTE_ORDER_MARK.encode() if format.has_mark else b""
    files = _Files(format, folder, name, mark + next(encoded))
    try:
        for line in encoded:
            files.add(line)
    finally:
        files.close()
    return files.written()


def _lines(rows: Iterable[Row], format: Format) -> Iterator[bytes]:
    """The header and the rows of a CSV as bytes, without the byte order mark."""
    buffer = StringIO()
    put = csv.writer(buffer, lineterminator="\n").writerow
    texts = [place for place, column in enumerate(format.columns) if column.kind == "text"]

    def taken() -> bytes:
        line = buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        return line

    put(format.headers)
    yield taken()
    for row in rows:
        put(_shielded(row, texts) if format.is_harmless else row)
        yield taken()


def _shielded(row: Row, texts: Sequence[int]) -> Row:
    shown = list(row)
    for place in texts:
        if shown[place]:
            shown[place] = harmless(shown[place])
    return shown


@dataclass
class _Open:
    """A file that is being written."""

    path: Path
    stream: BinaryIO
    rows: int = 0
    size: int = 0
    hash: Any = field(default_factory=sha256)

    def put(self, line: bytes) -> None:
        self.stream.write(line)
        self.hash.update(line)
        self.size += len(line)


class _Files:
    """One file after the other, each with the header."""

    def __init__(self, format: Format, folder: Path, name: str, header: bytes) -> None:
        self._format, self._folder, self._name, self._header = format, folder, name, header
        self._files: list[_Open] = []
        self._open = self._begin()

    def add(self, line: bytes) -> None:
        """Write a row, into the next file where this one is full."""
        most_bytes, most_rows = self._format.most_bytes, self._format.most_rows
        is_full = most_bytes is not None and self._open.size + len(line) > most_bytes
        if self._open.rows and (is_full or self._open.rows == most_rows):
            self._open = self._begin()
        self._open.put(line)
        self._open.rows += 1

    def close(self) -> None:
        """Let go of the file."""
        self._open.stream.close()

    def written(self) -> Written:
        """What there is; a single file has no number."""
        if len(self._files) == 1:
            one = self._files[0]
            one.path = one.path.replace(self._folder / f"{self._name}.csv")
        return Written(tuple(File(one.path, one.rows, one.size, one.hash.hexdigest()) for one in self._files))

    def _begin(self) -> _Open:
        if self._files:
            self.close()
        path = self._folder / f"{self._name}-{len(self._files) + 1}.csv"
        made = _Open(path, os.fdopen(_private(path), "wb", _BLOCK))
        made.put(self._header)
        self._files.append(made)
        return made


def _private(path: Path) -> int:
    """A new file; only this user reads who is in a list."""
    return os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)


def _sha256_of(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
