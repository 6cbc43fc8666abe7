"""The same lines in every kind of file: how fast they are read to their end, and in how much memory."""

import gzip
import json
import lzma
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from benchmarks.process import environment, measured, python
from benchmarks.report import Line

READING = "reading"
WIDTHS = (8, 9, 42, 7, 21, 11, 11, 22)
READ = """
import sys
from pathlib import Path
from etl.files.readers import read_batches
from etl.files.fingerprints import fingerprint
from etl.files.sources import look
source = fingerprint(look(Path(sys.argv[1])))
print(sum(len(batch.lines) + len(batch.ragged) for batch in read_batches(source)))
"""
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_BOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Lines" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATED = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def _rows(plain: Path) -> Iterator[list[str]]:
    with pacsv.open_csv(plain, convert_options=pacsv.ConvertOptions(column_types=_as_text(plain))) as reader:
        yield reader.schema.names
        for batch in reader:
            yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _as_text(plain: Path) -> dict[str, pa.DataType]:
    with plain.open(encoding="utf-8") as file:
        return dict.fromkeys(file.readline().strip().split(","), pa.string())


def _excel(plain: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATED)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET.encode())
            for number, row in enumerate(_rows(plain), 1):
                cells = "".join(_cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def _cell(place: str, value: str) -> str:
    if value.replace(".", "", 1).removeprefix("-").isdecimal():
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _json(plain: Path, path: Path) -> None:
    rows = _rows(plain)
    names = next(rows)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)


def _fixed(plain: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            "".join(value.ljust(width) for value, width in zip(row, WIDTHS, strict=True)) + "\n" for row in _rows(plain)
        )


def _packed(opened: Callable[..., object]) -> Callable[[Path, Path], None]:
    def write(plain: Path, path: Path) -> None:
        with plain.open("rb") as source, opened(path, "wb") as file:  # type: ignore[attr-defined]
            shutil.copyfileobj(source, file, 1 << 20)

    return write


def _zipped(plain: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, plain.name)


FORMATS: dict[str, Callable[[Path, Path], object]] = {
    "CSV": shutil.copyfile,
    "CSV, .gz": _packed(gzip.open),
    "CSV, .xz": _packed(lambda path, mode: lzma.open(path, mode, preset=1)),  # noqa: SIM115
    "CSV, .zst": _packed(lambda path, _mode: pa.CompressedOutputStream(str(path), "zstd")),
    "CSV, .zip": _zipped,
    "CSV, UTF-16": lambda plain, path: path.write_bytes(plain.read_text("utf-8").encode("utf-16")),
    "columns of spaces": _fixed,
    "Parquet": lambda plain, path: pq.write_table(pacsv.read_csv(plain), path),
    "JSON Lines": _json,
    "Excel": _excel,
}


def measure(directory: Path, lines: int) -> list[Line]:
    """Every kind of file at one size; reading is looking at the file, checking its bytes, and taking every row."""
    plain, found = directory / f"lines-{lines}.csv", []
    home = environment(directory / "home")
    if not plain.exists():
        measured(python("etl", "sample", "--clean", "--lines", lines, plain), home)
    for name, write in FORMATS.items():
        path = directory / "reading"
        write(plain, path)
        run = measured([sys.executable, "-c", READ, str(path)], home)
        values = {
            "seconds": run.seconds,
            "CPU seconds": run.cpu_seconds,
            "rows a second": lines / run.seconds,
            "file MB": path.stat().st_size / 1e6,
            "peak MB": run.peak_bytes / 1e6,
        }
        found.append(Line(READING, name, values, limits={"peak MB": 600}))
        path.unlink()
    return found
