"""What a file is before its rows are read: its kind, header and delimiter; or why it is not usable."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast

from etl.files.inputs.file_kinds import LOCKED, PACKED, Kind, kind_of
from etl.files.inputs.inputs import Input, Scratch, members
from etl.files.inputs.unpacking import unpacked_blocks, unreadable
from etl.files.json.json_rows import read_json
from etl.files.parquet.parquet_rows import read_parquet
from etl.files.rows.batches import PositionedFile, Table, storable
from etl.files.text.encodings import MIXED, foreign, refuse_nul, utf8_blocks, utf16_of
from etl.files.text.fixed_width import Fields, fields_of, is_ruled
from etl.files.text.table_shape import LINE_END, MOST_COLUMNS, Shape, shape_of
from etl.files.workbooks.excel import ANY_SHEET, Wanted, read_excel
from warehouse.errors import InputError, NoTableError

HEAD = 1 << 20  # bytes within which the header must end
_DEEPEST = 60  # rows that may stand above a header
_SNIFFED = 4096  # bytes that tell the kind of a file


@dataclass(frozen=True)
class Source:
    """A file whose head has been looked at; `columns` are the header's names as they came."""

    path: Path
    size: int  # bytes on disk
    modified: int  # nanoseconds: to notice a file that changes while it is read
    delimiter: str  # a comma for what is no delimited text
    columns: tuple[str, ...]
    header_bytes: int = 0  # before the first row; of what is recoded, as UTF-8
    header_lines: int = 0
    encoding: str = "utf-8"
    recoded: bool = False  # read as UTF-8 that is made of it: every encoding but those of `PLAIN` that nobody named
    sha256: str = ""
    canonical: frozenset[int] = frozenset()  # header positions whose values are ISO dates, plain point decimals or ids
    item: Input = field(default_factory=lambda: Input(Path()))
    kind: str = "csv"  # csv, fixed, json, excel, parquet
    packed: bool = False
    fields: Fields = ()  # the places of the columns, of a text where places divide them
    table: Table | None = None  # the rows of what is no delimited text
    notes: tuple[str, ...] = ()  # sentences for whoever loads the file
    parts: "tuple[Source, ...]" = ()  # the files that are joined in it
    joined: tuple[dict[str, object], ...] = ()  # what is told of these in figures

    @property
    def name(self) -> str:
        """What a load of it is stored under."""
        return " + ".join(part.name for part in self.parts) or self.item.name

    def refuse_changed(self) -> None:
        """Raise InputError when the file is not the one that was looked at."""
        for part in self.parts:
            part.refuse_changed()
        try:
            status = self.path.stat()
        except OSError:
            raise InputError(f"{self.item} vanished while it was read. Load it again when it is there.") from None
        if (status.st_mtime_ns, status.st_size) != (self.modified, self.size):
            raise InputError(f"{self.item} changed while it was read. Load it again when it is complete.")


def looked(
    named: Path | Input | Source,
    columns: Sequence[str] | None = None,
    wanted: Wanted = ANY_SHEET,
    encoding: str | None = None,
) -> Source:
    """A source as it is, anything else as `look` finds it."""
    return named if isinstance(named, Source) else look(named, columns, wanted, encoding)


