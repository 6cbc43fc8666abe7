"""Files that come through the browser: in pieces, resumable, straight to disk; their names are never the person's.

The row is the truth: a piece counts when its row says so, and what a crash left beyond that is written over.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, func, insert, select, update

from warehouse.errors import InputError
from warehouse.schema import uploads
from warehouse.setting_values import spelled
from warehouse.settings import Settings
from warehouse.told import to_say
from warehouse.uploads.limits import coming, refuse_beyond, refuse_many, refuse_without_room, shown_name

FOLDER = "uploads"
MOST_AT_ONCE = 16 << 20  # bytes of a piece
_ID = re.compile(r"[0-9a-f]{32}")
_BLOCK = 4 << 20
State = Literal["receiving", "complete", "loaded", "removed"]


class OffsetError(InputError):
    """A piece does not begin where the last one ended; `expected` is where it has to."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"The upload goes on at byte {expected:,}.")
        self.expected = expected


@dataclass(frozen=True)
class Upload:
    """A row of `uploads`."""

    upload_id: str
    file_name: str
    bytes: int
    received_bytes: int
    sha256: str | None
    uploaded_by: str | None
    started_at: datetime
    finished_at: datetime | None
    state: State
    loaded_at: datetime | None
    removed_at: datetime | None


_COLUMNS = tuple(uploads.c[one.name] for one in fields(Upload))


def begin(
    engine: Engine,
    settings: Settings,
    file_name: str,
    size: int,
    by: str | None = None,
    address: str | None = None,
) -> Upload:
    """Announce a file of so many bytes, from an address of the net.

    InputError when it is empty, too large, has a name that is no text, or the disk has no room for it; ManyError.
    """
    name = shown_name(file_name)
    if size < 1:
        raise InputError(to_say("{name} is empty.").format(name=name))
    if size > settings.upload_limit:
        raise InputError(
            to_say(
                "{name} is larger than the {size} that a file may have here. Split it, or load it on the "
                "server with: python -m etl load FILE"
            ).format(name=name, size=spelled(settings.upload_limit))
        )
    folder = _folder(settings)
    with engine.begin() as connection:
        refuse_many(connection, by, address)
        refuse_beyond(connection, by, size, settings.upload_limit)
        refuse_without_room(folder, size + coming(connection, settings.upload_limit), f"{name} ({spelled(size)})")
        row = {"upload_id": secrets.token_hex(16), "file_name": name, "bytes": size, "uploaded_by": by}
        now = func.clock_timestamp()
        statement = insert(uploads).values(state="receiving", started_at=now, heard_at=now, address=address, **row)
        return _of(connection.execute(statement.returning(*_COLUMNS)).mappings().one())


def append(engine: Engine, settings: Settings, upload_id: str, offset: int, piece: bytes) -> Upload:
    """Write a piece at `offset`; with the last one the file is complete and its checksum known.

    OffsetError where another byte is next, also after a connection that broke; InputError for what does not fit.
    """
    path = path_of(settings, upload_id)
    with engine.begin() as connection:
        upload = _locked(connection, upload_id)
        if upload.state != "receiving":
            raise InputError(to_say("{name} is not being received any more.").format(name=upload.file_name))
        if offset != upload.received_bytes:
            raise OffsetError(upload.received_bytes)
        end = offset + len(piece)
        if not piece or len(piece) > MOST_AT_ONCE or end > upload.bytes:
            raise InputError(to_say("A piece of {name} has a size that does not fit.").format(name=upload.file_name))
        refuse_without_room(path.parent, len(piece), upload.file_name)
        _write(path, offset, piece, is_last=end == upload.bytes)
        changed: dict[str, Any] = {"received_bytes": end, "heard_at": func.clock_timestamp()}
        if end == upload.bytes:
            changed |= {"state": "complete", "finished_at": func.clock_timestamp(), "sha256": _checksum(path)}
        statement = update(uploads).where(uploads.c.upload_id == upload_id).values(**changed).returning(*_COLUMNS)
        return _of(connection.execute(statement).mappings().one())


def get(connection: Connection, upload_id: str) -> Upload | None:
    """One upload; None where there is none of that name."""
    row = connection.execute(select(*_COLUMNS).where(uploads.c.upload_id == upload_id)).mappings().first()
    return _of(row) if row else None


def kept(connection: Connection, by: str | None = None) -> list[Upload]:
    """Those whose file is still there, the newest first; of one person, where that is asked."""
    found = select(*_COLUMNS).where(uploads.c.state != "removed").order_by(uploads.c.started_at.desc())
    if by is not None:
        found = found.where(uploads.c.uploaded_by == by)
    return [_of(row) for row in connection.execute(found).mappings()]


def mark_loaded(connection: Connection, upload_ids: Sequence[str]) -> None:
    """Say that these files are in the store: they go after some days."""
    own = uploads.c.upload_id.in_(upload_ids), uploads.c.state == "complete"
    connection.execute(update(uploads).where(*own).values(state="loaded", loaded_at=func.clock_timestamp()))


def remove(engine: Engine, settings: Settings, upload_id: str) -> None:
    """Delete the file; its row stays and says so."""
    path = path_of(settings, upload_id)
    with engine.begin() as connection:
        own = uploads.c.upload_id == upload_id, uploads.c.state != "removed"
        connection.execute(update(uploads).where(*own).values(state="removed", removed_at=func.clock_timestamp()))
    path.unlink(missing_ok=True)


def path_of(settings: Settings, upload_id: str) -> Path:
    """Where a file lies; InputError for what is no name of ours, so that no path comes from outside."""
    if not _ID.fullmatch(upload_id):
        raise InputError(to_say("There is no such upload."))
    return settings.home / FOLDER / upload_id


def _folder(settings: Settings) -> Path:
    folder = settings.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def _locked(connection: Connection, upload_id: str) -> Upload:
    row = connection.execute(select(*_COLUMNS).where(uploads.c.upload_id == upload_id).with_for_update())
    if (found := row.mappings().first()) is None:
        raise InputError(to_say("There is no such upload."))
    return _of(found)


def _write(path: Path, offset: int, piece: bytes, is_last: bool) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if os.fstat(file).st_size < offset:
            raise InputError(to_say("What was uploaded so far is lost: begin again."))
        os.ftruncate(file, offset)  # what a crash left beyond the row goes
        done = 0
        while done < len(piece):
            done += os.pwrite(file, memoryview(piece)[done:], offset + done)
        if is_last:
            os.fsync(file)
    finally:
        os.close(file)


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _of(row: Any) -> Upload:
    return Upload(**row)
