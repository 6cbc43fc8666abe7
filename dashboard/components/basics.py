"""The smallest parts: icons, badges, links, notices."""

from __future__ import annotations

from string import Formatter
from typing import Any
from urllib.parse import quote

from dash import dcc, html

from dashboard.figures.style.theme import segment_colour
from dashboard.filters.published import Segment
from dashboard.filters.selection import Filters

Children = Any  # what Dash takes as children: text, a component, or a list of both


def aria(**attributes: str) -> dict[str, Any]:
    """ARIA attributes as Dash takes them: `**aria(label="Menu")`."""
    return {f"aria-{name}": value for name, value in attributes.items()}


HIDDEN = aria(hidden="true")  # decoration: screen readers pass over it


def icon(name: str) -> html.Span:
    """An icon of assets/vendor/icons, coloured like the text around it; decoration only, hidden from readers."""
    return html.Span(className=f"icon icon-{name}", **HIDDEN)


def dot(position: int) -> html.Span:
    """The colour mark of a segment."""
    return html.Span(className="dot", style={"background": segment_colour(position)})


def segment_badge(segment: Segment) -> html.Span:
    """A segment's colour mark and name."""
    return html.Span([dot(segment.position), segment.name], className="badge-segment")


def place(filters: Filters, *parts: str) -> str:
    """The address of a page with the filters kept: `place(filters, "segments", "champions")`."""
    return "/" + "/".join(quote(part, safe="") for part in parts) + filters.to_query()


def link(children: Children, href: str, class_name: str = "link") -> dcc.Link:
    """A link within the app: no reload."""
    return dcc.Link(children, href=href, className=class_name)


NOTICE = "notice"


def woven(sentence: str, **parts: Children) -> list[Children]:
    """A sentence that was said, with components in it: `woven(say("Load them with {load}."), load=html.Code(…))`."""
    found: list[Children] = []
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        for one in (text, *([] if name is None else [parts[name]])):
            if isinstance(one, str) and found and isinstance(found[-1], str):
                found[-1] += one
            elif one:
                found.append(one)
    return found


def notice(title: str, text: Children, icon_name: str = "inbox") -> html.Div:
    """An empty or error state that says what to do next."""
    return html.Div(
        [icon(icon_name), html.H2(title, className="notice-title"), html.Div(text, className="notice-text")],
        className=NOTICE,
        role="status",
    )


def headed(content: Children) -> Children:
    """What stands in the place of a page or of its head: where that is a notice, its title is the page's heading."""
    parts = content if isinstance(content, list) else [content]
    for one in (*parts, *(getattr(part, "children", None) for part in parts)):
        if getattr(one, "className", None) == NOTICE and isinstance(one.children[1], html.H2):
            one.children[1] = html.H1(one.children[1].children, className="notice-title")
    return content
