"""Whatever bytes a file holds, they are read or refused in a sentence; whatever rows were written, they are read once.

REGULARS_FUZZ=N damages each kind of file in N ways instead of the few of an ordinary run.
"""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import opened_inputs
from etl.files.readers import read_batches
from etl.files.sources import look
from tests.etl.files.test_old_workbooks import old_workbook
from tests.etl.shop_files import HEADER, read_rows
from warehouse.errors import InputError

pytestmark = pytest.mark.slow

CASES = int(os.environ.get("REGULARS_FUZZ", "20"))
ROWS = [
    [
        *(str(500_000 + at // 3), f"SKU{at % 17}", f'Töpfe, "rot" {at}', str(at % 9 - 1)),
        *(f"2024-05-{at % 28 + 1:02d} 10:30", f"{at % 13}.50", str(at % 40), "France"),
    ]
    for at in range(400)
]


def written(delimiter: str = ",", end: str = "\n", rows: list[list[str]] = ROWS) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([HEADER.split(","), *rows])
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.writestr("folder/other.csv", "a,b\n1,2\n")
    return out.getvalue()


SHEET = [
    [float(cell) if cell.lstrip("-").replace(".", "").isdigit() else cell for cell in row]
    for row in [HEADER.split(","), *ROWS[:60]]
]


def excel() -> bytes:
    book = openpyxl.Workbook()
    for row in SHEET:
        book.active.append(row)
    book.save(out := io.BytesIO())
    return out.getvalue()


def parquet(**options: str) -> bytes:
    names = HEADER.split(",")
    columns = {name: [row[at] for row in ROWS] for at, name in enumerate(names)}
    table = pa.table(columns | {"Quantity": pa.array(map(int, columns["Quantity"]))})
    pq.write_table(table, out := io.BytesIO(), row_group_size=150, **options)
    return out.getvalue()


def json_lines(join: str = "\n", start: str = "", end: str = "\n") -> bytes:
    names = HEADER.split(",")
    objects = [dict(zip(names, row, strict=True)) | {"n": {"a": at, "b": at / 4}} for at, row in enumerate(ROWS)]
    return (start + join.join(map(json.dumps, objects)) + end).encode()


def fixed() -> bytes:
    return "".join(" ".join(cell.ljust(18) for cell in row) + "\n" for row in [HEADER.split(","), *ROWS]).encode()


CORPUS: dict[str, bytes] = {
    "comma": written().encode(),
    "semicolon": written(";", "\r\n").encode("utf-8-sig"),
    "tab": written("\t", "\r").encode("cp1252"),
    "utf16": written().encode("utf-16"),
    "fixed": fixed(),
    "gzip": gzip.compress(written().encode()),
    "xz": lzma.compress(written().encode()),
    "bzip2": bz2.compress(written().encode()),
    "zstd": zstd(written().encode()),
    "zip": zipped("shop.csv", written().encode()),
    "gzip in zip": zipped("shop.csv.gz", gzip.compress(written().encode())),
    "excel": excel(),
    "excel in zip": zipped("shop.xlsx", excel()),
    "old excel": old_workbook(Sales=SHEET),
    "parquet": parquet(),
    "plain parquet": parquet(compression="none"),
    "parquet in zip": zipped("shop.parquet", parquet()),
    "json": json_lines(),
    "array": json_lines(",\n", "[", "]"),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four small damages: flipped, cut, inserted, removed, doubled."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) or 1)
        kind = chance.randrange(7)
        if kind < 3 and found:
            found[at] ^= 1 << chance.randrange(8)
        elif kind == 3:
            del found[at:]
        elif kind == 4:
            found[at:at] = chance.choice([b"\0", b'"', b"\r", b"\n", b"\xff", b",,,", b"{", b"<", chance.randbytes(9)])
        elif kind == 5:
            del found[at : at + chance.randint(1, 50)]
        else:
            found[at:at] = found[at : at + chance.randint(1, 200)]
    return bytes(found)


def damaged_within(data: bytes, chance: random.Random) -> bytes:
    """The bytes with what is packed in them damaged, which no checksum tells."""
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(damaged_within(gzip.decompress(data), chance), 1)
    if data.startswith(b"\xfd7zXZ"):
        return lzma.compress(damaged(lzma.decompress(data), chance), preset=0)
    if not data.startswith(b"PK"):
        return damaged(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged_within(old.read(name), chance) if name == chosen else old.read(name))
    return out.getvalue()


def rows_in(path: Path) -> int:
    """How many rows come of a file, whatever they are; each is checked to be storable."""
    rows = 0
    with opened_inputs([path]) as items:
        for item in items:
            source = look(item)
            for batch in read_batches(fingerprint(source)):
                assert all(len(column) == len(batch.lines) for column in batch.columns)
                assert len(batch.columns) == len(source.columns)
                assert all("\0" not in value for column in batch.columns for value in column.to_pylist())
                rows += len(batch.lines) + len(batch.ragged)
    return rows


def _is_sentence(error: InputError, path: Path) -> bool:
    """Whether an error names the file and ends as sentences do."""
    return str(path) in str(error) and str(error).endswith(".")


@pytest.mark.parametrize("kind", CORPUS)
@pytest.mark.timeout(3600)
def test_damage_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    (path := tmp_path / "shop.csv").write_bytes(CORPUS[kind])
    whole = rows_in(path)
    assert whole == (60 if "excel" in kind else 400) + ("zip" in kind.split())
    refused = []
    for case in range(CASES if kind != "old excel" else CASES // 4):  # each takes a process of its own
        damage = damaged_within if case % 2 else damaged
        path.write_bytes(damage(CORPUS[kind], random.Random(f"{kind}{case}")))
        try:
            assert rows_in(path) <= 2 * whole + 10, f"case {case} of {kind}"
        except InputError as error:
            refused.append(error)
        except Exception as error:
            raise AssertionError(f"case {case} of {kind}: {error!r}") from error
    assert all(_is_sentence(error, path) for error in refused)
    assert len(refused) < CASES or kind not in {"comma", "tab", "fixed", "json"}


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
SAFE = st.text(st.sampled_from("aZ09äß €,;|\t\"'\r\n.-"), max_size=8)
TABLES = st.lists(st.lists(SAFE, min_size=4, max_size=4), min_size=1, max_size=12)
PACKS: list[Callable[[bytes], bytes]] = [lambda data: data, gzip.compress, lzma.compress, zstd]


@settings(max_examples=80, deadline=None)
@given(
    rows=TABLES,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]),
    pack=st.sampled_from(PACKS),
)
def test_every_row_is_read_once(
    rows: list[list[str]], delimiter: str, end: str, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    out = io.StringIO(newline="")
    header = ["Order", "Date", "Amount", "Client"]
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    text, filled = out.getvalue(), [row for row in rows if "".join(row).strip(" \t\r\n")]
    lines, line = [], 2
    for row in rows:
        if row in filled:
            lines.append(line)
        line += 1 + sum(len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for cell in row)
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "x").write_bytes(pack(text.encode(encoding)))
        if not filled:
            return
        found, ragged = read_rows(path)
    assert ragged == []
    assert [row[1:] for row in found] == [tuple(row) for row in filled]
    assert [row[0] for row in found] == lines


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from("abcd"), CELLS, min_size=1), min_size=1, max_size=8))
def test_every_object_is_read_once(rows: list[dict[str, str]]) -> None:
    filled = [row for row in rows if "".join(row.values()).strip()]
    with tempfile.TemporaryDirectory() as folder:
        for text in ("\n".join(map(json.dumps, rows)), json.dumps(rows)):
            (path := Path(folder) / "x").write_text(text)
            names = look(path).columns
            found = [dict(zip(names, row[1:], strict=True)) for row in read_rows(path)[0]]
            assert [{k: v for k, v in row.items() if v} for row in found if "".join(row.values()).strip()] == [
                {k: v for k, v in row.items() if v} for row in filled
            ]


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400) | CELLS.map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "x").write_bytes(data)
        try:
            rows_in(path)
        except InputError as error:
            assert _is_sentence(error, path)  # noqa: PT017
