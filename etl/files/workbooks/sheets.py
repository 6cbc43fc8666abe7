"""The cells of one sheet of an Excel workbook as they are stored, in constant memory."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

from etl.files.workbooks.cell_blocks import Cells
from etl.files.workbooks.cell_kinds import kind_of
from etl.files.workbooks.workbook_parts import DAMAGED, LONGEST_TEXT, Sheet, Workbook, local_name, parse
from warehouse.errors import InputError
from wording.languages import say

WIDEST = 16_384  # columns of any sheet
_LAST_ROW = 1 << 31
_PIECES = 8  # of a sheet, a megabyte each, in one block of cells
_DIGITS = "0123456789"
_Handlers = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]


class _Columns(dict[str, int]):
    """The letters of a reference -> its 0-based column, -1 for what is none."""

    def __missing__(self, letters: str) -> int:
        found = column_of(letters) if len(letters) < 9 else -1
        if len(self) < WIDEST:
            self[letters] = found
        return found


class _Kinds(dict[tuple[str, str], int]):
    """Type and style of a cell, as written -> its kind."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def __missing__(self, key: tuple[str, str]) -> int:
        found = kind_of(self._book, key[0], int(key[1]))
        if len(self) < WIDEST:
            self[key] = found
        return found


def column_of(reference: str) -> int:
    """The 0-based column of a reference like AB12."""
    found = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found - 1


def cells_of_sheet(
    book: Workbook, sheet: Sheet, advance: Callable[[float], None] = lambda _bytes: None
) -> Iterator[Cells]:
    """The filled cells of a sheet, some thousand rows at a time; InputError for a formula without its result.

    `advance` is told how many bytes of the sheet were read.
    """
    parser, cells = expat.ParserCreate(), Cells()
    held: list[str] = []  # the pieces of a cell's text so far

    def first(name: str, _attributes: object) -> None:
        prefixed = ":" in name  # elements written like x:row; nearly never
        start, end = _handlers(book, sheet, parser, cells, held)
        parser.StartElementHandler = (lambda name, *rest: start(local_name(name), *rest)) if prefixed else start
        parser.EndElementHandler = (lambda name: end(local_name(name))) if prefixed else end

    parser.StartElementHandler = first
    for piece, size in enumerate(parse(book.title, book.archive, sheet.part, parser), 1):
        advance(size)
        begun = len(cells.columns) - (cells.ends[-1] if cells.ends else 0)
        if begun > WIDEST or sum(map(len, held)) > LONGEST_TEXT:
            raise InputError(DAMAGED.format(book.title))
        if piece % _PIECES == 0 or not size:
            yield cells.take()


def _handlers(book: Workbook, sheet: Sheet, parser: expat.XMLParserType, cells: Cells, held: list[str]) -> _Handlers:
    """What to do where an element starts and ends: the only Python that runs for every cell, so it does little."""
    columns, kinds = _Columns(), _Kinds(book)
    push, add_column, add_kind, add_text = held.append, cells.columns.append, cells.kinds.append, cells.texts.append
    cell: dict[str, str] = {}
    number, column = 0, -1
    formula = filled = hint = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, number, column, formula, filled, hint
        if name == "c":
            cell, formula, filled = attributes, False, False
            reference = attributes.get("r")
            column = column + 1 if reference is None else columns[reference.rstrip(_DIGITS)]
        elif name in ("v", "t"):
            filled = True
            if not hint:  # how a text is pronounced is no part of it
                parser.CharacterDataHandler = push
        elif name == "f":
            formula = True
        elif name == "row":
            number, column = int(attributes.get("r", number + 1)), -1
            if not 0 <= number < _LAST_ROW:
                raise ValueError("a row beyond every sheet")
        elif name == "rPh":
            hint = True

    def end(name: str) -> None:
        nonlocal hint
        if name in ("v", "t"):
            parser.CharacterDataHandler = None
        elif name == "c":
            text = held[0] if len(held) == 1 else "".join(held)
            held.clear()
            if formula and not text and not (filled and cell.get("t") == "str"):
                raise _without_result(book, sheet, cell.get("r") or f"{column + 1} in row {number}")
            if filled:
                add_column(column)
                add_kind(kinds[cell.get("t", "n"), cell.get("s", "0")])
                add_text(text)
        elif name == "row":
            cells.numbers.append(number)
            cells.ends.append(len(cells.columns))
        elif name == "rPh":
            hint = False

    return start, end


def _without_result(book: Workbook, sheet: Sheet, reference: str) -> InputError:
    return InputError(
        say(
            "{file}: cell {reference} of sheet {file2} is a formula without its result. Open the workbo"
            "ok in Excel or LibreOffice, save it, and load it again.",
            file=book.title,
            reference=reference,
            file2=sheet.name,
        )
    )
