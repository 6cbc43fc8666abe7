"""Old Excel workbooks (.xls): read as .xlsx are, or refused in a sentence, in bounded memory."""

import datetime as dt
import gzip
import io
import random
import struct
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from sqlalchemy import Engine

from etl.files.inputs.inputs import Input
from etl.files.readers import Ragged
from etl.files.sources import look
from tests.etl.files.test_bombs import refused
from tests.etl.files.test_broken import DAMAGED_BOOK
from tests.etl.files.test_formats import HEAD, MORNING, Rows, archive, workbook
from tests.etl.shop_files import HEADER, counted, read_rows, rows_of
from warehouse.errors import InputError

FORMATS: dict[type, str] = {dt.datetime: "yyyy-mm-dd hh:mm", dt.date: "d-mmm-yy", dt.time: "hh:mm:ss"}
LARGE = "{} takes more memory than an old Excel workbook (.xls) may. Save it as .xlsx or CSV (UTF-8) and load that."
LOCKED = "{} is protected by a password, which cannot be loaded. Save it without one and load that."
NO_BOOK = "{} is an old Office file, but no Excel workbook. Save or export it as .xlsx or CSV (UTF-8) and load that."
MOST = 600  # MB
SST, FILEPASS, INTERFACE = 0x00FC, 0x002F, 0x00E1  # numbers of records


def old_workbook(from_1904: bool = False, /, **sheets: Rows) -> bytes:
    """An .xls of these sheets; a number in a tuple comes with its format."""
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                value, shown = cell if isinstance(cell, tuple) else (cell, FORMATS.get(type(cell), "General"))
                sheet.write(at, column, value, xlwt.easyxf(num_format_str=shown))
    book.save(out := io.BytesIO())
    return out.getvalue()


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def with_record(data: bytes, number: int, change: Any) -> bytes:
    """A workbook with the first record of a number changed; it keeps its length."""
    at = 512  # the first sector of the stream
    while struct.unpack_from("<H", data, at)[0] != number:
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    size = 4 + struct.unpack_from("<H", data, at + 2)[0]
    changed = change(data[at : at + size])
    assert len(changed) == size
    return data[:at] + changed + data[at + size :]


def test_an_old_workbook_gives_canonical_text(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        [536365, MORNING, 6, 2.55, True],
        ["C536366", dt.datetime(2010, 12, 2), -1, 0.1 + 0.2, False],
        [],
        [(42, "000000"), dt.date(2010, 12, 3), 1e6, (0.25, "0%"), None],
        ["007", dt.date(2010, 12, 4), 17850.0, 1e-7, None],
        [536368, "13/12/2010", 1, "n/a", None, "beyond"],
    ]
    source = look(path := saved(tmp_path / "x.xls", old_workbook(Sales=rows)))
    assert (source.kind, source.columns, source.canonical) == ("excel", tuple(HEAD), frozenset({0, 1, 2, 3, 4}))
    assert read_rows(path) == (
        [
            (2, "536365", "2010-12-01 08:26:00", "6", "2.55", "true"),
            (3, "C536366", "2010-12-02", "-1", "0.3", "false"),
            (5, "000042", "2010-12-03", "1000000", "0.25", ""),
            (6, "007", "2010-12-04", "17850", "0.0000001", ""),
        ],
        [Ragged(7, "536368,13/12/2010,1,n/a,,beyond")],
    )


@pytest.mark.parametrize("from_1904", [False, True])
def test_both_kinds_give_the_same(tmp_path: Path, from_1904: bool) -> None:
    shown = {42: "00000", 0.25: "0%", 1.25: "[h]:mm", 40513.35138888889: "m/d/yyyy h:mm", 0.5: "hh:mm", 59: "d-mmm-yy"}
    rows: Rows = [["a", "b"], *[[number, "x"] for number in shown], [17850.0, "é€漢"], [2.5499999999999998, " pad "]]
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in rows:
        book.active.append(row)
    for at, code in enumerate(shown.values(), 2):
        book.active.cell(at, 1).number_format = code
    book.save(new := tmp_path / "x.xlsx")
    marked = [[(cell, shown[cell]) if cell in shown else cell for cell in row] for row in rows]
    old = saved(tmp_path / "x.xls", old_workbook(from_1904, Sheet=marked))
    assert read_rows(old) == read_rows(new)
    day = "1904-02-29" if from_1904 else "1900-02-28"
    assert [row[1] for row in read_rows(old)[0]] == [
        *("00042", "0.25", "1.25", "2014-12-02 08:26:00" if from_1904 else "2010-12-01 08:26:00", "12:00:00", day),
        *("17850", "2.55"),
    ]


def test_errors_are_rejected_and_not_blank(tmp_path: Path) -> None:
    data = old_workbook(S=[["id", "x"], [1, True], [2, "b"]])
    at = data.index(b"\5\2\x08\0\1\0\1\0") + 10  # the value of the first row's boolean, and that it is one
    path = saved(tmp_path / "x.xls", data[:at] + bytes((42, 1)) + data[at + 2 :])
    assert read_rows(path)[0] == [(2, "1", "#N/A"), (3, "2", "b")]


