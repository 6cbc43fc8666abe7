"""A backup's file: what it says of itself, and its rows."""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warehouse.backup.programs import output_of
from warehouse.errors import InputError
from warehouse.migrations import VERSION_TABLE

_ENTRY = re.compile(r"^\d+; \d+ \d+ (?P<kind>TABLE DATA|SEQUENCE SET) (?P<schema>\S+) (?P<name>\S+) .*$", re.MULTILINE)
_MADE_AT = re.compile(r"^;\s+Archive created at (\d{4}-\d\d-\d\d \d\d:\d\d)", re.MULTILINE)
_VERSION = re.compile(r"^COPY .*;\n(\w+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Archive:
    """A backup: `version` is that of its tables, `schema` where they stood, `entries` a line of its list each."""

    file: Path
    tool: str
    schema: str
    version: str
    made_at: str
    tables: dict[str, str]  # name -> the entry of its rows
    sequences: tuple[str, ...]  # the entries of where numbers go on

    @contextmanager
    def rows(self, tables: Sequence[str]) -> Iterator[IO[bytes]]:
        """The rows of these tables in this order, and then the sequences, as SQL; InputError when it breaks off."""
        with tempfile.NamedTemporaryFile("w", suffix=".list") as wanted:
            wanted.write("\n".join([*(self.tables[name] for name in tables), *self.sequences, ""]))
            wanted.flush()
            command = [self.tool, "--data-only", "--file=-", f"--use-list={wanted.name}", str(self.file)]
            with output_of(command, self.file) as stream:
                yield stream


def open_archive(file: Path, tool: str) -> Archive:
    """What a backup says of itself. Raises InputError when it is none of Regulars, or is not there."""
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    listed = subprocess.run([tool, "--list", str(file)], capture_output=True, text=True, errors="replace", check=False)
    entries = list(_ENTRY.finditer(listed.stdout))
    tables = {found["name"]: found[0] for found in entries if found["kind"] == "TABLE DATA"}
    if "unsupported version" in listed.stderr:
        raise InputError(f"{file} was written by a newer pg_dump than the pg_restore here: update Regulars.")
    if listed.returncode != 0 or VERSION_TABLE not in tables:
        raise InputError(f"{file} is no backup that `python -m warehouse backup` wrote, or it is damaged.")
    with output_of([tool, "--data-only", f"--table={VERSION_TABLE}", "--file=-", str(file)], file) as stream:
        version = _VERSION.search(stream.read().decode())
    if version is None:
        raise InputError(f"{file} does not say which version of Regulars' tables it holds: it is damaged.")
    made_at = _MADE_AT.search(listed.stdout)
    return Archive(
        file,
        tool,
        schema=next(found["schema"] for found in entries if found["name"] == VERSION_TABLE),
        version=version[1],
        made_at=made_at[1] if made_at else "",
        tables={name: entry for name, entry in tables.items() if name != VERSION_TABLE},
        sequences=tuple(found[0] for found in entries if found["kind"] == "SEQUENCE SET"),
    )
