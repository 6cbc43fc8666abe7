"""What only a look at all bytes of a file tells: its checksum, its encoding, whether it is whole."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Self

from etl.files.inputs.unpacking import packed_blocks, unpacked_blocks
from etl.files.sources import Source
from etl.files.text.encoding_names import label_of
from etl.files.text.encodings import MIXED, PLAIN, Evidence, refuse_nul, said_of_guess, utf8_blocks

_LOST = "\ufffd".encode()
Advance = Callable[[int], None]


def fingerprint(source: Source, advance: Advance = lambda _bytes: None) -> Source:
    """Read the whole file once: its sha256, its encoding, its integrity. `advance` is told how many bytes were read.

    Of text, the encoding is UTF-8 when the whole file decodes so; UTF-8 with Windows-1252 in between when most of what
    is not ASCII does; else what its letters tell (`detection`).
    Raises InputError for a truncated or damaged file and for NUL bytes in text.
    """
    if source.sha256:
        return source  # of files that were joined, and of what a database answered, all was read before
    with _Checksum() as checksum:

        def tell(data: bytes) -> None:
            checksum.add(data)
            advance(len(data))

        found = _fingerprinted(source, tell)
    return replace(found, sha256=checksum.hexdigest())


class _Checksum:
    """The sha256 of a file, summed beside the reading: one block at a time waits for its turn."""

    def __init__(self) -> None:
        self._sum, self._pool = hashlib.sha256(), ThreadPoolExecutor(1)
        self._running: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def add(self, data: bytes) -> None:
        """Sum the next block as soon as the one before it is."""
        if self._running:
            self._running.result()
        self._running = self._pool.submit(self._sum.update, data)

    def hexdigest(self) -> str:
        """Of all blocks, once it has been left."""
        return self._sum.hexdigest()


def _fingerprinted(source: Source, tell: Callable[[bytes], None]) -> Source:
    if source.table:
        for _ in packed_blocks(source.item, tell):
            pass
        return source
    blocks = unpacked_blocks(source.item, tell)
    if source.recoded:
        return _recoded(source, utf8_blocks(blocks, source.encoding, source.item))
    evidence, offset = Evidence(), 0
    for block in blocks:
        refuse_nul(source.item, block, offset)
        evidence.add(block)
        offset += len(block)
    encoding = evidence.encoding()
    if encoding not in PLAIN and not all(map(str.isascii, source.columns)):
        encoding = evidence.western()  # the header was read so
    notes = source.notes + said_of_guess(source.item, encoding, evidence.guessed_from(encoding))
    if encoding == MIXED:
        notes += (f"{source.item} mixes encodings: what is not UTF-8 in it is read as Windows-1252.",)
    return replace(source, encoding=encoding, recoded=encoding not in PLAIN, notes=notes)


def _recoded(source: Source, blocks: Iterator[bytes]) -> Source:
    """A text that is made UTF-8, with a sentence where some of it cannot be."""
    offset = lost = 0
    for block in blocks:
        refuse_nul(source.item, block, offset)
        offset += len(block)
        lost += block.count(_LOST)
    if not lost:
        return source
    named = label_of(source.encoding)
    note = f"{source.item} holds {lost:,} characters that are no {named}; they show as \ufffd. Is it another encoding?"
    return replace(source, notes=(*source.notes, note))