def look(
    named: Path | Input,
    columns: Sequence[str] | None = None,
    wanted: Wanted = ANY_SHEET,
    encoding: str | None = None,
) -> Source:
    """Open a file and read its header; `columns` are the names of a file without one, `encoding` that of a text, and
    `wanted` are sheets of a workbook.

    Raises InputError when the file is missing, empty, damaged, or of no kind that can be read. A workbook and JSON are
    read whole: their rows wait in a temporary file.
    """
    item = named if isinstance(named, Input) else _only_member(Input(named))
    status = _status(item)
    blocks = unpacked_blocks(item)
    head = b""
    while len(head) < _SNIFFED and (block := next(blocks, b"")):
        head += block
    kind = kind_of(head[:_SNIFFED])
    source = Source(item.path, status.st_size, status.st_mtime_ns, ",", (), item=item, packed=_is_packed(item))
    if kind.name == "ole" and "EncryptedPackage".encode("utf-16-le") in head:
        kind = Kind("", LOCKED, "Save it without one and load that.")
    if kind.name in PACKED:
        kind = Kind("", "packed more than twice", "Unpack it and load what is in it.")
    if kind.unusable:
        raise _empty(item) if kind.name == "empty" else _unusable(item, kind)
    if encoding and kind.name in {"zip", "ole", "parquet"}:
        raise InputError(f"{item} says itself how its text is written; --encoding is for text files.")
    if kind.name in {"zip", "ole"}:
        with _open(item, source.packed)() as file:
            names, table, canonical, notes = read_excel(item, file, columns, kind.name == "ole", wanted)
        return replace(
            source, kind="excel", columns=_names(names), table=table, canonical=canonical, notes=tuple(notes)
        )
    if wanted.sheet is not None:
        raise NoTableError(f"{item} is no Excel workbook, so it has no sheet {wanted.sheet}. Leave --sheet out for it.")
    if columns is not None and kind.name in {"parquet", "json"}:
        raise InputError(f"{item} names its columns itself; --columns is for a file without header.")
    if kind.name == "parquet":
        found = read_parquet(item, _open(item, source.packed))
        return replace(source, kind="parquet", columns=_names(found[0]), table=found[1], canonical=found[2])
    if kind.name == "json":
        size = None if source.packed or item.member else source.size
        flat = read_json(item, _again(head, blocks), encoding or utf16_of(head), size)
        return replace(source, kind="json", columns=_names(flat[0]), table=flat[1], canonical=flat[2])
    return _text(_with_encoding(source, head, encoding), head, blocks, columns)


def _with_encoding(source: Source, head: bytes, told: str | None) -> Source:
    """The source with its encoding as far as it must be known before the header is read."""
    if told == "utf-16":
        told = utf16_of(head) or "utf-16-le"
    found = told or utf16_of(head) or foreign(unpacked_blocks(source.item), HEAD)
    return replace(source, encoding=found or "utf-8", recoded=bool(found))


def _only_member(item: Input) -> Input:
    """The file itself, or the one file in an archive."""
    if item.path.is_dir():
        raise InputError(f"{item} is a folder. Name the files in it instead.")
    found = members(item)
    if len(found) > 1:
        raise InputError(f"{item} holds {len(found):,} files. Load them with: python -m etl load {item}")
    return found[0]


def _status(item: Input) -> os.stat_result:
    try:
        status = item.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(
                f"{item} is a pipe or a device, not a file. To read a pipe, use - and send it to standard input."
            )
        with item.path.open("rb"):
            return status
    except FileNotFoundError:
        raise InputError(f"{item} does not exist. Check the name and the folder.") from None
    except OSError as error:
        raise unreadable(item, error) from None


def _is_packed(item: Input) -> bool:
    with item.path.open("rb") as file:
        return kind_of(file.read(8)).name in PACKED


