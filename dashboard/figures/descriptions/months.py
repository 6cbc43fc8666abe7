"""Sales by month, the years over each other, and the months against the average."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL
from dashboard.words import formats
from wording.languages import to_say

# Who brings a month's sales net of returns, from below: column, name, colour.
GUESTS = "guest_net"
SALES_SERIES = (("identified_net", to_say("Identified customers"), ACCENT), (GUESTS, to_say("Guests"), NEUTRAL))
YEAR_COLOURS = (ACCENT, ACCENT_SOFT, NEUTRAL)  # the latest first; older ones are all like the last
PALE, STRONG = 0.45, 1  # opacity of a month that the data cover in part, and of the others
AVERAGE = 100


@dataclass(frozen=True)
class Series:
    """One layer of stacked bars."""

    column: str
    name: str
    colour: str
    values: tuple[float, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(self.values)


@dataclass(frozen=True)
class MonthlySales:
    """Stacked bars by month, the first series below."""

    months: tuple[date, ...]
    series: tuple[Series, ...]
    marks: tuple[str, ...]  # what stands over each month; '' over those that the data cover in full

    @property
    def opacities(self) -> list[float]:
        """Of each month's bars."""
        return [PALE if mark else STRONG for mark in self.marks]

    @property
    def tops(self) -> list[float]:
        """Where each month's bars end."""
        return [sum(values) for values in zip(*(one.values for one in self.series), strict=True)]


def monthly_sales(frame: pd.DataFrame, partial: Mapping[date, str]) -> MonthlySales:
    """`frame`: one row a month with `month` and the columns of SALES_SERIES; `partial`: month -> its mark."""
    series = tuple(
        Series(column, name, colour, tuple(float(value) for value in frame[column]))
        for column, name, colour in SALES_SERIES
    )
    return MonthlySales(tuple(frame["month"]), series, tuple(partial.get(month, "") for month in frame["month"]))


@dataclass(frozen=True)
class YearLine:
    """One year's sales over its months."""

    rows: pd.DataFrame  # of the year
    colour: str
    full: tuple[bool, ...]  # whether the data cover each month in full

    @property
    def numbers(self) -> list[int]:
        """The months, 1 … 12."""
        return [month.month for month in self.rows["month"]]

    @property
    def values(self) -> list[float]:
        """Each month's sales."""
        return [float(value) for value in self.rows["net"]]


def year_lines(frame: pd.DataFrame, incomplete: Collection[date]) -> list[YearLine]:
    """The latest year first. `frame`: one row a month, none left out, with `month` and `net`."""
    by_year = [rows for _, rows in frame.groupby([month.year for month in frame["month"]])]
    return [
        YearLine(
            rows,
            YEAR_COLOURS[min(age, len(YEAR_COLOURS) - 1)],
            tuple(month not in incomplete for month in rows["month"]),
        )
        for age, rows in enumerate(reversed(by_year))
    ]


@dataclass(frozen=True)
class IndexBar:
    """A calendar month against the average one."""

    number: int  # 1 … 12
    value: float  # AVERAGE = the average month
    colour: str

    @property
    def text(self) -> str:
        """What stands at its end."""
        return formats.count(self.value)


def index_bars(index: pd.DataFrame) -> list[IndexBar]:
    """`index`: `number` 1 … 12 and `index`; the strongest month in the accent colour, those below average grey."""
    values = [float(value) for value in index["index"]]
    highest = max(values, default=AVERAGE)
    return [
        IndexBar(int(number), value, ACCENT if value == highest else ACCENT_SOFT if value >= AVERAGE else NEUTRAL)
        for number, value in zip(index["number"], values, strict=True)
    ]
