"""What a file is before its rows are read: its header, delimiter, encoding, checksum; or why it is not usable."""

import codecs
import csv
import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.errors import InputError

BLOCK = 4 << 20  # bytes read at a time, which is also the longest row that can be read
HEAD = 1 << 20  # bytes within which the header must end
DELIMITERS = (",", ";", "\t", "|")
LINE_END = re.compile(r"\r\n|\r|\n")
_UNDEFINED_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_DAMAGED = "{} is a damaged gzip file. Copy or export it again."
_CUT_SHORT = "{} is a gzip file that stops in the middle. Copy or export it again."
_KNOWN_BINARIES = {  # how a file begins -> what it is; gzip is read, these are not
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\xff\xfe": "encoded as UTF-16",
    b"\xfe\xff": "encoded as UTF-16",
}


@dataclass(frozen=True)
class Source:
    """A file whose head has been looked at; `columns` are the header's names as they came."""

    path: Path
    size: int  # bytes on disk
    modified: int  # nanoseconds: to notice a file that changes while it is read
    gzipped: bool
    delimiter: str
    columns: tuple[str, ...]
    header_bytes: int
    header_lines: int
    encoding: str = "utf-8"
    sha256: str = ""
    canonical: frozenset[int] = frozenset()  # header positions whose values are ISO dates, plain point decimals or ids


def look(path: Path) -> Source:
    """Open a file and read its header; InputError when it is missing, empty, or not a delimited text."""
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name the files in it instead.")
    try:
        status = path.stat()
        with path.open("rb") as raw:
            magic = raw.read(8)
        head = _read_head(path, gzipped=magic.startswith(b"\x1f\x8b"))
    except FileNotFoundError:
        raise InputError(f"{path} does not exist. Check the name and the folder.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None
    for start, kind in _KNOWN_BINARIES.items():
        if head.startswith(start):
            raise InputError(f"{path} is {kind}, not a CSV file. Save or export it as CSV (UTF-8) and load that.")
    _refuse_nul(path, head, 0)
    return _parse_header(path, status, magic.startswith(b"\x1f\x8b"), head)


def _read_head(path: Path, gzipped: bool) -> bytes:
    """The first bytes of the text, unpacked; a damaged archive is reported by `fingerprint`."""
    with path.open("rb") as raw:
        if not gzipped:
            return raw.read(HEAD)
        unpacker = zlib.decompressobj(wbits=31)
        try:
            head = unpacker.decompress(raw.read(HEAD), HEAD)
        except zlib.error:
            raise InputError(_DAMAGED.format(path)) from None
    if not head and not unpacker.eof:
        raise InputError(_CUT_SHORT.format(path))
    return head


def _parse_header(path: Path, status: os.stat_result, gzipped: bool, head: bytes) -> Source:
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")  # one character a byte: lengths stay bytes
    blank = len(text) - len(text.lstrip("\r\n"))
    if not text.strip():
        raise InputError(f"{path} is empty. A transactions file has a header line and one line per invoice line.")
    end, quoted = blank, False
    while end < len(text) and (quoted or text[end] not in "\r\n"):
        quoted ^= text[end] == '"'
        end += 1
    if end == len(text) and len(head) == HEAD:
        raise InputError(f"{path} has no line end in its first {HEAD:,} characters, so it is not a CSV file.")
    line = text[blank:end]
    end += 2 if text[end : end + 2] == "\r\n" else 1
    delimiter = max(DELIMITERS, key=line.count)
    columns = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter))
    header_bytes = min(end, len(text)) + len(head) - len(text)
    if not head[header_bytes:].strip():
        raise InputError(f"{path} holds a header and no rows. Export it again with its rows.")
    names = tuple(_decode(name.encode("latin-1")).strip() for name in columns)
    lines = len(LINE_END.findall(text[:end]))
    return Source(path, status.st_size, status.st_mtime_ns, gzipped, delimiter, names, header_bytes, lines)


def _decode(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp1252", errors="replace")


def _refuse_nul(path: Path, chunk: bytes, offset: int) -> None:
    if (at := chunk.find(b"\0")) >= 0:
        raise InputError(
            f"{path} is not a text file: it holds a NUL byte at position {offset + at:,}. "
            "Export it again as CSV (UTF-8)."
        )


class _Checksum(io.RawIOBase):
    """The bytes of a file, hashed as they pass."""

    def __init__(self, raw: io.BufferedIOBase) -> None:
        self._raw, self.sha256 = raw, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        self.sha256.update(data)
        return data


class _Utf8:
    """Whether bytes that come in pieces are UTF-8; pure ASCII, the common case, costs next to nothing."""

    def __init__(self) -> None:
        self._decoder, self._midway, self.valid = codecs.getincrementaldecoder("utf-8")(), False, True

    def feed(self, chunk: bytes, final: bool = False) -> bool:
        if self.valid and (self._midway or final or not chunk.isascii()):
            try:
                self._decoder.decode(chunk, final)
                self._midway = bool(self._decoder.getstate()[0])
            except UnicodeDecodeError:
                self.valid = False
        return self.valid


def fingerprint(source: Source, advance: Callable[[int], None] = lambda _bytes: None) -> Source:
    """Read the whole file once: its sha256, its encoding, its integrity. `advance` is told bytes read.

    The encoding is UTF-8 when the whole file decodes so, else Windows-1252, else (bytes it leaves undefined) Latin-1.
    Raises InputError for a truncated or damaged gzip file and for NUL bytes.
    """
    utf8, western, offset = _Utf8(), "cp1252", 0
    with source.path.open("rb") as file:
        raw = _Checksum(file)
        for chunk in _unpacked(source, raw):
            _refuse_nul(source.path, chunk, offset)
            utf8.feed(chunk)
            if not chunk.isascii() and len(chunk.translate(None, _UNDEFINED_IN_CP1252)) < len(chunk):
                western = "latin-1"
            offset += len(chunk)
            advance(file.tell())
    return replace(source, sha256=raw.sha256.hexdigest(), encoding="utf-8" if utf8.feed(b"", final=True) else western)


def _unpacked(source: Source, raw: _Checksum) -> Iterator[bytes]:
    """The text of the file in blocks; several gzip members in a row are one text."""
    if not source.gzipped:
        while chunk := raw.read(BLOCK):
            yield chunk
        return
    unpacker, done = zlib.decompressobj(wbits=31), True
    while packed := raw.read(1 << 18):
        while packed:
            done = False
            try:
                yield unpacker.decompress(packed, BLOCK)
            except zlib.error:
                raise InputError(_DAMAGED.format(source.path)) from None
            packed = unpacker.unconsumed_tail or unpacker.unused_data
            if unpacker.eof:
                unpacker, done, packed = zlib.decompressobj(wbits=31), True, packed.lstrip(b"\0")
    if not done:
        raise InputError(_CUT_SHORT.format(source.path))
