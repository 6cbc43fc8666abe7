"""Dates as text -> moments, and the evidence for which number of `3/4/2011` is the month.

A date with the year first is year, month, day; a month in words is that month. With the year last, the order is decided
over the whole file: a first number above 12 proves day-month-year, a second number above 12 month-day-year. Numbers
alone are days (`20101201`, with a time maybe; `01122010`), epoch seconds or milliseconds (UTC), or Excel's days since
1900; the latter three only where no other text of the column is a date.
Years from 2443 to 2642 are those of the Buddhist calendar, as in Thailand, where all of a column are.
Moments are wall time: an offset in the text is dropped, unless a time zone is named to which moments are converted.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.rows.few import kept_of_few
from etl.values.dates.east_asian import in_digits, is_east_asian
from etl.values.dates.month_names import in_numbers
from etl.values.dates.time_zones import local, offsets

DateOrder = Literal["mdy", "dmy"]
FIRST_YEAR, LAST_YEAR = 1900, 2199  # a year outside is a typing error
BUDDHIST = 543  # years that the Buddhist calendar is ahead

_DAY = r"^\s*(?P<first>\d{4}|\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{4}|\d{1,2})"
_USUAL = (  # a part of what _DATE matches, in a third of the time
    _DAY + r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second_of_minute>\d{2}))?(?P<half>)(?P<zone>))?\s*$"
)
_DATE = (
    _DAY + r"(?:[T ,]\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second_of_minute>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?(?:\s?Uhr|\s?uur|\s?h(?:r?s)?\.?)?"
    r"(?P<zone>\s?(?:(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4}|[Zz]))?)?\s*$"
)
_SPACED = r"^\s*(\d{1,2}|\d{4})\.\s?(\d{1,2})\.\s?(\d{4}|\d{1,2})\.?(\s\d{1,2}[:.h].*|\s*)$"  # 20. 1. 2023, 2023.01.20.
_COMPACT = r"^\s*(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z|[+-]\d{2}:?\d{2})?(?:\.0+)?\s*$"
_YEAR_LAST = (
    r"^\s*(\d{1,2})(\d{2})((?:19|20|21)\d{2})\s*$"  # 01122023: no month is 19, 20 or 21, so it is no year first
)
_AT = r"(?i)\s*(?:,\s+|\s(?:at|um|à|a las|om|às|as|alle|alle ore|ore|klo|kl\.?)\s+)"  # before a time
_WORDS = r"\d[^\d]*[^\x00-\x40]{3}|[^\x00-\x40]{3}[^\d]*\d|\d\s+[^\x00-\x40]{1,2}\.?\s+\d"  # beside numbers
_NUMBER = r"^\s*(?:\d{5}(?:[.,]\d+)?|\d{9,10}(?:\.\d+)?|\d{13}(?:\.0*)?)\s*$"
_PLAIN = len("2024-05-06 10:30:00")
_EXCEL_1970, _LEAST_EXCEL, _LEAST_EPOCH, _LEAST_MILLIS = 25569, 10_000, 100_000_000, 1_000_000_000_000


@dataclass(frozen=True)
class DateParts:
    """The numbers of n date texts (int64, 0 where absent); `matched` is false where the text is no date at all."""

    matched: np.ndarray
    year_first: np.ndarray
    numbers: dict[str, np.ndarray]
    half: np.ndarray  # '', 'a' or 'p'
    zone: pa.StringArray

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


@kept_of_few
def split_dates(texts: pa.StringArray, months: str = "") -> DateParts:
    """Take n date texts apart; nothing is judged yet but the shape. `months` is the language of theirs."""
    groups = pc.extract_regex(texts, _USUAL)
    if groups.null_count:
        unclear = _flags(groups.is_null())
        respelled = pc.extract_regex(_respelled(texts.filter(pa.array(unclear)), months), _DATE)
        places = np.where(unclear, len(texts) + np.cumsum(unclear) - 1, np.arange(len(texts)))
        groups = pa.concat_arrays([groups, respelled]).take(pa.array(places))
    matched = _flags(groups.is_valid())
    parts = {name: pc.struct_field(groups, name).fill_null("") for name in groups.type.names}
    numbers = {
        name: pc.if_else(pc.equal(part, ""), "0", part).cast(pa.int64()).to_numpy()
        for name, part in parts.items()
        if name not in ("half", "zone")
    }
    year_first = _flags(pc.equal(pc.utf8_length(parts["first"]), 4))
    half = pc.utf8_lower(parts["half"]).to_numpy(zero_copy_only=False)
    return DateParts(matched, year_first, numbers, half, parts["zone"])


def _respelled(texts: pa.StringArray, months: str) -> pa.StringArray:
    """Texts with the year first where words or bare digits tell it; the others as they are."""
    texts = pc.replace_substring_regex(texts, r"[\x{00A0}\x{202F}]", " ")
    texts = pc.replace_substring_regex(texts, _SPACED, r"\1.\2.\3\4")
    if _flags(eastern := is_east_asian(texts)).any():
        texts = pc.if_else(eastern, in_digits(texts), texts)
    if _flags(are_worded(texts)).any():
        texts = pc.replace_substring_regex(texts, _AT, " ")
        texts = pc.coalesce(in_numbers(texts, months), texts)
    texts = pc.replace_substring_regex(texts, _YEAR_LAST, r"\1/\2/\3")
    compact = pc.match_substring_regex(texts, _COMPACT)
    if not _flags(compact).any():
        return texts
    spelled = pc.replace_substring_regex(texts, _COMPACT, r"\1-\2-\3 \4:\5:\6\7")
    spelled = pc.replace_substring_regex(spelled, r":([Z+-].*)?$", r":00\1")
    return pc.if_else(compact, pc.replace_substring_regex(spelled, r" ::00.*$", ""), texts)


def are_worded(texts: pa.StringArray) -> pa.BooleanArray:
    """Where a text has words beside numbers, as a month may be."""
    return pc.match_substring_regex(texts, _WORDS)


def looks_numeric(texts: pa.StringArray) -> pa.BooleanArray:
    """Where a text may count seconds, milliseconds or Excel's days."""
    return pc.match_substring_regex(texts, _NUMBER)


