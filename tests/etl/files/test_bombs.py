"""Small files that unpack to very much: refused in a sentence, or read, in bounded memory."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.files.readers import Ragged
from tests.etl.files.apart import refusal
from tests.etl.files.test_broken import BOOK, DAMAGED_BOOK, SHEET
from tests.etl.shop_files import read_rows

pytestmark = pytest.mark.slow

MOST = 250  # MB
ROOM = ("etl.files.workbooks.workbook_parts", "_SHARED", 20 << 20)  # for shared texts: a tenth of what there is
SHARED = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
_NAMESPACE = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OPEN = b"<worksheet%b><sheetData>" % _NAMESPACE
_HEAD = b'<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
_CLOSE = b"</sheetData></worksheet>"
_MANY = "{} holds too many different texts. Save it as CSV (UTF-8) and load that."
_BOMB = "{} unpacks to far more than its size, as a zip bomb does. Save it as CSV and load that."
_ZIP_BOMB = (
    "{} unpacks to more than 500 times its size, as a zip bomb does. "
    "Unpack it yourself and load what is in it, if you trust it."
)


def repeated(start: bytes, piece: bytes, times: int, end: bytes) -> Iterator[bytes]:
    """A part of a workbook that says one thing very often."""
    yield start
    block = piece * 10_000
    for _ in range(times // 10_000):
        yield block
    yield end


def bomb(path: Path, part: str, pieces: Iterator[bytes], sheet: bytes = b"") -> Path:
    """A good workbook but for one part, and for its sheet where another is given."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, sheet if sheet and name == SHEET else old.read(name))
        with new.open(part, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
    assert path.stat().st_size < 1_500_000
    return path


def refused(path: Path, most: int = MOST) -> str:
    """The sentence with which a file is refused in a process of its own; its memory is checked."""
    peak, sentence = refusal(path, ROOM)
    assert peak < most
    return sentence


ENTITIES = b"<!DOCTYPE a [<!ENTITY a '%b'>%b]>" % (
    b"x" * 100,
    b"".join(b"<!ENTITY %c '%b'>" % (letter + 1, b"&%c;" % letter * 20) for letter in range(97, 106)),
)


@pytest.mark.parametrize(
    ("part", "start", "piece", "times", "end", "sentence"),
    [
        (SHEET, _OPEN + _HEAD + b"<row>", b"<c><v>1</v></c>", 1_000_000, b"</row>" + _CLOSE, DAMAGED_BOOK),
        (SHEET, _OPEN + _HEAD + b"<row>", b'<c r="A2"><v>1</v></c>', 500_000, b"</row>" + _CLOSE, DAMAGED_BOOK),
        (SHEET, _OPEN + _HEAD + b"<row><c><v>", b"1" * 1000, 70_000, b"</v></c></row>" + _CLOSE, DAMAGED_BOOK),
        (SHEET, _OPEN, b" " * 100, 800_000, _CLOSE, _BOMB),
        (SHARED, b"<sst%b>" % _NAMESPACE, b"<si><t>abcdefgh</t></si>", 260_000, b"</sst>", _MANY),
        (SHARED, b"<sst%b>" % _NAMESPACE, b"<si/>", 300_000, b"</sst>", _MANY),
        (STYLES, b"<styleSheet%b><cellXfs>" % _NAMESPACE, b"<xf/>", 1_000_000, b"</cellXfs></styleSheet>",
         DAMAGED_BOOK),
        (SHARED, ENTITIES + b"<sst%b><si><t>" % _NAMESPACE, b"&j;", 10_000, b"</t></si></sst>", DAMAGED_BOOK),
    ],
    ids=["cells", "one cell", "text", "space", "texts", "empty texts", "styles", "entities"],
)  # fmt: skip
def test_a_workbook_that_unpacks_to_a_bomb(
    tmp_path: Path, part: str, start: bytes, piece: bytes, times: int, end: bytes, sentence: str
) -> None:
    path = bomb(tmp_path / "x.xlsx", part, repeated(start, piece, times, end))
    assert refused(path) == sentence.format(path)


def test_rows_of_nothing(tmp_path: Path) -> None:
    pieces = repeated(_OPEN + _HEAD, b"<row/>", 1_100_000, b'<row><c r="A9"><v>1</v></c></row>' + _CLOSE)
    rows, ragged = read_rows(path := bomb(tmp_path / "x.xlsx", SHEET, pieces))
    assert (rows, ragged, path.stat().st_size < 100_000) == ([(1_100_002, "1", "")], [], True)


def test_two_cells_at_the_far_ends_of_a_sheet(tmp_path: Path) -> None:
    """A reader that keeps a sheet as a whole would want room for 17 thousand million cells."""
    end = b'<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    path = bomb(tmp_path / "x.xlsx", SHEET, iter([_OPEN + _HEAD + end + _CLOSE]))
    assert read_rows(path) == ([], [Ragged(1_048_576, "1" + "," * 16_383 + "2")])


def test_a_text_that_a_row_repeats(tmp_path: Path) -> None:
    """A megabyte of shared text in each of sixteen thousand cells would be sixteen gigabytes."""
    row = b"<row>%b</row>" % (b'<c t="s"><v>0</v></c>' * 16_000)
    shared = repeated(b"<sst%b><si><t>" % _NAMESPACE, b"x", 1_000_000, b"</t></si></sst>")
    path = bomb(tmp_path / "x.xlsx", SHARED, shared, _OPEN + _HEAD + row * 20 + _CLOSE)
    assert refused(path) == DAMAGED_BOOK.format(path)


def test_a_zip_within_a_zip_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as file:
        file.write(b"a,b\n")
        for _ in range(80):
            file.write(b"1,2\n" * (1 << 18))
    assert path.stat().st_size < 1_500_000
    assert refused(path) == _ZIP_BOMB.format(f"{path}: a.csv")
