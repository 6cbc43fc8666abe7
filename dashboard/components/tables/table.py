"""Tables: right-aligned numbers, bars in cells where size matters, rows that lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.components.tables.cells import Cell, plain

PROPERTIES = ["children", "caption", "columns", "rows", "foot", "stacks", "sorts"]
NONE: list[str] = []


@dataclass(frozen=True)
class Column:
    """A column's head; numbers stand right."""

    label: Cell
    number: bool = True
    hint: str = ""
    sort: str | None = None  # "ascending" | "descending" when the table is sorted by it


class Table(Component):
    """One component a table, whatever its rows: `dashboard.Table` of assets/tables.js.

    `columns` and `rows` are plain data (`cells`); `children` are the components that cells hold, by their number.
    """

    _namespace = "dashboard"
    _type = "Table"
    _prop_names = PROPERTIES
    _valid_wildcard_attributes = NONE


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str,
    foot: Sequence[Cell] | None = None,
    stacks: bool = False,
    sorts: bool = False,
) -> Table:
    """A table whose head stays in sight; `caption` names it for screen readers; `foot` is a row of totals.

    One that `stacks` is a block a row on a phone, each value behind its column's name. One that `sorts` is put into the
    order of a column by its head, in the browser: for tables that are there as a whole.
    """
    components: list[Any] = []
    heads = [_head(column, components) for column in columns]
    body = [_row(columns, row, components) for row in rows]
    last = None if foot is None else _row(columns, foot, components)
    told = {"sorts": True} if sorts else {}
    return Table(children=components, caption=caption, columns=heads, rows=body, foot=last, stacks=stacks, **told)


def _head(column: Column, components: list[Any]) -> dict[str, Any]:
    told = (("number", column.number), ("hint", column.hint), ("sort", column.sort))
    return {"label": plain(column.label, components)} | {name: value for name, value in told if value}


def _row(columns: Sequence[Column], cells: Sequence[Cell], components: list[Any]) -> list[Any]:
    if len(cells) != len(columns):
        raise ValueError(f"{len(cells)} cells under {len(columns)} heads")
    return [plain(cell, components) for cell in cells]
