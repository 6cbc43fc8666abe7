"""Files looked through for somebody's names: every form that people bring, once, and at the pace of reading."""

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from warehouse.erasure.contents import PIECE, Names, is_packed

ANNA, HERS = "84021", "anna.berg@shop.example"
Packs = Callable[[Path, bytes], object]


def zipped(path: Path, data: bytes, name: str = "lines.csv") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", b"Orders")
        archive.writestr(name, data)


def packed(pack: Callable[[bytes], bytes]) -> Packs:
    return lambda path, data: path.write_bytes(pack(data))


def workbook(path: Path, data: bytes) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cell in data.decode().split():
        sheet.append([int(cell) if cell.isdigit() else cell])
    book.save(path)


def in_binary(path: Path, data: bytes) -> None:
    zipped(path, data, "xl/worksheets/sheet1.bin")


OPEN: Packs = Path.write_bytes
BORDER = b"x" * (PIECE - 3) + b"\n"


@pytest.mark.parametrize("pack", [OPEN, packed(gzip.compress), packed(bz2.compress), packed(lzma.compress), zipped])
@pytest.mark.parametrize(
    ("content", "is_named"),
    [
        (f"id\n{ANNA}\n".encode(), True),
        (f"id\n{ANNA}.0\n".encode(), True),  # as spreadsheets write it
        (f"id\n{HERS.upper()}\n".encode(), True),
        (f"id\n1{ANNA}\nx{HERS}\n".encode(), False),
        (b"id\n17\n", False),
    ],
)
def test_names_are_found_in_every_packing(tmp_path: Path, pack: Packs, content: bytes, is_named: bool) -> None:
    pack(path := tmp_path / "file", content)
    assert Names([ANNA, HERS]).may_be_in(path) is is_named
    assert is_packed(path) is (pack is not OPEN)


@pytest.mark.parametrize(
    ("pack", "content", "is_named"),
    [
        (OPEN, f"id\n{HERS}\n".encode("utf-16"), True),
        (OPEN, f"id\n{ANNA}\n".encode("utf-16-be"), True),
        (OPEN, f"id\n{ANNA}\n".encode("utf-32"), True),
        (OPEN, f"id\n1{ANNA}\nx{HERS}\n".encode("utf-16"), False),  # others'
        (OPEN, "id\njörg@shop.example\n".encode("cp1252"), True),
        (OPEN, "id\nJÖRG@SHOP.example\n".lower().encode("utf-16"), True),
        (OPEN, "id\nиван@shop.example\n".encode("utf-16"), True),
        (OPEN, BORDER + ANNA.encode() + b"\n", True),  # on both sides of where a piece ends
        (OPEN, BORDER + ANNA.encode() + b"7\n", False),
        (OPEN, BORDER[:-3] + b"\n" + ANNA.encode() + b"7\n", False),  # whose last figure comes with the next piece
        (packed(gzip.compress), BORDER + ANNA.encode(), True),
        (workbook, f"id {ANNA}".encode(), True),
        (workbook, f"mail {HERS}".encode(), True),
        (workbook, b"id 17", False),
        (in_binary, b"id 17", True),  # nobody looks into what is of a form of its own
        (OPEN, b"PAR1 and more", True),
        (OPEN, b"Rar! and more", True),
        (packed(lambda data: gzip.compress(data)[:-9]), b"id 17" * 99, True),  # damaged
        (zipped, gzip.compress(b"id 17", mtime=0), True),  # packed twice
        (packed(lambda data: bz2.compress(data) * 17), bytes(4 << 20), True),  # a bomb
    ],
)
def test_what_nobody_can_look_into_may_name_anybody(
    tmp_path: Path, pack: Packs, content: bytes, is_named: bool
) -> None:
    pack(path := tmp_path / "file", content)
    assert Names([ANNA, HERS, "jörg@shop.example", "иван@shop.example"]).may_be_in(path) is is_named


def test_how_far_a_file_is_read_is_told(tmp_path: Path) -> None:
    (path := tmp_path / "file").write_bytes(b"17,2024-05-06 10:30,8402,anna@shop.example,2.50\n" * 200_000)
    names, told = Names([ANNA, f"{ANNA}.0", HERS, "a.berg@shop.example"]), []
    assert not names.may_be_in(path, told.append)
    assert sum(told) == path.stat().st_size
    assert len(told) > 1


def test_what_came_is_looked_at_from_where_it_ended(tmp_path: Path) -> None:
    (path := tmp_path / "file").write_bytes(ANNA.encode() + b"\n" * PIECE)
    told: list[float] = []
    assert not Names([ANNA]).may_be_in(path, told.append, PIECE)  # but for what may reach over
    assert sum(told) == len(ANNA)
    assert Names([ANNA]).may_be_in(path, told.append, 4)
