"""What a file is before its rows are read: its kind, header and delimiter; or why it is not usable."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from etl.files.inputs.file_kinds import LOCKED, PACKED, Kind, kind_of
from etl.files.inputs.inputs import Input
from etl.files.inputs.unpacking import unpacked_blocks
from etl.files.json.json_rows import read_json
from etl.files.opening import is_packed, only_member, openable, status_of
from etl.files.parquet.parquet_rows import read_parquet
from etl.files.rows.batches import Table, storable
from etl.files.text.encoding_names import label_of
from etl.files.text.encodings import foreign, said_of_guess, utf8_blocks, utf16_of
from etl.files.text.fixed_width import Fields
from etl.files.text.heads import HEAD, empty, head_of
from etl.files.workbooks.excel import ANY_SHEET, Wanted, read_excel
from warehouse.errors import InputError, NoTableError
from wording.languages import say

DATABASE = "database"  # the kind of rows that are no file's
_SNIFFED = 4096  # bytes that tell the kind of a file
_WORKBOOKS = {"zip", "ole"}  # a new one is a zip


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
    kind: str = "csv"  # csv, fixed, json, excel, parquet, joined, database
    packed: bool = False
    fields: Fields = ()  # the places of the columns, of a text where places divide them
    table: Table | None = None  # the rows of what is no delimited text
    notes: tuple[str, ...] = ()  # sentences for whoever loads the file
    parts: "tuple[Source, ...]" = ()  # the files that are joined in it
    joined: tuple[dict[str, object], ...] = ()  # what is told of these in figures
    sheet: str = ""  # of a workbook, where somebody named it, or it is joined with others
    sheets: tuple[tuple[str, ...], ...] = ()  # of a workbook, those of one header together: those read, then the others
    buyers: str = ""  # the column by which one of them says who customers are

    @property
    def name(self) -> str:
        """What a load of it is stored under."""
        return " + ".join(dict.fromkeys(part.name for part in self.parts)) or self.item.name

    @property
    def called(self) -> str:
        """How sentences name it among others."""
        return f"sheet {self.sheet} of {self.name}" if self.sheet else self.name

    @property
    def place(self) -> tuple[Input, str]:
        """What tells it from all others: the file and, in a workbook, the sheet."""
        return self.item, self.sheet

    @property
    def stem(self) -> str:
        """What it is about, as far as its name tells."""
        return self.sheet or self.path.stem

    @property
    def written_in(self) -> str:
        """What people call its encoding; nothing where it is no text."""
        return label_of(self.encoding) if self.kind in ("csv", "fixed", "json") else ""

    @property
    def typed(self) -> str:
        """How it is named on a command line."""
        if self.kind == DATABASE:
            return "--from … --query …"
        sheet = f" --sheet {shlex.quote(self.sheet)}" if self.sheet else ""
        return ("-" if self.item.given_name else shlex.quote(str(self.item.path))) + sheet

    def refuse_changed(self) -> None:
        """Raise InputError when the file is not the one that was looked at."""
        for part in self.parts:
            part.refuse_changed()
        if self.kind == DATABASE:
            return  # its rows were kept as they came
        try:
            status = self.path.stat()
        except OSError:
            raise InputError(
                say("{file} vanished while it was read. Load it again when it is there.", file=self.item)
            ) from None
        if (status.st_mtime_ns, status.st_size) != (self.modified, self.size):
            raise InputError(
                say("{file} changed while it was read. Load it again when it is complete.", file=self.item)
            )


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
    item = named if isinstance(named, Input) else only_member(Input(named))
    status = status_of(item)
    head, blocks = _begun(unpacked_blocks(item))
    kind = _usable(item, head)
    source = Source(item.path, status.st_size, status.st_mtime_ns, ",", (), item=item, packed=is_packed(item))
    if encoding and kind in {*_WORKBOOKS, "parquet"}:
        raise InputError(say("{file} says itself how its text is written; --encoding is for text files.", file=item))
    if kind in _WORKBOOKS:
        return _workbook(source, columns, kind == "ole", wanted)
    if wanted.sheet is not None:
        raise NoTableError(
            say(
                "{file} is no Excel workbook, so it has no sheet {sheet}. Leave --sheet out for it.",
                file=item,
                sheet=wanted.sheet,
            )
        )
    if columns is not None and kind in {"parquet", "json"}:
        raise InputError(say("{file} names its columns itself; --columns is for a file without header.", file=item))
    if kind == "parquet":
        found = read_parquet(item, openable(item, source.packed))
        return replace(source, kind="parquet", columns=_names(found[0]), table=found[1], canonical=found[2])
    if kind == "json":
        size = None if source.packed or item.member else source.size
        names, table, canonical, notes = read_json(item, blocks, encoding or utf16_of(head), size)
        return replace(source, kind="json", columns=_names(names), table=table, canonical=canonical, notes=notes)
    return _text(_with_encoding(source, head, encoding), blocks, columns)


def _begun(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first blocks of a file, enough to tell its kind; and all of it."""
    head = b""
    while len(head) < _SNIFFED and (block := next(blocks, b"")):
        head += block
    return head, chain([head], blocks)


def _usable(item: Input, head: bytes) -> str:
    """The kind of a file; InputError for one that cannot be read."""
    kind = kind_of(head[:_SNIFFED])
    if kind.name == "ole" and "EncryptedPackage".encode("utf-16-le") in head:
        kind = Kind("", LOCKED, "Save it without one and load that.")
    if kind.name in PACKED:
        kind = Kind("", "packed more than twice", "Unpack it and load what is in it.")
    if not kind.unusable:
        return kind.name
    if kind.name == "empty":
        raise empty(item)
    raise NoTableError(
        say(
            "{file} is {unusable}, which cannot be loaded. {instead}",
            file=item,
            unusable=kind.unusable,
            instead=kind.instead,
        )
    )


def _workbook(source: Source, columns: Sequence[str] | None, is_old: bool, wanted: Wanted) -> Source:
    with openable(source.item, source.packed)() as file:
        names, table, canonical, notes, sheets = read_excel(source.item, file, columns, is_old, wanted)
    found = replace(source, kind="excel", columns=_names(names), table=table, canonical=canonical, notes=tuple(notes))
    return replace(found, sheet=wanted.sheet or "", sheets=() if columns else sheets)


def _text(source: Source, blocks: Iterator[bytes], named: Sequence[str] | None) -> Source:
    """A delimited text, or one in columns of fixed places."""
    texts = utf8_blocks(blocks, source.encoding, source.item) if source.recoded else blocks
    head = head_of(source.item, texts, named)
    notes = source.notes + head.notes
    return replace(source, kind="fixed" if head.fields else "csv", **{**vars(head), "notes": notes})


def _with_encoding(source: Source, head: bytes, told: str | None) -> Source:
    """The source with its encoding as far as it must be known before the header is read."""
    if told == "utf-16":
        told = utf16_of(head) or "utf-16-le"
    if found := told or utf16_of(head):
        return replace(source, encoding=found, recoded=True)
    found, words = foreign(unpacked_blocks(source.item), HEAD)
    return replace(
        source, encoding=found or "utf-8", recoded=bool(found), notes=said_of_guess(source.item, found, words)
    )


def _names(columns: Sequence[str]) -> tuple[str, ...]:
    """The names of columns as they can be stored and shown."""
    return tuple(map(storable, columns))
