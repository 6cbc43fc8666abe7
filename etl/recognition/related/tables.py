"""The tables that files of a shop are, and how they are joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.files.sources import Source
from etl.recognition.head.first_rows import Head
from etl.values.numbers.decimals import Mark

AMOUNTS = ("unit_price", "total")


@dataclass(frozen=True)
class Table:
    """One file or several of the same shape: their columns, first rows, and what is what by name."""

    sources: tuple[Source, ...]
    head: Head
    roles: Mapping[str, int]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.sources[0].columns

    @property
    def name(self) -> str:
        """The file's name, as sentences have it."""
        return " and ".join(source.called for source in self.sources)

    def has(self, name: str) -> bool:
        """Whether it has a column of this name; any of an amount."""
        return bool(set(AMOUNTS) & set(self.roles)) if name == "amount" else name in self.roles


@dataclass(frozen=True)
class Link:
    """A table joined to what is there: `left` is a label of the joined header, `right` a position in the table."""

    table: Table
    left: str
    right: int
    taken: tuple[tuple[int, str], ...] = ()  # positions of its columns, and their names in the joined header
    summed: bool = False  # the one column that is taken is an amount, added up by the key
    whole: bool = False  # the one column that is taken says of orders that they came back, and all of each
    mark: Mark = "."  # the decimal mark that it is written with then


@dataclass(frozen=True)
class Joining:
    """Which table is the base, and what is joined to it in which order."""

    base: Table
    links: tuple[Link, ...]
    lacks: frozenset[str] = field(default_factory=frozenset)

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.base, *(link.table for link in self.links))
