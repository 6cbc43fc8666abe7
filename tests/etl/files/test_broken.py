"""Files that are no tables, or too much of one: a sentence each, and little memory."""

import gzip
import io
import lzma
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import opened_inputs
from etl.files.sources import look
from tests.etl.files.apart import refusal
from tests.etl.shop_files import read_rows
from warehouse.errors import InputError

AS_CSV = "Save or export it as CSV (UTF-8) and load that."
DAMAGED_BOOK = "{} is a damaged Excel workbook. Open it in Excel or LibreOffice, save it again, and load that."


def excel(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out := io.BytesIO())
    return out.getvalue()


def parquet(table: pa.Table) -> bytes:
    pq.write_table(table, out := io.BytesIO())
    return out.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


BOOK = excel(["a", "b"], [1, 2])
SHEET = "xl/worksheets/sheet1.xml"
NESTED = parquet(pa.table({"id": [1], "lines": pa.array([[{"sku": "A"}]])}))
UNPACK = "Unpack it and load what is in it."
TAR = b"shop.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0") + b"a,b\n1,2\n"
LONG = ["x" * (9 << 20)] * 10
FLAT = parquet(pa.table({"id": list(range(1000)), "x": ["y"] * 1000}))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n1 0 obj", "{} is a PDF document, which cannot be loaded. Export the data behind it as CSV (UTF-8) "
         "or Excel and load that."),
        (b"\x89PNG\r\n\x1a\n", "{} is a PNG image, which cannot be loaded. " + AS_CSV),
        (b"\n<!DOCTYPE html><table><tr><td>1", "{} is a web page (HTML), which cannot be loaded. Open it in Excel or "
         "LibreOffice, save it as CSV (UTF-8) and load that."),
        (b"<?xml version='1.0'?><Workbook>", "{} is an XML file, which cannot be loaded. Open it in Excel or "
         "LibreOffice, save it as CSV (UTF-8) or .xlsx and load that."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "{} is protected by a password, which cannot be "
         "loaded. Save it without one and load that."),
        (b",".join(b"c%d" % at for at in range(10_000)) + b"\n" + b"1," * 9_999 + b"1\n",
         "{} has 10,000 columns; at most 2,000 can be read. Export fewer columns."),
        (TAR, "{} is a tar archive, which cannot be loaded. " + UNPACK),
        (gzip.compress(TAR), "{} is a tar archive, which cannot be loaded. " + UNPACK),
        (gzip.compress(gzip.compress(gzip.compress(b"a,b\n"))), "{} is packed more than twice, which cannot be loaded. "
         + UNPACK),
        (lzma.compress(b"a,b\n1,2\n", lzma.FORMAT_ALONE), "{} is an LZMA file, which cannot be loaded. " + UNPACK),
        (b"\x28\xb5\x2f\xfd\x00\xa8\x09\x00\x00a", "{} looks back further than can be kept in memory (zstd --long). "
         "Pack it again without that option."),
        (BOOK[:-30], "{} is a damaged zip archive or Excel workbook. Copy or export it again."),
        (excel(["a", "b"]), "{} holds a header and no rows. Export it again with its rows."),
        (excel(), "{} holds no table: its sheets are empty."),
        (excel([f"c{at}" for at in range(3000)], [1]), "{}, sheet Sheet has 3,000 columns; at most 2,000 can be read. "
         "Export fewer columns."),
        (with_part(BOOK, SHEET, lambda xml: xml[:-40]), DAMAGED_BOOK),
        (with_part(BOOK, SHEET, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml), DAMAGED_BOOK),
        (with_part(BOOK, SHEET, lambda xml: xml.replace(b'"A2"', b'"ZZZZ2"')), DAMAGED_BOOK),
        (with_part(BOOK, SHEET, lambda xml: xml.replace(b"<v>1</v>", b"<v>one</v>")), DAMAGED_BOOK),
        (NESTED, "{}: column lines holds list<element: struct<sku: string>>, values within values. "
         "Export it flat, one value per row and column."),
        (FLAT[:-20], "{} is a damaged Parquet file. Copy or export it again."),
        (b"PAR1" + FLAT[40:], "{} is a damaged Parquet file. Copy or export it again."),
        (parquet(pa.table({"id": pa.array([], pa.int64())})), "{} holds columns and no rows. Export it again with its "
         "rows."),
        (b'{"id": 1, "parts": [{"sku": "A"}]}\n', "{}: parts holds lists or objects within objects (line 1), which are "
         "no columns. Export one flat object per invoice line."),
        (b'[{"id": 1}, {"id": 2}', "{} stops in the middle of its array, or is damaged, in line 1. Export it again."),
        (b'[{"id": 1}] [2]', "{} goes on after the end of its array, in line 1. Export it again."),
        (b"{}\n", "{} holds no JSON objects with keys. Export one object per line, with its fields as keys."),
        (lzma.compress(b"a,b\n1,2\n")[:-9], "{} is an xz file that stops in the middle. Copy or export it again."),
    ],
    ids=lambda value: "data" if isinstance(value, bytes) else None,  # packed bytes hold the time: not the same anywhere
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    refused(tmp_path / "shop.csv", data, sentence)