def test_sheets_of_one_shape_are_read_and_others_named(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Cover": [["Sales of two years"]],
        "2009": [["Report"], [], ["id", "day", "x"], [1, "a", "b"], [2, "c", "d"]],
        "2010": [["id", "day", "x"], [3, "e", "f"]],
        "Empty": [],
    }
    old, new = saved(tmp_path / "x.xls", old_workbook(**sheets)), workbook(tmp_path / "x.xlsx", **sheets)
    assert read_rows(old) == read_rows(new) == ([(4, "1", "a", "b"), (5, "2", "c", "d"), (7, "3", "e", "f")], [])
    assert look(old).notes == tuple(note.replace(str(new), str(old)) for note in look(new).notes)


def test_an_old_workbook_can_be_packed_or_a_member(tmp_path: Path) -> None:
    data, expected = old_workbook(S=[["a", "b"], [1, "x"]]), [(2, "1", "x")]
    assert read_rows(saved(tmp_path / "x.xls.gz", gzip.compress(data)))[0] == expected
    assert read_rows(Input(archive(tmp_path / "x.zip", **{"y.xls": data, "z.csv": b"a\n"}), "y.xls"))[0] == expected


def test_a_full_sheet(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for column, name in enumerate("ab"):
        sheet.write(0, column, name)
    for row in range(1, 65_536):
        for column in range(2):
            sheet.write(row, column, row + column)
    book.save(str(path := tmp_path / "x.xls"))
    rows, ragged = read_rows(path)
    assert (len(rows), rows[0], rows[-1], ragged) == (
        65_535,
        (2, "1", "2"),
        (65_536, "65535", "65536"),
        [],
    )


def test_an_old_workbook_is_loaded(engine: Engine, tmp_path: Path) -> None:
    line = ["536365", "A", "MUG", 2, MORNING, 2.5, 17850.0, "France"]
    path = saved(tmp_path / "x.xls", old_workbook(S=[HEADER.split(","), line, [*line[:4], "never", *line[5:]]]))
    assert counted(engine, path) == (2, 1, 0, 1, 0)
    query = "select customer_id, invoiced_at, quantity, unit_price from transactions"
    assert [tuple(map(str, row)) for row in rows_of(engine, query)] == [("17850", "2010-12-01 08:26:00", "2", "2.5")]
    assert rows_of(engine, "select line_number from rejected_rows") == [(3,)]
    before = rows_of(engine, "select * from transactions")
    with pytest.raises(InputError, match="damaged Excel workbook"):
        counted(engine, saved(tmp_path / "y.xls", path.read_bytes()[:3000]))
    assert rows_of(engine, "select * from transactions") == before


BOOK = old_workbook(S=[["a", "b"], [1, "x" * 40]])


def endless_texts(record: bytes) -> bytes:
    """Two thousand million texts, each of which says that the next one begins where it does itself."""
    text = struct.pack("<HBi2s", 2, 4, -9, b"ab")
    return record[:4] + struct.pack("<ii", 2**31 - 1, 2**31 - 1) + text + record[12 + len(text) :]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0rest", DAMAGED_BOOK),
        (BOOK[:600], DAMAGED_BOOK),
        (BOOK[:3000], DAMAGED_BOOK),
        (BOOK[:512] + BOOK[700:], DAMAGED_BOOK),
        (BOOK.replace("Workbook".encode("utf-16-le"), "WordText".encode("utf-16-le")), NO_BOOK),
        (with_record(BOOK, INTERFACE, lambda record: struct.pack("<H", FILEPASS) + record[2:]), LOCKED),
        (old_workbook(S=[["a", "b"]]), "{} holds a header and no rows. Export it again with its rows."),
        (old_workbook(S=[]), "{} holds no table: its sheets are empty."),
    ],
    ids=["start", "beginning", "half", "gap", "letter", "locked", "header", "empty"],
)
def test_what_is_no_old_workbook_is_refused_in_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = saved(tmp_path / "shop.xls", data)
    with pytest.raises(InputError) as error:
        read_rows(path)
    assert str(error.value) == sentence.format(path)


def test_an_old_workbook_that_is_a_bomb(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.xls", with_record(BOOK, SST, endless_texts))
    assert refused(path, MOST) == LARGE.format(path)


def test_an_old_workbook_that_is_larger_than_any(tmp_path: Path) -> None:
    with (path := tmp_path / "x.xls").open("wb") as file:
        file.write(BOOK)
        file.truncate(400 << 20)
    assert refused(path, MOST) == LARGE.format(path)


def test_damage_is_read_or_refused(tmp_path: Path) -> None:
    rows: Rows = [["a", "b", "c"], *[[at, f"text {at % 7}", at / 8] for at in range(60)]]
    data, chance = old_workbook(S=rows), random.Random(4)
    refusals = []
    for _ in range(12):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(8, len(changed))] ^= 1 << chance.randrange(8)
        path = saved(tmp_path / "x.xls", bytes(changed))
        try:
            found, ragged = read_rows(path)
            assert len(found) + len(ragged) <= 200
        except InputError as error:
            refusals.append(str(error))
    assert 0 < len(refusals) < 12
    assert all(str(path) in sentence and sentence.endswith(".") for sentence in refusals)
