"""What pg_restore writes, read as it comes: lines of SQL, and the rows of a COPY as a file that ends where they do."""

from typing import IO

_BLOCK = 1 << 18
_END = b"\n\\.\n"  # of a table's rows: in them a backslash always begins an escape, and \\. is none


class Script:
    """A script read from its beginning; what is read of the stream and not used yet is `held`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.held = stream, b""

    def line(self) -> bytes:
        """The next line; nothing at the end."""
        while b"\n" not in self.held and self.more():
            pass
        line, mark, self.held = self.held.partition(b"\n")
        return line + mark

    def more(self) -> bool:
        """Read on; False at the end."""
        block = self._stream.read(_BLOCK)
        self.held += block
        return bool(block)


class Rows:
    """The rows that follow a COPY, as the file that psycopg2 reads; they are taken from the script."""

    def __init__(self, script: Script) -> None:
        self._script, self._before, self._has_ended = script, b"\n", False

    def read(self, size: int) -> bytes:
        """Some of the rows, of whatever size; nothing behind the last one, or where the script breaks off."""
        while not self._has_ended:
            end = (self._before + self._script.held).find(_END)
            if end >= 0:
                self._has_ended = True
                return self._take(end, end + len(_END) - 1)
            if safe := max(0, len(self._script.held) - len(_END)):  # what follows may be the beginning of the end
                return self._take(safe, safe)
            self._has_ended = not self._script.more()
        return b""

    def _take(self, rows: int, all_: int) -> bytes:
        """Hand out the first `rows` bytes and be done with `all_`."""
        taken, self._script.held = self._script.held[:rows], self._script.held[all_:]
        self._before = taken[-1:] or self._before
        return taken
