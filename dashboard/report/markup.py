"""Dash's components as HTML that stands still: words, boxes and drawings of key figures, on a page without scripts."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

DRAWING = "data:image/svg+xml,"
VOID = ("img", "br", "hr")
ATTRIBUTES = {"className": "class", "title": "title", "alt": "alt"}


def markup(children: Any) -> Markup:
    """What a component shows, without what it does: no links, no buttons, no ids."""
    if children is None:
        return Markup()
    if isinstance(children, list | tuple):
        return Markup().join(markup(one) for one in children)
    if not hasattr(children, "to_plotly_json"):
        return escape(str(children))
    plain = children.to_plotly_json()
    properties, inside = plain["props"], markup(getattr(children, "children", None))
    if plain["namespace"] != "dash_html_components":
        return inside
    tag = "span" if plain["type"] in ("A", "Button") else plain["type"].lower()
    said = [(name, properties.get(own)) for own, name in ATTRIBUTES.items()]
    if tag == "img":
        source = str(properties.get("src", ""))
        said.append(("src", source if source.startswith(DRAWING) else None))
    attributes = Markup().join(Markup(' {}="{}"').format(name, value) for name, value in said if value is not None)
    if tag in VOID:
        return Markup("<{}{}>").format(Markup(tag), attributes)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attributes, inside)
