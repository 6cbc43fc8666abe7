"""Fields and buttons of the builder, plain as its script reads them; assets/audiences.js."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.asking import data
from dashboard.components.basics import Children, aria, icon
from dashboard.components.filterbar import picker_summary
from dashboard.pages.audiences.builder.subjects import Choices
from dashboard.pages.audiences.builder.tree import Path
from wording.languages import say

NAMED = 3  # that are chosen and all said


def path_of(at: Path) -> str:
    """A place as buttons name it."""
    return ".".join(map(str, at))


def option(value: str, words: str, chosen: str) -> html.Option:
    """One of a select's."""
    return html.Option(words, value=value, selected="selected" if value == chosen else None)


def said(choices: Choices) -> Choices:
    """Choices that the code names, as the reader has them."""
    return [(value, say(words)) for value, words in choices]


def select(name: str, choices: Choices, chosen: str, label: str, *, reshapes: bool = False) -> html.Select:
    """A choice of some; one that reshapes decides which fields follow."""
    return plain_select(name, [option(value, words, chosen) for value, words in choices], label, reshapes=reshapes)


def plain_select(name: str, options: list[Any], label: str, *, reshapes: bool) -> html.Select:
    """A select of options that are there already."""
    named: dict[str, Any] = {"name": name} | data(**({"reshapes": "yes"} if reshapes else {}))
    return html.Select(options, className=f"select field-{name}", **named, **aria(label=label))


def entry(
    name: str, fields: Mapping[str, str], label: str, kind: str, placeholder: str = "", *, wide: bool = False
) -> html.Label:
    """A field with its label."""
    more: dict[str, Any] = {"step": "any"} if kind == "number" else {}
    field = dbc.Input(
        type=kind,
        name=name,
        value=fields.get(name, ""),
        placeholder=placeholder,
        autoComplete="off",
        **more,
    )
    hidden = html.Span(label, className="visually-hidden")
    return html.Label([hidden, field], className=f"field field-{name}" + (" wide" if wide else ""))


def together(*parts: Children) -> html.Span:
    """A field with the words around it, which stay on one line."""
    return html.Span([*parts], className="together")


def unit(words: str, **more: Any) -> html.Span:
    """What stands before or after a field."""
    return html.Span(words, className="unit", **more)


def toggle(value: str, words: Children, pressed: bool, style: str = "toggle") -> html.Button:
    """One of several that can be pressed."""
    said = aria(pressed="true" if pressed else "false") | data(value=value)
    return html.Button(words, type="button", className=style, **said)


def picker(choices: Mapping[str, str], chosen: Sequence[str]) -> html.Details:
    """A list to search in; assets/regulars.js searches and closes it."""
    summary: Children = (
        picker_summary("", [choices[one] for one in chosen], NAMED)
        if chosen
        else [say("Choose …"), icon("chevron-down")]
    )
    search = html.Div(
        [
            icon("search"),
            dbc.Input(
                type="search", size="sm", placeholder=say("Search", sense="verb"), autoComplete="off", name="search"
            ),
        ],
        className="picker-search",
    )
    entries = [
        toggle(value, [icon("check2"), words], value in chosen, "form-check") for value, words in choices.items()
    ]
    return html.Details(
        [
            html.Summary(summary, className="button picker-summary"),
            html.Div([search, html.Div(entries, className="picker-list")], className="picker-panel"),
        ],
        className="picker",
    )


def does(label: str, act: str, at: Path, icon_name: str = "", kind: str = "", *, name: str = "") -> html.Button:
    """A button in words."""
    words: list[Children] = [icon(icon_name), label] if icon_name else [label]
    named = aria(label=name) if name else {}
    said = data(does=act, path=path_of(at))
    return html.Button(words, type="button", className=f"button small {kind}".strip(), **named, **said)


def tool(icon_name: str, label: str, act: str, at: Path, called: str, style: str = "") -> html.Button:
    """A button that is a sign, of the condition it is called by."""
    said = data(does=act, path=path_of(at)) | aria(label=f"{label}: {called}")
    return html.Button(icon(icon_name), type="button", title=label, className=f"button small quiet {style}", **said)
