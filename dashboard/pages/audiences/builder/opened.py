"""A definition -> the builder's tree, so that what was kept can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from audiences.conditions import Offered
from audiences.conditions.definition import (
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Definition,
    Either,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Said,
    WasInSegment,
)
from audiences.conditions.fields import Unit
from dashboard.pages.audiences.builder.past import campaign, offer, past, within
from dashboard.pages.audiences.builder.said import NOT
from dashboard.pages.audiences.builder.subjects import (
    ATTRIBUTE,
    AUDIENCE,
    BOUGHT,
    CONSENT,
    LIST,
    OPERATORS,
    SEGMENT,
    Kind,
    kind_of,
    unit_of,
)
from dashboard.pages.audiences.builder.tree import Group, Node, Row
from dashboard.queries.audiences.catalogue import Catalogue


def tree_of(definition: Definition, there: Catalogue) -> Group:
    """The builder's tree of a definition; its outermost is a group."""
    found = _node(definition, there)
    return found if isinstance(found, Group) else Group("all", (found,))


def _node(node: Definition, there: Catalogue) -> Node:
    match node:
        case Both(parts) | Either(parts):
            return Group("all" if isinstance(node, Both) else "any", tuple(_node(one, there) for one in parts))
        case Not(Both(parts)) | Not(Either(parts)):
            mode = "not all" if isinstance(node.part, Both) else "none"
            return Group(mode, tuple(_node(one, there) for one in parts))
        case Not(Not(part)):
            return _node(part, there)
        case Not(Known(name)):
            return Row(name, "unknown")
        case Not(part):
            row = _row(part, there)
            can = kind_of(row.subject, there)
            denied = f"{NOT}{row.operator}"
            is_plain = can is not None and denied in dict(OPERATORS[can])
            return Row(row.subject, denied, row.fields, row.values) if is_plain else Group("none", (row,))
        case _:
            return _row(node, there)


def _row(node: Definition, there: Catalogue) -> Row:
    return _ROWS[type(node)](node, there)


def _some(subject: str, values: tuple[str, ...], there: Catalogue) -> Row:
    is_set = kind_of(subject, there) is Kind.SET
    return Row(subject, "in", values=values) if is_set else Row(subject, "in", {"text": _joined(values)})


def _attribute(node: Attribute, there: Catalogue) -> Row:
    subject = f"{ATTRIBUTE}{node.name}"
    return _some(subject, node.values, there) if node.values else _within(subject, node.least, node.most)


def _within(subject: str, least: Any, most: Any) -> Row:
    scale = 100 if unit_of(subject) is Unit.SHARE else 1
    if least is not None and least == most and unit_of(subject) is not Unit.DAY:
        return Row(subject, "exactly", {"least": _plain(least, scale)})
    operator = "between" if None not in (least, most) else "least" if most is None else "most"
    bounds = {"least": least, "most": most}
    return Row(subject, operator, {name: _plain(one, scale) for name, one in bounds.items() if one is not None})


def _plain(value: Any, scale: int) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    number = value * scale
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def _joined(values: tuple[str, ...]) -> str:
    if any("," in one for one in values):
        return "; ".join(values) + (";" if len(values) == 1 else "")
    return ", ".join(values)


def _bought(node: Bought, _there: Catalogue) -> Row:
    by, product = ("code", node.code) if node.code is not None else ("words", node.words)
    return Row(BOUGHT, "in", {"by": by, "product": product or "", "times": str(node.times), **within(node.within_days)})


_ROWS: Mapping[type, Callable[[Any, Catalogue], Row]] = {
    Compared: lambda node, there: _within(node.field, node.least, node.most),
    Chosen: lambda node, there: _some(node.field, node.values, there),
    Begins: lambda node, there: Row(node.field, "begins", {"text": node.letters}),
    Known: lambda node, there: Row(node.field, "known"),
    Said: lambda node, there: Row(CONSENT, "in", values=node.answers),
    InSegment: lambda node, there: Row(f"{SEGMENT}{node.algorithm}", "in", values=node.segments),
    WasInSegment: lambda node, there: past(node),
    Bought: _bought,
    Offered: lambda node, there: offer(node),
    InCampaign: lambda node, there: campaign(node),
    Attribute: _attribute,
    InList: lambda node, there: Row(LIST, "in", {"one": str(node.list_id)}),
    InAudience: lambda node, there: Row(AUDIENCE, "in", {"one": str(node.audience_id)}),
}
