"""Numbers, days and texts of a definition, checked; every error says at which place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from audiences.conditions.definition import Value
from audiences.conditions.fields import Unit
from warehouse.errors import InputError
from warehouse.letters import is_storable

MOST_VALUES = 10_000  # of one condition
LONGEST = 200  # letters of a text
MOST_DAYS = 36_500
_AMOUNT, _DECIMALS = Decimal(10) ** 15, 30


def allow(data: Mapping[str, Any], path: str, *keys: str) -> None:
    if foreign := [*{*data} - {*keys}]:
        raise InputError(f"{path}: “{shown(sorted(foreign, key=str)[0])}” does not go with {keys[0]}.")


def check_bounds(least: Value | None, most: Value | None, path: str) -> None:
    if least is None and most is None:
        raise InputError(f"{path}: takes at_least, at_most or both.")
    bounds: Any = (least, most)  # of one kind
    if None not in bounds and bounds[0] > bounds[1]:
        raise InputError(f"{path}: at_least is more than at_most, so that nobody would be in it.")


def value_of(data: Mapping[str, Any], path: str, key: str, unit: Unit) -> Decimal | date | None:
    if unit is not Unit.DAY or key not in data:
        return number_of(data, path, key)
    try:
        return date.fromisoformat(data[key])
    except (TypeError, ValueError):
        raise InputError(f"{path}, {key}: takes a day such as 2026-01-31.") from None


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
        raise InputError(f"{path}, {key}: “{shown(value)}” is no number that can be compared.")
    return number


def whole_of(data: Mapping[str, Any], path: str, key: str, least: int) -> int | None:
    if key not in data:
        return None
    value = data[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 2**31 - 1:
        raise InputError(f"{path}, {key}: takes a whole number from {least}.")
    if key == "within_days" and value > MOST_DAYS:
        raise InputError(f"{path}, {key}: takes at most {MOST_DAYS:,} days.")
    return value


def texts_of(data: Mapping[str, Any], path: str, key: str) -> tuple[str, ...]:
    values = data.get(key)
    if not isinstance(values, list) or not values or len(values) > MOST_VALUES:
        raise InputError(f"{path}, {key}: takes a list of 1 to {MOST_VALUES:,} texts.")
    return tuple(dict.fromkeys(text_of(one, f"{path}, {key}") for one in values))


def text_of(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not is_storable(value):
        raise InputError(f"{path}: takes a text of 1 to {LONGEST} letters.")
    return value


def shown(value: object) -> str:
    """A value as an error quotes it."""
    try:
        return str(value)[:40]
    except ValueError:  # Python writes no whole number of thousands of digits
        return "thousands of digits"
