"""Dates as text -> moments, and the evidence for which number of `3/4/2011` is the month.

A date with the year first is year, month, day. With the year last, the order is decided over the whole file: a first
number above 12 proves day-month-year, a second number above 12 proves month-day-year.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DateOrder = Literal["mdy", "dmy"]
FIRST_YEAR, LAST_YEAR = 1900, 2199  # a year outside is a typing error

_DATE = (
    r"^\s*(?P<first>\d{4}|\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{4}|\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second_of_minute>\d{2})(?:\.\d{1,9})?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?)?\s*$"
)


@dataclass(frozen=True)
class DateParts:
    """The numbers of n date texts (int64, 0 where absent); `matched` is false where the text is no date at all."""

    matched: np.ndarray
    year_first: np.ndarray
    numbers: dict[str, np.ndarray]
    half: np.ndarray  # '', 'a' or 'p'

    @cached_property
    def proves_day_first(self) -> np.ndarray:
        """Where the first number can only be a day."""
        first, second = self.numbers["first"], self.numbers["second"]
        return self._year_last & (first > 12) & (first < 32) & (second < 13)

    @cached_property
    def proves_month_first(self) -> np.ndarray:
        """Where the second number can only be a day."""
        first, second = self.numbers["first"], self.numbers["second"]
        return self._year_last & (second > 12) & (second < 32) & (first < 13)

    @cached_property
    def either(self) -> np.ndarray:
        """Where both orders give a date, and different ones."""
        first, second = self.numbers["first"], self.numbers["second"]
        return self._year_last & (first < 13) & (second < 13) & (first != second)

    @property
    def _year_last(self) -> np.ndarray:
        return self.matched & ~self.year_first


def split_dates(texts: pa.StringArray) -> DateParts:
    """Take n date texts apart; nothing is judged yet but the shape."""
    groups = pc.extract_regex(texts, _DATE)
    matched = groups.is_valid().to_numpy(zero_copy_only=False)
    parts = {name: pc.struct_field(groups, name).fill_null("") for name in groups.type.names}
    numbers = {
        name: pc.if_else(pc.equal(part, ""), "0", part).cast(pa.int64()).to_numpy()
        for name, part in parts.items()
        if name != "half"
    }
    year_first = pc.equal(pc.utf8_length(parts["first"]), 4).to_numpy(zero_copy_only=False)
    half = pc.utf8_lower(parts["half"]).to_numpy(zero_copy_only=False)
    return DateParts(matched, year_first, numbers, half)


def parse_dates(texts: pa.StringArray, order: DateOrder) -> tuple[np.ndarray, np.ndarray]:
    """n texts -> (n moments as datetime64[s] in the shop's local time, n booleans: is a date).

    What is no date in this order is false, never bent into one; two-digit years are of this century.
    """
    parts = split_dates(texts)
    numbers = parts.numbers
    first, second, third = numbers["first"], numbers["second"], numbers["third"]
    month_at, day_at = (first, second) if order == "mdy" else (second, first)
    year = np.where(parts.year_first, first, np.where(third < 100, third + 2000, third))
    month = np.where(parts.year_first, second, month_at)
    day = np.where(parts.year_first, third, day_at)
    hour, good_hour = _hours(numbers["hour"], parts.half)
    minute, seconds = numbers["minute"], numbers["second_of_minute"]
    good = parts.matched & good_hour & (minute < 60) & (seconds < 60)
    good &= (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    start = months.astype("datetime64[M]").astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - start).astype(np.int64)
    good &= day <= length
    moments = start.astype("datetime64[s]").astype(np.int64) + ((day - 1) * 24 + hour) * 3600 + minute * 60 + seconds
    return np.where(good, moments, 0).astype("datetime64[s]"), good


def _hours(hour: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hours of the day, and whether they are any: 12 am is 0, 12 pm is 12, 13 pm is nothing."""
    halved = half != ""
    good = np.where(halved, (hour >= 1) & (hour <= 12), hour < 24)
    return np.where(halved, hour % 12 + np.where(half == "p", 12, 0), hour), good
