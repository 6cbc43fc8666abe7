"""What kind of file some bytes are the beginning of; names say nothing, content does."""

import re
from dataclasses import dataclass

EXCEL_PARTS = frozenset({"xl/workbook.xml", "[Content_Types].xml", "xl/workbook.bin", "mimetype"})  # any: no archive


@dataclass(frozen=True)
class Kind:
    """A kind of file: its short name, and for one that cannot be loaded what to call it."""

    name: str
    unusable: str = ""
    instead: str = "Save or export it as CSV (UTF-8) and load that."


LOCKED = "protected by a password"
TEXT = Kind("text")
EMPTY = Kind("empty", "empty")
_KINDS: dict[bytes, Kind] = {  # how a file begins -> what it is
    b"\x1f\x8b": Kind("gzip"),
    b"\xfd7zXZ\x00": Kind("xz"),
    b"\x28\xb5\x2f\xfd": Kind("zstd"),
    **{bytes([byte]) + b"\x2a\x4d\x18": Kind("zstd") for byte in range(0x50, 0x60)},  # beginning with a frame of notes
    b"BZh": Kind("bzip2"),
    b"PK\x03\x04": Kind("zip"),
    b"PK\x05\x06": Kind("zip"),
    b"PAR1": Kind("parquet"),
    b"PARE": Kind("", "an encrypted Parquet file", "Export it without encryption."),
    b"\xd0\xcf\x11\xe0": Kind("ole"),
    b"%PDF": Kind("", "a PDF document", "Export the data behind it as CSV (UTF-8) or Excel and load that."),
    b"\x89PNG": Kind("", "a PNG image"),
    b"\xff\xd8\xff": Kind("", "a JPEG image"),
    b"GIF8": Kind("", "a GIF image"),
    b"7z\xbc\xaf\x27\x1c": Kind("", "a 7-Zip archive", "Unpack it and load what is in it."),
    b"\x04\x22\x4d\x18": Kind("", "an LZ4 file", "Unpack it and load what is in it."),
    b"\x1f\x9d": Kind("", "a file packed by compress", "Unpack it and load what is in it."),
    b"\x5d\x00\x00": Kind("", "an LZMA file", "Unpack it and load what is in it."),
    b"Rar!": Kind("", "a RAR archive", "Unpack it and load what is in it."),
    b"SQLite format 3\x00": Kind("", "an SQLite database", "Export its table as CSV (UTF-8) and load that."),
    b"ORC": Kind("", "an ORC file", "Export it as Parquet or CSV (UTF-8) and load that."),
    b"ARROW1": Kind("", "an Arrow file", "Export it as Parquet or CSV (UTF-8) and load that."),
    b"Obj\x01": Kind("", "an Avro file", "Export it as Parquet or CSV (UTF-8) and load that."),
    b"\x7fELF": Kind("", "a program"),
    b"{\\rtf": Kind("", "a formatted text (RTF)"),
}
PACKED = frozenset({"gzip", "xz", "zstd", "bzip2"})  # what is one file, packed
_TAR, _TAR_AT = b"ustar", 257
_ARCHIVE = Kind("", "a tar archive", "Unpack it and load what is in it.")
_WEB_PAGE = Kind("", "a web page (HTML)", "Open it in Excel or LibreOffice, save it as CSV (UTF-8) and load that.")
_XML = Kind("", "an XML file", "Open it in Excel or LibreOffice, save it as CSV (UTF-8) or .xlsx and load that.")
_HTML_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.I | re.S
)
_JSON_START = re.compile(rb'\s*(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\{\s*\}|\[\s*(?:\{|\]))')


def kind_of(head: bytes) -> Kind:
    """The kind of a file that begins so (some hundred bytes are enough); text when it is nothing known."""
    if not head:
        return EMPTY
    for start, kind in _KINDS.items():
        if head.startswith(start):
            return kind
    if head.startswith(_TAR, _TAR_AT):
        return _ARCHIVE
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        plain = plain[2:].replace(b"\0", b"")
    if _HTML_START.match(plain):
        return _WEB_PAGE
    if plain.lstrip().startswith(b"<?xml"):
        return _WEB_PAGE if re.search(rb"<html\b", plain, re.I) else _XML
    return Kind("json") if _JSON_START.match(plain) else TEXT
