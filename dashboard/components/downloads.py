"""Links that download a list."""

from __future__ import annotations

from dash import html

from dashboard.components.basics import icon
from dashboard.filters import Filters, join_queries


def export_address(filters: Filters, for_spreadsheet: bool = False) -> str:
    """The address of the list of a selection."""
    return "/exports/customers.csv" + join_queries(filters.to_query(), "for=spreadsheet" if for_spreadsheet else "")


def export_button(filters: Filters, label: str = "Export this list", primary: bool = True) -> html.A:
    """A button that downloads the list of a selection as CSV."""
    return html.A(
        [icon("download"), label], href=export_address(filters), className=f"button{' primary' if primary else ''}"
    )
