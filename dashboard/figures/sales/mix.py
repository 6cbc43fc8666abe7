"""A part of the shop against the whole: its mix of segments, its share of sales over months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.sales.trend import WHOLE
from dashboard.figures.style.theme import ACCENT, empty, segment_colour
from dashboard.words import formats
from wording.languages import say, say_n

FEWEST_ROWS = 6  # that a chart has room for: fewer leave it empty below instead of growing fat


def segment_mix(frame: pd.DataFrame, name: str) -> go.Figure:
    """Bars of each segment's share of the customers of a part, with a mark at its share in the whole shop.

    `frame`: one row a segment, best first, with `name`, `position`, `target`, `share`, `shop_share`, `customers`;
    `name` is the part's.
    """
    if frame.empty or not frame["share"].any():
        return empty(say("No identified customers in this selection"))
    bars = _segment_bars(frame, name)
    marks = {
        "type": "scatter",
        "name": say("In the whole shop"),
        "x": list(frame["shop_share"]),
        "y": list(frame["name"]),
        "mode": "text",
        "text": ["<b>|</b>"] * len(frame),  # a mark in the ink of the theme
        "textfont": {"size": 16},
        "hoverinfo": "skip",
    }
    highest = [max(pair) for pair in zip(frame["share"], frame["shop_share"], strict=True)]
    layout = {
        "annotations": _segment_texts(frame, highest),
        "xaxis": {"visible": False, "range": [0, max(highest)], "tickformat": ".0%"},
        "yaxis": {"range": [max(len(frame), FEWEST_ROWS) - 0.5, -0.5], "showgrid": False, "ticklabelstandoff": 6},
        "bargap": 0.34,
        "margin": {"r": 92},  # room for the texts, whatever the width
    }
    return go.Figure([bars, marks], layout)


def _segment_bars(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": say("Share of customers"),
        "x": list(frame["share"]),
        "y": list(frame["name"]),
        "orientation": "h",
        "marker": {"color": [segment_colour(position) for position in frame["position"]]},
        "customdata": [
            [
                row.target,
                say_n(
                    row.customers,
                    "<b>{segment}</b>: {n} customer, {share} of those in {part};<br>{whole} in the whole shop",
                    "<b>{segment}</b>: {n} customers, {share} of those in {part};<br>{whole} in the whole shop",
                    segment=row.name,
                    share=formats.percent(row.share),
                    part=name,
                    whole=formats.percent(row.shop_share),
                ),
            ]
            for row in frame.itertuples(index=False)
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _segment_texts(frame: pd.DataFrame, ends: list[float]) -> list[dict[str, Any]]:
    """At the end of each bar or mark: the share of the part, and that of the whole."""
    return [
        {
            "x": at,
            "y": row.name,
            "text": f"<b>{formats.percent(row.share, 0)}</b> · {formats.percent(row.shop_share, 0)}",
            "xanchor": "left",
            "xshift": 8,
            "showarrow": False,
        }
        for row, at in zip(frame.itertuples(index=False), ends, strict=True)
    ]


def share_by_month(frame: pd.DataFrame, partial: Mapping[date, str] = WHOLE) -> go.Figure:
    """A line of a part's share of the shop's sales. `frame`: one row a month with `month`, `share`, `text`."""
    if frame.empty:
        return empty(say("No sales in this selection"))
    line = {
        "x": list(frame["month"]),
        "y": list(frame["share"]),
        "mode": "lines+markers",
        "line": {"color": ACCENT, "width": 2.5},
        "marker": {
            "size": 7,
            "symbol": ["circle-open" if month in partial else "circle" for month in frame["month"]],
            "line": {"width": 2, "color": ACCENT},
        },
        "fill": "tozeroy",
        "fillcolor": "rgba(91,91,214,0.08)",
        "customdata": list(frame["text"]),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    half, high = timedelta(days=15), frame["share"].max()
    decimals = 0 if high >= 0.05 else 1 if high >= 0.005 else 2
    layout = {
        "annotations": _marks(frame, partial),
        "xaxis": {"tickformat": "%b\n%Y", "range": [frame["month"].iloc[0] - half, frame["month"].iloc[-1] + half]},
        "yaxis": {"tickformat": f".{decimals}%", "rangemode": "tozero", "nticks": 6},
    }
    return go.Figure([line], layout)


def _marks(frame: pd.DataFrame, partial: Mapping[date, str]) -> list[dict[str, Any]]:
    """The marks of months that the data cover in part: below them where the line falls towards them."""
    found, shares = [], list(frame["share"])
    low = 0.25 * max(shares)
    for i, month in enumerate(frame["month"]):
        if month not in partial:
            continue
        beside = shares[i - 1] if i else shares[min(1, len(shares) - 1)]
        shift = -14 if beside > shares[i] > low else 14
        side = "left" if not i else "right" if i == len(shares) - 1 else "center"  # inside the chart
        drawn = {"x": month, "y": shares[i], "text": partial[month], "showarrow": False}
        found.append(drawn | {"yshift": shift, "xanchor": side})
    return found
