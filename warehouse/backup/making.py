"""The store -> one file, in the custom format of pg_dump: complete under its name or not there at all."""

import os
import re
import subprocess
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from warehouse.backup.programs import meaning, program, reading, server_version
from warehouse.errors import InputError, NoDataError, WarehouseError
from warehouse.explain import explain
from warehouse.migrations import VERSION_TABLE, current_version
from warehouse.schema import metadata
from warehouse.settings import libpq_url
from warehouse.told import Bar

_SIZES = text(
    "select c.relname, pg_table_size(c.oid) as size from pg_class c"
    " where c.relnamespace = cast(current_schema() as regnamespace) and c.relkind in ('r', 'p')"
    " and c.relname = any(:names)"
)
ONLY_COPIES = ("kept_lines", "kept_loads")  # of lines: the next fit makes them again
_DUMPED = re.compile(r'dumping contents of table "(?:[^".]+|"[^"]+")\.(\w+)"')


def back_up(engine: Engine, url: str, file: Path, bar: Bar) -> int:
    """Write the whole store, as it is at one moment, to a new file that only its owner may read; the file's bytes.

    Loads and readers go on meanwhile. `bar` shows progress: description, total, unit -> what is told of each step.
    Raises InputError when the file is there already or cannot be written, NoDataError when there are no tables,
    WarehouseError when the tool does not fit the server or fails.
    """
    if file.exists():
        raise InputError(f"{file} is there already: name another file, or move it away.")
    with engine.connect() as connection:
        if current_version(connection) is None:
            raise NoDataError("The database holds no tables of Regulars yet: there is nothing to back up.")
        schema, sizes = connection.scalar(text("select current_schema()")), _sizes(connection)
        tool = program("pg_dump", server_version(connection))
    address, environment = reading(libpq_url(url))
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    tables = [f'--table="{schema}"."{name}"' for name in sizes]
    tables += [f'--exclude-table-data="{schema}"."{name}"' for name in ONLY_COPIES]
    command = [tool, "--format=custom", "--encoding=UTF8", "--verbose", "--no-unlogged-table-data"]
    command += ["--no-password", f"--file={beside}", f"--dbname={address}", *tables]
    try:
        _create(beside, file)
        _dump(command, environment, sizes, bar)
        beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)
    return file.stat().st_size


def _sizes(connection: Connection) -> dict[str, int]:
    """Our tables, with the bytes each takes."""
    names = [*metadata.tables, VERSION_TABLE]
    return {row.relname: row.size for row in connection.execute(_SIZES, {"names": names})}


def _create(beside: Path, file: Path) -> None:
    """An empty file that only its owner may read: it will hold names, addresses and hashes of passwords."""
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise explain(error) or InputError(f"{file} cannot be written: {error.strerror}.") from error


def _dump(command: list[str], environment: dict[str, str], sizes: dict[str, int], bar: Bar) -> None:
    """Run pg_dump to its end, telling of each table when the next one begins."""
    said: list[str] = []
    total = sum(sizes.values())
    with (
        bar("Backing up", total, "bytes") as advance,
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, errors="replace") as process,
    ):
        assert process.stderr is not None
        done = 0
        try:
            for line in process.stderr:
                said.append(line)
                if found := _DUMPED.search(line):
                    advance(done)
                    done = sizes.get(found[1], 0)
            advance(done)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise meaning("".join(said[-20:]))
    if not said:
        raise WarehouseError("The backup was not made: pg_dump said nothing.")
