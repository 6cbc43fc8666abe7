"""The parts of an Excel workbook (.xlsx): its sheets, shared texts, which formats are dates.

Read with expat, event by event: a sheet of a million rows takes no more memory than one of ten. The alternatives
measured in docs/history/measurements.md lose errors and zeros and hold the whole sheet (python-calamine), or take many
times as long and what memory a bomb wants (openpyxl).
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from etl.files.inputs.inputs import ZIP_ERRORS
from etl.files.workbooks.cell_kinds import is_date, padding, unescaped
from warehouse.errors import InputError, NoTableError
from wording.languages import say

_PIECE = 1 << 20  # bytes of XML parsed at a time
_LONGEST_TAG = 8 << 20  # bytes that expat may hold back, waiting for the end of a tag
LONGEST_TEXT = 1 << 20  # characters of a cell; Excel's own limit is 32,767
_SHARED = 200 << 20  # bytes that the shared texts may take
_LARGEST = 4 << 30  # bytes of XML in one part
_MOST_TIMES = 500

DAMAGED = "{} is a damaged Excel workbook. Open it in Excel or LibreOffice, save it again, and load that."


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and the part that holds its cells."""

    name: str
    part: str


def parts_of(title: object, file: IO[bytes]) -> zipfile.ZipFile:
    """The open archive; InputError when it is no archive or one of something else."""
    try:
        archive = zipfile.ZipFile(file)
        names = set(archive.namelist())
    except ZIP_ERRORS:
        raise InputError(DAMAGED.format(title)) from None
    if "xl/workbook.xml" in names:
        return archive
    what = "an Office file, but no Excel workbook"
    if "xl/workbook.bin" in names:
        what = "a binary Excel workbook (.xlsb)"
    elif "content.xml" in names:
        what = "an OpenDocument file"
    elif "[Content_Types].xml" not in names:
        what = "a zip archive inside another file"
    # One sentence, so that a folder in which it is skipped is told as well what to do.
    raise NoTableError(
        say("{file} is {what}; save or export it as .xlsx or CSV (UTF-8) and load that.", file=title, what=what)
    )


