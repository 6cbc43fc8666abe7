"""Whether a value that came as JSON is what a function's type hint says."""

from __future__ import annotations

import types
import typing
from typing import Any


def fits(value: Any, hint: Any) -> bool:
    """`fits("DE", str | None)`; a number with a fraction is no int, and true is no number. What is no type fits."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is typing.Literal:
        return isinstance(value, str | int) and value in inner
    if origin is list:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    if origin is dict:
        keys, values = inner
        return isinstance(value, dict) and all(fits(key, keys) and fits(one, values) for key, one in value.items())
    return _is_one(value, hint)


def _is_one(value: Any, hint: Any) -> bool:
    if hint is None:
        return value is None
    if hint in (int, float):
        return isinstance(value, int if hint is int else int | float) and not isinstance(value, bool)
    return hint is Any or not isinstance(hint, type) or isinstance(value, hint)
