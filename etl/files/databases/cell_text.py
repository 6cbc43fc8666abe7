"""Values as a database's driver gives them -> canonical text, as those of typed files are written."""

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from etl.files.rows.canonical_text import decimal_text, float_text, moment_text, truth_text

_DAY = timedelta(days=1)


def _float(value: float) -> str:
    return "" if math.isnan(value) else float_text(value)


def _decimal(value: Decimal) -> str:
    return "" if value.is_nan() else decimal_text(format(value, "f"))


def _time_of_day(value: timedelta) -> str:
    """As MySQL's driver gives a time of day."""
    return moment_text((datetime.min + value).time()) if timedelta(0) <= value < _DAY else str(value)


def _bytes(value: bytes | bytearray | memoryview) -> str:
    return bytes(value).decode("utf-8", "replace")


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _nothing: "",
    **dict.fromkeys((str, int, UUID), str),
    bool: truth_text,
    float: _float,
    Decimal: _decimal,
    **dict.fromkeys((datetime, date, time), moment_text),
    timedelta: _time_of_day,
    **dict.fromkeys((bytes, bytearray, memoryview), _bytes),
}


def cell_text(value: Any) -> str:
    """The text of a value; nothing is the empty text. Raises TypeError for values within values."""
    writer = _WRITERS.get(type(value))
    if writer is None:
        raise TypeError(type(value).__name__)
    return writer(value)


def is_text(value: Any) -> bool:
    """Whether a value is text that somebody wrote, in whatever way."""
    return isinstance(value, str | bytes | bytearray | memoryview)
