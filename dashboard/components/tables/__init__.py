"""Tables as data: what a cell may hold, and the one component that the browser draws all of them with."""

from dashboard.components.tables.cells import Bar, Cell, Heat, Tick, Words, badge_cell, link_cell, name_cell
from dashboard.components.tables.table import Column, Table, data_table

__all__ = [
    "Bar",
    "Cell",
    "Column",
    "Heat",
    "Table",
    "Tick",
    "Words",
    "badge_cell",
    "data_table",
    "link_cell",
    "name_cell",
]