def parse(title: object, archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> Iterator[int]:
    """Run a parser over a part, giving the bytes of each piece; InputError for damage and for bombs."""

    def refuse(*_declaration: object) -> None:
        raise InputError(DAMAGED.format(title))  # no workbook declares a document type; attacks do

    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    fed = 0
    try:
        size = archive.getinfo(part).compress_size
        with archive.open(part) as xml:
            while piece := xml.read(_PIECE):
                fed += len(piece)
                parser.Parse(piece, False)
                if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise InputError(DAMAGED.format(title))
                if fed > _LARGEST or (fed > 64 << 20 and fed > _MOST_TIMES * size):
                    raise InputError(
                        say(
                            "{file} unpacks to far more than its size, as a zip bomb does. Save it as CSV and load that"
                            ".",
                            file=title,
                        )
                    )
                yield len(piece)
        parser.Parse(b"", True)
    except (*ZIP_ERRORS, expat.ExpatError) as error:
        raise InputError(DAMAGED.format(title)) from error
    yield 0


def _elements(title: object, archive: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """All elements of a small part: local name and attributes (local names too)."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((local_name(name), {local_name(key): value for key, value in attributes.items()}))
        if len(found) > 500_000:
            raise InputError(DAMAGED.format(title))

    parser.StartElementHandler = start
    for _ in parse(title, archive, part, parser):
        pass
    return found


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def sheet_names(title: object, file: IO[bytes]) -> list[str]:
    """The names of a workbook's sheets, at little cost."""
    elements = _elements(title, parts_of(title, file), "xl/workbook.xml")
    return [values.get("name", "") for name, values in elements if name == "sheet"]


class Workbook:
    """What must be known of a workbook before its cells can be read."""

    def __init__(self, title: object, file: IO[bytes]) -> None:
        self.title: object = title
        self.archive = parts_of(title, file)
        elements = _elements(title, self.archive, "xl/workbook.xml")
        related = dict(self._related())
        self.from_1904 = any(
            name == "workbookPr" and values.get("date1904", "0") in {"1", "true"} for name, values in elements
        )
        self.sheets = [
            Sheet(values.get("name", ""), related[values["id"]])
            for name, values in elements
            if name == "sheet" and "worksheets/" in related.get(values.get("id", ""), "")
        ]
        if not self.sheets:
            raise NoTableError(
                say("{file} has no sheet with cells. Save the sheet with the data and load that.", file=title)
            )
        names = self.archive.namelist()
        self.dates: frozenset[int] = frozenset()
        self.padded: dict[int, int] = {}
        if "xl/styles.xml" in names:
            self.dates, self.padded = self._styles()
        self.shared = self._shared() if "xl/sharedStrings.xml" in names else []

    @property
    def size(self) -> int:
        """Bytes of all sheets, as the archive has it."""
        sizes = {info.filename: info.file_size for info in self.archive.infolist()}
        return sum(sizes.get(sheet.part, 0) for sheet in self.sheets)

    def close(self) -> None:
        """Let go of the archive."""
        self.archive.close()

    def _related(self) -> Iterator[tuple[str, str]]:
        for name, values in _elements(self.title, self.archive, "xl/_rels/workbook.xml.rels"):
            if name == "Relationship" and "Target" in values:
                target = values["Target"]
                part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                yield values.get("Id", ""), part

    def _styles(self) -> tuple[frozenset[int], dict[int, int]]:
        """The numbers of the styles that show dates, and those that pad a number with zeros, to which width."""
        codes: dict[int, str] = {}
        dates, padded, at, inside = set(), {}, 0, False
        for name, values in _elements(self.title, self.archive, "xl/styles.xml"):
            if name == "numFmt":
                codes[_whole(values.get("numFmtId"))] = values.get("formatCode", "")
            elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                number = _whole(values.get("numFmtId"))
                code = codes.get(number, "")
                if is_date(number, code):
                    dates.add(at)
                elif width := padding(code):
                    padded[at] = width
                at += 1
        return frozenset(dates), padded

    def _shared(self) -> list[str]:
        texts: list[str] = []
        parser, held = expat.ParserCreate(), Text()
        room = _SHARED

        def start(name: str, _attributes: object) -> None:
            held.start(parser, local_name(name))

        def end(name: str) -> None:
            nonlocal room
            local = local_name(name)
            held.end(parser, local)
            if local == "si":
                texts.append(text := held.take())
                room -= len(text) * (1 if text.isascii() else 4) + 90
                if room < 0:
                    raise InputError(
                        say(
                            "{file} holds too many different texts. Save it as CSV (UTF-8) and load that.",
                            file=self.title,
                        )
                    )

        parser.StartElementHandler, parser.EndElementHandler = start, end
        for _ in parse(self.title, self.archive, "xl/sharedStrings.xml", parser):
            pass
        return texts


class Text:
    """Gathers the characters of `t` (or `v`) elements, those of phonetic hints (`rPh`) left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._hint, self._size = False, 0

    def start(self, parser: expat.XMLParserType, name: str) -> None:
        if name in {"t", "v"} and not self._hint:
            parser.CharacterDataHandler = self._add
        elif name == "rPh":
            self._hint = True

    def end(self, parser: expat.XMLParserType, name: str) -> None:
        if name in {"t", "v"}:
            parser.CharacterDataHandler = None
        elif name == "rPh":
            self._hint = False

    def _add(self, data: str) -> None:
        self._pieces.append(data)
        self._size += len(data)
        if self._size > LONGEST_TEXT:
            raise ValueError("a text longer than a cell can hold")

    def take(self) -> str:
        """The text so far; then it is empty."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return unescaped(text)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
