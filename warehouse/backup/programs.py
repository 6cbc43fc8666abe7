"""PostgreSQL's programs for backups: which to run, and what it means when one fails."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg2.extensions import make_dsn, parse_dsn
from sqlalchemy import Connection, text

from warehouse.embedded import binaries
from warehouse.errors import EmbeddedError, InputError, WarehouseError

_FAILURES = (  # what a program says -> what it means; the first that is found
    ("No space left on device|Disk quota exceeded", "The disk is full: make room on it and try again."),
    (
        "permission denied|row-level security",
        "The database user may not read all of Regulars' tables: a backup needs the user who owns them.",
    ),
    (
        "terminating connection|server closed the connection|connection to server|SSL SYSCALL",
        "The database closed the connection: it was stopped, restarted or ran out of memory. Try again.",
    ),
    ("canceling statement due to lock timeout", "Another command holds the tables: try again when it has finished."),
)


def program(name: str, server: int) -> str:
    """The path of `pg_dump` or `pg_restore` that understands a server of this major version.

    Ours comes with the embedded database. Raises WarehouseError where the server is newer and no newer one on PATH.
    """
    found = [path for path in (_own(name), shutil.which(name)) if path and Path(path).exists()]
    versions = {path: _version(path) for path in found}
    if chosen := next((path for path in found if versions[path] >= server), None):
        return chosen
    newest = max(versions.values(), default=0)
    raise WarehouseError(
        f"The database server is PostgreSQL {server}, and "
        + (f"{name} here is version {newest}" if newest else f"there is no {name} here")
        + f": install the client programs of PostgreSQL {server}, so that {name} is on the PATH."
    )


def server_version(connection: Connection) -> int:
    """The server's major version."""
    return int(connection.scalar(text("show server_version_num")) or 0) // 10_000


def reading(url: str) -> tuple[str, dict[str, str]]:
    """A libpq address as (address without the password, environment with it): others see the arguments of programs."""
    parts = parse_dsn(url)
    password = parts.pop("password", None)
    return make_dsn(**parts), os.environ | ({"PGPASSWORD": password} if password else {})


@contextmanager
def output_of(command: Sequence[str], file: Path) -> Iterator[IO[bytes]]:
    """What `pg_restore` makes of a backup, as it comes; InputError at the block's end when the file is damaged.

    A block that raises ends the program.
    """
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
            rest = process.stdout.read()
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0 or rest:
            raise damaged(file)


def damaged(file: Path) -> InputError:
    """The error for a backup that breaks off or does not unpack."""
    return InputError(f"{file} is damaged: it cannot be read to its end. Nothing was restored.")


def meaning(said: str) -> WarehouseError:
    """The sentence for what a program that failed said last."""
    for pattern, sentence in _FAILURES:
        if re.search(pattern, said):
            return WarehouseError(sentence)
    lines = [re.sub(r"^pg_\w+: (error: |warning: )?", "", line) for line in said.splitlines() if "error:" in line]
    return WarehouseError(f"The backup was not made: {lines[-1] if lines else 'pg_dump was stopped'}.")


def _own(name: str) -> str | None:
    try:
        return str(binaries() / name)
    except EmbeddedError:
        return None


def _version(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0
