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
from audiences.conditions.fields import MEASURED, SENTENCES, TEXTS, Sentences, Unit
from audiences.conditions.past_words import lately, said_of, said_then
from wording.languages import country, days, marked, priced, say, say_n, to_say, whole

MOST_NAMED = 4  # of many values, in words
ANSWERS = {
    "yes": to_say("said yes to mailings"),
    "no": to_say("said no to mailings"),
    "unknown": to_say("was never asked about mailings"),
}


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
            return say("everyone", sense="customers")
        case Either(()):
            return say("nobody", sense="customers")
        case Both(parts):
            return _joined(parts, _AND, names, is_whole or len(parts) == 1, but=_BUT)
        case Either(parts):
            return _joined(parts, _OR, names, is_whole or len(parts) == 1)
        case Not(part):
            return _denied(part, names)
        case _:
            return _SAY[type(node)](node, names)


_AND, _BUT = to_say("{conditions}, and {next}"), to_say("{conditions}, but {next}")
_OR = to_say("{conditions}, or {next}")


def _joined(parts: Sequence[Definition], join: str, names: Names, is_whole: bool, but: str = "") -> str:
    """The first that denies, after one that does not, is joined by `but` where there is one."""
    text, was_denied = _say(parts[0], names), isinstance(parts[0], Not)
    for one in parts[1:]:
        is_turn = isinstance(one, Not) and not was_denied
        text = say(but if but and is_turn else join, conditions=text, next=_say(one, names))
        was_denied = was_denied or is_turn
    return text if is_whole else f"({text})"


def _denied(node: Definition, names: Names) -> str:
    """The opposite of conditions; of one in its own words where they are shorter."""
    if isinstance(node, Both | Either):
        return say("not ({conditions})", conditions=_say(node, names, is_whole=True))
    denied = _DENY.get(type(node))
    return denied(node, names) if denied else say("not: {condition}", condition=_say(node, names))


def _words(name: str) -> str:
    return say(MEASURED[name].words if name in MEASURED else TEXTS[name].words)


def _compared(node: Compared, names: Names) -> str:
    unit, words = MEASURED[node.field].unit, _words(node.field)
    if sentences := SENTENCES.get(node.field):
        return _as_people_say(sentences, node.least, node.most, lambda value: _value(value, unit, names))
    least, most = (None if one is None else _value(one, unit, names) for one in (node.least, node.most))
    if unit is not Unit.DAY:
        return _within(words, least, most)
    if least is None:
        return say("{what} up to {day}", what=words, day=most)
    if most is None:
        return say("{what} from {day}", what=words, day=least)
    return say("{what} {least} to {most}", what=words, least=least, most=most)


def _as_people_say(
    sentences: Sentences, least: Value | None, most: Value | None, written: Callable[[Value], str]
) -> str:
    """The one that fits the bounds, of which one at least is given."""
    if least is not None and most is not None and least != most:
        return say(sentences.between, least=written(least), most=written(most))
    pair = sentences.exact if least == most else sentences.most if least is None else sentences.least
    number = most if least is None else least
    assert number is not None
    return say_n(_form(number), *pair, number=written(number))


def _form(number: Value) -> int:
    """Which form goes with a number: 1 with one alone, 1.5 with many."""
    return 1 if number == Decimal(1) else 2


def _within(what: str, least: str | None, most: str | None) -> str:
    if least is None:
        return say("{what} at most {most}", what=what, most=most)
    if most is None:
        return say("{what} at least {least}", what=what, least=least)
    return f"{what} {least}" if least == most else say("{what} {least} to {most}", what=what, least=least, most=most)


def _value(value: Value, unit: Unit, names: Names) -> str:
    if isinstance(value, date):
        return days.day(value)
    if unit is Unit.MONEY:
        return priced(_number(value), names.sign)
    if unit is Unit.SHARE:
        return f"{_number(Decimal(value) * 100)} %"
    return str(value) if unit is Unit.YEAR else _number(value)


def _number(value: Value) -> str:
    number = Decimal(str(value))
    return marked(f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}")


