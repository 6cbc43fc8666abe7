"""The row of chips below the filter bar, and the trail above a page of one; assets/narrowing.js hears the chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.basics import HIDDEN, Children, aria, icon, link
from dashboard.components.selecting import audience_offer
from dashboard.filters.narrowing.chips import Chip
from dashboard.filters.narrowing.trail import Step
from dashboard.filters.selection import Filters
from wording.languages import say


def chip_row() -> list[Children]:
    """The row, away until a view is narrowed; and what of it is told to who hears a page."""
    row: list[Children] = [
        html.Div(id="chips", className="chips", role="group", **aria(label=say("Narrowed to"))),
        html.Div(audience_offer("view"), id="view-offer", className="view-offer", hidden=True),
    ]
    return [
        dcc.Store(id="mark"),  # what was clicked in a chart
        html.Div(
            row, id="chip-row", className="chip-row", hidden=True, role="region", **aria(label=say("Narrowed view"))
        ),
        html.Div(id="narrowed-said", className="visually-hidden", role="status"),
    ]


def chips_of(found: Sequence[Chip], search_of: Callable[[Filters], str]) -> list[Children]:
    """A button a chip that takes it away, with a link to its page; `search_of` is the address of filters here."""
    return [_chip(one, search_of(one.without)) for one in found]


def _chip(one: Chip, search: str) -> html.Span:
    takes: dict[str, Any] = {"data-search": search or "?", "data-key": one.key}
    button = html.Button(
        [html.Span(one.label, className="chip-label"), icon("x-lg")],
        type="button",
        className="chip-take",
        title=one.label,
        **aria(label=say("Take away: {label}", label=one.label)),
        **takes,
    )
    words = [say("Open", sense="verb"), html.Span(f" {one.label}", className="visually-hidden")]
    opens = link(words, one.page + one.filters.to_query(), "chip-open")
    return html.Span([button, opens] if one.page else button, className="chip-filter", key=one.key)


def trail_of(steps: Sequence[Step], name_of: Callable[[str], str]) -> Children:
    """The way down to a page, its last step the page itself; `name_of` is that of a product."""
    if len(steps) < 2:
        return None
    entries: list[Children] = []
    for step in steps:
        label = name_of(step.product) if step.product else step.label
        if step.address:
            entries.append(html.Li([link(label, step.address, "trail-link"), html.Span("›", **HIDDEN)]))
        else:
            entries.append(html.Li(html.Span(label, className="trail-end", **aria(current="page"))))
    return html.Ol(entries)
