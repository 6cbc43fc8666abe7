"""Files of lists that left, made again from the ledger."""

from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Connection

from audiences.campaigns.ledger import TABLE, Delivery, File, delivery, make_files
from audiences.campaigns.plain_lists import stream
from audiences.destinations import FORMATS
from warehouse.errors import InputError
from wording.languages import say, say_n, to_say, to_say_n

ADDED = to_say_n(
    "it left with {n} row, and somebody added to the record since",
    "it left with {n} rows, and somebody added to the record since",
)
ERASED = to_say_n(
    "it left with {n} row, and somebody of it was erased since",
    "it left with {n} rows, and somebody of it was erased since",
)
CHANGED = to_say(
    "somebody of it was erased or changed in the record since, or the format is written differently by now"
)


@dataclass(frozen=True)
class Again:
    """Files made again."""

    paths: tuple[Path, ...]
    rows: int
    on_record: int  # rows of it as it left
    is_same: bool  # byte by byte

    @property
    def cause(self) -> str:
        """Why it is another file than the one that left, by what differs."""
        if self.rows > self.on_record:
            return say_n(self.on_record, *ADDED)
        if self.rows < self.on_record:
            return say_n(self.on_record, *ERASED)
        return say(CHANGED)


def again(connection: Connection, delivery_id: int, folder: Path) -> Again:
    """Make a list's files again, into a folder.

    Raises InputError where there is no such list, where its format is not written any more, and where the viewer may
    not see who the people of it are.
    """
    one = delivery(connection, delivery_id)
    if one.leaving.destination not in (TABLE, *FORMATS):
        raise InputError(say("Lists in the format {format} cannot be made again.", format=one.leaving.destination))
    if one.leaving.destination == TABLE:
        made = [_plain(connection, one, folder)]
    else:
        made = make_files(connection, delivery_id, one.leaving, folder)
    rows = sum(file.rows for _, file in made)
    if one.leaving.rows and not rows:
        raise InputError(say("This list names people, whom you may not see, or all of them were erased since."))
    same = {file.name: file.sha256 for _, file in made} == {file.name: file.sha256 for file in one.files}
    on_record = sum(file.rows for file in one.files) if one.files else one.leaving.rows
    return Again(tuple(path for path, _ in made), rows, on_record, same)


def _plain(connection: Connection, one: Delivery, folder: Path) -> tuple[Path, File]:
    path = folder / f"{one.leaving.name}.csv"
    with path.open("wb") as file:
        file.writelines(stream(connection, one))
    with path.open("rb") as written:
        return path, File(path.name, one.leaving.rows, path.stat().st_size, file_digest(written, "sha256").hexdigest())
