"""Workbooks, Parquet and JSON as rows of text; archives."""

import bz2
import datetime as dt
import gzip
import json
import lzma
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input, opened_inputs
from etl.files.readers import Ragged, read_batches
from etl.files.sources import look
from etl.storing.load import load_file
from tests.etl.shop_files import read_rows, rows_of
from warehouse.errors import InputError, NoTableError

Rows = list[list[Any]]


def workbook(path: Path, **sheets: Rows) -> Path:
    """An .xlsx of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


HEAD = ["Invoice", "Date", "Qty", "Price", "Paid"]
MORNING = dt.datetime(2010, 12, 1, 8, 26)


def test_a_workbook_gives_canonical_text(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        [536365, MORNING, 6, 2.55, True],
        ["C536366", dt.datetime(2010, 12, 2), -1, 0.1 + 0.2, False],
        [],
        [536367, dt.date(2010, 12, 3), 1e6, None, None],
        [536368, "13/12/2010", 1, "n/a", None, "beyond"],
    ]
    source = look(path := workbook(tmp_path / "x.xlsx", Sales=rows))
    assert (source.kind, source.columns, source.canonical) == ("excel", tuple(HEAD), frozenset({0, 1, 2, 3, 4}))
    assert read_rows(path) == (
        [
            (2, "536365", "2010-12-01 08:26:00", "6", "2.55", "true"),
            (3, "C536366", "2010-12-02", "-1", "0.3", "false"),
            (5, "536367", "2010-12-03", "1000000", "", ""),
        ],
        [Ragged(6, "536368,13/12/2010,1,n/a,,beyond")],
    )


def test_a_column_of_dates_and_numbers_is_not_canonical(tmp_path: Path) -> None:
    source = look(workbook(tmp_path / "x.xlsx", A=[["a", "b", "c"], [1, 1, "x"], [MORNING, 2, "y"]]))
    assert source.canonical == {1}


def test_sheets_of_one_shape_are_read_and_others_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        Cover=[["Sales of two years"]],
        **{"2009": [["Report"], [], ["id", "day", "x"], [1, "a", "b"], [2, "c", "d"]]},
        Notes=[["what", "why"], ["a", "b"]],
        **{"2010": [["id", "day", "x"], [3, "e", "f"]], "Empty": []},
    )
    assert read_rows(path) == ([(4, "1", "a", "b"), (5, "2", "c", "d"), (7, "3", "e", "f")], [])
    assert look(path).notes == (
        f"{path}, sheet Cover is skipped: it has other columns.",
        f"{path}, sheet Notes is skipped: it has other columns.",
        f"{path}, sheet Empty is skipped: it holds no rows.",
        f"{path}, sheet 2009: 1 row above the header is skipped.",
        f"{path}, sheet 2010: its row 1 counts as line 6.",
    )


def test_numbers_shown_with_zeros_keep_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "x"])
    book.active.append([42, "a"])
    book.active["A2"].number_format = "00000"
    book.save(path := tmp_path / "x.xlsx")
    assert read_rows(path)[0] == [(2, "00042", "a")]


def test_formulas_need_their_results(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", Sales=[["a", "b", "c"], [1, 2, "=A2*B2"]])
    with pytest.raises(InputError) as error:
        look(path)
    assert str(error.value) == (
        f"{path}: cell C2 of sheet Sales is a formula without its result. "
        "Open the workbook in Excel or LibreOffice, save it, and load it again."
    )
    data = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>"))
    assert read_rows(path)[0] == [(2, "1", "2", "2")]


def table(**columns: pa.Array) -> pa.Table:
    return pa.table(columns)


def test_parquet_gives_canonical_text(tmp_path: Path) -> None:
    berlin = pa.timestamp("us", "Europe/Berlin")
    columns = {
        "id": pa.array([17850, None, 3], pa.int32()),
        "float_id": pa.array([17850.0, None, 1e-7]),
        "price": pa.array([Decimal("2.50"), Decimal("100.00"), None]),
        "single": pa.array([2.55, 1e7, float("nan")], pa.float32()),
        "at": pa.array([MORNING, dt.datetime(2010, 12, 2), None], pa.timestamp("ns")),
        "zoned": pa.array([MORNING, None, None], berlin),
        "day": pa.array([dt.date(2010, 12, 1), None, None]),
        "time": pa.array([dt.time(8, 26), None, None]),
        "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        "text": pa.array(["x", "1.5", None], pa.large_string()),
        "flag": pa.array([True, False, None]),
        "bytes": pa.array([b"y", None, b"\xff"]),
        "void": pa.nulls(3),
    }
    pq.write_table(table(**columns), path := tmp_path / "x.parquet", row_group_size=2)
    source = look(path)
    assert (source.kind, source.columns) == ("parquet", tuple(columns))
    assert {source.columns[at] for at in source.canonical} == set(columns) - {"kind", "text", "bytes", "void"}
    assert read_rows(path) == (
        [
            (
                *(1, "17850", "17850", "2.50", "2.55", "2010-12-01 08:26:00", "2010-12-01 09:26:00+01:00"),
                *("2010-12-01", "08:26:00", "a", "x", "true", "y", ""),
            ),
            (2, "", "", "100.00", "10000000", "2010-12-02", "", "", "", "b", "1.5", "false", "", ""),
            (3, "3", "0.0000001", "", "", "", "", "", "", "a", "", "", "\ufffd", ""),
        ],
        [],
    )
    assert fingerprint(source).sha256


def test_parquet_gives_the_columns_asked_for_in_the_order_asked_for(tmp_path: Path) -> None:
    columns = {"qty": pa.array([6]), "at": pa.array([MORNING]), "day": pa.array([MORNING.date()]), "sku": ["A"]}
    pq.write_table(table(**columns), path := tmp_path / "x.parquet")
    (batch,) = read_batches(look(path), (2, 0, 3, 1))
    assert [column.to_pylist() for column in batch.columns] == [["2010-12-01"], ["6"], ["A"], ["2010-12-01 08:26:00"]]
    renamed = pa.table(list(columns.values()), names=["a", "b", "a", "c"])
    pq.write_table(renamed, path)
    (batch,) = read_batches(look(path), (2, 0))
    assert [column.to_pylist() for column in batch.columns] == [["2010-12-01"], ["6"]]


def test_dates_that_are_text_in_half_of_a_workbook(engine: Engine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Order", "Date", "Customer", "Total"],
        [1, dt.datetime(2024, 5, 6), 7, 5],
        [2, "03.05.2024", 7, 5],
        [3, "13.05.2024", 8, 5],
    ):
        book.active.append(row)
    book.save(path := tmp_path / "x.xlsx")
    load_file(engine, path)
    found = rows_of(engine, "select invoiced_at::date::text from transactions order by invoice_no")
    assert found == [("2024-05-06",), ("2024-05-03",), ("2024-05-13",)]


def test_hours_of_one_digit_beside_dates_of_digits(engine: Engine, tmp_path: Path) -> None:
    rows = ["SHOP_DATE,SHOP_HOUR,SPEND,CUST_CODE,BASKET_ID", "20060413,8,2.50,C7,1", "20060413,18,2.50,C7,2"]
    (path := tmp_path / "x.csv").write_text("\n".join(rows))
    load_file(engine, path)
    found = rows_of(engine, "select invoiced_at::text from transactions order by invoice_no")
    assert found == [("2006-04-13 08:00:00",), ("2006-04-13 18:00:00",)]


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    objects: list[Any] = [
        {"id": 1, "customer": {"id": 7, "name": "Ä"}, "price": 2.50},
        {"id": "C2", "customer": None, "price": 100.0, "tags": ["a", "b"]},
        {"id": 3, "customer": {"id": 8}, "late": True, "tags": []},
    ]
    expected = [
        ("1", "7", "Ä", "2.5", "", ""),
        ("C2", "", "", "100", '["a", "b"]', ""),
        ("3", "8", "", "", "", "true"),
    ]
    columns = ("id", "customer.id", "customer.name", "price", "tags", "late")
    path = tmp_path / "x.jsonl"
    lines = [json.dumps(each, ensure_ascii=False) for each in objects]
    for text, numbers in (
        ("\n".join(lines), [1, 2, 3]),
        ("\n\n" + "\r\n".join(lines) + "\n", [3, 4, 5]),
        ("[" + ",\n".join(lines) + "]\n", [1, 2, 3]),
        (json.dumps(objects, indent=1, ensure_ascii=False), [2, 10, 19]),
    ):
        path.write_text(text, encoding="utf-8", newline="")
        source = look(path)
        assert (source.kind, source.columns) == ("json", columns)
        assert source.canonical == {0, 1, 3, 5}
        rows, ragged = read_rows(path)
        assert ([row[1:] for row in rows], [row[0] for row in rows], ragged) == (expected, numbers, [])


def test_names_of_columns_can_be_stored(tmp_path: Path) -> None:
    (path := tmp_path / "x.jsonl").write_text('{"a\\u0000": 1, "b\\ud800": 2}\n')
    assert look(path).columns == ("a\ufffd", "b?")
    pq.write_table(pa.table({"a\0": [1]}), path)
    assert look(path).columns == ("a\ufffd",)


def test_damaged_lines_of_json_are_rows_of_their_own(tmp_path: Path) -> None:
    text = '{"a": 1}\n{"a": 2, "b\n{"a": 3} tail\n[1]\n{"a": "\\u0000\\ud800"}\n{"a": 5},\r\n{"a": 6}'
    (path := tmp_path / "x.jsonl").write_text(text)
    rows, ragged = read_rows(path)
    assert rows == [(1, "1"), (5, "\ufffd?"), (6, "5"), (7, "6")]
    assert [(row.line, row.raw, row.reason) for row in ragged] == [
        (2, '{"a": 2, "b', "not a JSON object"),
        (3, '{"a": 3} tail', "not a JSON object"),
        (4, "[1]", "not a JSON object"),
    ]


CSV = b"a,b\n1,2\n3,4\n"
READ = [(2, "1", "2"), (3, "3", "4")]


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


@pytest.mark.parametrize(
    "pack", [gzip.compress, lzma.compress, bz2.compress, zstd, lambda data: gzip.compress(zstd(data))]
)
def test_packed_files_are_known_by_their_content(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (path := tmp_path / "x.csv").write_bytes(pack(CSV))
    assert read_rows(path)[0] == READ
    path.write_bytes(pack(CSV) + pack(b"5,6\n"))
    assert read_rows(path)[0][2:] == [(4, "5", "6")]


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_each_member_of_an_archive_is_a_file(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "s.xlsx", S=[["a", "b"], [1, 2]]).read_bytes()
    path = archive(
        tmp_path / "shop.zip",
        **{
            "2011/b.csv": CSV, "2010/a.csv.gz": gzip.compress(CSV), "s.xlsx": sheet, "__MACOSX/._b.csv": b"x",
            ".hidden": b"x", "leaflet.pdf": b"%PDF-1.7", "none.csv": b"", "p.jsonl": b'{"a": 1, "b": 2}\n',
        },
    )  # fmt: skip
    said: list[str] = []
    with opened_inputs([path], said.append) as found:
        assert [item.name for item in found] == [
            *("shop.zip/2010/a.csv.gz", "shop.zip/2011/b.csv", "shop.zip/p.jsonl", "shop.zip/s.xlsx"),
        ]
        assert [read_rows(item)[0] for item in found] == [READ, READ, [(1, "1", "2")], [(2, "1", "2")]]
    assert said == [
        f"{path}: leaflet.pdf is skipped: it is a PDF document.",
        f"{path}: none.csv is skipped: it is empty.",
    ]
    with pytest.raises(InputError, match="holds 4 files"):
        look(path)


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        (("mimetype", "content.xml"), "an OpenDocument file"),
        (("[Content_Types].xml", "xl/workbook.bin"), "a binary Excel workbook (.xlsb)"),
        (("[Content_Types].xml", "word/document.xml"), "an Office file, but no Excel workbook"),
    ],
)
def test_other_office_files_are_told_what_to_do(tmp_path: Path, parts: tuple[str, ...], what: str) -> None:
    path = archive(tmp_path / "shop.xlsx", **dict.fromkeys(parts, b"<x/>"))
    with pytest.raises(NoTableError) as error:
        look(path)
    assert str(error.value) == f"{path} is {what}; save or export it as .xlsx or CSV (UTF-8) and load that."


def test_an_archive_of_one_file_is_that_file(tmp_path: Path) -> None:
    path = archive(tmp_path / "shop.zip", **{"a.csv": CSV})
    assert read_rows(path)[0] == READ
    assert look(path).item == Input(path, "a.csv")
