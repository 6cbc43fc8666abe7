"""What stands in a table's cells, as plain data that assets/tables.js draws: words, links, badges, bars, tints.

A list of fifty customers was a thousand components, each of which Dash drew by itself: seconds in the browser. What
is none of these is a component of its own (a button that is heard, a field), and keeps its place in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.basics import Children, place
from dashboard.figures.style.theme import ACCENT, segment_colour
from dashboard.filters.published import Segment
from dashboard.shop import Place
from dashboard.words import formats


@dataclass(frozen=True, slots=True)
class Words:
    """Words with a look of their own, or with an address to go to; `inside` may hold more of them."""

    inside: Cell
    class_name: str = ""
    href: str = ""
    title: str = ""
    tag: str = "span"  # or div, p, strong, code; with an address it is a link
    colour: str = ""  # of its background

    def plain(self, components: list[Any]) -> dict[str, Any]:
        """As the browser takes it."""
        told = (("class", self.class_name), ("href", self.href), ("title", self.title), ("colour", self.colour))
        found: dict[str, Any] = {"in": plain(self.inside, components)} | {name: value for name, value in told if value}
        return found if self.tag == "span" else found | {"tag": self.tag}


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell with a bar behind its number: `ratio` 0 … 1 of the cell's width."""

    text: str
    ratio: float
    colour: str = ACCENT

    def plain(self, _components: list[Any]) -> dict[str, Any]:
        """As the browser takes it."""
        return {"text": self.text, "bar": round(max(0.0, min(1.0, float(self.ratio))) * 100, 1), "colour": self.colour}


@dataclass(frozen=True, slots=True)
class Heat:
    """A cell with a tint behind its number and how that compares: `£1.2k`, `▲ 1.8×`."""

    text: str
    note: str
    tint: str  # a CSS colour
    href: str = ""  # where its number leads

    def plain(self, _components: list[Any]) -> dict[str, Any]:
        """As the browser takes it."""
        found = {"text": self.text, "note": self.note, "tint": self.tint}
        return found | {"href": self.href} if self.href else found


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick: two of a table go side by side, as `field=one,other` in the address."""

    value: str
    field: str
    label: str

    def plain(self, _components: list[Any]) -> dict[str, Any]:
        """As the browser takes it."""
        return {"tick": self.value, "field": self.field, "label": self.label}


Cell = Words | Bar | Heat | Tick | Children | Sequence[Any]


def plain(cell: Cell, components: list[Any]) -> Any:
    """A cell as JSON; a component goes to the others, and the cell tells which of them it is."""
    if cell is None or isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, Words | Bar | Heat | Tick):
        return cell.plain(components)
    if isinstance(cell, list | tuple):
        return [plain(one, components) for one in cell]
    components.append(cell)
    return {"component": len(components) - 1}


def link_cell(inside: Cell, href: str, class_name: str = "link") -> Words:
    """A link within the app: no reload."""
    return Words(inside, class_name, href)


def badge_cell(segment: Segment) -> Words:
    """A segment's colour mark and name."""
    return Words([Words("", "dot", colour=segment_colour(segment.position)), segment.name], "badge-segment")


def name_cell(where: Place, segment: Segment | None) -> Cell:
    """A segment's badge that leads to its page, the filters kept; to none where nobody is in it today."""
    if segment is None:
        return formats.NOTHING
    if segment.is_emptied:
        return badge_cell(segment)
    return link_cell(badge_cell(segment), place(where.filters, "segments", segment.segment_id), "plain-link")
