"""A definition in plain words: "bought LUNCH BAG on 2 days or more, but not in the last 90 days"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from audiences.conditions.fields import MEASURED, TEXTS, Unit
from audiences.conditions.past_words import said_of, said_then

MOST_NAMED = 4  # of many values, in words
ANSWERS = {"yes": "said yes to mailings", "no": "said no to mailings", "unknown": "was never asked about mailings"}


@dataclass(frozen=True)
class Names:
    """How things are called on screen; what has no name here is called as the definition has it."""

    sign: str = ""  # of the currency
    countries: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[int, str] = field(default_factory=dict)
    lists: Mapping[int, str] = field(default_factory=dict)
    campaigns: Mapping[int, str] = field(default_factory=dict)


def in_words(definition: Definition, names: Names = Names()) -> str:
    """Who is in the audience, as the rest of a sentence that begins with "Customers: "."""
    return _say(definition, names, is_whole=True)


def _say(node: Definition, names: Names, *, is_whole: bool = False) -> str:
    match node:
        case Both(()):
            return "everyone"
        case Either(()):
            return "nobody"
        case Both(parts):
            return _joined(parts, ", and ", names, is_whole or len(parts) == 1, but=", but ")
        case Either(parts):
            return _joined(parts, ", or ", names, is_whole or len(parts) == 1)
        case Not(part):
            return (
                f"not ({_say(part, names, is_whole=True)})" if isinstance(part, Both | Either) else _denied(part, names)
            )
        case _:
            return _SAY[type(node)](node, names)


def _joined(parts: Sequence[Definition], word: str, names: Names, is_whole: bool, but: str = "") -> str:
    """The first that denies, after one that does not, begins with `but` where there is one."""
    text, was_denied = _say(parts[0], names), isinstance(parts[0], Not)
    for one in parts[1:]:
        is_turn = isinstance(one, Not) and not was_denied
        text += (but if but and is_turn else word) + _say(one, names)
        was_denied = was_denied or is_turn
    return text if is_whole else f"({text})"


def _denied(node: Definition, names: Names) -> str:
    """The opposite of one condition, in its own words where they are shorter."""
    denied = _DENY.get(type(node))
    return denied(node, names) if denied else f"not: {_say(node, names)}"


def _words(name: str) -> str:
    return MEASURED[name].words if name in MEASURED else TEXTS[name].words


def _compared(node: Compared, names: Names) -> str:
    unit, words = MEASURED[node.field].unit, MEASURED[node.field].words
    least, most = (None if one is None else _value(one, unit, names) for one in (node.least, node.most))
    if unit is Unit.DAY:
        spans = {(True, False): f"from {least}", (False, True): f"up to {most}"}
        return f"{words} {spans.get((least is not None, most is not None), f'{least} to {most}')}"
    return f"{words} {_span(least, most)}"


def _span(least: str | None, most: str | None) -> str:
    if least is None or most is None:
        return f"at most {most}" if least is None else f"at least {least}"
    return least if least == most else f"{least} to {most}"


def _value(value: Value, unit: Unit, names: Names) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if unit is Unit.MONEY:
        return f"{names.sign}{_number(value)}"
    if unit is Unit.SHARE:
        return f"{_number(Decimal(value) * 100)} %"
    return str(value) if unit is Unit.YEAR else _number(value)


def _number(value: Value) -> str:
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"


def _chosen(node: Chosen, names: Names) -> str:
    called = _called(node.field, names)
    return f"{_words(node.field)} {_any([called.get(one, one) for one in node.values])}"


def _called(name: str, names: Names) -> Mapping[str, str]:
    return names.countries if name == "country" else {}


def _any(values: Sequence[str]) -> str:
    """ "A, B or C"; of many the first, and how many more."""
    if len(values) > MOST_NAMED:
        return f"{', '.join(values[: MOST_NAMED - 1])} or one of {len(values) - MOST_NAMED + 1:,} more"
    return " or ".join([", ".join(values[:-1]), values[-1]]) if len(values) > 1 else values[0]


def _begins(node: Begins, _names: Names) -> str:
    return f"{_words(node.field)} begins with “{node.letters}”"


def _known(node: Known, _names: Names) -> str:
    return f"{_words(node.field)} known"


def _said(node: Said, _names: Names) -> str:
    return _any([ANSWERS[one] for one in node.answers])


def _segments(node: InSegment | WasInSegment, names: Names) -> str:
    return _any([names.segments.get(one, one) for one in node.segments])


def _in_segment(node: InSegment, names: Names) -> str:
    return f"in {_segments(node, names)}"


def _was_in_segment(node: WasInSegment, names: Names, *, is_denied: bool = False) -> str:
    return said_then(node.then, node.month, _segments(node, names), is_denied=is_denied)


def _in_campaign(node: InCampaign, names: Names, *, is_denied: bool = False) -> str:
    which = node.campaign
    told = names.campaigns.get(which, str(which)) if isinstance(which, int) else which
    return said_of(node.part, told, node.within_days, is_denied=is_denied)


def _offered(node: Offered, _names: Names) -> str:
    return f"bought what goes with product {node.code}, and never it"


def _bought(node: Bought, _names: Names) -> str:
    return f"bought {_product(node)}{_often(node)}{_span_of(node)}"


def _often(node: Bought) -> str:
    return "" if node.times == 1 else f" on {node.times:,} days or more"


def _product(node: Bought) -> str:
    return f"product {node.code}" if node.code is not None else f"“{node.words}”"


def _span_of(node: Bought) -> str:
    return "" if node.within_days is None else f" in the last {node.within_days:,} days"


def _attribute(node: Attribute, names: Names) -> str:
    label = names.attributes.get(node.name, node.name)
    if node.values:
        return f"{label} is {_any(node.values)}"
    return f"{label} {_span(*(None if one is None else _number(one) for one in (node.least, node.most)))}"


def _in_list(node: InList, names: Names) -> str:
    return f"in the list “{names.lists.get(node.list_id, node.list_id)}”"


def _in_audience(node: InAudience, names: Names) -> str:
    return f"in the audience “{names.audiences.get(node.audience_id, node.audience_id)}”"


_SAY: Mapping[type, Callable[[Any, Names], str]] = {
    Compared: _compared,
    Chosen: _chosen,
    Begins: _begins,
    Known: _known,
    Said: _said,
    InSegment: _in_segment,
    WasInSegment: _was_in_segment,
    Bought: _bought,
    Offered: _offered,
    InCampaign: _in_campaign,
    Attribute: _attribute,
    InList: _in_list,
    InAudience: _in_audience,
}


def _not_chosen(node: Chosen, names: Names) -> str:
    called = _called(node.field, names)
    return f"{_words(node.field)} not {_any([called.get(one, one) for one in node.values])}"


_DENY: Mapping[type, Callable[[Any, Names], str]] = {
    Known: lambda node, _names: f"{_words(node.field)} not known",
    Chosen: _not_chosen,
    InSegment: lambda node, names: f"not {_in_segment(node, names)}",
    WasInSegment: lambda node, names: _was_in_segment(node, names, is_denied=True),
    Bought: lambda node, _names: f"did not buy {_product(node)}{_often(node)}{_span_of(node)}",
    Offered: lambda node, _names: f"did not buy what goes with product {node.code}, or bought it",
    InCampaign: lambda node, names: _in_campaign(node, names, is_denied=True),
    InList: lambda node, names: f"not {_in_list(node, names)}",
    InAudience: lambda node, names: f"not {_in_audience(node, names)}",
}
