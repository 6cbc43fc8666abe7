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
    said,
    select,
    together,
    toggle,
    tool,
    unit,
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
from wording.languages import priced, say, to_say

MOST_TOGGLES = 14  # choices that stand beside each other; more are searched
PRODUCT_BY: Choices = (("words", to_say("described with the words")), ("code", to_say("of the code or name")))
SPANS: Choices = (("ever", to_say("ever")), ("days", to_say("in the last")))
HINTS = {"text": to_say("one or more, commas between"), "begins": to_say("its beginning")}


class Drawing:
    """What the rows are drawn from: what there is to choose, and the sign of money."""

    def __init__(self, there: Catalogue, subjects: Sequence[Offered], sign: str) -> None:
        self.there, self.subjects, self.sign = there, subjects, sign

    def tree(self, tree: Group, version: str) -> html.Div:
        """All of it; another version is drawn anew."""
        return html.Div(self._group(tree, ()), className="tree", key=version, **data(version=version))

    def _group(self, group: Group, at: Path) -> html.Div:
        lead = "" if at else say("Customers of whom")
        mode = select("mode", said(MODES), group.mode, say("How these conditions go together"), reshapes=True)
        head = [html.Span(lead, className="group-lead") if lead else None, mode]
        tools = [] if not at else self._tools(say("this group"), at, is_group=True)
        parts = [
            html.Li([_join(group.mode, number), self._node(one, (*at, number))], className="part")
            for number, one in enumerate(group.parts)
        ]
        foot = [
            does(say("Add a condition"), "add", at, "plus-lg"),
            does(say("Add a group"), "group", at, "plus-lg", "quiet"),
        ]
        return html.Div(
            [
                html.Div([*filter(None, head), html.Div(tools, className="condition-tools")], className="group-head"),
                html.Ol(parts, className="parts"),
                html.P(className="condition-error", role="alert"),
                html.Div(foot, className="group-foot"),
            ],
            className="group" if at else "group outermost",
            role="group",
            **aria(label=say("Group of conditions") if at else say("All conditions")),
            **data(node="group", path=path_of(at)),
        )

    def _node(self, node: Node, at: Path) -> html.Div:
        return self._group(node, at) if isinstance(node, Group) else self._row(node, at)

    def _row(self, row: Row, at: Path) -> html.Div:
        kind = kind_of(row.subject, self.there)
        fields: list[Children] = [self._subject(row.subject)]
        if kind is not None:
            fields.append(select("operator", said(OPERATORS[kind]), row.operator, say("What holds"), reshapes=True))
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
            **aria(label=say("Condition: {what}", what=called)),
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
            heading = say("From your files") if self._attribute(chosen) else say("Not there any more")
            groups.insert(0, html.Optgroup([option(chosen, self._called(chosen), chosen)], label=heading))
        return plain_select("subject", groups, say("What it is about"), reshapes=True)

    def _tools(self, called: str, at: Path, *, is_group: bool = False) -> list[Children]:
        made = [tool("chevron-down", say("Move up"), "up", at, called, "turned")]
        made.append(tool("chevron-down", say("Move down"), "down", at, called))
        if is_group:
            made.append(does(say("Ungroup"), "dissolve", at, kind="quiet"))
        else:
            made.append(
                does(
                    say("Group", sense="verb"),
                    "wrap",
                    at,
                    kind="quiet",
                    name=say("Put into a group: {what}", what=called),
                )
            )
        return [*made, tool("x-lg", say("Remove"), "remove", at, called)]

    # What stands behind the operator, by the kind of the condition.

    def number(self, row: Row) -> list[Children]:
        if row.operator in ("known", "unknown"):
            return []
        if row.operator in ("in", "not in"):
            return self.text(row)
        of = unit_of(row.subject)
        kind = "date" if of is Unit.DAY else "number"
        sign = [unit(self.sign)] if of is Unit.MONEY and self.sign else []
        is_before = priced("", self.sign).startswith(self.sign)
        before, after = (sign, []) if is_before else ([], sign)
        last = [unit(say(UNITS[of], sense="unit"))] if of in UNITS else []
        names = {"least": ["least"], "most": ["most"], "between": ["least", "most"], "exactly": ["least"]}
        labels = (
            {"least": say("From", sense="bound"), "most": say("To", sense="bound")}
            if row.operator == "between"
            else dict.fromkeys(("least", "most"), "")
        )
        found: list[Children] = []
        asked = names.get(row.operator, [])
        for number, name in enumerate(asked, 1):
            found += [unit(say("and"))] if number > 1 else []
            field = entry(name, row.fields, labels[name] or say("How much"), kind)
            found.append(together(*before, field, *after, *(last if number == len(asked) else [])))
        return found

    def text(self, row: Row) -> list[Children]:
        if row.operator in ("known", "unknown"):
            return []
        hint = say(HINTS["begins" if row.operator.endswith("begins") else "text"])
        return [entry("text", row.fields, hint[0].upper() + hint[1:], "text", hint, wide=True)]

    def set(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        choices = choices | {one: one for one in row.values if one not in choices}
        if len(choices) > MOST_TOGGLES:
            return [picker(choices, row.values)]
        order = [*choices] if row.subject != CONSENT else ["yes", "unknown", "no"]
        pressed = [toggle(one, choices[one], one in row.values) for one in order]
        return [html.Div(pressed, className="toggles", role="group", **aria(label=say("Which")))]

    def bought(self, row: Row) -> list[Children]:
        by = row.fields.get("by", "words")
        hint = "LUNCH BAG" if by == "words" else "20725"
        found: list[Children] = [
            select("by", said(PRODUCT_BY), by, say("How the product is named"), reshapes=True),
            entry("product", row.fields, say("Product"), "text", hint),
        ]
        times = {"times": row.fields.get("times", "1")}
        field = entry("times", times, say("Days at least"), "number")
        days = unit(say("days", sense="within"), title=say("Several orders of a day count once"))
        return [*found, together(unit(say("on at least")), field, days), *self._span(row)]

    def _span(self, row: Row) -> list[Children]:
        span = row.fields.get("span", "ever")
        found: list[Children] = [select("span", said(SPANS), span, say("Since when"), reshapes=True)]
        if span == "days":
            field = entry("days", row.fields, say("Days"), "number")
            found.append(together(field, unit(say("days", sense="within"))))
        return found

    def past(self, row: Row) -> list[Children]:
        since = say("as of", sense="month") if row.operator.endswith("at") else say("since", sense="month")
        run = self.there.segments.get(row.subject.removeprefix(PAST))
        options = when_options(run.months if run else (), row.fields.get("when", ""))
        when = plain_select("when", options, say("The month"), reshapes=False)
        return [*self.set(row), together(unit(since), when)]

    def campaign(self, row: Row) -> list[Children]:
        last = {LAST: say("the last that mailed them")} if row.operator.endswith(Part.ANSWERED) else {}
        choices = choices_of(row.subject, self.there)
        chosen = row.fields.get("one", "")
        gone = _gone(chosen, choices) if chosen != LAST else {}
        options = [("", say("any campaign")), *last.items(), *choices.items(), *gone.items()]
        return [select("one", options, chosen, say("Which campaign")), *self._span(row)]

    def offer(self, row: Row) -> list[Children]:
        return [entry("product", row.fields, say("Its code or name"), "text", "20725")]

    def one(self, row: Row) -> list[Children]:
        choices = choices_of(row.subject, self.there)
        chosen = row.fields.get("one", "")
        options = [("", say("Choose …")), *choices.items(), *_gone(chosen, choices).items()]
        return [select("one", options, chosen, say("Which"))]


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
    is_gone = chosen and chosen not in choices
    return {chosen: say("number {number}, not there any more", number=chosen)} if is_gone else {}


def _join(mode: str, number: int) -> html.Span:
    return html.Span(say(JOINS[mode]) if number else "", className="join")
