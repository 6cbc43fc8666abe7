"""What every kind of place offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice
from typing import Protocol, TypeVar

from warehouse.errors import InputError
from wording.languages import say, to_say, whole

BLOCK = 1 << 20
MOST_FILES = 1_000  # new ones in a run: more wait for the next
MOST_LISTED = 100_000  # entries of a folder
TOO_MANY = to_say("{place} lists more than {most} files: name a folder or prefix with fewer.")
WILD = "*?["
T = TypeVar("T")


@dataclass(frozen=True)
class Remote:
    """A file there; `mark` tells its content from another without fetching it, '' where nothing does."""

    name: str
    mark: str
    size: int | None = None


class Place(Protocol):
    """A place that is open."""

    def files(self, known: Mapping[str, str]) -> Iterable[Remote]:
        """The files there, of those `known` by name and mark only what has changed, where the place can tell."""

    def blocks(self, remote: Remote) -> Iterator[bytes]:
        """The bytes of one of them."""


def listed(entries: Iterable[T], place: str) -> list[T]:
    """All entries of a folder; InputError where there is no end of them, which would fill the memory."""
    found = list(islice(entries, MOST_LISTED + 1))
    if len(found) > MOST_LISTED:
        raise InputError(say(TOO_MANY, place=place, most=whole(MOST_LISTED)))
    return found


def split(path: str) -> tuple[str, str]:
    """`exports/*.csv` -> `exports/` and `*.csv`; a folder has the pattern `*`."""
    folder, _, last = path.rpartition("/")
    if any(sign in folder for sign in WILD):
        raise InputError(say("{path} has a * in the name of a folder; only the last part may be a pattern.", path=path))
    return (f"{folder}/" if folder or path.startswith("/") else ""), last or "*"


def suits(name: str, pattern: str) -> bool:
    """Whether a file's own name is meant; hidden ones are not."""
    return fnmatchcase(name, pattern) and not name.startswith(".")
