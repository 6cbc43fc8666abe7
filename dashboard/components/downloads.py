"""Links that download a list or the report."""

from __future__ import annotations

from dash import html

from dashboard.components.basics import aria, icon
from dashboard.filters import Filters, export_address
from dashboard.report.printing import find_chromium


def export_button(filters: Filters, label: str = "Export this list", primary: bool = True, of: str = "") -> html.A:
    """A button that downloads the list of a selection as CSV; `of` tells equal labels apart for screen readers."""
    named = aria(label=f"{label}: {of}") if of else {}
    kind = "button primary" if primary else "button"
    return html.A([icon("download"), label], href=export_address(filters), className=kind, **named)


def report_buttons(filters: Filters, label: str = "Report") -> list[html.A]:
    """Buttons that download the report of a selection: as a page, and as PDF where Chromium is at hand."""
    kinds = [("html", label, "This view as one page to keep, send or print")]
    if find_chromium() is not None:
        kinds.append(("pdf", "PDF", "The report of this view as PDF"))
    return [
        html.A(
            [icon("download"), name],
            href=f"/exports/report.{kind}{filters.to_query()}",
            className="button",
            title=title,
            download="",
        )
        for kind, name, title in kinds
    ]
