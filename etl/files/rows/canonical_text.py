"""Typed values -> canonical text: ISO dates and times, decimals with a point, whole numbers without .0."""

import math
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

NUMBER, MOMENT, TRUTH = 1, 2, 4  # kinds of values that are no text, as bits
ONE_KIND = (NUMBER, MOMENT, TRUTH)
_PRECISION = 15  # digits that Excel keeps; the rest is the noise of binary fractions
_FARTHEST = 1e30  # larger numbers keep their exponent


def decimal_text(text: str) -> str:
    """A number as a machine writes it, without exponent: 1.5e3 -> 1500."""
    if "e" not in text and "E" not in text:
        return text.removesuffix(".0")
    value = Decimal(text)
    if value.is_finite() and abs(value.adjusted()) < math.log10(_FARTHEST):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return text


@lru_cache(1 << 14)
def float_text(value: float) -> str:
    """The shortest decimal that is this number."""
    return decimal_text(repr(value))


@lru_cache(1 << 14)
def excel_number(text: str) -> str:
    """A number as a workbook stores it: 2.5499999999999998 is the 2.55 that was typed."""
    if text.isdecimal() and text.isascii():
        return text
    return decimal_text(format(float(text), f".{_PRECISION}g"))


def moment_text(value: datetime | date | time) -> str:
    """2010-12-01 08:26:00, with its offset where it has a zone; the date alone where it is midnight without a zone."""
    if isinstance(value, datetime):
        if value.tzinfo is None and value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    return value.isoformat()


def truth_text(value: bool) -> str:
    """true or false."""
    return "true" if value else "false"
