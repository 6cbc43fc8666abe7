"""Charts of the year: every month by year, and sales parted into trend, season and rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty
from dashboard.words import formats
from dashboard.words.formats import months_in_short
from wording.languages import days, say, to_say

WORSE = "#dc7430"
ROW, HEAD = 34, 56  # pixels of a year, and of what is below it
NO_TWO_YEARS = to_say("Needs 24 full months in a row with sales")


def map_height(years: int) -> int:
    """Pixels that so many years take."""
    return max(years, 2) * ROW + HEAD


def year_map(frame: pd.DataFrame, currency: str, incomplete: Collection[date]) -> go.Figure:
    """A row a year, a column a month; empty where there is no full month. `frame`: `month`, `net`."""
    full = frame[~frame["month"].isin(list(incomplete))]
    if full.empty or not full["net"].any():
        return empty(say("No full month in this selection"))
    amounts = {month: float(net) for month, net in zip(full["month"], full["net"], strict=True)}
    years = sorted({month.year for month in amounts})
    shown = [[date(year, number, 1) for number in range(1, 13)] for year in years]
    cells = {
        "type": "heatmap",
        "x": list(months_in_short()),
        "y": [str(year) for year in years],
        "z": [[amounts.get(day) for day in row] for row in shown],
        "text": [[formats.money(amounts[day], currency) if day in amounts else "" for day in row] for row in shown],
        "texttemplate": "%{text}",
        "textfont": {"size": 11},
        "coloraxis": "coloraxis",
        "meta": {"prefix": formats.currency_sign(currency)},
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "customdata": [[f"{day}" if day in amounts else "" for day in row] for row in shown],
        "hovertext": [[_said(day, amounts, currency) for day in row] for row in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    layout = {
        "xaxis": {"showgrid": False, "ticks": "", "type": "category"},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticks": "", "type": "category"},
        "coloraxis": {"cmin": min(0.0, *amounts.values()), "showscale": False},
    }
    return go.Figure([cells], layout)


def _said(day: date, amounts: Mapping[date, float], currency: str) -> str:
    if day not in amounts:
        return ""
    text = f"{days.month_in_full(day)}: <b>{formats.money(amounts[day], currency)}</b>"
    before = amounts.get(day.replace(year=day.year - 1), 0.0)
    if before <= 0:
        return text
    year_before = days.month_in_full(day.replace(year=day.year - 1))
    change = formats.arrow(amounts[day] / before - 1)
    return say("{text},<br>{change} against {month}", text=text, change=change, month=year_before)


def parted(
    months: Sequence[date],
    sales: Sequence[float],
    trend: Sequence[float | None],
    season: Sequence[float],
    rest: Sequence[float | None],
    currency: str,
) -> go.Figure:
    """Three charts below each other: sales with their trend; what the season adds; what neither explains.

    `season` and `rest` are ratios - 1; trend and rest are missing for half a year at both ends.
    """
    if not months:
        return empty(NO_TWO_YEARS)

    def line(values: Sequence[float | None], name: str, colour: str, width: float) -> dict[str, Any]:
        texts = [
            f"{name}, {formats.month(month)}: <b>{formats.money(value, currency)}</b>"
            for month, value in zip(months, values, strict=True)
        ]
        style = {"mode": "lines", "line": {"color": colour, "width": width}}
        said = {"customdata": texts, "hovertemplate": "%{customdata}<extra></extra>"}
        return {"x": list(months), "y": list(values), "name": name} | style | said

    def bars(values: Sequence[float | None], name: str, axis: str) -> dict[str, Any]:
        said = [
            f"{name}, {formats.month(month)}: <b>{formats.signed(100 * (value or 0.0), 1)}\u202f%</b>"
            for month, value in zip(months, values, strict=True)
        ]
        colours = [ACCENT if (value or 0.0) >= 0 else WORSE for value in values]
        drawn = {"type": "bar", "x": list(months), "y": list(values), "yaxis": axis, "marker": {"color": colours}}
        return drawn | {"name": name, "customdata": said, "hovertemplate": "%{customdata}<extra></extra>"}

    traces = [
        line(sales, say("Sales"), NEUTRAL, 1.5),
        line(trend, say("Trend"), ACCENT, 2.5),
        bars(season, say("Season"), "y2"),
        bars(rest, say("Rest"), "y3"),
    ]
    share = {"tickformat": "+.0%", "nticks": 4}
    layout = {
        "xaxis": {"tickformat": "%b\n%Y", "nticks": 8, "anchor": "y3"},
        "yaxis": {"domain": [0.56, 1], "nticks": 4, "tickformat": "~s"}
        | {"tickprefix": formats.currency_sign(currency), "rangemode": "tozero"},
        "yaxis2": share | {"domain": [0.3, 0.48], "gridcolor": "rgba(128,128,128,0.2)", "automargin": True},
        "yaxis3": share | {"domain": [0.0, 0.2], "gridcolor": "rgba(128,128,128,0.2)", "automargin": True},
        "annotations": [
            {"text": text, "x": 0, "y": y, "xref": "paper", "yref": "paper", "showarrow": False}
            | {"xanchor": "left", "yanchor": "bottom"}
            for text, y in ((say("Sales and their trend"), 1.0), (say("Season"), 0.48), (say("Rest"), 0.2))
        ],
        "margin": {"t": 20},
        "hovermode": "closest",
        "showlegend": False,
    }
    return go.Figure(traces, layout)
