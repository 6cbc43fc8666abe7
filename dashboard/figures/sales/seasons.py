"""Charts of the year and the week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.months import AVERAGE, YearLine, index_bars, year_lines
from dashboard.figures.style.theme import NEUTRAL, empty
from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.words import formats
from dashboard.words.formats import months_in_short
from wording.languages import days, say, say_n, to_say

LABEL_GAP = 0.09  # the least distance between two labels, of the height of the chart


def years(frame: pd.DataFrame, currency: str, incomplete: Collection[date] = ()) -> go.Figure:
    """A line of sales a year over January to December, the latest in the accent colour.

    `frame`: one row a month, none left out, with `month`, `net`, `orders`; a month in `incomplete` hangs on a
    dotted line with an open mark.
    """
    if frame.empty or not frame["net"].any():
        return empty(say("No sales in this selection"))
    by_year = year_lines(frame, incomplete)
    before = {row.month: row.net for row in frame.itertuples() if row.month not in incomplete}
    traces: list[dict[str, Any]] = []
    for year in by_year:
        traces += _lines(year)
        traces.append(_marks(year, [_sentence(row, before, incomplete, currency) for row in _all(year.rows)]))
    low, high = min(0.0, float(frame["net"].min())), float(frame["net"].max())
    layout = {
        "annotations": _end_labels([year.rows for year in reversed(by_year)], incomplete, high),
        "xaxis": {"range": [0.7, 12.3], "tickvals": list(range(1, 13)), "ticktext": months_in_short()},
        "yaxis": {
            "tickprefix": formats.currency_sign(currency),
            "tickformat": "~s",
            "nticks": 6,
            "range": [low * 1.08, high * 1.08],
        },
        "margin": {"r": 52},
        "hovermode": "closest",
        "showlegend": False,
    }
    return go.Figure(traces, layout)


def _all(rows: pd.DataFrame) -> list[Any]:
    return list(rows.itertuples(index=False))


def _lines(year: YearLine) -> list[dict[str, Any]]:
    """A line through the full months, dotted ones to those that are not."""
    months, values, full, colour = year.numbers, year.values, year.full, year.colour
    style = {"mode": "lines", "hoverinfo": "skip"}
    lines: list[dict[str, Any]] = [
        {"x": months[i : i + 2], "y": values[i : i + 2], "line": {"color": colour, "width": 2, "dash": "dot"}, **style}
        for i in range(len(months) - 1)
        if not (full[i] and full[i + 1])
    ]
    through = [value if whole else None for value, whole in zip(values, full, strict=True)]
    lines.append({"x": months, "y": through, "line": {"color": colour, "width": 2.5}, **style})
    return lines


def _marks(year: YearLine, texts: list[str]) -> dict[str, Any]:
    """A mark a month, open where the month is not full."""
    return {
        "x": year.numbers,
        "y": year.values,
        "name": str(year.rows["month"].iloc[0].year),
        "mode": "markers",
        "marker": {
            "color": year.colour,
            "size": 7,
            "symbol": ["circle" if whole else "circle-open" for whole in year.full],
            "line": {"width": 2, "color": year.colour},
        },
        "customdata": [[f"{month}", said] for month, said in zip(year.rows["month"], texts, strict=True)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _sentence(row: Any, before: dict[date, float], incomplete: Collection[date], currency: str) -> str:
    month, net, orders = row.month, row.net, row.orders
    text = say_n(
        int(orders),
        "{month}: <b>{amount}</b> from {n} order",
        "{month}: <b>{amount}</b> from {n} orders",
        month=days.month_in_full(month),
        amount=formats.money(net, currency),
    )
    if month in incomplete:
        return say("{text} (not a full month)", text=text)
    former = before.get(date(month.year - 1, month.month, 1))
    if not former or former < 0:
        return text
    change = net / former - 1
    told = {
        "text": text,
        "by": formats.percent(abs(change)),
        "month": days.month_in_full(date(month.year - 1, month.month, 1)),
    }
    if change >= 0:
        return say("{text},<br>{by} more than in {month}", **told)
    return say("{text},<br>{by} less than in {month}", **told)


def _end_labels(by_year: list[pd.DataFrame], incomplete: Collection[date], high: float) -> list[dict[str, Any]]:
    """Each line's year at its end; labels that end in December keep a distance.

    A line that ends within the year has it above its last full month, and a mark that is not full says so.
    """
    latest = by_year[-1]["month"].iloc[-1].year
    labels, lowest = [], 0.0
    for rows in sorted(by_year, key=lambda rows: float(rows["net"].iloc[-1])):
        month, value = rows["month"].iloc[-1], float(rows["net"].iloc[-1])
        year = f"<b>{month.year}</b>" if month.year == latest else str(month.year)
        open_end = month in incomplete
        if month.month == MONTHS_A_YEAR:
            at = max(value, lowest)
            lowest = at + LABEL_GAP * high
            labels.append(_beside(month, at, say("{year}<br>so far", year=year) if open_end else year))
        elif open_end and len(rows) > 1:
            before = rows.iloc[-2]
            labels.append({"x": before["month"].month, "y": float(before["net"]), "text": year, "yshift": 14})
            labels.append(_beside(month, value, say("so far")))
        else:
            labels.append(_beside(month, value, say("{year}<br>so far", year=year) if open_end else year))
    return [label | {"showarrow": False} for label in labels]


def _beside(month: date, value: float, text: str) -> dict[str, Any]:
    return {"x": month.month, "y": value, "text": text, "xanchor": "left", "xshift": 10, "align": "left"}


def months(index: pd.DataFrame, against: str = to_say("the average month")) -> go.Figure:
    """Bars around 100 = what they are `against`. `index`: `number` 1 … 12 and `index`."""
    if index.empty:
        return empty(say("Needs twelve full months in a row"))
    described, names = index_bars(index), months_in_short()
    values = [one.value for one in described]
    bars = {
        "type": "bar",
        "x": [names[one.number - 1] for one in described],
        "y": [value - AVERAGE for value in values],
        "base": AVERAGE,
        "marker": {"color": [one.colour for one in described]},
        "text": [one.text for one in described],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [_index_sentence(one.number, one.value, against) for one in described],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    low, high = min(*values, AVERAGE), max(*values, AVERAGE)
    room = (high - low) * 0.14 or 10
    average = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": AVERAGE, "y1": AVERAGE}
    layout = {
        "shapes": [average | {"line": {"width": 1, "color": NEUTRAL}}],
        "xaxis": {"tickangle": 0, "categoryorder": "array", "categoryarray": names},
        "yaxis": {"visible": False, "range": [low - room, high + room]},
        "margin": {"t": 4},
    }
    return go.Figure([bars], layout)


def _index_sentence(number: int, value: float, against: str) -> str:
    away = abs(value - 100)
    told = {"month": days.month_name(number), "percent": f"{away:.0f}\u202f%", "against": say(against)}
    if away < 0.5:
        return say("{month} is as strong as {against}", month=told["month"], against=told["against"])
    if value > 100:
        return say("{month} is {percent} above {against}", **told)
    return say("{month} is {percent} below {against}", **told)
