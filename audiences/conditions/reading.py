"""Definitions as JSON, as they are stored, sent and written by hand; every error says at which place.

{"all": [{"segment": ["at-risk"], "of": "rfm"}, {"field": "net", "at_least": 100},
         {"not": {"bought": {"words": "LUNCH BAG"}, "times": 2, "within_days": 90}}]}
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
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
    InSegment,
    Known,
    Not,
    Said,
    Value,
)
from audiences.conditions.fields import ANSWERS, MEASURED, TEXTS, Unit
from warehouse.errors import InputError

DEEPEST = 8  # conditions within conditions
MOST_PARTS = 100  # in the whole definition
MOST_VALUES = 10_000  # of one condition
LONGEST = 200  # letters of a text
MOST_DAYS = 36_500
_AMOUNT = Decimal(10) ** 15


class _Place:
    """Where in the definition reading is, and how much there is of it."""

    def __init__(self) -> None:
        self.parts = 0

    def check(self, path: str, depth: int) -> None:
        self.parts += 1
        if depth > DEEPEST:
            raise InputError(f"{path}: conditions are nested deeper than {DEEPEST}. Keep a part as an audience.")
        if self.parts > MOST_PARTS:
            raise InputError(f"There are more than {MOST_PARTS} conditions. Keep a part as an audience.")


def read(data: object) -> Definition:
    """The definition that plain values of JSON tell. Raises InputError with the place of what cannot be used."""
    return _node(data, "the audience", 0, _Place())


def _node(data: object, path: str, depth: int, place: _Place) -> Definition:
    place.check(path, depth)
    if not isinstance(data, dict):
        raise InputError(f'{path}: a condition is an object such as {{"field": "net", "at_least": 100}}.')
    for key, kind in (("all", Both), ("any", Either)):
        if key in data:
            parts = _only(data, path, key)
            if not isinstance(parts, list):
                raise InputError(f"{path}, {key}: takes a list of conditions.")
            return kind(tuple(_node(one, f"{path}, {key} {at}", depth + 1, place) for at, one in enumerate(parts, 1)))
    if "not" in data:
        return Not(_node(_only(data, path, "not"), f"{path}, not", depth + 1, place))
    for key, leaf in _LEAVES.items():
        if key in data:
            return leaf(data, path)
    raise InputError(f"{path}: holds none of {', '.join(('all', 'any', 'not', *_LEAVES))}.")


def _field(data: Mapping[str, Any], path: str) -> Definition:
    name = data["field"]
    if isinstance(name, str) and name in MEASURED:
        _allow(data, path, "field", "at_least", "at_most", "known")
        if "known" in data:
            return _known(data, path, name)
        unit = MEASURED[name].unit
        least, most = (_value(data, path, key, unit) for key in ("at_least", "at_most"))
        _check_bounds(least, most, path)
        return Compared(name, least, most)
    if isinstance(name, str) and name in TEXTS:
        _allow(data, path, "field", "in", "begins", "known")
        if "known" in data:
            return _known(data, path, name)
        if "begins" in data:
            return Begins(name, _text(data["begins"], f"{path}, begins"))
        return Chosen(name, _texts(data, path, "in"))
    raise InputError(f"{path}: there is no field “{_shown(name)}”. There are {', '.join((*MEASURED, *TEXTS))}.")


def _known(data: Mapping[str, Any], path: str, name: str) -> Definition:
    if not isinstance(data["known"], bool) or len(data) > 2:
        raise InputError(f"{path}: known is true or false, and stands alone.")
    return Known(name) if data["known"] else Not(Known(name))


def _consent(data: Mapping[str, Any], path: str) -> Definition:
    answers = _texts({"consent": data["consent"]}, path, "consent")
    _allow(data, path, "consent")
    if set(answers) - {*ANSWERS}:
        raise InputError(f"{path}: consent is some of {', '.join(ANSWERS)}.")
    return Said(answers)


def _segment(data: Mapping[str, Any], path: str) -> Definition:
    _allow(data, path, "segment", "of")
    return InSegment(_text(data.get("of", "rfm"), f"{path}, of"), _texts(data, path, "segment"))


def _bought(data: Mapping[str, Any], path: str) -> Definition:
    _allow(data, path, "bought", "times", "within_days")
    product = data["bought"]
    if not isinstance(product, dict) or {*product} not in ({"code"}, {"words"}):
        raise InputError(f'{path}: bought takes {{"code": …}} or {{"words": …}}.')
    code, words = (_text(product[key], f"{path}, {key}") if key in product else None for key in ("code", "words"))
    return Bought(code, words, _whole(data, path, "times", 1) or 1, _whole(data, path, "within_days", 1))


def _attribute(data: Mapping[str, Any], path: str) -> Definition:
    _allow(data, path, "attribute", "at_least", "at_most", "in")
    name = _text(data["attribute"], f"{path}, attribute")
    if "in" in data:
        _allow(data, path, "attribute", "in")
        return Attribute(name, values=_texts(data, path, "in"))
    least, most = (_number(data, path, key) for key in ("at_least", "at_most"))
    _check_bounds(least, most, path)
    return Attribute(name, least, most)


def _list(data: Mapping[str, Any], path: str) -> Definition:
    _allow(data, path, "list")
    return InList(_whole(data, path, "list", 1) or 0)


def _audience(data: Mapping[str, Any], path: str) -> Definition:
    _allow(data, path, "audience")
    return InAudience(_whole(data, path, "audience", 1) or 0)


_LEAVES: Mapping[str, Callable[[Mapping[str, Any], str], Definition]] = {
    "field": _field,
    "segment": _segment,
    "consent": _consent,
    "bought": _bought,
    "attribute": _attribute,
    "list": _list,
    "audience": _audience,
}


def _only(data: Mapping[str, Any], path: str, key: str) -> Any:
    _allow(data, path, key)
    return data[key]


def _allow(data: Mapping[str, Any], path: str, *keys: str) -> None:
    if foreign := [*{*data} - {*keys}]:
        raise InputError(f"{path}: “{_shown(sorted(foreign, key=str)[0])}” does not go with {keys[0]}.")


def _check_bounds(least: Value | None, most: Value | None, path: str) -> None:
    if least is None and most is None:
        raise InputError(f"{path}: takes at_least, at_most or both.")
    bounds: Any = (least, most)  # of one kind
    if None not in bounds and bounds[0] > bounds[1]:
        raise InputError(f"{path}: at_least is more than at_most, so that nobody would be in it.")


def _value(data: Mapping[str, Any], path: str, key: str, unit: Unit) -> Decimal | date | None:
    if unit is not Unit.DAY or key not in data:
        return _number(data, path, key)
    try:
        return date.fromisoformat(data[key])
    except (TypeError, ValueError):
        raise InputError(f"{path}, {key}: takes a day such as 2026-01-31.") from None


def _number(data: Mapping[str, Any], path: str, key: str) -> Decimal | None:
    if key not in data:
        return None
    value = data[key]
    try:
        number = Decimal(str(value)) if isinstance(value, int | float | str) and value is not True else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number) > _AMOUNT:
        raise InputError(f"{path}, {key}: “{_shown(value)}” is no number that can be compared.")
    return number


def _whole(data: Mapping[str, Any], path: str, key: str, least: int) -> int | None:
    if key not in data:
        return None
    value = data[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 2**31 - 1:
        raise InputError(f"{path}, {key}: takes a whole number from {least}.")
    if key == "within_days" and value > MOST_DAYS:
        raise InputError(f"{path}, {key}: takes at most {MOST_DAYS:,} days.")
    return value


def _texts(data: Mapping[str, Any], path: str, key: str) -> tuple[str, ...]:
    values = data.get(key)
    if not isinstance(values, list) or not values or len(values) > MOST_VALUES:
        raise InputError(f"{path}, {key}: takes a list of 1 to {MOST_VALUES:,} texts.")
    return tuple(dict.fromkeys(_text(one, f"{path}, {key}") for one in values))


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value or len(value) > LONGEST:
        raise InputError(f"{path}: takes a text of 1 to {LONGEST} letters.")
    return value


def _shown(value: object) -> str:
    return str(value)[:40]
