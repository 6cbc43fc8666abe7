"""Lines and points: years over each other, concentration, segments' shares, single customers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, NullLocator, PercentFormatter

from dashboard.figures.descriptions import segments
from dashboard.figures.descriptions.concentration import (
    CUSTOMERS_AXIS,
    EVEN,
    EVEN_AT,
    EVEN_WORDS,
    QUARTERS,
    SALES_AXIS,
    sales_curve,
)
from dashboard.figures.descriptions.months import year_lines
from dashboard.figures.style.theme import ACCENT, MUTED, NEUTRAL, segment_colour
from dashboard.report.charts.canvas import WIDTH, amounts, bare, draw, label, names_at_side, notes
from dashboard.words import formats
from dashboard.words.formats import months_in_short
from dashboard.words.notes import Note
from wording.languages import say


def years(frame: pd.DataFrame, currency: str, incomplete: Collection[date], noted: Sequence[Note] = ()) -> str:
    """A line of sales a year, the latest in the accent colour; months that are not full hang on a dotted line. Notes on
    dates stand in their month, numbered.

    `frame`: one row a month, none left out, with `month` and `net`.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        for age, year in enumerate(year_lines(frame, incomplete)):
            colour, values, full = year.colour, year.values, year.full
            places = [number - 1 for number in year.numbers]
            axes.plot(places, values, color=colour, linewidth=1.3, linestyle=(0, (1, 1.6)))
            solid = [value if whole else float("nan") for value, whole in zip(values, full, strict=True)]
            axes.plot(places, solid, color=colour, linewidth=2)
            faces = [colour if whole else "#ffffff" for whole in full]
            axes.scatter(places, values, s=18, c=faces, edgecolors=colour, linewidths=1.4, zorder=3)
            text = f"{year.rows['month'].iloc[-1].year}" + ("" if full[-1] else f"\n{say('so far')}")
            style = {"weight": "bold"} if age == 0 else {"color": MUTED["light"]}
            label(axes, places[-1], values[-1], text, dx=7, va="center", **style)
        axes.set_xticks(range(12), months_in_short())
        axes.set_xlim(-0.4, 11.9)
        amounts(axes, currency)
        notes(axes, [one.day.month - 1 + one.share for one in noted])

    return draw("years", WIDTH, 1.9, paint)


def pareto(curve: pd.DataFrame, tops: dict[int, float], customers: int) -> str:
    """The share of sales against the share of customers, best first, the top so many per cent marked.

    `curve`: `customers` and `sales` from 0 to 1; `tops`: per cent of customers -> share of sales.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described = sales_curve(curve, tops, customers)
        x, y = described.customers, described.sales
        axes.plot(EVEN, EVEN, color=NEUTRAL, linewidth=0.9, linestyle=(0, (1, 2)))
        axes.fill_between(x, y, color=ACCENT, alpha=0.08, linewidth=0)
        axes.plot(x, y, color=ACCENT, linewidth=2)
        for top in described.tops:
            axes.scatter([top.customers], [top.sales], s=22, color=ACCENT, zorder=3)
            text = say("{top}: {share} of net sales", top=top.name, share=top.text)
            label(axes, top.customers, top.sales, text, dx=8, va="center_baseline", weight="bold")
        label(axes, EVEN_AT, EVEN_AT, say(EVEN_WORDS), dx=6, va="top", color=MUTED["light"])
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(FixedLocator(QUARTERS))
            axis.set_major_formatter(PercentFormatter(1, 0, "\u202f%"))
        axes.grid(axis="y")
        axes.set_xlabel(say(CUSTOMERS_AXIS))
        axes.set_ylabel(say(SALES_AXIS))
        axes.set_xlim(0, 1.01)
        axes.set_ylim(0, 1.02 * max(y))

    return draw("pareto", WIDTH, 2.1, paint)


def segment_shares(frame: pd.DataFrame) -> str:
    """A line for each segment from its share of customers (ring) to its share of sales (disc), best on top.

    `frame`: one row a segment with `name`, `position`, `customer_share` and `sales_share` (0 … 1).
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        described = segments.segment_shares(frame)
        for place, one in enumerate(described):
            ring, disc = one.ring.value, one.disc.value
            axes.plot([ring, disc], [place] * 2, color=one.colour, linewidth=2.4, alpha=0.55, zorder=2)
            axes.scatter([ring], [place], s=46, facecolors="#ffffff", edgecolors=one.colour, linewidths=2, zorder=3)
            axes.scatter([disc], [place], s=54, color=one.colour, zorder=3)
            for mark in (one.ring, one.disc):
                side = {"dx": -7, "ha": "right"} if mark.is_left else {"dx": 7, "ha": "left"}
                label(axes, mark.value, place, mark.text, va="center_baseline", **side)
        bare(axes)
        names_at_side(axes, [one.name for one in described])
        most = max(max(one.ring.value, one.disc.value) for one in described)
        axes.set_xlim(-0.1 * most, 1.1 * most)
        axes.set_ylim(max(len(frame), 3) - 0.4, -0.6)

    return draw("shares", WIDTH, 0.15 + 0.23 * max(len(frame), 3), paint)


def customers(frame: pd.DataFrame, currency: str) -> str:
    """One point a customer, recent ones on the right, both axes logarithmic, larger with more orders.

    `frame`: one row a customer with `position` of the segment, `orders`, `gross` (> 0), `recency_days`. Points are a
    picture within the drawing: thousands of shapes would make a heavy page.
    """

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        shown = segments.customer_points(frame)
        palette = {position: segment_colour(position) for position in shown["position"].unique()}
        sns.scatterplot(
            data=shown,
            x="days",
            y="spent",
            hue="position",
            palette=palette,
            size="orders",
            sizes=(7, 90),
            alpha=segments.OPACITY,
            linewidth=0.3,
            legend=False,
            rasterized=True,
            ax=axes,
        )
        axes.set(xscale="log", yscale="log", xlabel=say(segments.RECENCY_AXIS), ylabel=say(segments.SALES_AXIS))
        low, high = float(shown["days"].min()), float(shown["days"].max())
        ticks = [day for day in segments.DAY_TICKS if low <= day <= max(high, low * 2)]
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_major_formatter(FixedFormatter([say(segments.DAY_TICKS[day]) for day in ticks]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: formats.amount_tick(value, currency)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_minor_locator(NullLocator())
        axes.grid()
        axes.invert_xaxis()

    return draw("customers", WIDTH, 2.6, paint)
