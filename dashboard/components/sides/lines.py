"""The lines of two of a kind side by side: a measure, what it stands on, both values, and how far apart they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.components.tables import Cell, Column, Table, Words, data_table
from dashboard.words import formats
from wording.languages import marked, say

MOST_TIMES = 100


@dataclass(frozen=True)
class Line:
    """A measure of both, in their order."""

    name: str
    values: tuple[float, float]
    write: Callable[[float], str]
    is_share: bool = False
    is_days: bool = False
    basis: str = ""
    shown: Cell = None  # in place of the name: a badge

    @property
    def difference(self) -> str:
        """`2.4 times`, `+3.1 pts`, `−21 days`: the first against the second; nothing where one has no value."""
        first, second = self.values
        if pd.isna(first) or pd.isna(second):
            return formats.NOTHING
        if self.is_share:
            return formats.points(first - second)
        if self.is_days:
            return say("{number}\u202fdays", number=formats.signed(first - second, 0))
        return (
            say("{number} times", number=marked(f"{first / second:.2g}"))
            if first > 0 and second > 0 and first / second < MOST_TIMES
            else formats.NOTHING
        )


def table_of(first: str, second: str, lines: Sequence[Line], parts: tuple[str, Sequence[Line]] | None = None) -> Table:
    """The lines of two by these names; `parts`, of which all stand on the same, below a head of their own."""
    hint = say("{first} against {second}", first=first, second=second)
    columns = [Column(say("Measure"), False), Column(first), Column(second), Column(say("Difference"), hint=hint)]
    rows: list[list[Cell]] = [
        [_name(one), *(one.write(value) for value in one.values), one.difference] for one in lines
    ]
    if parts is not None and parts[1]:
        rows.append([Words(parts[0], tag="strong"), "", "", ""])
        rows += [[_name(one), *(one.write(value) for value in one.values), one.difference] for one in parts[1]]
    return data_table(columns, rows, caption=say("{first} and {second}", first=first, second=second))


def _name(one: Line) -> Cell:
    name: Cell = one.shown or say(one.name)
    return [name, Words(say(one.basis), "cell-beside", tag="div")] if one.basis else name
