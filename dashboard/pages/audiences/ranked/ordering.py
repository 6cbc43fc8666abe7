"""The order of audiences: which of several takes a customer, and the buttons that move them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.asking import button, card, data
from dashboard.components.basics import Children, aria, icon, link
from wording.languages import say, to_say

DOES = to_say(
    "A campaign of an audience in this order leaves out whoever is in one above it. An audience outside the order "
    "neither takes nor gives way."
)
NONE = to_say("No audience is in the order: each campaign takes whom it finds.")


def _swapped(ranked: Sequence[int], at: int, other: int) -> list[int]:
    found = [*ranked]
    if 0 <= other < len(found):
        found[at], found[other] = found[other], found[at]
    return found


MOVES: Mapping[str, Callable[[Sequence[int], int], list[int]]] = {  # of the order and a place in it
    "order-up": lambda ranked, at: _swapped(ranked, at, at - 1),
    "order-down": lambda ranked, at: _swapped(ranked, at, at + 1),
    "order-first": lambda ranked, at: [ranked[at], *ranked[:at], *ranked[at + 1 :]],
    "order-out": lambda ranked, at: [*ranked[:at], *ranked[at + 1 :]],
}
ADD = "order-add"


def moved(ranked: Sequence[int], number: int, act: str) -> list[int]:
    """The order after a button. One that is not in it stands behind the others first."""
    known = [*ranked] if number in ranked else [*ranked, number]
    return known if act == ADD else MOVES[act](known, known.index(number))


def order_card(names: Mapping[int, str], ranked: Sequence[int]) -> html.Section:
    """The order, and what can be put into it."""
    rows = [_row(number, names[number], place, len(ranked)) for place, number in enumerate(ranked, 1)]
    others = {number: name for number, name in names.items() if number not in ranked}
    parts: list[Children] = [html.Ol(rows, className="order") if rows else html.P(say(NONE), className="muted")]
    if others:
        parts.append(_adding(others))
    return card(say("Who comes first"), say(DOES), *parts, key="order")


def _row(number: int, name: str, place: int, count: int) -> html.Li:
    tools = [_moves(say("Put first"), "order-first", number, name)] if place > 2 else []
    if place > 1:
        tools.append(_arrow(say("Move up"), "order-up", number, name, "turned"))
    if place < count:
        tools.append(_arrow(say("Move down"), "order-down", number, name))
    tools.append(_moves(say("Take out"), "order-out", number, name))
    called = link(name, f"/audiences/{number}", "link strong")
    return html.Li([html.Span(called, className="order-name"), html.Div(tools, className="audience-tools")])


def _moves(label: str, act: str, number: int, name: str) -> Any:
    return button(label, act, "small quiet", label_for=f"{label}: {name}", audience=number)


def _arrow(label: str, act: str, number: int, name: str, style: str = "") -> html.Button:
    said = data(act=act, audience=number) | aria(label=f"{label}: {name}")
    return html.Button(
        icon("chevron-down"), type="button", title=label, className=f"button small quiet {style}".strip(), **said
    )


def _adding(others: Mapping[int, str]) -> html.Div:
    options = [html.Option(name, value=str(number)) for number, name in others.items()]
    choice = html.Select(options, className="select", name="audience", **aria(label=say("Audience")))
    return html.Div([choice, button(say("Put last"), ADD)], className="asking-form order-add")
