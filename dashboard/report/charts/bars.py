"""Bars by month, ranked bars, and bars of shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from matplotlib.figure import Figure

from dashboard.figures.descriptions.bridge import Step, step_bars
from dashboard.figures.descriptions.loyalty import LOYALTY_SERIES, loyalty_bars
from dashboard.figures.descriptions.months import AVERAGE, index_bars, monthly_sales
from dashboard.figures.descriptions.ranked import RankedBar
from dashboard.figures.descriptions.week import weekday_shares
from dashboard.figures.style.theme import INK, MUTED, NEUTRAL
from dashboard.report.charts.canvas import HALF, TEXT, WIDTH, amounts, bare, draw, label, names_at_side, notes
from dashboard.words import formats
from dashboard.words.formats import months_in_short
from dashboard.words.notes import Note
from wording.languages import days, say

ROW = 0.18  # inches a bar
MOST_LABELS = 14  # months that are each named
Series = Sequence[tuple[str, str, str]]  # a column, its name, its colour


def legend(series: Series) -> list[tuple[str, str]]:
    """What the colours of SALES_SERIES or LOYALTY_SERIES mean."""
    return [(colour, say(name)) for _, name, colour in series]


def monthly(frame: pd.DataFrame, currency: str, partial: Mapping[date, str], noted: Sequence[Note] = ()) -> str:
    """Net sales by month, identified customers below and guests on top, with the notes on dates, numbered.

    `frame`: one row a month with `month`, `identified_net`, `guest_net`, `net`; `partial`: the months that the
    data cover in part, each with its mark, drawn lighter.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described = monthly_sales(frame, partial)
        places = range(len(described.months))
        base = [0.0] * len(places)
        for series in described.series:
            bars = axes.bar(places, series.values, bottom=base, width=0.72, color=series.colour)
            for bar, opacity in zip(bars, described.opacities, strict=True):
                bar.set_alpha(opacity)
            base = [low + value for low, value in zip(base, series.values, strict=True)]
        is_dense = len(places) > MOST_LABELS
        for at, mark in enumerate(described.marks):  # above the bar, or where bars are narrow beside the last
            if mark:
                is_beside = is_dense and at == len(places) - 1
                place = {"dx": 8, "va": "top"} if is_beside else {"dy": 3, "ha": "center"}
                label(axes, at, described.tops[at], mark, color=MUTED["light"], **place)
        every = 1 + (len(frame) - 1) // MOST_LABELS
        shown = list(places)[::every]
        axes.set_xticks(shown, [_month(frame["month"].iloc[at], is_first=at == shown[0]) for at in shown])
        axes.set_xlim(-0.6, len(frame) - 0.4 + (0.05 * len(frame) if is_dense and partial else 0))
        amounts(axes, currency)
        place_of = {month: number for number, month in enumerate(described.months)}
        notes(axes, [place_of[one.month] + one.share for one in noted if one.month in place_of])

    return draw("monthly", WIDTH, 2.1, paint)


def _month(day: date, is_first: bool) -> str:
    name = days.month_name(day, short=True)
    return f"{name}\n{day:%Y}" if is_first or day.month <= 1 else f"{name}\n"


def ranked(name: str, described: Sequence[RankedBar]) -> str:
    """Bars below each other with words at their ends, the first on top."""
    values = [one.value for one in described]

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        axes.barh(range(len(values)), values, color=[one.colour for one in described], height=0.66)
        axes.set_ylim(len(values) - 0.5, -0.5)
        for number, one in enumerate(described):
            label(axes, max(one.value, 0.0), number, " · ".join(one.words), dx=4, va="center_baseline")
        bare(axes)
        names_at_side(axes, [one.name for one in described])
        axes.set_xlim(0, max(*values, 1e-9) * 1.2)

    return draw(name, WIDTH, 0.12 + ROW * max(len(described), 3), paint)


def month_index(index: pd.DataFrame) -> str:
    """Bars around 100. `index`: `number` 1 … 12 and `index`."""

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described = index_bars(index)
        places, heights = [one.number - 1 for one in described], [one.value - AVERAGE for one in described]
        axes.bar(places, heights, bottom=AVERAGE, color=[one.colour for one in described], width=0.68)
        for place, one in zip(places, described, strict=True):
            above = one.value >= AVERAGE
            label(axes, place, one.value, one.text, ha="center", va="bottom" if above else "top", dy=2 if above else -2)
        axes.axhline(AVERAGE, color=NEUTRAL, linewidth=0.8)
        axes.set_xticks(range(12), months_in_short())
        axes.set_xlim(-0.6, 11.6)
        axes.yaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.margins(y=0.14)

    return draw("months", WIDTH, 1.45, paint)


def weekdays(frame: pd.DataFrame) -> str:
    """Shares of orders by weekday; a day without orders stays, empty. `frame`: `weekday`, `orders`."""
    described = [RankedBar(one.name, one.share, one.colour, (one.text,)) for one in weekday_shares(frame)]
    return ranked("weekdays", described)


def loyalty(frame: pd.DataFrame) -> str:
    """One bar each for customers, orders and sales, repeat customers' share before one-time customers'.

    `frame`: one row a bar with `name`, `repeat`, `single` (shares).
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described, inside = loyalty_bars(frame), {"color": "#ffffff", "weight": "bold"}
        places, repeat = range(len(described)), [one.repeat for one in described]
        colours = [colour for _, _, colour in LOYALTY_SERIES]
        axes.barh(places, repeat, color=colours[0], height=0.62)
        axes.barh(places, [one.single for one in described], left=repeat, color=colours[1], height=0.62)
        for place, one in zip(places, described, strict=True):
            label(axes, one.repeat / 2, place, one.repeat_text, ha="center", va="center_baseline", **inside)
            label(axes, 1, place, one.single_text, dx=4, va="center_baseline", color=INK["light"])
        bare(axes)
        names_at_side(axes, [one.name for one in described])
        axes.set_xlim(0, 1.12)

    return draw("loyalty", HALF, 1.15, paint)


def bridge(steps: Sequence[Step], currency: str) -> str:
    """From gross to net: each step is a name, an amount and whether it is the sum of all before."""

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described = step_bars(steps)
        for place, one in enumerate(described):
            axes.bar(place, one.amount, bottom=one.base, color=one.colour, width=0.62)
            label(axes, place, one.top, formats.money(one.amount, currency), ha="center", dy=3, weight="bold")
        axes.set_xticks(range(len(described)), [one.name for one in described])
        axes.tick_params(axis="x", labelcolor=INK["light"], labelsize=TEXT)
        axes.yaxis.set_visible(False)
        axes.margins(y=0.14)

    return draw("bridge", HALF, 1.55, paint)
