"""Definitions as JSON, as they are stored, sent and written by hand; every error says at which place.

{"all": [{"segment": ["at-risk"], "of": "rfm"}, {"field": "net", "at_least": 100},
         {"not": {"bought": {"words": "LUNCH BAG"}, "times": 2, "within_days": 90}}]}
"""

from collections.abc import Callable, Mapping
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
    InList,
    Known,
    Not,
    Offered,
    Said,
)
from audiences.conditions.fields import ANSWERS, MEASURED, TEXTS
from audiences.conditions.past_reading import campaign, segment
from audiences.conditions.plain_values import (
    PlaceError,
    allow,
    check_bounds,
    number_of,
    shown,
    text_of,
    texts_of,
    value_of,
    whole_of,
)
from warehouse.errors import InputError
from wording.languages import say

DEEPEST = 8  # conditions within conditions
MOST_PARTS = 100  # in the whole definition


class _Place:
    """Where in the definition reading is, and how much there is of it."""

    def __init__(self) -> None:
        self.parts = 0

    def check(self, path: str, depth: int) -> None:
        self.parts += 1
        if depth > DEEPEST:
            words = say("conditions are nested deeper than {most}. Keep a part as an audience.", most=DEEPEST)
            raise PlaceError(path, words)
        if self.parts > MOST_PARTS:
            raise InputError(say("There are more than {most} conditions. Keep a part as an audience.", most=MOST_PARTS))


def read(data: object) -> Definition:
    """The definition that plain values of JSON tell. Raises InputError with the place of what cannot be used."""
    return _node(data, say("the audience"), 0, _Place())


def _node(data: object, path: str, depth: int, place: _Place) -> Definition:
    place.check(path, depth)
    if not isinstance(data, dict):
        example = '{"field": "net", "at_least": 100}'
        raise PlaceError(path, say("a condition is an object such as {example}.", example=example))
    for key, kind in (("all", Both), ("any", Either)):
        if key in data:
            parts = _only(data, path, key)
            if not isinstance(parts, list):
                raise PlaceError(f"{path}, {key}", say("takes a list of conditions."))
            return kind(tuple(_node(one, f"{path}, {key} {at}", depth + 1, place) for at, one in enumerate(parts, 1)))
    if "not" in data:
        return Not(_node(_only(data, path, "not"), f"{path}, not", depth + 1, place))
    for key, leaf in _LEAVES.items():
        if key in data:
            return leaf(data, path)
    raise PlaceError(path, say("holds none of {keys}.", keys=", ".join(("all", "any", "not", *_LEAVES))))


def _field(data: Mapping[str, Any], path: str) -> Definition:
    name = data["field"]
    if isinstance(name, str) and name in MEASURED:
        allow(data, path, "field", "at_least", "at_most", "known")
        if "known" in data:
            return _known(data, path, name)
        unit = MEASURED[name].unit
        least, most = (value_of(data, path, key, unit) for key in ("at_least", "at_most"))
        check_bounds(least, most, path)
        return Compared(name, least, most)
    if isinstance(name, str) and name in TEXTS:
        allow(data, path, "field", "in", "begins", "known")
        if "known" in data:
            return _known(data, path, name)
        if "begins" in data:
            return Begins(name, text_of(data["begins"], f"{path}, begins"))
        return Chosen(name, texts_of(data, path, "in"))
    fields = ", ".join((*MEASURED, *TEXTS))
    raise PlaceError(path, say("there is no field “{name}”. There are {fields}.", name=shown(name), fields=fields))


def _known(data: Mapping[str, Any], path: str, name: str) -> Definition:
    if not isinstance(data["known"], bool) or len(data) > 2:
        raise PlaceError(path, say("known is true or false, and stands alone."))
    return Known(name) if data["known"] else Not(Known(name))


def _consent(data: Mapping[str, Any], path: str) -> Definition:
    answers = texts_of({"consent": data["consent"]}, path, "consent")
    allow(data, path, "consent")
    if set(answers) - {*ANSWERS}:
        raise PlaceError(path, say("consent is some of {answers}.", answers=", ".join(ANSWERS)))
    return Said(answers)


def _bought(data: Mapping[str, Any], path: str) -> Definition:
    allow(data, path, "bought", "times", "within_days")
    product = data["bought"]
    if not isinstance(product, dict) or {*product} not in ({"code"}, {"words"}):
        raise PlaceError(path, say("bought takes {code} or {words}.", code='{"code": …}', words='{"words": …}'))
    code, words = (text_of(product[key], f"{path}, {key}") if key in product else None for key in ("code", "words"))
    return Bought(code, words, whole_of(data, path, "times", 1) or 1, whole_of(data, path, "within_days", 1))


def _offer(data: Mapping[str, Any], path: str) -> Definition:
    allow(data, path, "offer")
    return Offered(text_of(data["offer"], f"{path}, offer"))


def _attribute(data: Mapping[str, Any], path: str) -> Definition:
    allow(data, path, "attribute", "at_least", "at_most", "in")
    name = text_of(data["attribute"], f"{path}, attribute")
    if "in" in data:
        allow(data, path, "attribute", "in")
        return Attribute(name, values=texts_of(data, path, "in"))
    least, most = (number_of(data, path, key) for key in ("at_least", "at_most"))
    check_bounds(least, most, path)
    return Attribute(name, least, most)


def _list(data: Mapping[str, Any], path: str) -> Definition:
    allow(data, path, "list")
    return InList(whole_of(data, path, "list", 1) or 0)


def _audience(data: Mapping[str, Any], path: str) -> Definition:
    allow(data, path, "audience")
    return InAudience(whole_of(data, path, "audience", 1) or 0)


_LEAVES: Mapping[str, Callable[[Mapping[str, Any], str], Definition]] = {
    "field": _field,
    "segment": segment,
    "consent": _consent,
    "bought": _bought,
    "offer": _offer,
    "campaign": campaign,
    "attribute": _attribute,
    "list": _list,
    "audience": _audience,
}


def _only(data: Mapping[str, Any], path: str, key: str) -> Any:
    allow(data, path, key)
    return data[key]
