"""The filter bar: months, countries, segments, segmentation, comparison; each view obeys it, the address carries it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.basics import HIDDEN, Children, aria, icon

AGAINST = "What changes are against. Full months only: one that the data cover in part is left out of both sides."
Options = list[dict[str, str]]


def filter_bar() -> html.Div:
    """The bar with its controls, empty until the address has been read."""
    return html.Div(
        [
            _select("filter-from", "From", "select-month"),
            html.Span("–", className="filter-dash", **HIDDEN),
            _select("filter-to", "To", "select-month"),
            html.Button(
                "More filters", id="filter-more", className="button", **aria(expanded="false", controls="filter-bar")
            ),
            html.Div(id="filter-presets", className="presets", role="group", **aria(label="Period")),
            _picker("filter-countries", "Countries"),
            _picker("filter-segments", "Segments"),
            _select("filter-segmentation", "Segmentation", "select-segmentation"),
            html.Div(
                _select("filter-audience", "Audience", "select-audience"), id="filter-audience-place", hidden=True
            ),
            html.Div(_select("filter-compare", "Compare with", "select-compare"), title=AGAINST),
            html.Button("Clear", id="filter-clear", className="button quiet", n_clicks=0),
        ],
        className="filter-bar",
        id="filter-bar",
        role="search",
        **aria(label="Filters"),
    )


def _select(control_id: str, label: str, class_name: str) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=control_id, className="visually-hidden"),
            dbc.Select(id=control_id, options=[], size="sm", className=class_name),
        ]
    )


def _picker(control_id: str, label: str) -> html.Details:
    """A button that opens a searchable list of checkboxes; assets/regulars.js searches and closes it."""
    search_id = f"{control_id}-search"
    search = html.Div(
        [
            icon("search"),
            html.Label(f"Search {label.lower()}", htmlFor=search_id, className="visually-hidden"),
            dbc.Input(id=search_id, type="search", size="sm", placeholder="Search", autoComplete="off"),
        ],
        className="picker-search",
    )
    return html.Details(
        [
            html.Summary(label, id=f"{control_id}-summary", className="button picker-summary"),
            html.Div(
                [search, dbc.Checklist(id=control_id, options=[], value=[], className="picker-list")],
                className="picker-panel",
            ),
        ],
        className="picker",
    )


def picker_summary(label: str, chosen: list[str], most: int = 2) -> list[Children]:
    """What a picker's button says: `Countries`, `Germany`, `Germany, France`, `Germany +3`; `most` names at most."""
    if not chosen:
        return [f"All {label.lower()}", icon("chevron-down")]
    words = ", ".join(chosen) if len(chosen) <= most else f"{chosen[0]} +{len(chosen) - 1}"
    return [html.Span(words, className="chosen"), icon("chevron-down")]