def _chosen(node: Chosen, names: Names) -> str:
    return f"{_words(node.field)} {_any(_called(node, names))}"


def _called(node: Chosen, names: Names) -> list[str]:
    if node.field != "country":
        return [*node.values]
    return [country(one, names.countries.get(one, one)) for one in node.values]


def _any(values: Sequence[str]) -> str:
    """ "A, B or C"; of many the first, and how many more."""
    if len(values) > MOST_NAMED:
        some, more = ", ".join(values[: MOST_NAMED - 1]), whole(len(values) - MOST_NAMED + 1)
        return say("{names} or one of {count} more", names=some, count=more)
    if len(values) < 2:
        return values[0]
    return say("{names} or {last}", names=", ".join(values[:-1]), last=values[-1])


def _begins(node: Begins, _names: Names) -> str:
    return say("{what} begins with “{letters}”", what=_words(node.field), letters=node.letters)


def _known(node: Known, _names: Names) -> str:
    return say("{what} known", what=_words(node.field))


def _said(node: Said, _names: Names) -> str:
    return _any([say(ANSWERS[one]) for one in node.answers])


def _segments(node: InSegment | WasInSegment, names: Names) -> str:
    return _any([say(names.segments.get(one, one), sense="segment") for one in node.segments])


def _in_segment(node: InSegment, names: Names) -> str:
    return say("in {segments}", segments=_segments(node, names))


def _was_in_segment(node: WasInSegment, names: Names, *, is_denied: bool = False) -> str:
    return said_then(node.then, node.month, _segments(node, names), is_denied=is_denied)


def _in_campaign(node: InCampaign, names: Names, *, is_denied: bool = False) -> str:
    which = node.campaign
    told = names.campaigns.get(which, str(which)) if isinstance(which, int) else which
    return said_of(node.part, told, node.within_days, is_denied=is_denied)


def _offered(node: Offered, _names: Names) -> str:
    return say("bought what goes with product {code}, and never it", code=node.code)


# Of one day, and of so many.
_BOUGHT = to_say("bought {product}"), to_say("bought {product} on {days} days or more")
_NOT_BOUGHT = to_say("did not buy {product}"), to_say("did not buy {product} on {days} days or more")


def _bought(node: Bought, _names: Names, sentences: tuple[str, str] = _BOUGHT) -> str:
    once, often = sentences
    text = say(once if node.times == 1 else often, product=_product(node), days=whole(node.times))
    return lately(text, node.within_days)


def _product(node: Bought) -> str:
    return say("product {code}", code=node.code) if node.code is not None else say("“{words}”", words=node.words)


def _attribute(node: Attribute, names: Names) -> str:
    label = names.attributes.get(node.name, node.name)
    if node.values:
        return say("{attribute} is {values}", attribute=label, values=_any(node.values))
    return _within(label, *(None if one is None else _number(one) for one in (node.least, node.most)))


def _in_list(node: InList, names: Names) -> str:
    return say("in the list “{name}”", name=names.lists.get(node.list_id, node.list_id))


def _in_audience(node: InAudience, names: Names) -> str:
    return say("in the audience “{name}”", name=names.audiences.get(node.audience_id, node.audience_id))


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


_DENY: Mapping[type, Callable[[Any, Names], str]] = {
    Known: lambda node, _names: say("{what} not known", what=_words(node.field)),
    Chosen: lambda node, names: say("{what} not {values}", what=_words(node.field), values=_any(_called(node, names))),
    InSegment: lambda node, names: say("not in {segments}", segments=_segments(node, names)),
    WasInSegment: lambda node, names: _was_in_segment(node, names, is_denied=True),
    Bought: lambda node, names: _bought(node, names, _NOT_BOUGHT),
    Offered: lambda node, _names: say("did not buy what goes with product {code}, or bought it", code=node.code),
    InCampaign: lambda node, names: _in_campaign(node, names, is_denied=True),
    InList: lambda node, names: say("not in the list “{name}”", name=names.lists.get(node.list_id, node.list_id)),
    InAudience: lambda node, names: say(
        "not in the audience “{name}”", name=names.audiences.get(node.audience_id, node.audience_id)
    ),
}
