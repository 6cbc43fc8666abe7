"""The builder's groups and rows as fields and buttons; assets/audiences.js reads them and hears the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from audiences.conditions.fields import Unit
from dashboard.components.asking import data
from dashboard.components.basics import Children, aria, icon
from dashboard.components.filterbar import picker_summary
from dashboard.pages.audiences.builder.subjects import (
    CONSENT,
    JOINS,
    MODES,
    OPERATORS,
    UNITS,
    Choices,
    Kind,
    Offered,
    choices_of,
    kind_of,
    unit_of,
)
from dashboard.pages.audiences.builder.tree import Group, Node, Path, Row
from dashboard.queries.audiences.catalogue import Catalogue

MOST_TOGGLES = 14  # choices that stand beside each other; more are searched
PRODUCT_BY: Choices = (("words", "described with the words"), ("code", "of the code"))
SPANS: Choices = (("ever", "ever"), ("days", "in the last"))
HINTS = {"text": "one or more, commas between", "begins": "its beginning"}


class Drawing:
    """What the rows are drawn from: what there is to choose, and the sign of money."""

    def __init__(self, there: Catalogue, subjects: Sequence[Offered], sign: str) -> None:
        self.there, self.subjects, self.sign = there, subjects, sign

    def tree(self, tree: Group, version: str) -> html.Div:
        """All of it; another version is drawn anew."""
        return html.Div(self._group(tree, ()), className="tree", key=version, **data(version=version))

    def _group(self, group: Group, at: Path) -> html.Div:
        lead = "" if at else "Customers of whom"
        mode = _select("mode", MODES, group.mode, "How these conditions go together", reshapes=True)
        head = [html.Span(lead, className="group-lead") if lead else None, mode]
        tools = [] if not at else self._tools("this group", at, is_group=True)
        parts = [
            html.Li([_join(group.mode, number), self._node(one, (*at, number))], className="part")
            for number, one in enumerate(group.parts)
        ]
        foot = [_does("Add a condition", "add", at, "plus-lg"), _does("Add a group", "group", at, "plus-lg", "quiet")]
        return html.Div(
            [
                html.Div([*filter(None, head), html.Div(tools, className="condition-tools")], className="group-head"),
                html.Ol(parts, className="parts"),
                html.P(className="condition-error", role="alert"),
                html.Div(foot, className="group-foot"),
            ],
            className="group" if at else "group outermost",
            role="group",
            **aria(label="Group of conditions" if at else "All conditions"),
            **data(node="group", path=_path(at)),
        )

    def _node(self, node: Node, at: Path) -> html.Div:
        return self._group(node, at) if isinstance(node, Group) else self._row(node, at)

    def _row(self, row: Row, at: Path) -> html.Div:
        kind = kind_of(row.subject, self.there)
        fields: list[Children] = [self._subject(row.subject)]
        if kind is not None:
            fields.append(_select("operator", OPERATORS[kind], row.operator, "What holds", reshapes=True))
            fields += _FIELDS[kind](self, row)
        called = self._called(row.subject)
        return html.Div(
            [
                html.Div(fields, className="condition-fields"),
                html.Div(self._tools(called, at), className="condition-tools"),
                html.P(className="condition-note"),
                html.P(className="condition-error", role="alert"),
            ],
            className="condition",
            role="group",
            **aria(label=f"Condition: {called}"),
            **data(node="row", path=_path(at)),
        )

    def _called(self, subject: str) -> str:
        return next((one.subjects[subject] for one in self.subjects if subject in one.subjects), subject)

    def _subject(self, chosen: str) -> html.Select:
        groups: list[Children] = [
            html.Optgroup([_option(value, words, chosen) for value, words in one.subjects.items()], label=one.heading)
            for one in self.subjects
        ]
        if all(chosen not in one.subjects for one in self.subjects):
            groups.insert(0, html.Optgroup([_option(chosen, chosen, chosen)], label="Not there any more"))
        return _plain_select("subject", groups, "What it is about", reshapes=True)

    def _tools(self, called: str, at: Path, *, is_group: bool = False) -> list[Children]:
        made = [_tool("chevron-down", "Move up", "up", at, called, "turned")]
        made.append(_tool("chevron-down", "Move down", "down", at, called))
        if is_group:
            made.append(_does("Ungroup", "dissolve", at, kind="quiet"))
        else:
            made.append(_does("Group", "wrap", at, kind="quiet", name=f"Put into a group: {called}"))
        return [*made, _tool("x-lg", "Remove", "remove", at, called)]

    # What stands behind the operator, by the kind of the condition.

    def number(self, row: Row) -> list[Children]:
        if row.operator in ("known", "unknown"):
            return []
        if row.operator in ("in", "not in"):
            return self.text(row)
        unit = unit_of(row.subject)
        kind = "date" if unit is Unit.DAY else "number"
        before = [html.Span(self.sign, className="unit")] if unit is Unit.MONEY and self.sign else []
        after = [html.Span(UNITS[unit], className="unit")] if unit in UNITS else []
        names = {"least": ["least"], "most": ["most"], "between": ["least", "most"], "exactly": ["least"]}
        labels = {"least": "From", "most": "To"} if row.operator == "between" else dict.fromkeys(("least", "most"), "")
        found: list[Children] = []
        for number, name in enumerate(names.get(row.operator, [])):
            found += [html.Span("and", className="unit")] if number else []
            found += [*before, _input(name, row.fields, labels[name] or "How much", kind)]
        return [*found, *after]

    def text(self, row: Row) -> list[Children]:
        if row.operator in ("known", "unknown"):
            return []
        hint = HINTS["begins" if row.operator.endswith("begins") else "text"]
        return [_input("text", row.fields, hint.capitalize(), "text", hint, wide=True)]

    def set(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        choices = choices | {one: one for one in row.values if one not in choices}
        if len(choices) > MOST_TOGGLES:
            return [_picker(choices, row.values)]
        order = [*choices] if row.subject != CONSENT else ["yes", "unknown", "no"]
        pressed = [_toggle(one, choices[one], one in row.values) for one in order]
        return [html.Div(pressed, className="toggles", role="group", **aria(label="Which"))]

    def bought(self, row: Row) -> list[Children]:
        by = row.fields.get("by", "words")
        hint = "LUNCH BAG" if by == "words" else "20725"
        found: list[Children] = [
            _select("by", PRODUCT_BY, by, "How the product is named", reshapes=True),
            _input("product", row.fields, "Product", "text", hint),
        ]
        if row.operator == "in":
            times = {"times": row.fields.get("times", "1")}
            found += [html.Span("on at least", className="unit"), _input("times", times, "Days at least", "number")]
            found.append(html.Span("days", className="unit", title="Several orders of a day count once"))
        span = row.fields.get("span", "ever")
        found.append(_select("span", SPANS, span, "Since when", reshapes=True))
        if span == "days":
            days = _input("days", row.fields, "Days", "number")
            found += [days, html.Span("days", className="unit")]
        return found

    def one(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        chosen = row.fields.get("one", "")
        lost = {chosen: f"number {chosen}, not there any more"} if chosen and chosen not in choices else {}
        options = [("", "Choose …"), *choices.items(), *lost.items()]
        return [_select("one", options, chosen, "Which")]


_FIELDS: Mapping[Kind, Callable[[Drawing, Row], list[Children]]] = {
    Kind.NUMBER: Drawing.number,
    Kind.DAY: Drawing.number,
    Kind.TEXT: Drawing.text,
    Kind.SET: Drawing.set,
    Kind.BOUGHT: Drawing.bought,
    Kind.ONE: Drawing.one,
    Kind.FACT: Drawing.number,
    Kind.WORDS: Drawing.text,
}


def _path(at: Path) -> str:
    return ".".join(map(str, at))


def _join(mode: str, number: int) -> html.Span:
    return html.Span(JOINS[mode] if number else "", className="join")


def _option(value: str, words: str, chosen: str) -> html.Option:
    return html.Option(words, value=value, selected="selected" if value == chosen else None)


def _select(name: str, choices: Choices, chosen: str, label: str, *, reshapes: bool = False) -> html.Select:
    return _plain_select(name, [_option(value, words, chosen) for value, words in choices], label, reshapes=reshapes)


def _plain_select(name: str, options: list[Any], label: str, *, reshapes: bool) -> html.Select:
    named: dict[str, Any] = {"name": name} | data(**({"reshapes": "yes"} if reshapes else {}))
    return html.Select(options, className=f"select field-{name}", **named, **aria(label=label))


def _input(
    name: str, fields: Mapping[str, str], label: str, kind: str, placeholder: str = "", *, wide: bool = False
) -> html.Label:
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


def _toggle(value: str, words: Children, pressed: bool, style: str = "toggle") -> html.Button:
    said = aria(pressed="true" if pressed else "false") | data(value=value)
    return html.Button(words, type="button", className=style, **said)


def _picker(choices: Mapping[str, str], chosen: Sequence[str]) -> html.Details:
    """A list to search in; assets/regulars.js searches and closes it."""
    summary: Children = (
        picker_summary("", [choices[one] for one in chosen]) if chosen else ["Choose …", icon("chevron-down")]
    )
    search = html.Div(
        [icon("search"), dbc.Input(type="search", size="sm", placeholder="Search", autoComplete="off", name="search")],
        className="picker-search",
    )
    entries = [
        _toggle(value, [icon("check2"), words], value in chosen, "form-check") for value, words in choices.items()
    ]
    return html.Details(
        [
            html.Summary(summary, className="button picker-summary"),
            html.Div([search, html.Div(entries, className="picker-list")], className="picker-panel"),
        ],
        className="picker",
    )


def _does(label: str, does: str, at: Path, icon_name: str = "", kind: str = "", *, name: str = "") -> html.Button:
    words: list[Children] = [icon(icon_name), label] if icon_name else [label]
    named = aria(label=name) if name else {}
    said = data(does=does, path=_path(at))
    return html.Button(words, type="button", className=f"button small {kind}".strip(), **named, **said)


def _tool(icon_name: str, label: str, does: str, at: Path, called: str, style: str = "") -> html.Button:
    said = data(does=does, path=_path(at)) | aria(label=f"{label}: {called}")
    return html.Button(icon(icon_name), type="button", title=label, className=f"button small quiet {style}", **said)
