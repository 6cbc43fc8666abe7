"""How a language writes days, months and weekdays. English has them as it always had: `9 Dec 2011`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from wording.languages.speaking import ENGLISH, PSEUDO, bracketed, language_now

if TYPE_CHECKING:
    from babel import Locale

A_MONDAY = date(2024, 1, 1)


def month(value: date) -> str:
    """`Mar 2011`."""
    return _written(value, "%b %Y", "yMMM")


def month_in_full(value: date) -> str:
    """`March 2011`."""
    return _written(value, "%B %Y", "yMMMM")


def month_name(value: date | int, *, short: bool = False) -> str:
    """`March`, `Mar`; of a day, or of the month of that number."""
    named = date(2000, value, 1) if isinstance(value, int) else value
    return _written(named, "%b" if short else "%B", "LLL" if short else "LLLL")


def weekday(number: int, *, short: bool = False) -> str:
    """`Monday`, `Mon`; 0 is Monday."""
    named = date.fromordinal(A_MONDAY.toordinal() + number)
    return _written(named, "%a" if short else "%A", "ccc" if short else "cccc")


def day(value: date) -> str:
    """`9 Dec 2011`."""
    return _written(value, "%-d %b %Y", "d. MMM y")


def day_in_full(value: date) -> str:
    """`9 December 2011`."""
    return _written(value, "%-d %B %Y", "d. MMMM y")


def day_of_month(value: date) -> str:
    """`9 Dec`."""
    return _written(value, "%-d %b", "d. MMM")


def hour(value: datetime, *, seconds: bool = False) -> str:
    """`16:05`, the same in each language so far."""
    return f"{value:%H:%M:%S}" if seconds else f"{value:%H:%M}"


def _written(value: date, english: str, pattern: str) -> str:
    language = language_now()
    if language == ENGLISH:
        return value.strftime(english)
    return _in(language, value.toordinal(), english, pattern)


@lru_cache(maxsize=4_000)
def _in(language: str, ordinal: int, english: str, pattern: str) -> str:
    value = date.fromordinal(ordinal)
    if language == PSEUDO:
        return bracketed(value.strftime(english))
    from babel.dates import format_date, format_skeleton

    if pattern.startswith("y"):  # how a language puts a month and a year
        return format_skeleton(pattern, value, locale=_locale(language))
    return format_date(value, pattern, locale=_locale(language))


@lru_cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language)
