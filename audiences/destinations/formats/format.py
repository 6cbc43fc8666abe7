"""What a format is: data. One file a destination says it; `writing` and `preflight` read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from audiences.destinations.formats.member import Member

Kind = Literal["text", "count", "money", "day"]


@dataclass(frozen=True)
class Column:
    """A column of a file."""

    header: str
    value: Callable[[Member], Any]  # '' or None where nothing is known
    of: tuple[str, ...] = ()  # the fields of Member that it is made of; none: it is always empty, or always full
    kind: Kind = "text"


@dataclass(frozen=True)
class Format:
    """A file as a destination takes it."""

    key: str
    name: str
    about: str  # a sentence: what the file is, for people
    columns: tuple[Column, ...]
    ending: Literal["csv", "xlsx"] = "csv"
    # What tells two people apart there; '' where there is no usable address. None: the file needs no address.
    key_of: Callable[[Member], str] | None = None
    contacts: tuple[str, ...] = ()  # the fields that hold addresses
    least: int = 0  # people, fewer than which the platform refuses
    most_bytes: int | None = None  # of a file; longer lists are split
    most_rows: int | None = None  # of a file
    has_mark: bool = False  # whether a byte order mark tells spreadsheets that it is UTF-8
    is_harmless: bool = False  # whether texts that a spreadsheet would run are shielded
    is_advertising: bool = False  # whether the platform shows advertisements, and looks at names of lists

    @property
    def headers(self) -> tuple[str, ...]:
        """The first line."""
        return tuple(column.header for column in self.columns)
