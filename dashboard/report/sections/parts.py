"""What a report is made of: sections of charts, tables, figures and words. Values only; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard.figures.style.theme import segment_colour
from wording.languages import say


@dataclass(frozen=True)
class Cell:
    """A table's cell: text, perhaps with a segment's colour mark, a bar behind it, a tint, or a second line."""

    text: str
    dot: str = ""  # a colour
    bar: float | None = None  # 0 … 1
    bar_colour: str = ""
    tint: str = ""  # a CSS colour
    tone: str = ""  # better | worse | muted
    more: str = ""  # a quieter line below


def segment_cell(name: str, position: int, more: str = "") -> Cell:
    """A segment's colour mark and name."""
    return Cell(name, dot=segment_colour(position), more=more)


Row = list[Cell | str]


@dataclass(frozen=True)
class Column:
    """A table's column; text stands left, numbers right."""

    label: str
    is_number: bool = True
    width: str = ""  # of the table, in CSS


def said(columns: Sequence[Column]) -> list[Column]:
    """Columns whose labels were marked by `to_say`, in the language that is spoken."""
    return [replace(one, label=say(one.label)) for one in columns]


@dataclass(frozen=True)
class Table:
    """A compact table."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    note: str = ""
    foot: Sequence[Cell | str] = ()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Chart:
    """A drawing; without one, `missing` says why in its place."""

    title: str
    svg: str
    note: str = ""
    is_half: bool = False  # half the page's width: two stand side by side
    missing: str = ""
    legend: Sequence[tuple[str, str]] = ()  # colour (or `ring`, `disc`), name
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Figure:
    """A key figure with its change."""

    label: str
    value: str
    change: str = ""
    tone: str = ""
    note: str = ""
    basis: str = ""  # what the change is against


@dataclass(frozen=True)
class Figures:
    """A strip of key figures."""

    figures: Sequence[Figure]
    note: str = ""
    kind: str = field(default="figures", init=False)


@dataclass(frozen=True)
class Item:
    """A finding, a definition, or what to do about a segment."""

    title: str
    text: str
    colour: str = ""
    facts: Sequence[tuple[str, str]] = ()
    aside: str = ""  # beside the title


@dataclass(frozen=True)
class Items:
    """Items below each other."""

    title: str
    items: Sequence[Item]
    note: str = ""
    is_dense: bool = False  # two beside each other
    kind: str = field(default="items", init=False)


Block = Table | Chart | Figures | Items


@dataclass(frozen=True)
class Section:
    """A part of the report; without blocks the lead says why it is empty."""

    anchor: str
    title: str
    lead: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True)
class Cover:
    """What the first page says above its figures."""

    title: str
    period: str
    facts: Sequence[tuple[str, str]]
    blocks: Sequence[Block] = ()
