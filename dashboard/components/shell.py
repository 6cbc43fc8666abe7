"""The page shell: navigation rail, filter bar, content."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html

from dashboard.components.basics import Children, aria, icon
from dashboard.components.filterbar import filter_bar
from dashboard.components.narrowing import chip_row
from dashboard.components.selecting import selection_bar
from dashboard.filters.implied import Own
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters
from wording.languages import say, to_say
from wording.renewal import advice

LOOK_AGAIN_MS = 3_000
BY_OTHERS = to_say("Somebody whose role lets them work out segments renews them.")
# (path, word, icon): the whole navigation, in its order; None starts a new group.
Entry = tuple[str, str, str] | None
NAVIGATION: tuple[Entry, ...] = (
    ("/", to_say("Overview", sense="page"), "house"),
    ("/insights", to_say("Insights", sense="page"), "lightbulb"),
    ("/segments", to_say("Segments", sense="page"), "layers"),
    ("/migration", to_say("Migration", sense="page"), "shuffle"),
    ("/countries", to_say("Countries", sense="page"), "globe2"),
    ("/seasonality", to_say("Seasonality", sense="page"), "calendar-week"),
    ("/cohorts", to_say("Cohorts", sense="page"), "grid-3x3"),
    ("/forecast", to_say("Forecast", sense="page"), "graph-up"),
    ("/contribution", to_say("Contribution", sense="page"), "pie-chart"),
    ("/products", to_say("Products", sense="page"), "box-seam"),
    ("/customers", to_say("Customers", sense="page"), "people"),
    ("/value", to_say("Value", sense="page"), "graph-up-arrow"),
    ("/attributes", to_say("Attributes", sense="page"), "person"),
    None,
    ("/audiences", to_say("Audiences", sense="page"), "bullseye"),
    ("/campaigns", to_say("Campaigns", sense="page"), "send"),
    ("/exports", to_say("Exports", sense="page"), "download"),
    ("/destinations", to_say("Destinations", sense="page"), "link-45deg"),
    ("/explore", to_say("Explore", sense="page"), "bar-chart"),
    ("/model", to_say("Model", sense="page"), "diagram-3"),
    ("/data", to_say("Data", sense="page"), "database"),
    ("/schedules", to_say("Schedules", sense="page"), "clock"),
    ("/boards", to_say("Boards", sense="page"), "columns-gap"),
    ("/views", to_say("Saved views", sense="page"), "bookmark"),
    ("/notes", to_say("Notes on dates", sense="page"), "flag"),
    ("/glossary", to_say("Glossary", sense="page"), "journal-text"),
)


def navigation(
    pathname: str | None, filters: Filters, entries: Sequence[Entry] = NAVIGATION, own: Own | None = None
) -> list[Children]:
    """The rail's links: the current one marked, each keeping the filters; `entries` are those that one may open. Back
    from a page of one country or segment (`own`) to all of them, that one is no filter."""
    current = "/" + (pathname or "/").strip("/").split("/")[0]
    links: list[Children] = []
    for entry in entries:
        if entry is None:
            links.append(html.Hr())
            continue
        path, word, icon_name = entry
        mark = " active" if path == current else ""
        kept = filters if own is None or path != f"/{own.field}" else own.without(filters)
        links.append(
            dcc.Link(
                [icon(icon_name), html.Span(say(word, sense="page"))],
                href=path + kept.to_query(),
                className=f"rail-link{mark}",
            )
        )
    return links


def shell() -> html.Div:
    """The whole page around the content: the same everywhere, filled by `dashboard.web.routing`."""
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            dcc.Store(id="filters"),
            dcc.Store(id="theme", storage_type="local"),
            dcc.Store(id="narrow"),  # whether charts are drawn for a phone
            dcc.Store(id="view-asked"),  # a view that is to be kept: assets/views.js
            dcc.Interval(id="again", interval=LOOK_AGAIN_MS, disabled=True),  # runs while there is nothing to show yet
            html.A(say("Skip to content"), href="#page", className="skip-link"),
            _rail(),
            html.Div(
                [
                    html.Div([filter_bar(), *chip_row()], className="filter-area"),
                    html.Div(id="link-notice"),
                    html.Nav(id="trail", className="trail", **aria(label=say("Breadcrumb"))),
                    html.P(id="view-told", className="view-told", role="status"),
                    html.Div(id="view-thread", className="view-thread"),
                    html.Main(id="page", tabIndex=-1, className="page"),
                    selection_bar(),
                ],
                className="workspace",
            ),
        ],
        className="shell",
    )


def _rail() -> html.Aside:
    menu = html.Button(icon("list"), id="rail-toggle", className="icon-button rail-toggle", **aria(label=say("Menu")))
    theme = html.Button(
        [
            html.Span([icon("moon"), say("Dark mode")], className="to-dark"),
            html.Span([icon("sun"), say("Light mode")], className="to-light"),
        ],
        id="theme-toggle",
        className="rail-link rail-theme",
        n_clicks=0,
    )
    brand = dcc.Link([html.Span(className="brand-mark"), html.Span("Regulars")], href="/", className="brand")
    return html.Aside(
        [
            html.Div([brand, _finder_button(), menu], className="rail-head"),
            html.Nav(id="rail-links", className="rail-links", **aria(label=say("Views"))),
            theme,
        ],
        className="rail",
        id="rail",
    )


def _finder_button() -> html.Button:
    """Opens the box that finds anything by name, assets/finder.js; on a keyboard `/` or Ctrl K do."""
    return html.Button(
        [icon("search"), html.Span(say("Find")), html.Kbd("/", className="finder-key")],
        id="finder-open",
        className="rail-link finder-open",
        title=say("Find a customer, product, country, segment, audience or view (/ or Ctrl K)"),
        **aria(haspopup="dialog", keyshortcuts="/ Control+K"),
    )


def page_head(title: Children, subtitle: Children = "", actions: Children = None) -> html.Header:
    """A page's heading, what it answers, and what can be done here."""
    return html.Header(
        [
            html.Div([html.H1(title, className="page-title"), html.P(subtitle, className="page-subtitle")]),
            html.Div([html.Div(actions, className="page-actions"), _view_tools()], className="page-tools"),
        ],
        className="page-head",
    )


