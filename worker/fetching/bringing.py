"""Files of a source that are new, written to disk; and which they were, so that they are not fetched again."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import basename
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from etl.files.inputs.inputs import shown
from warehouse.errors import InputError
from warehouse.outward import Source
from warehouse.schema import fetched_files
from warehouse.setting_values import spelled
from warehouse.settings import Settings
from warehouse.uploads import refuse_without_room
from wording.console import progress
from wording.languages import say, say_n, to_say
from worker.fetching import https, s3, sftp
from worker.fetching.place import MOST_FILES, Place, Remote
from worker.fetching.sockets import Outside

FOLDER = "fetched"
TOO_SLOW = to_say("{name} came so slowly that it was given up after {time}.")
A_DAY = 86_400  # seconds
LONGEST = 7_200.0  # seconds of a file: whoever sends it a byte a minute would keep the fetching of others
ASKING = 300.0  # seconds to connect, sign in, list what is there and begin to answer
LONGEST_RUN = 6 * 3_600.0  # seconds after which no further file is begun: it waits for the next run
KINDS: Mapping[str, Callable[[Source, Mapping[str, str], Outside], AbstractContextManager[Place]]] = {
    "https": https.opened,
    "sftp": sftp.opened,
    "s3": s3.opened,
}
Known = Mapping[str, tuple[str, str]]  # name -> mark and checksum
Said = tuple[Mapping[str, Any], ...]  # why files were not loaded
_HELD = fetched_files.c


@dataclass(frozen=True)
class Brought:
    """A file that was fetched, or why it was not."""

    remote: Remote
    path: Path
    sha256: str = ""
    bytes: int = 0
    title: str = ""  # its name for people
    is_known: bool = False  # it holds what it held before, whatever its mark says
    said: Said = ()  # the same of a file that could not be loaded: why not
    error: str = ""


@dataclass(frozen=True)
class Before:
    """What a schedule fetched before, by the names that files are remembered by: not by whoever was erased."""

    loaded: Known
    failed: Mapping[str, tuple[str, str, Said]]  # of those that could not be: mark, checksum, why
    kept_as: Callable[[str], str] = str

    def unread(self, remote: Remote, sha256: str = "") -> Said:
        """Why a file could not be loaded that is still the same, as its mark or its checksum says."""
        mark, held, said = self.failed.get(self.kept_as(remote.name), ("", "", ()))
        return said if (mark and mark == remote.mark) or (held and held == sha256) else ()

    def holds(self, remote: Remote, sha256: str) -> bool:
        """Whether it holds what it held when it was loaded."""
        return self.loaded.get(self.kept_as(remote.name), ("", ""))[1] == sha256


def bring_new(
    source: Source, secrets: Mapping[str, str], before: Before, settings: Settings, job_id: int
) -> Iterator[Brought]:
    """Fetch what is new since `before`, one file after the other; each is gone when the next one is asked for.

    A file that cannot be fetched keeps no other from it; InputError where the place itself cannot be looked at.
    """
    outside = Outside(settings.outward.networks, settings.upload_limit)
    marks = {name: mark for name, (mark, _) in before.loaded.items() if mark}
    folder = folder_of_job(settings, job_id)
    line, end = outside.lifeline, time.monotonic() + LONGEST_RUN
    asking = say(
        "{host} took so long to say what is there that it was given up after {time}.",
        host=source.host,
        time=minutes(ASKING),
    )
    with ExitStack() as stack:
        stack.callback(line.close)
        with line.within(ASKING, asking):
            place = stack.enter_context(KINDS[source.kind](source, secrets, outside))
            remotes = iter(place.files(marks))
        for number in range(MOST_FILES):
            with line.within(ASKING, asking):
                remote = next(remotes, None)
            if remote is None or time.monotonic() > end:
                break
            path = folder / str(number)
            if said := before.unread(remote):
                yield Brought(remote, path, said=said)
                continue
            try:
                name = shown(basename(remote.name))
                too_slow = say(TOO_SLOW, name=name, time=minutes(LONGEST))
                with line.within(LONGEST, too_slow):
                    brought = _written(place, remote, path, outside.limit)
                title = (place.title() if isinstance(place, https.Address) else "") or basename(remote.name)
                is_same = before.holds(remote, brought.sha256)
                yield replace(brought, title=shown(title), is_known=is_same, said=before.unread(remote, brought.sha256))
            except InputError as error:
                yield Brought(remote, path, title=shown(basename(remote.name)), error=str(error))
            finally:
                path.unlink(missing_ok=True)


def note(
    connection: Connection, schedule_id: int, brought: Brought, before: Before, said: Sequence[Any], read_by: str
) -> None:
    """Remember a file that was fetched; one that did not come, or was read in another way, is fetched again."""
    is_loaded, came = not said, not brought.error
    values: dict[str, Any] = {
        "mark": brought.remote.mark if came else "",
        "sha256": brought.sha256 if came else "",
        "failed": list(said) if said and came else None,
        "read_by": read_by,
        "bytes": brought.bytes,
        "fetched_at": func.clock_timestamp(),
        "is_loaded": is_loaded,
    }
    row = insert(fetched_files).values(schedule_id=schedule_id, name=before.kept_as(brought.remote.name), **values)
    connection.execute(row.on_conflict_do_update(index_elements=["schedule_id", "name"], set_=values))


def forget_folder(settings: Settings, job_id: int) -> None:
    """Remove what a job had fetched or written."""
    shutil.rmtree(settings.home / FOLDER / str(job_id), ignore_errors=True)


def forget_old(settings: Settings) -> None:
    """Remove what jobs left that were killed a day ago or more."""
    for folder in (settings.home / FOLDER).glob("*"):
        if time.time() - folder.stat().st_mtime > A_DAY:
            shutil.rmtree(folder, ignore_errors=True)


def known(connection: Connection, schedule_id: int, read_by: str, kept_as: Callable[[str], str]) -> Before:
    """What a schedule fetched before, and could load, or not when read in the same way."""
    of_it = _HELD.schedule_id == schedule_id
    loaded = select(_HELD.name, _HELD.mark, _HELD.sha256).where(of_it, _HELD.is_loaded)
    failed = select(_HELD.name, _HELD.mark, _HELD.sha256, _HELD.failed).where(
        of_it, _HELD.is_loaded.is_(False), _HELD.failed.is_not(None), _HELD.read_by == read_by
    )
    return Before(
        {name: (mark, sha256) for name, mark, sha256 in connection.execute(loaded)},
        {name: (mark, sha256, tuple(said)) for name, mark, sha256, said in connection.execute(failed)},
        kept_as,
    )


def folder_of_job(settings: Settings, job_id: int) -> Path:
    """Where a job keeps files while it works."""
    folder = settings.home / FOLDER / str(job_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _written(place: Place, remote: Remote, path: Path, limit: int) -> Brought:
    """Stream a file to disk, no more of it than may come and the disk has room for."""
    name = shown(basename(remote.name))
    if remote.size is not None:
        _check_size(remote.size, path, limit, name)
    digest, size = hashlib.sha256(), 0
    with (
        progress(say("Fetching {name}", name=name), remote.size, "bytes") as advance,
        open(path, "wb", opener=_private) as file,
    ):
        for block in place.blocks(remote):
            size += len(block)
            _check_size(size if remote.size is None else 0, path, limit, name)
            if size > limit:
                raise InputError(_too_big(name, size, limit))
            digest.update(block)
            file.write(block)
            advance(len(block))
    if remote.size is not None and size != remote.size:
        raise InputError(
            say(
                "{name} came with {size} of {whole}: it is being written just now.",
                name=name,
                size=spelled(size),
                whole=spelled(remote.size),
            )
        )
    return Brought(remote, path, digest.hexdigest(), size)


def _check_size(size: int, path: Path, limit: int, name: str) -> None:
    if size > limit:
        raise InputError(_too_big(name, size, limit))
    refuse_without_room(path.parent, size, name)


def minutes(seconds: float) -> str:
    """`5 minutes`; `2 hours` from two hours on."""
    if seconds >= 7_200:
        return say_n(round(seconds / 3600), "{n} hour", "{n} hours")
    return say_n(round(seconds / 60), "{n} minute", "{n} minutes")


def _too_big(name: str, size: int, limit: int) -> str:
    return say(
        "{name} has {size} or more, and at most {most} may come (REGULARS_UPLOAD_LIMIT).",
        name=name,
        size=spelled(size),
        most=spelled(limit),
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