def _again(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _names(columns: Sequence[str]) -> tuple[str, ...]:
    """The names of columns as they can be stored and shown."""
    return tuple(map(storable, columns))


def _unusable(item: Input, kind: Kind) -> InputError:
    return NoTableError(f"{item} is {kind.unusable}, which cannot be loaded. {kind.instead}")


def _empty(item: Input) -> InputError:
    return NoTableError(f"{item} is empty. A transactions file has a header line and one line per invoice line.")


def _no_rows(item: Input) -> InputError:
    return NoTableError(f"{item} holds a header and no rows. Export it again with its rows.")


def _open(item: Input, packed: bool) -> Callable[[], IO[bytes]]:
    """How to open an input at any place in it; what is packed is unpacked into a temporary file, once."""
    if not (packed or item.member):
        return lambda: item.path.open("rb")
    scratch = Scratch()
    for block in unpacked_blocks(item):
        scratch.file.write(block)
    scratch.file.flush()
    return lambda: cast(IO[bytes], PositionedFile(scratch))


def _text(source: Source, head: bytes, blocks: Iterator[bytes], named: Sequence[str] | None) -> Source:
    """A delimited text, or one in columns of fixed places."""
    item = source.item
    texts = _again(head, blocks)
    if source.recoded:
        texts = utf8_blocks(texts, source.encoding, item)
    data = b""
    while len(data) < HEAD and (block := next(texts, None)) is not None:
        data += block
    complete, data = len(data) <= HEAD, data[:HEAD]
    refuse_nul(item, data, 0)
    marked = len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))
    text = data[marked:].decode("latin-1")  # one character a byte: lengths stay bytes
    if not text.strip():
        raise _empty(item)
    shape = shape_of(text, complete, named)
    if shape is None:
        raise NoTableError(f"{item} has no line end in its first {HEAD:,} characters, so it is not a CSV file.")
    divided = shape.reads_well and len(shape.columns) > 1  # decimal commas divide rows, but no header
    if named is None and not divided and (fixed := _fixed(source, data, marked, complete)):
        return fixed
    if named is not None and shape.width != len(named):
        if headless := _fixed_headless(source, data, marked, complete, named):
            return headless
        raise _miscounted(item, named, shape.first)
    if len(shape.columns) > MOST_COLUMNS:
        raise InputError(
            f"{item} has {len(shape.columns):,} columns; at most {MOST_COLUMNS:,} can be read. Export fewer columns."
        )
    if complete and not text[shape.start :].strip():
        raise _no_rows(item)
    return replace(
        source,
        delimiter=shape.delimiter,
        columns=shape.columns if named is not None else tuple(_decode(name) for name in shape.columns),
        header_bytes=marked + shape.start,
        header_lines=shape.lines,
        notes=_skipped(item, shape),
    )


def _miscounted(item: Input, named: Sequence[str], first: Sequence[str]) -> InputError:
    return NoTableError(
        f"--columns names {len(named)} columns, and {item} has {len(first)} in its first line: "
        f"{', '.join(map(_decode, first[:20]))}. Name each of them, or write - for one to skip."
    )


def _skipped(item: Input, shape: Shape) -> tuple[str, ...]:
    if not shape.skipped:
        return ()
    first = " ".join(cell.strip() for cell in map(_decode, shape.skipped[0].cells) if cell.strip())[:60]
    rows = "1 row" if len(shape.skipped) == 1 else f"{len(shape.skipped):,} rows"
    return (f"{item}: {rows} above the header in line {shape.header_line:,} skipped, beginning with: {first}",)


def _decode(name: str) -> str:
    data = name.encode("latin-1", "replace")
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").strip()


def _fixed(source: Source, data: bytes, marked: int, complete: bool) -> Source | None:
    """The source as a text in columns of fixed places; None when it is none."""
    text = b"".join(utf8_blocks(iter([data[marked:]]), MIXED, source.item)).decode()
    lines = LINE_END.split(text)[: None if complete else -1]
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for place, at in enumerate(filled[:_DEEPEST]):
        fields = fields_of([lines[each] for each in filled[place : place + 1_000]])
        if not fields:
            continue
        starts = [0, *(start for start, _ in fields[1:])]
        columns = tuple(lines[at][start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True))
        below = filled[place + 1] if place + 1 < len(filled) and is_ruled(lines[filled[place + 1]]) else at
        note = f"{source.item}: {place:,} rows above the header in line {at + 1:,} skipped."
        return replace(
            source,
            kind="fixed",
            fields=fields,
            columns=columns,
            header_bytes=marked + _bytes_of(data[marked:], below + 1),
            header_lines=below + 1,
            notes=(note,) if place else (),
        )
    return None


def _fixed_headless(source: Source, data: bytes, marked: int, complete: bool, named: Sequence[str]) -> Source | None:
    """The source as a text in columns of fixed places without a header; None when it has not as many as are named."""
    text = b"".join(utf8_blocks(iter([data[marked:]]), MIXED, source.item)).decode()
    filled = [line for line in LINE_END.split(text)[: None if complete else -1] if line.strip()]
    fields = fields_of(filled[:1_000], headless=True)
    if not fields or len(fields) != len(named):
        return None
    return replace(source, kind="fixed", fields=fields, columns=tuple(named), header_bytes=marked)


def _bytes_of(data: bytes, lines: int) -> int:
    """How many bytes the first lines take."""
    ends = list(LINE_END.finditer(data.decode("latin-1")))
    return ends[lines - 1].end() if lines else 0
