"""Rejected rows given back: as they are listed, and in the shape of the file they came in."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from etl.files.inputs.inputs import shown
from etl.files.inputs.whole_files import written_whole
from warehouse.bulk import copy_out
from warehouse.errors import InputError
from warehouse.schema import loads, rejected_rows
from wording.languages import say


def rejected_lines(connection: Connection, load_id: int) -> Iterator[bytes]:
    """Line, reason and row as it came, as CSV; InputError when there is no such load."""
    _load(connection, load_id)
    columns = (rejected_rows.c.line_number, rejected_rows.c.reason, rejected_rows.c.raw)
    yield from copy_out(connection, select(*columns).where(rejected_rows.c.load_id == load_id).order_by(columns[0]))


def write_repairable(connection: Connection, load_id: int, path: Path) -> int:
    """Write the rejected rows under their file's header, in its delimiter and UTF-8; how many.

    The file appears whole or not at all. Raises InputError when there is no such load, when it rejected nothing, and
    when `path` cannot be written.
    """
    details = _load(connection, load_id).details or {}
    rows = select(rejected_rows.c.raw).where(rejected_rows.c.load_id == load_id).order_by(rejected_rows.c.line_number)
    count = 0
    with written_whole(path) as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        if header := details.get("header"):
            csv.writer(text, delimiter=details["delimiter"], lineterminator="\n").writerow(header)
        for raw in connection.execution_options(yield_per=10_000).scalars(rows):
            text.write(raw + "\n")
            count += 1
        if not count:
            raise InputError(
                say("Load {load_id} rejected no row, so {file} was not written.", load_id=load_id, file=shown(path))
            )
    return count


def _load(connection: Connection, load_id: int) -> Row[Any]:
    found = connection.execute(select(loads).where(loads.c.load_id == load_id)).first()
    if found is None:
        raise InputError(f"There is no load {load_id}. See the loads with: python -m etl status")
    return found
