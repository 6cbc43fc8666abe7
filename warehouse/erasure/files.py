"""Files that lie about for jobs: those that name somebody, or that nobody can look into, are removed."""

import bz2
import gzip
import lzma
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, func, update

from warehouse import results
from warehouse.forgotten import as_word
from warehouse.schema import uploads as uploads_
from warehouse.settings import Settings
from warehouse.uploads import files as uploads

_PIECE = 1 << 22
_OVERLAP = 1 << 10  # bytes of a piece that are looked at once more with the next one
_PACKED: dict[bytes, Callable[[Path], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_CLOSED = (b"PAR1", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"SQLite format 3")  # of their own form
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def remove_uploads(connection: Connection, settings: Settings, names: Iterable[str]) -> int:
    """Remove the uploaded files that name somebody, and say so in their rows; how many."""
    patterns, gone = _patterns(names), 0
    for upload in uploads.kept(connection):
        path = uploads.path_of(settings, upload.upload_id)
        if path.exists() and _may_name(path, patterns):
            removed = {"state": "removed", "removed_at": func.clock_timestamp()}
            connection.execute(update(uploads_).where(uploads_.c.upload_id == upload.upload_id).values(**removed))
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def remove_results(settings: Settings, names: Iterable[str]) -> int:
    """Remove the files that jobs wrote for people and that name somebody; how many."""
    patterns = _patterns(names)
    found = [path for path in (settings.home / results.FOLDER).glob("*") if _may_name(path, patterns)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _patterns(names: Iterable[str]) -> list[re.Pattern[bytes]]:
    """The names as bytes, in whatever case."""
    narrow = [as_word(name).pattern.encode() for name in names]
    wide = [re.escape(name.encode(encoding)) for name in names for encoding in _WIDE]
    return [re.compile(b"|".join(narrow), re.IGNORECASE), re.compile(b"|".join(wide), re.IGNORECASE)]


def _may_name(path: Path, patterns: list[re.Pattern[bytes]]) -> bool:
    """Whether a name stands in the file, or it cannot be looked into."""
    try:
        return any(_has_one(stream, patterns) for stream in _streams(path))
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, lzma.LZMAError, RuntimeError, NotImplementedError):
        return True


def _streams(path: Path) -> Iterator[IO[bytes]]:
    """What is in a file: itself, unpacked, or the members of an archive or workbook. ValueError where none can tell."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_CLOSED):
        raise ValueError
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    if stream.read(4)[:2] in (b"PK", b"\x1f\x8b", b"PA"):  # packed once more
                        raise ValueError
                with archive.open(member) as stream:
                    yield stream
        return
    opened = next((how for mark, how in _PACKED.items() if head.startswith(mark)), None)
    with opened(path) if opened else path.open("rb") as stream:
        yield stream


def _has_one(stream: IO[bytes], patterns: list[re.Pattern[bytes]]) -> bool:
    held = b""
    while piece := stream.read(_PIECE):
        held = held[-_OVERLAP:] + piece
        if any(pattern.search(held) for pattern in patterns):
            return True
    return False
