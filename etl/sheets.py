"""The rows of one sheet of an Excel workbook, cell by cell, in constant memory."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.parsers import expat

from etl.workbooks import DAMAGED, Sheet, Text, Workbook, local_name, parse
from warehouse.errors import InputError

_WIDEST = 16_384  # columns of any sheet


class Cell(NamedTuple):  # of which there are millions: half the price of a frozen dataclass
    """One cell as stored: its text, its type (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`), the number of its style."""

    column: int
    text: str
    type: str
    style: int


def column_of(reference: str) -> int:
    """The 0-based column of a reference like AB12."""
    found = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found - 1


def rows_of_sheet(
    book: Workbook, sheet: Sheet, advance: Callable[[float], None] = lambda _bytes: None
) -> Iterator[tuple[int, list[Cell]]]:
    """(row number, its filled cells) of a sheet; InputError for a formula without its result.

    `advance` is told how many bytes of the sheet were read.
    """
    parser, held = expat.ParserCreate(), Text()
    ready: list[tuple[int, list[Cell]]] = []
    row: list[Cell] = []
    number, column = 0, -1
    kind, style, formula, filled = "n", 0, False, False
    columns: dict[str, int] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, column, kind, style, formula, filled
        if name == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.rstrip("0123456789")
                found = columns.get(letters)
                column = columns[letters] = column_of(letters) if found is None else found
            kind, style = attributes.get("t", "n"), int(attributes.get("s", 0))
            formula = filled = False
        elif name in ("v", "t"):
            filled = True
            held.start(parser, name)
        elif name == "f":
            formula = True
        elif name == "row":
            number, column = int(attributes.get("r", number + 1)), -1
        elif name == "rPh":
            held.start(parser, name)

    def end(name: str) -> None:
        if name in ("v", "t", "rPh"):
            held.end(parser, name)
        elif name == "c":
            text = held.take()
            if formula and not text and not (filled and kind == "str"):
                letters = next((letters for letters, at in columns.items() if at == column), "")
                raise InputError(
                    f"{book.title}: cell {letters}{number} of sheet {sheet.name} is a formula without its result. "
                    "Open the workbook in Excel or LibreOffice, save it, and load it again."
                )
            if not (0 <= column < _WIDEST and len(row) < _WIDEST):
                raise InputError(DAMAGED.format(book.title))
            if filled:
                row.append(Cell(column, text, kind, style))
        elif name == "row":
            ready.append((number, row.copy()))
            row.clear()

    def local(handler: Callable[..., None]) -> Callable[..., None]:
        return lambda name, *rest: handler(local_name(name), *rest)

    prefixed = _has_prefix(book, sheet)
    parser.StartElementHandler = local(start) if prefixed else start
    parser.EndElementHandler = local(end) if prefixed else end
    for size in parse(book.title, book.archive, sheet.part, parser):
        advance(size)
        yield from ready
        ready.clear()


def _has_prefix(book: Workbook, sheet: Sheet) -> bool:
    """Whether the elements of a sheet are written like x:row; nearly never."""
    try:
        with book.archive.open(sheet.part) as xml:
            return bool(re.search(rb"<\w+:worksheet\b", xml.read(4096)))
    except Exception as error:
        raise InputError(DAMAGED.format(book.title)) from error