@kept_of_few
def parse_dates(
    texts: pa.StringArray,
    order: DateOrder,
    numeric: bool = False,
    zone: str | None = None,
    buddhist: bool = False,
    months: str = "",
) -> tuple[np.ndarray, np.ndarray]:
    """n texts -> (n moments as datetime64[s] in wall time, n booleans: is a date).

    What is no date in this order is false, never bent into one; two-digit years are of this century. With `numeric`,
    bare numbers are epochs or Excel's days. With `zone`, moments that come with an offset are converted to it. With
    `buddhist`, years are those of that calendar. `months` is the language of months that are others elsewhere: '' for
    none.
    """
    if not buddhist and (plain := _plain(texts)) is not None:
        return plain, np.ones(len(texts), bool)
    parts = split_dates(texts, months)
    moments, good = _moments(parts, order, BUDDHIST if buddhist else 0)
    aware = _flags(pc.not_equal(parts.zone, ""))
    if aware.any():
        east, known = offsets(parts.zone)
        good &= known | ~aware
        moments = np.where(aware & (zone is not None), moments - east, moments)
    if numeric:
        counted, is_number, is_utc = _counted(texts)
        moments, good, aware = np.where(is_number, counted, moments), good | is_number, aware | is_utc
    if zone is not None and (aware & good).any():
        moments = np.where(aware & good, local(np.where(good, moments, 0), zone), moments)
    return np.where(good, moments, 0).astype("datetime64[s]"), good


def _plain(texts: pa.StringArray) -> np.ndarray | None:
    """The moments of texts that are all like 2024-05-06 10:30:00, several times as fast; None when one is not."""
    if not len(texts) or not pc.all(pc.equal(pc.binary_length(texts), _PLAIN)).as_py():
        return None
    try:
        moments = texts.cast(pa.timestamp("s")).to_numpy()
    except pa.ArrowInvalid:
        return None
    years = moments[[moments.argmin(), moments.argmax()]].astype("datetime64[Y]").astype(np.int64) + 1970
    return moments if years[0] >= FIRST_YEAR and years[1] <= LAST_YEAR else None


def _moments(parts: DateParts, order: DateOrder, ahead: int) -> tuple[np.ndarray, np.ndarray]:
    numbers = parts.numbers
    first, second, third = numbers["first"], numbers["second"], numbers["third"]
    month_at, day_at = (first, second) if order == "mdy" else (second, first)
    year = np.where(parts.year_first, first, np.where(third < 100, third + 2000, third))
    year = np.where(year >= FIRST_YEAR + ahead, year - ahead, 0) if ahead else year
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
    return start.astype("datetime64[s]").astype(np.int64) + (
        ((day - 1) * 24 + hour) * 3600 + minute * 60 + seconds
    ), good


def _hours(hour: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hours of the day, and whether they are any: 12 am is 0, 12 pm is 12, 13 pm and 24 are nothing."""
    halved = half != ""
    good = np.where(halved, (hour >= 1) & (hour <= 12), hour < 24)
    return np.where(halved, hour % 12 + np.where(half == "p", 12, 0), hour), good


def _counted(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """n texts -> (n moments in seconds, n booleans: is a count of time, n booleans: counts in UTC)."""
    bare = pc.replace_substring(pc.utf8_trim_whitespace(texts), ",", ".")
    number = pc.if_else(looks_numeric(texts), bare, "0").cast(pa.float64()).to_numpy()
    is_excel = (number >= _LEAST_EXCEL) & (number < _LEAST_EPOCH)
    seconds = np.where(number >= _LEAST_MILLIS, np.floor(number / 1000), np.floor(number))
    seconds = np.where(is_excel, np.round((number - _EXCEL_1970) * 86400), seconds).astype(np.int64)
    year = seconds.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    good = (number >= _LEAST_EXCEL) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    return seconds, good, good & ~is_excel


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
