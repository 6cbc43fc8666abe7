"""Values of a figure, as plotly writes them, as plain ones; and what kind of number an axis shows. Pure."""

from __future__ import annotations

import base64
import re
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

_TAG, _BREAK = re.compile(r"</?(b|i|span|sub|sup)[^>]*>"), re.compile(r"<br */?>")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_FULL = 7  # digits of a value that was drawn as a 32-bit one: the rest is noise


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    MONTH = "month"
    DAY = "day"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"


def listed(values: Any) -> list[Any]:
    """An array of a figure, however it is packed, as plain values."""
    if values is None:
        return []
    if isinstance(values, dict) and "bdata" in values:
        found = np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.dtype(values["dtype"]))
        return [plain(one) for one in found]
    return [plain(one) for one in values]


def plain(value: Any) -> Any:
    """A number, a day, a text or None: nothing of numpy or pandas; no number that is none."""
    if isinstance(value, np.float32):
        value = float(f"{value:.{_NOT_FULL}g}")
    elif isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return [plain(one) for one in value] if isinstance(value, list | tuple | np.ndarray) else value


def words(text: Any) -> str:
    """A text of a chart without its marks: `<b>342</b>` -> `342`."""
    return " ".join(_TAG.sub("", _BREAK.sub(" ", str(text))).split()) if text is not None else ""


def kind_of(axis: dict[str, Any], numbers: list[Any]) -> Kind:
    """What the numbers along an axis are, as its ticks are written."""
    if axis.get("tickprefix") or axis.get("ticksuffix"):  # before or behind amounts, as the language has it
        return Kind.MONEY
    if "%" in axis.get("tickformat", "") and not any(isinstance(one, date) for one in numbers):
        return Kind.SHARE
    return kind_of_values(numbers)


def kind_of_values(values: list[Any]) -> Kind:
    """What the values are by themselves; days that all begin a month are months."""
    known = [one for one in values if one is not None]
    if known and all(isinstance(one, date) for one in known):
        return Kind.MONTH if all(one.day == 1 for one in known) else Kind.DAY
    return Kind.NUMBER if known and all(is_number(one) for one in known) else Kind.TEXT


def is_number(value: Any) -> bool:
    """Whether it counts or measures."""
    return isinstance(value, int | float) and not isinstance(value, bool)
