"""Links that download a list."""

from __future__ import annotations

from dash import html

from dashboard.components.basics import aria, icon
from dashboard.filters import Filters, export_address


def export_button(filters: Filters, label: str = "Export this list", primary: bool = True, of: str = "") -> html.A:
    """A button that downloads the list of a selection as CSV; `of` tells equal labels apart for screen readers."""
    named = aria(label=f"{label}: {of}") if of else {}
    kind = "button primary" if primary else "button"
    return html.A([icon("download"), label], href=export_address(filters), className=kind, **named)
