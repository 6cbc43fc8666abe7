"""Whether the day or the month comes first in a file's dates, and what else all of them tell."""

from collections.abc import Mapping
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.dates.dates import DateOrder, looks_numeric, parse_dates, split_dates
from etl.values.dates.month_languages import MonthWords
from etl.values.dates.month_names import ANY
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

_ISO = r"^\s*\d{4}-"
_BUDDHIST = r"(?:^|[^\d:])2[45]\d\d(?:\D|$)"  # a year such as 2567
_COMMON = r"(?:^|[^\d:])(?:19|2[01])\d\d(?:\D|$)"
_TIME = (
    r"\d[:h]\d\d|\b[Kk]l(?:o|\.)?\s?\d|\d{4}\s+\d{1,2}\.\d\d\s*$|\d\s?[時时點点시]|\d{8}[T ]?\d{4}|^\d{9,13}|^\d{5}\.\d"
)
_DOTTED = r"^\s*\d{1,2}\.\d{1,2}\.\d"  # as nobody writes the month first
FIRST: Mapping[DateOrder, str] = {"dmy": to_say("The day"), "mdy": to_say("The month")}
READ: Mapping[DateOrder, str] = {"dmy": to_say("The day: {day}"), "mdy": to_say("The month: {day}")}
CONTRADICT = to_say(
    "The dates contradict each other: {month} has the month first, {day_first} the day. "
    "Say which is right with --date-order mdy or --date-order dmy; rows that do not fit are then rejected."
)
WHICH_RIGHT = to_say("{month} has the month first, {day_first} the day. Which is right?")
OPEN = to_say(
    "Dates such as {text} can be read in two ways, and no row of the file tells which. "
    "Say so with --date-order mdy (month first) or --date-order dmy (day first)."
)


class DateEvidence:
    """Gathers over the batches of a file: an example of each way to write dates."""

    def __init__(self) -> None:
        self._day_first = self._month_first = self._dotted = ""
        self.either = ""  # one that can be read in two ways
        self.has_times = False
        self._written = self._counted = False
        self.buddhist = ""  # a date with such a year
        self.months = MonthWords()
        self._common = False  # years as they are elsewhere

    def add(self, texts: pa.StringArray) -> None:
        """Take in the distinct dates of some rows."""
        self.has_times = self.has_times or _any(pc.match_substring_regex(texts, _TIME))
        self.months.add(texts)
        if not self._common:
            self._common = _any(pc.match_substring_regex(texts, _COMMON))
            years = pc.match_substring_regex(texts, _BUDDHIST).to_numpy(zero_copy_only=False)
            self.buddhist = "" if self._common else self.buddhist or _example(texts, years)
        if self._day_first and self._month_first:
            return
        texts = texts.filter(pc.invert(pc.match_substring_regex(texts, _ISO))) if len(texts) else texts
        if not len(texts):
            self._written = True
            return
        dates = split_dates(texts, ANY)
        self._written |= bool(dates.matched.any())
        self._counted |= _any(looks_numeric(texts))
        self._day_first = self._day_first or _example(texts, dates.proves_day_first)
        self._month_first = self._month_first or _example(texts, dates.proves_month_first)
        if dates.either.any() and not (self.either and self._dotted):
            dotted = pc.match_substring_regex(texts, _DOTTED).to_numpy(zero_copy_only=False)
            self.either = self.either or _example(texts, dates.either & ~dotted)
            self._dotted = self._dotted or _example(texts, dates.either & dotted)

    @property
    def are_numbers(self) -> bool:
        """Whether all are epochs or Excel's days."""
        return self._counted and not self._written

    @property
    def proven(self) -> DateOrder | None:
        """The order that the file itself tells; None where it tells none, or both."""
        if bool(self._day_first) == bool(self._month_first):
            return None
        return "dmy" if self._day_first else "mdy"

    @property
    def is_open(self) -> bool:
        """Whether no date tells the order, and one could be read in two ways."""
        return bool(self.either) and not (self._day_first or self._month_first or self._dotted)

    def order(self, remembered: DateOrder | None, european: bool) -> DateOrder:
        """The order; InputError where it stays open.

        `remembered` is that of an earlier file of the same shape; `european` are amounts written as where the day comes
        first.
        """
        if self._day_first and self._month_first:
            raise InputError(
                say(CONTRADICT, month=self._month_first, day_first=self._day_first),
                (_question(say(WHICH_RIGHT, month=self._month_first, day_first=self._day_first)),),
            )
        if self.either and not self.proven:
            if remembered:
                return remembered
            if self._dotted or european:
                return "dmy"
            raise InputError(
                say(OPEN, text=self.either),
                (_question(say("Which comes first in dates such as {text}?", text=self.either), self.either),),
            )
        return "dmy" if self._day_first or (self._dotted and not self._month_first) else "mdy"


def _question(words: str, either: str = "") -> Question:
    """The order of the dates to choose from, each with what it makes of `either`."""
    choices = (
        Choice(order, say(READ[order], day=_day(either, order)) if either else say(FIRST[order])) for order in FIRST
    )
    return Question("date_order", words, tuple(choices))


def _day(text: str, order: DateOrder) -> str:
    """A date in words: `3 April 2024`."""
    moments, good = parse_dates(pa.array([text]), order, months=ANY)
    if not good.all():
        moments, _ = parse_dates(pa.array([text]), order, buddhist=True)
    day = moments[0].astype("datetime64[D]").item()
    return f"{day.day} {day:%B %Y}"


def _example(texts: pa.StringArray, where: np.ndarray) -> str:
    return cast(str, texts[int(where.argmax())].as_py()).strip() if where.any() else ""


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())
