"""What a link asks for that is not there, said above the page, with a link to what may be meant."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.basics import Children, icon, link
from dashboard.filters.selection import join_queries
from dashboard.filters.unread import Doubt
from wording.languages import say, to_say

NO_FILE = to_say("Nothing can be exported from this link: no file holds anything but what its address says.")


def link_notice(found: Sequence[Doubt], extras: str) -> Children:
    """One line a doubt; nothing without any. `extras` is what the page itself keeps in its address."""
    if not found:
        return None
    lines: list[Children] = [html.P([_line(one, extras)]) for one in found]
    if not all(one.is_harmless for one in found):
        lines.append(html.P(say(NO_FILE), className="muted"))
    return html.Div([icon("exclamation-circle"), html.Div(lines)], className="hint link-notice", role="alert")


def _line(doubt: Doubt, extras: str) -> Children:
    parts: list[Children] = [html.Span(doubt.text, className="strong"), f" {doubt.shown} " if doubt.shown else " "]
    if doubt.offer is not None:
        target = join_queries(doubt.offer.to_query(), extras if doubt.extras is None else doubt.extras) or "?"
        parts += [link(say("Show {label}", label=doubt.label), target)]
    return html.Span(parts)
