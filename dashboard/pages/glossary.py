"""/glossary: what every measure means, in the words of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from dash import Dash, html

from dashboard.components.asking import card
from dashboard.components.basics import Children, aria
from dashboard.components.shell import page, page_head
from dashboard.shop import Shop
from dashboard.web.routing import Page
from dashboard.words import definitions
from dashboard.words.definitions import Term
from wording.languages import say, to_say

SUBTITLE = to_say(
    "What each measure means and what it stands on. Charts tell the same under ⋯, How it is worked out. The filters do "
    "not apply here."
)


def layout(_shop: Shop) -> Children:
    """The page, a card a section, in the order of the documents."""
    sections = [(name, list(found)) for name, found in groupby(definitions.terms(), lambda one: one.section)]
    ways = [html.A(say(name), href=f"#{anchor(name)}", className="link") for name, _ in sections]
    index = html.Nav(ways, className="span-12 glossary-ways", **aria(label=say("Sections")))
    cards = (_section(name, found) for name, found in sections)
    return page(page_head(say("Glossary"), say(SUBTITLE)), index, *cards, filtered=False)


def anchor(section: str) -> str:
    """`Recency, frequency, money` -> `recency-frequency-money`, as the documents have it."""
    return re.sub("[^a-z0-9]+", "-", section.lower()).strip("-")


def _section(name: str, found: Iterable[Term]) -> Children:
    pairs = [part for one in found for part in (html.Dt(say(one.name)), html.Dd(_told(one)))]
    made = card(say(name), "", html.Dl(pairs, className="chart-terms"))
    return html.Div(made, id=anchor(name), className="span-12")


def _told(one: Term) -> list[Children]:
    said = say(one.text)
    return [said, html.Span(f" · {say(one.basis)}", className="muted")] if one.basis else [said]


def register(_app: Dash, _shop: Shop) -> None:
    """There is nothing to bind: it is the same for every view."""


PAGE = Page("glossary", "Glossary", layout, needs_orders=False, needs_segments=False)
