"""Whether a file holds a name: read once, in pieces, unpacked on the way."""

import bz2
import gzip
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from warehouse.forgotten import as_word, twin

Tell = Callable[[float], None]
PIECE = 1 << 22
_OVERLAP = 1 << 12  # bytes of a piece that are looked at once more with the next one: the longest name in any letters
_PACKED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_ZIP = b"PK\x03\x04"
# Of their own form: numbers in binary, or packed in ways that are not undone here.
_CLOSED: tuple[bytes, ...] = (
    b"PAR1",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
    b"Rar!",
    b"ARROW1",
)
_CLOSED += (b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x5d\x00\x00", b"PK\x05\x06", b"PK\x07\x08")
_CLOSED_MEMBER = re.compile(r"worksheets/.*\.bin$", re.IGNORECASE)  # of an .xlsb
_LETTERS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_HARMLESS, _MOST_TIMES = 64 << 20, 500  # unpacked bytes, and how often those of the file: a load reads no more of it
_UNREADABLE: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    ValueError,
    zipfile.BadZipFile,
    lzma.LZMAError,
    zlib.error,
    RuntimeError,  # a member that wants a password
    NotImplementedError,  # or is packed in a way of its own
)


class Names:
    """Names of somebody, as bytes in whatever letters and case a file has."""

    def __init__(self, names: Iterable[str]) -> None:
        both = {each.lower() for name in names for each in (name, twin(name)) if each}
        self.all = frozenset(both)
        found: dict[bytes, re.Pattern[bytes]] = {}
        for name in both:
            for letters in _LETTERS:
                with suppress(UnicodeEncodeError):
                    # Wide letters are the narrow ones with zeros between, for nearly everybody's names.
                    needle = name.encode(letters).replace(b"\0", b"").lower()
                    found[needle] = re.compile(as_word(name, needle))
        self._needles = tuple(found.items())

    def may_be_in(self, path: Path, tell: Tell = lambda _bytes: None, begin: int = 0) -> bool:
        """Whether one stands in the file, or it cannot be looked into; `tell` hears of each byte of it.

        What is before `begin` was looked at earlier; none of it where the file is packed.
        """
        told = begin
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                try:
                    for stream, is_begun in _streams(file, begin):
                        for text, is_first, is_last in _in_pieces(stream, size):
                            if self._are_in(text, is_first and not is_begun, is_last):
                                return True
                            here = min(max(file.tell(), told), size)
                            tell(here - told)
                            told = here
                finally:
                    tell(max(size - told, 0))
        except FileNotFoundError:
            return False
        except _UNREADABLE:
            return True
        return False

    def _are_in(self, text: bytes, is_first: bool, is_last: bool) -> bool:
        text = text.lower()
        plain = text.translate(None, b"\0") if b"\0" in text else b""  # many times as fast as to replace them
        for needle, word in self._needles:
            for one in (text, plain):
                # A literal is looked for many times as fast as what may stand around it.
                if needle in one and any(
                    (is_first or hit.start()) and (is_last or hit.end() < len(one)) for hit in word.finditer(one)
                ):
                    return True
        return False


def is_packed(path: Path) -> bool:
    """Whether a file is to be looked at as a whole."""
    with path.open("rb") as file:
        return file.read(16).startswith((*_PACKED, _ZIP, *_CLOSED)) or zipfile.is_zipfile(file)


def _streams(file: IO[bytes], begin: int) -> Iterator[tuple[IO[bytes], bool]]:
    """What is in a file: itself, unpacked, or the members of an archive or workbook; and whether it was begun earlier.
    ValueError where none can tell."""
    head = file.read(16)
    if head.startswith(_CLOSED):
        raise ValueError
    if head.startswith(_ZIP) or zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                yield from _member(archive, member)
        return
    opened = next((how for mark, how in _PACKED.items() if head.startswith(mark)), None)
    file.seek(0 if opened else max(begin - _OVERLAP, 0))
    if opened is None:
        yield file, begin > _OVERLAP
        return
    with opened(file) as stream:
        yield stream, False


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[IO[bytes], bool]]:
    with archive.open(member) as stream:
        packed_again = stream.read(8).startswith((*_PACKED, _ZIP, *_CLOSED))
    if packed_again or _CLOSED_MEMBER.search(member.filename):
        raise ValueError
    with archive.open(member) as stream:
        yield stream, False


def _in_pieces(stream: IO[bytes], size: int) -> Iterator[tuple[bytes, bool, bool]]:
    """Pieces that overlap, and whether each is the first and the last. ValueError for what unpacks to a bomb."""
    held, piece, is_first, read = b"", stream.read(PIECE), True, 0
    while piece:
        read += len(piece)
        if read > _HARMLESS and read > _MOST_TIMES * size:
            raise ValueError
        following = stream.read(PIECE)
        held += piece
        yield held, is_first, not following
        held, piece, is_first = held[-_OVERLAP:], following, False
