"""What only a look at all bytes of a file tells: its checksum, its encoding, whether it is whole."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from etl.encodings import MIXED, Evidence, refuse_nul, utf8_blocks
from etl.sources import Source
from etl.unpacking import packed_blocks, unpacked_blocks

Advance = Callable[[int], None]


def fingerprint(source: Source, advance: Advance = lambda _bytes: None) -> Source:
    """Read the whole file once: its sha256, its encoding, its integrity. `advance` is told how many bytes were read.

    Of text, the encoding is UTF-8 when the whole file decodes so; UTF-8 with Windows-1252 in between when most of what
    is not ASCII does; else Windows-1252, else (bytes it leaves undefined) Latin-1.
    Raises InputError for a truncated or damaged file and for NUL bytes in text.
    """
    if source.parts:
        return source  # each of them was read before they were joined
    checksum = hashlib.sha256()
    with ThreadPoolExecutor(1) as pool:
        summing: Future[None] = pool.submit(checksum.update, b"")

        def tell(data: bytes) -> None:
            nonlocal summing
            summing.result()
            summing = pool.submit(checksum.update, data)
            advance(len(data))

        found = _fingerprinted(source, tell)
        summing.result()
    return replace(found, sha256=checksum.hexdigest())


def _fingerprinted(source: Source, tell: Callable[[bytes], None]) -> Source:
    if source.table:
        for _ in packed_blocks(source.item, tell):
            pass
        return source
    blocks = unpacked_blocks(source.item, tell)
    evidence, offset = Evidence(), 0
    if source.encoding.startswith("utf-16"):
        blocks = utf8_blocks(blocks, source.encoding, source.item)
    for block in blocks:
        refuse_nul(source.item, block, offset)
        if not source.encoding.startswith("utf-16"):
            evidence.add(block)
        offset += len(block)
    encoding = source.encoding if source.encoding.startswith("utf-16") else evidence.encoding()
    notes = source.notes
    if encoding == MIXED:
        notes += (f"{source.item} mixes encodings: what is not UTF-8 in it is read as Windows-1252.",)
    return replace(source, encoding=encoding, notes=notes)
