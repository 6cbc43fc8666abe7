"""Definitions as plain values of JSON, which `reading` takes."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

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
    Offered,
    Said,
    Value,
    WasInSegment,
)


def written(node: Definition) -> dict[str, Any]:
    """The definition as plain values of JSON, which `read` takes."""
    match node:
        case Both(parts) | Either(parts):
            return {"all" if isinstance(node, Both) else "any": [written(one) for one in parts]}
        case Not(Known(field)):
            return {"field": field, "known": False}
        case Not(part):
            return {"not": written(part)}
        case _:
            return _LEAVES[type(node)](node)


def _bought(node: Bought) -> dict[str, Any]:
    product = {"code": node.code} if node.code is not None else {"words": node.words}
    span = {} if node.within_days is None else {"within_days": node.within_days}
    return {"bought": product, "times": node.times, **span}


def _was_in_segment(node: WasInSegment) -> dict[str, Any]:
    month = node.month if isinstance(node.month, int) else f"{node.month:%Y-%m}"
    return {"segment": [*node.segments], "of": node.algorithm, str(node.then): month}


def _in_campaign(node: InCampaign) -> dict[str, Any]:
    which = {} if node.campaign is None else {"of": node.campaign}
    span = {} if node.within_days is None else {"within_days": node.within_days}
    return {"campaign": str(node.part), **which, **span}


def _attribute(node: Attribute) -> dict[str, Any]:
    asked = {"in": [*node.values]} if node.values else _limits(node.least, node.most)
    return {"attribute": node.name, **asked}


def _limits(least: Value | None, most: Value | None) -> dict[str, Any]:
    limits = {"at_least": least, "at_most": most}
    return {key: _plain(value) for key, value in limits.items() if value is not None}


def _plain(value: Value) -> str | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


_LEAVES: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Compared: lambda node: {"field": node.field, **_limits(node.least, node.most)},
    Chosen: lambda node: {"field": node.field, "in": [*node.values]},
    Begins: lambda node: {"field": node.field, "begins": node.letters},
    Known: lambda node: {"field": node.field, "known": True},
    Said: lambda node: {"consent": [*node.answers]},
    InSegment: lambda node: {"segment": [*node.segments], "of": node.algorithm},
    WasInSegment: _was_in_segment,
    Bought: _bought,
    Offered: lambda node: {"offer": node.code},
    InCampaign: _in_campaign,
    Attribute: _attribute,
    InList: lambda node: {"list": node.list_id},
    InAudience: lambda node: {"audience": node.audience_id},
}
