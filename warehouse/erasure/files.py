"""Files that lie about for jobs: those that name somebody, or that nobody can look into, are removed."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, update

from warehouse import results
from warehouse.erasure.contents import Names, is_packed
from warehouse.schema import uploads as uploads_
from warehouse.settings import Settings
from warehouse.told import Bar
from warehouse.uploads import files as uploads

BAR = "Looking through files"


@dataclass(frozen=True)
class Lying:
    """The files that are there: uploaded ones by their ids, and those that jobs wrote."""

    uploads: dict[str, Path]
    results: tuple[Path, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.uploads.values(), *self.results)


@dataclass(frozen=True)
class _Seen:
    """What a file was when it was looked at, and whether it may name them."""

    changed: int
    bytes: int
    is_named: bool


class Look:
    """Which files may name somebody. A second look costs what came or changed since, so that it can be a short one."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._names = Names(())
        self._seen: dict[Path, _Seen] = {}

    def left(self, paths: Iterable[Path], names: Iterable[str]) -> int:
        """Bytes that are still to be looked at."""
        is_known = Names(names).all <= self._names.all
        return sum(_bytes(path) - (self._begin(path) if is_known else 0) for path in paths if _bytes(path))

    def at(self, paths: Iterable[Path], names: Iterable[str]) -> set[Path]:
        """Those of the files that may name somebody."""
        sought = Names(names)
        if not sought.all <= self._names.all:  # of whom a load has told more meanwhile
            self._names, self._seen = sought, {}
        found = [path for path in paths if _bytes(path) > self._begin(path)]
        with self._bar(BAR, sum(map(_bytes, found)), "bytes") as tell:
            for path in found:
                begin = self._begin(path)
                with suppress(FileNotFoundError):
                    stat = path.stat()
                    named = self._names.may_be_in(path, tell, begin)
                    self._seen[path] = _Seen(stat.st_mtime_ns, stat.st_size, named)
        return {path for path in paths if path in self._seen and self._seen[path].is_named}

    def _begin(self, path: Path) -> int:
        """Up to where it was looked at: all, nothing, or what there was of one that is on its way."""
        seen = self._seen.get(path)
        if seen is None:
            return 0
        with suppress(FileNotFoundError):
            stat = path.stat()
            if seen.is_named or (seen.changed, seen.bytes) == (stat.st_mtime_ns, stat.st_size):
                return stat.st_size
            return seen.bytes if stat.st_size > seen.bytes and not is_packed(path) else 0
        return 0


def _bytes(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def lying(connection: Connection, settings: Settings) -> Lying:
    """The files that are there now."""
    kept = {upload.upload_id: uploads.path_of(settings, upload.upload_id) for upload in uploads.kept(connection)}
    written = (settings.home / results.FOLDER).glob("*")
    return Lying(
        {name: path for name, path in kept.items() if path.is_file()}, tuple(path for path in written if path.is_file())
    )


def say_removed(connection: Connection, upload_ids: Iterable[str]) -> None:
    """Say in their rows that uploaded files are there no more."""
    removed = {"state": "removed", "removed_at": func.clock_timestamp()}
    connection.execute(update(uploads_).where(uploads_.c.upload_id.in_(upload_ids)).values(**removed))
