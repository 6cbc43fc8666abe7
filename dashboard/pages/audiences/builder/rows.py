"""The builder's groups and rows as fields and buttons; assets/audiences.js reads them and hears the buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash import html

from audiences.conditions.definition import LAST, Part
from audiences.conditions.fields import Unit
from dashboard.components.asking import data
from dashboard.components.basics import Children, aria
from dashboard.pages.audiences.builder.controls import (
    does,
    entry,
    option,
    path_of,
    picker,
    plain_select,
    select,
    toggle,
    tool,
)
from dashboard.pages.audiences.builder.months import when_options
from dashboard.pages.audiences.builder.subjects import (
    ATTRIBUTE,
    CONSENT,
    JOINS,
    MODES,
    OPERATORS,
    PAST,
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
PRODUCT_BY: Choices = (("words", "described with the words"), ("code", "of the code or name"))
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
        mode = select("mode", MODES, group.mode, "How these conditions go together", reshapes=True)
        head = [html.Span(lead, className="group-lead") if lead else None, mode]
        tools = [] if not at else self._tools("this group", at, is_group=True)
        parts = [
            html.Li([_join(group.mode, number), self._node(one, (*at, number))], className="part")
            for number, one in enumerate(group.parts)
        ]
        foot = [does("Add a condition", "add", at, "plus-lg"), does("Add a group", "group", at, "plus-lg", "quiet")]
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
            **data(node="group", path=path_of(at)),
        )

    def _node(self, node: Node, at: Path) -> html.Div:
        return self._group(node, at) if isinstance(node, Group) else self._row(node, at)

    def _row(self, row: Row, at: Path) -> html.Div:
        kind = kind_of(row.subject, self.there)
        fields: list[Children] = [self._subject(row.subject)]
        if kind is not None:
            fields.append(select("operator", OPERATORS[kind], row.operator, "What holds", reshapes=True))
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
            **data(node="row", path=path_of(at)),
        )

    def _called(self, subject: str) -> str:
        offered = (one.subjects[subject] for one in self.subjects if subject in one.subjects)
        return next(offered, self._attribute(subject) or subject)

    def _attribute(self, subject: str) -> str:
        found = self.there.attributes.get(subject.removeprefix(ATTRIBUTE)) if subject.startswith(ATTRIBUTE) else None
        return found.label if found else ""

    def _subject(self, chosen: str) -> html.Select:
        groups: list[Children] = [
            html.Optgroup([option(value, words, chosen) for value, words in one.subjects.items()], label=one.heading)
            for one in self.subjects
        ]
        if all(chosen not in one.subjects for one in self.subjects):
            heading = "From your files" if self._attribute(chosen) else "Not there any more"
            groups.insert(0, html.Optgroup([option(chosen, self._called(chosen), chosen)], label=heading))
        return plain_select("subject", groups, "What it is about", reshapes=True)

    def _tools(self, called: str, at: Path, *, is_group: bool = False) -> list[Children]:
        made = [tool("chevron-down", "Move up", "up", at, called, "turned")]
        made.append(tool("chevron-down", "Move down", "down", at, called))
        if is_group:
            made.append(does("Ungroup", "dissolve", at, kind="quiet"))
        else:
            made.append(does("Group", "wrap", at, kind="quiet", name=f"Put into a group: {called}"))
        return [*made, tool("x-lg", "Remove", "remove", at, called)]

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
            found += [*before, entry(name, row.fields, labels[name] or "How much", kind)]
        return [*found, *after]

    def text(self, row: Row) -> list[Children]:
        if row.operator in ("known", "unknown"):
            return []
        hint = HINTS["begins" if row.operator.endswith("begins") else "text"]
        return [entry("text", row.fields, hint.capitalize(), "text", hint, wide=True)]

    def set(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        choices = choices | {one: one for one in row.values if one not in choices}
        if len(choices) > MOST_TOGGLES:
            return [picker(choices, row.values)]
        order = [*choices] if row.subject != CONSENT else ["yes", "unknown", "no"]
        pressed = [toggle(one, choices[one], one in row.values) for one in order]
        return [html.Div(pressed, className="toggles", role="group", **aria(label="Which"))]

    def bought(self, row: Row) -> list[Children]:
        by = row.fields.get("by", "words")
        hint = "LUNCH BAG" if by == "words" else "20725"
        found: list[Children] = [
            select("by", PRODUCT_BY, by, "How the product is named", reshapes=True),
            entry("product", row.fields, "Product", "text", hint),
        ]
        times = {"times": row.fields.get("times", "1")}
        found += [html.Span("on at least", className="unit"), entry("times", times, "Days at least", "number")]
        found.append(html.Span("days", className="unit", title="Several orders of a day count once"))
        return [*found, *self._span(row)]

    def _span(self, row: Row) -> list[Children]:
        span = row.fields.get("span", "ever")
        found: list[Children] = [select("span", SPANS, span, "Since when", reshapes=True)]
        if span == "days":
            found += [entry("days", row.fields, "Days", "number"), html.Span("days", className="unit")]
        return found

    def past(self, row: Row) -> list[Children]:
        since = "as of" if row.operator.endswith("at") else "since"
        run = self.there.segments.get(row.subject.removeprefix(PAST))
        options = when_options(run.months if run else (), row.fields.get("when", ""))
        when = plain_select("when", options, "The month", reshapes=False)
        return [*self.set(row), html.Span(since, className="unit"), when]

    def campaign(self, row: Row) -> list[Children]:
        last = {LAST: "the last that mailed them"} if row.operator.endswith(Part.ANSWERED) else {}
        choices = choices_of(row.subject, self.there)
        chosen = row.fields.get("one", "")
        gone = _gone(chosen, choices) if chosen != LAST else {}
        options = [("", "any campaign"), *last.items(), *choices.items(), *gone.items()]
        return [select("one", options, chosen, "Which campaign"), *self._span(row)]

    def offer(self, row: Row) -> list[Children]:
        return [entry("product", row.fields, "Its code or name", "text", "20725")]

    def one(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        chosen = row.fields.get("one", "")
        options = [("", "Choose …"), *choices.items(), *_gone(chosen, choices).items()]
        return [select("one", options, chosen, "Which")]


_FIELDS: Mapping[Kind, Callable[[Drawing, Row], list[Children]]] = {
    Kind.NUMBER: Drawing.number,
    Kind.DAY: Drawing.number,
    Kind.TEXT: Drawing.text,
    Kind.SET: Drawing.set,
    Kind.BOUGHT: Drawing.bought,
    Kind.ONE: Drawing.one,
    Kind.FACT: Drawing.number,
    Kind.WORDS: Drawing.text,
    Kind.PAST: Drawing.past,
    Kind.CAMPAIGN: Drawing.campaign,
    Kind.OFFER: Drawing.offer,
}


def _gone(chosen: str, choices: Mapping[str, str]) -> dict[str, str]:
    return {chosen: f"number {chosen}, not there any more"} if chosen and chosen not in choices else {}


def _join(mode: str, number: int) -> html.Span:
    return html.Span(JOINS[mode] if number else "", className="join")
