"""The filter bar: months, countries, segments, segmentation, comparison; each view obeys it, the address carries it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.basics import HIDDEN, Children, aria, icon
from wording.languages import say, to_say

AGAINST = to_say(
    "What changes are against. Full months only: one that the data cover in part is left out of both sides."
)
Options = list[dict[str, str]]


def filter_bar() -> html.Div:
    """The bar with its controls, empty until the address has been read."""
    return html.Div(
        [
            _select("filter-from", say("From"), "select-month"),
            html.Span("–", className="filter-dash", **HIDDEN),
            _select("filter-to", say("To"), "select-month"),
            html.Button(
                say("More filters"),
                id="filter-more",
                className="button",
                **aria(expanded="false", controls="filter-bar"),
            ),
            html.Div(id="filter-presets", className="presets", role="group", **aria(label=say("Period"))),
            _picker("filter-countries", say("Countries"), say("Search countries")),
            _picker("filter-segments", say("Segments"), say("Search segments")),
            _select("filter-segmentation", say("Segmentation"), "select-segmentation"),
            html.Div(
                _select("filter-audience", say("Audience"), "select-audience"), id="filter-audience-place", hidden=True
            ),
            html.Div(_select("filter-compare", say("Compare with"), "select-compare"), title=say(AGAINST)),
            html.Button(say("Clear"), id="filter-clear", className="button quiet", n_clicks=0),
        ],
        className="filter-bar",
        id="filter-bar",
        role="search",
        **aria(label=say("Filters")),
    )


def _select(control_id: str, label: str, class_name: str) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=control_id, className="visually-hidden"),
            dbc.Select(id=control_id, options=[], size="sm", className=class_name),
        ]
    )


def _picker(control_id: str, label: str, wanted: str) -> html.Details:
    """A button that opens a searchable list of checkboxes; assets/regulars.js searches and closes it."""
    search_id = f"{control_id}-search"
    hint = say("Search", sense="verb")
    search = html.Div(
        [
            icon("search"),
            html.Label(wanted, htmlFor=search_id, className="visually-hidden"),
            dbc.Input(id=search_id, type="search", size="sm", placeholder=hint, autoComplete="off"),
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


def picker_summary(everything: str, chosen: list[str], most: int = 2) -> list[Children]:
    """What a picker's button says: `All countries`, `Germany, France`, `Germany +3` where that is more than `most`."""
    if not chosen:
        return [everything, icon("chevron-down")]
    words = ", ".join(chosen) if len(chosen) <= most else f"{chosen[0]} +{len(chosen) - 1}"
    return [html.Span(words, className="chosen"), icon("chevron-down")]