def refused(path: Path, data: bytes, sentence: str) -> None:
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_rows(path)
    assert str(error.value) == sentence.format(path)


def test_what_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    data = gzip.compress(b"a,b\n" + b"1,2\n" * (17 << 20))
    refused(tmp_path / "shop.csv", data, "{} unpacks to more than 500 times its size, as a zip bomb does. Unpack it "
            "yourself and load what is in it, if you trust it.")  # fmt: skip


FOOTERS = """
import sys
from pathlib import Path
from tests.etl.files.apart import refusal
from tests.etl.shop_files import read_rows
from warehouse.errors import InputError
path, refused = Path(sys.argv[1]), 0
data = path.read_bytes()
footer = int.from_bytes(data[-8:-4], "little") + 8
for at in range(len(data) - footer, len(data)):
    path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:])
    try:
        read_rows(path)
    except InputError:
        refused += 1
print(refused / footer)
"""


@pytest.mark.slow
def test_a_footer_damaged_anywhere_ends_no_program(tmp_path: Path) -> None:
    """Asked for the sizes of columns, pyarrow aborts where it finds them damaged; no Python can catch that."""
    (path := tmp_path / "shop.parquet").write_bytes(FLAT)
    command = [sys.executable, "-c", FOOTERS, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=200)
    assert float(found.stdout) > 0.3


@pytest.mark.parametrize("dictionary", [True, False])
def test_values_that_fill_the_memory_are_refused(tmp_path: Path, dictionary: bool) -> None:
    """A dictionary holds a value once, its rows each."""
    texts = [value + str(at) for at, value in enumerate(LONG)] if dictionary else LONG
    table = pa.table({"id": range(10), "x": texts})
    pq.write_table(table, path := tmp_path / "shop.parquet", use_dictionary=dictionary)
    with pytest.raises(InputError) as error:
        read_rows(path)
    assert str(error.value) == (
        f"{path} has a column whose values are 9 MB each, too much to hold in memory. Export it without that column."
    )


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    with pytest.raises(InputError, match=r"is a pipe or a device, not a file\. To read a pipe, use -"):
        look(pipe)
    (empty := tmp_path / "folder").mkdir()
    (empty / "leaflet.pdf").write_bytes(b"%PDF-1.7")
    (empty / "in").mkdir()
    said: list[str] = []
    with pytest.raises(InputError, match="holds no file that can be loaded"), opened_inputs([empty], said.append):
        pass
    assert said == [
        f"{empty / 'in'} is skipped: it is a folder. Name it too, to load its files.",
        f"{empty / 'leaflet.pdf'} is skipped: it is a PDF document.",
    ]


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"\x14\0\0\0", b"\x14\0\x01\0").replace(b"\x14\x03\x14\0\0\0", b"\x14\x03\x14\0\x01\0")
    )
    with pytest.raises(InputError, match=r"x\.zip: a\.csv is protected by a password"):
        look(path)


@pytest.mark.parametrize("change", ["grows", "vanishes"])
def test_a_file_that_changes_meanwhile(tmp_path: Path, change: str) -> None:
    (path := tmp_path / "x.csv").write_bytes(b"a,b\n1,2\n")
    source = fingerprint(look(path))
    source.refuse_changed()
    if change == "grows":
        path.write_bytes(b"a,b\n1,2\n3,4\n")
    else:
        path.unlink()
    with pytest.raises(InputError, match="changed while it was read" if change == "grows" else "vanished while"):
        source.refuse_changed()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["line", "quote", "json", "sheet"])
def test_a_line_that_never_ends_takes_little_memory(tmp_path: Path, kind: str) -> None:
    path, start = tmp_path / "x", {"line": b"a,b\n1,2\n", "quote": b'a,b\n1,"', "json": b'{"a": "'}.get(kind, b"")
    if kind == "sheet":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name in (old := zipfile.ZipFile(io.BytesIO(BOOK))).namelist():
                data = old.read(name)
                archive.writestr(
                    name, data.replace(b"<v>1</v>", b"<v>" + b"1" * (128 << 20)) if name == SHEET else data
                )
    else:
        with path.open("wb") as file:
            file.write(start)
            for _ in range(100):
                file.write(b"x" * (4 << 20))
    peak, sentence = refusal(path)
    assert peak < (128 if kind == "sheet" else 400)  # MB, less than the file
    assert str(path) in sentence