def _view_tools() -> html.Div:
    """What can be done with the view as such: assets/views.js, help by assets/chartmenu.js."""
    tools = (
        ("help", "question-circle", say("Help with this page")),
        ("copy", "link-45deg", say("Copy the link")),
        ("board", "columns-gap", say("Add to a board")),
        ("keep", "bookmark", say("Keep this view")),
    )
    buttons = [
        html.Button(icon(drawn), className=f"icon-button view-{name}", title=words, **aria(label=words))
        for name, drawn, words in tools
    ]
    return html.Div(buttons, className="view-tools")


def stale_hint(published: Published, *, may_renew: bool = True, has_button: bool = False) -> Children:
    """Quiet lines where data came or went since the segments were worked out, or an earlier version did that; with the
    commands that mend it, unless a button does, or somebody else has to."""
    found = advice(published.stale, [one.algorithm for one in published.segmentations if one.is_older])
    if not found:
        return None
    if not may_renew:
        lines = [html.P(f"{_finding(sentence)} {say(BY_OTHERS)}") for sentence, _ in found]
        return html.Div([icon("info-circle"), html.Div(lines)], className="hint span-12", role="status")
    lines = [
        html.P([f"{say(sentence)} ", *([] if has_button else _commands(commands))]) for sentence, commands in found
    ]
    return html.Div([icon("info-circle"), html.Div(lines)], className="hint span-12", role="status")


def _finding(sentence: str) -> str:
    """What is so, without what to do about it."""
    return f"{say(sentence).rpartition('. ')[0]}."


def _commands(commands: list[str]) -> list[Children]:
    shown: list[Children] = []
    for number, command in enumerate(commands):
        shown += [say(" and "), html.Code(command)] if number else [html.Code(command)]
    return shown


def page(*children: Children, argument: str | None = None, filtered: bool = True) -> html.Div:
    """A page's content on the twelve-column grid; `argument` is what its address names (a segment, a country …).

    One that is not filtered shows no filter bar; the address keeps the filters for the page that comes next.
    """
    shown = [child for child in children if child is not None]
    style = "grid" if filtered else "grid unfiltered"
    return html.Div([dcc.Store(id="argument", data=argument), *shown], className=style)
