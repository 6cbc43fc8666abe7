"""Reads an old Excel workbook (.xls) from standard input, in a process of its own.

    python -m etl.files.workbooks.xls_process < shop.xls

What such a file says of itself decides how much memory and time xlrd takes, so that this process has limits which do
not end the loader. It writes JSON, a line each: what the workbook is, blocks of cells, `null` after each sheet.
"""

import io
import json
import mmap
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import xlrd  # type: ignore[import-untyped]

from etl.files.workbooks.cell_blocks import Cells
from etl.files.workbooks.cell_kinds import BOOLEAN, TEXT, is_date_code, kind_of, padding

MEMORY = 320 << 20  # bytes of addresses: with what the loader takes meanwhile, less than it may take at its peak
_SECONDS = 300  # of processor time
_CHARACTERS, _CELLS = 1 << 20, 50_000  # of a block
_REASONS = {"Workbook is encrypted": "locked", "Can't find workbook": "none"}  # in what xlrd says


@dataclass
class OldStyles:
    """The styles of a workbook that matter, as `cell_kinds.Book` has them."""

    title: object = ""
    from_1904: bool = False
    dates: frozenset[int] = frozenset()
    padded: dict[int, int] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)


class _Silence(io.TextIOBase):
    """Where xlrd may print what it finds odd."""

    def write(self, text: str) -> int:
        return len(text)


def main() -> None:
    """Say everything that is in the workbook, or in one word why that cannot be done."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
        with suppress(ValueError):  # where less is allowed already
            resource.setrlimit(what, (most, most))
    reason = ""
    try:
        with mmap.mmap(sys.stdin.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for line in _lines(data):
                _say(line)
    except BrokenPipeError:
        sys.stderr.close()  # nobody is left to listen
    except (MemoryError, OSError):  # to map a file takes memory too
        reason = "large"
    except Exception as error:  # whatever xlrd comes upon in a file that is none
        reason = next((reason for part, reason in _REASONS.items() if part in str(error)), "damaged")
    if reason:  # said when the error and all that it holds in memory are gone
        _say(reason)


def _say(line: object) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _lines(data: mmap.mmap) -> Iterator[object]:
    book = xlrd.open_workbook(
        file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Silence()
    )
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
    styles = OldStyles(
        dates=frozenset(at for at, code in enumerate(codes) if is_date_code(code)),
        padded={at: width for at, code in enumerate(codes) if (width := padding(code))},
    )
    yield {"from_1904": book.datemode == 1, "sheets": book.sheet_names()}
    for position in range(book.nsheets):
        yield from _blocks(book.sheet_by_index(position), styles)
        book.unload_sheet(position)
        yield None


def _blocks(sheet: Any, styles: OldStyles) -> Iterator[dict[str, Any]]:
    """The cells of a sheet, in the shape of `Cells`."""
    cells, characters = Cells(), 0
    for position in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(position)):
            kind, text = _cell(cell, styles)
            if text:
                cells.columns.append(column)
                cells.kinds.append(kind)
                cells.texts.append(text)
                characters += len(text)
        cells.numbers.append(position + 1)
        cells.ends.append(len(cells.columns))
        if characters > _CHARACTERS or len(cells.columns) > _CELLS:
            yield vars(cells.take())
            characters = 0
    yield vars(cells)


def _cell(cell: Any, styles: OldStyles) -> tuple[int, str]:
    """A cell's kind, and its text as an .xlsx would store it."""
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return kind_of(styles, "n", cell.xf_index), repr(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return BOOLEAN, str(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return TEXT, xlrd.error_text_from_code.get(cell.value, "#N/A")
    return TEXT, cell.value


if __name__ == "__main__":
    main()
