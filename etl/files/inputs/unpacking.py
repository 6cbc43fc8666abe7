"""The bytes of an input, unpacked on the way: gzip, xz, zstd, bzip2 and members of zip archives, within limits."""

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.files.inputs.file_kinds import kind_of
from etl.files.inputs.inputs import BLOCK, ZIP_ERRORS, Input, damaged_archive
from warehouse.errors import InputError
from wording.languages import say

_PIECE = 1 << 18  # packed bytes read at a time
LARGEST = 200 << 30  # unpacked bytes: far above any shop, far below a full disk of a petabyte bomb
HARMLESS = 64 << 20  # unpacked bytes below which no ratio is suspicious
MOST_TIMES = 500  # unpacked to packed: the same line over and over comes to 300
_DAMAGED = "{} is a damaged {} file. Copy or export it again."
_TOO_LONG = "{} looks back further than can be kept in memory (zstd --long). Pack it again without that option."
_CUT_SHORT = "{} is {} file that stops in the middle. Copy or export it again."


class BlockReader(io.RawIOBase):
    """An iterator of blocks as a file to read from; `read(n)` gives n bytes unless the end comes first."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts: list[memoryview] = []
        while size < 0 or size > 0:
            if not self._rest:
                block = next(self._blocks, None)
                if block is None:
                    break
                self._rest = memoryview(block)
                continue
            part = self._rest if size < 0 else self._rest[:size]
            parts.append(part)
            self._rest = self._rest[len(part) :]
            size -= len(part) if size > 0 else 0
        return bytes(parts[0]) if len(parts) == 1 else b"".join(parts)

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def packed_blocks(item: Input, tell: Callable[[bytes], None] = lambda _data: None) -> Iterator[bytes]:
    """The bytes of a file or member as they are stored, `tell` being told of each piece first.

    For a member, that is what the archive's own packing holds, so its checksum is the member's.
    """
    try:
        if not item.member:
            with item.path.open("rb") as file:
                while data := file.read(BLOCK):
                    tell(data)
                    yield data
            return
        with zipfile.ZipFile(item.path) as archive, archive.open(item.member) as member:
            size = archive.getinfo(item.member).compress_size
            pieces = iter(lambda: member.read(BLOCK), b"")
            for data in _guarded(item, pieces, lambda: size):
                tell(data)
                yield data
    except FileNotFoundError:
        raise InputError(say("{file} does not exist. Check the name and the folder.", file=item)) from None
    except ZIP_ERRORS as error:
        if item.member:
            raise damaged_archive(item, error) from None
        if isinstance(error, MemoryError):  # the process has too little, whatever the file is
            raise
        raise unreadable(item, error) from None


def unreadable(item: Input | Path, error: Exception) -> InputError:
    """What to say of a file the operating system does not give."""
    if isinstance(error, PermissionError):
        return InputError(say("{file} cannot be read: permission denied. Allow it (chmod +r) or copy it.", file=item))
    return InputError(
        say("{file} cannot be read: {value}.", file=item, value=getattr(error, "strerror", None) or error)
    )


def unpacked_blocks(item: Input, tell: Callable[[bytes], None] = lambda _data: None) -> Iterator[bytes]:
    """The content of an input in blocks of at most 4 MB; raises InputError for damage, a cut, or a bomb."""
    blocks = packed_blocks(item, tell)
    for _ in range(2):  # a .csv.gz in a .zip is two deep; deeper is no export
        first = next(blocks, b"")
        blocks = _chained(first, blocks)
        unpack = _UNPACKERS.get(kind_of(first[:1024]).name)
        if unpack is None:
            return blocks
        counted = _Counted(blocks)
        blocks = _guarded(item, unpack(item, counted), lambda counted=counted: counted.bytes)  # type: ignore[misc]
    return blocks


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


class _Counted:
    """Blocks in small pieces, and how many bytes of them went by: a bomb is told before all of it is taken in."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._pieces = (block[at : at + _PIECE] for block in blocks for at in range(0, len(block), _PIECE))
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.bytes += len(piece)
        return piece


def _guarded(item: Input, blocks: Iterator[bytes], packed: Callable[[], int]) -> Iterator[bytes]:
    """The same blocks, until they are too many for what they came from."""
    size = 0
    for block in blocks:
        size += len(block)
        if size > LARGEST:
            raise InputError(
                say("{file} unpacks to more than {value} GB. Load it in parts.", file=item, value=LARGEST >> 30)
            )
        if size > HARMLESS and size > MOST_TIMES * packed():
            raise InputError(
                say(
                    "{file} unpacks to more than {most_times} times its size, as a zip bomb does. Unpack it you"
                    "rself and load what is in it, if you trust it.",
                    file=item,
                    most_times=MOST_TIMES,
                )
            )
        yield block


def _by_module(kind: str, make: Callable[[], Any], broken: tuple[type[Exception], ...], padding: bytes) -> "_Unpack":
    """An unpacking function from one of Python's modules; several streams in a row are one."""

    def unpack(item: Input, packed: Iterator[bytes]) -> Iterator[bytes]:
        unpacker, begun, ended, full = make(), False, False, False
        for block in packed:
            piece = block
            while piece or full:  # when it gave all that was asked for, there may be more
                if not begun:
                    piece = piece.lstrip(padding) if ended else piece
                    if not piece:
                        break
                begun = True
                try:
                    data = unpacker.decompress(piece, BLOCK)
                except broken:
                    raise InputError(_DAMAGED.format(item, kind)) from None
                if data:
                    yield data
                full = len(data) == BLOCK and not unpacker.eof
                piece = getattr(unpacker, "unconsumed_tail", b"")
                if unpacker.eof:
                    piece, unpacker, begun, ended = unpacker.unused_data, make(), False, True
        if begun or not ended:
            raise InputError(_CUT_SHORT.format(item, f"an {kind}" if kind == "xz" else f"a {kind}"))

    return unpack


def _zstd(item: Input, packed: Iterator[bytes]) -> Iterator[bytes]:
    try:
        with pa.CompressedInputStream(pa.PythonFile(BlockReader(packed), "r"), "zstd") as stream:
            while data := stream.read(BLOCK):
                yield data
    except (pa.ArrowException, OSError, MemoryError) as error:
        if "too much memory" in str(error):
            raise InputError(_TOO_LONG.format(item)) from None
        cut = "runcated" in str(error)
        raise InputError(_CUT_SHORT.format(item, "a zstd") if cut else _DAMAGED.format(item, "zstd")) from None


_Unpack = Callable[[Input, Iterator[bytes]], Iterator[bytes]]
_UNPACKERS: dict[str, _Unpack] = {
    "gzip": _by_module("gzip", lambda: zlib.decompressobj(wbits=31), (zlib.error,), b"\0"),
    "xz": _by_module("xz", lambda: lzma.LZMADecompressor(memlimit=256 << 20), (lzma.LZMAError, EOFError), b"\0"),
    "bzip2": _by_module("bzip2", bz2.BZ2Decompressor, (OSError, EOFError), b""),
    "zstd": _zstd,
}
