"""Bytes that wait until it is their turn to be copied into a table."""

import tempfile
from collections.abc import Iterator

from warehouse.bulk.binary_rows import HEADER, TRAILER

_IN_MEMORY = 1 << 20  # bytes of a spool before it moves to a file
_PIECE = 1 << 20


class Spool:
    """Rows for COPY, kept in memory while they are few and in a temporary file when they are many."""

    def __init__(self, head: bytes = HEADER, tail: bytes = TRAILER) -> None:
        """`head` and `tail` are what COPY wants around the rows: nothing in CSV."""
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (`close` is ours)
        self._head, self._tail = head, tail
        self.rows = 0

    def add(self, data: bytes, rows: int) -> None:
        """Keep the bytes of some rows."""
        self._file.write(data)
        self.rows += rows

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield self._head
        yield from iter(lambda: self._file.read(_PIECE), b"")
        yield self._tail

    def close(self) -> None:
        """Remove what was kept."""
        self._file.close()
