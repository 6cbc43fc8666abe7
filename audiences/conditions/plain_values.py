"""Numbers, days and texts of a definition, checked; every error says at which place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from audiences.conditions.definition import Value
from audiences.conditions.fields import Unit
from warehouse.errors import InputError
from warehouse.letters import is_storable
from wording.languages import say, whole

MOST_VALUES = 10_000  # of one condition
LONGEST = 200  # letters of a text
MOST_DAYS = 36_500
_AMOUNT, _DECIMALS = Decimal(10) ** 15, 30


class PlaceError(InputError):
    """What cannot be used at a place of a definition."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path}: {words}")
        self.words = words


def allow(data: Mapping[str, Any], path: str, *keys: str) -> None:
    if foreign := [*{*data} - {*keys}]:
        name = shown(sorted(foreign, key=str)[0])
        raise PlaceError(path, say("“{name}” does not go with {key}.", name=name, key=keys[0]))


def check_bounds(least: Value | None, most: Value | None, path: str) -> None:
    if least is None and most is None:
        raise PlaceError(path, say("takes at_least, at_most or both."))
    bounds: Any = (least, most)  # of one kind
    if None not in bounds and bounds[0] > bounds[1]:
        raise PlaceError(path, say("at_least is more than at_most, so that nobody would be in it."))


def value_of(data: Mapping[str, Any], path: str, key: str, unit: Unit) -> Decimal | date | None:
    if unit is not Unit.DAY or key not in data:
        return number_of(data, path, key)
    try:
        return date.fromisoformat(data[key])
    except (TypeError, ValueError):
        raise PlaceError(f"{path}, {key}", say("takes a day such as 2026-01-31.")) from None


def is_comparable(number: Decimal) -> bool:
    """Whether a database takes a number: finite, and of no more digits than anybody means."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DECIMALS and abs(number) <= _AMOUNT


def number_of(data: Mapping[str, Any], path: str, key: str) -> Decimal | None:
    if key not in data:
        return None
    value = data[key]
    try:
        number = Decimal(str(value)) if isinstance(value, int | float | str) and value is not True else Decimal("nan")
    except (InvalidOperation, ValueError):  # of more digits than Python writes
        number = Decimal("nan")
    if not is_comparable(number):
        raise PlaceError(f"{path}, {key}", say("“{value}” is no number that can be compared.", value=shown(value)))
    return number


def whole_of(data: Mapping[str, Any], path: str, key: str, least: int) -> int | None:
    if key not in data:
        return None
    value = data[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 2**31 - 1:
        raise PlaceError(f"{path}, {key}", say("takes a whole number from {least}.", least=least))
    if key == "within_days" and value > MOST_DAYS:
        raise PlaceError(f"{path}, {key}", say("takes at most {most} days.", most=whole(MOST_DAYS)))
    return value


def texts_of(data: Mapping[str, Any], path: str, key: str) -> tuple[str, ...]:
    values = data.get(key)
    if not isinstance(values, list) or not values or len(values) > MOST_VALUES:
        raise PlaceError(f"{path}, {key}", say("takes a list of 1 to {most} texts.", most=whole(MOST_VALUES)))
    return tuple(dict.fromkeys(text_of(one, f"{path}, {key}") for one in values))


def text_of(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not is_storable(value):
        raise PlaceError(path, say("takes a text of 1 to {most} letters.", most=LONGEST))
    return value


def shown(value: object) -> str:
    """A value as an error quotes it."""
    try:
        return str(value)[:40]
    except ValueError:  # Python writes no whole number of thousands of digits
        return "thousands of digits"
