"""Who takes to which product."""

from __future__ import annotations

from math import log10
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import empty, segment_colour
from dashboard.words import formats
from wording.languages import say

LONGEST_NAME = 28


def shorten(name: str) -> str:
    """A product's name where there is little room."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def favourites(frame: pd.DataFrame) -> go.Figure:
    """For each segment the product it takes to most: a dot at how much, a line down to what is certain.

    `frame`: one row a segment, best first, with `name`, `position`, `target`, `product`, `preference`, `bound` (both 1
    where the segment buys the product as much more than others as it buys of everything) and `text` for the hover.
    """
    if frame.empty:
        return empty(say("No product stands out in any segment"))
    colours = [segment_colour(position) for position in frame["position"]]
    dots = {
        "type": "scatter",
        "ids": [f"{row.name}: {row.product}" for row in frame.itertuples(index=False)],
        "x": list(frame["preference"]),
        "y": list(frame["name"]),
        "mode": "markers",
        "marker": {"size": 11, "color": colours},
        "customdata": [[row.target, row.text] for row in frame.itertuples(index=False)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    lines = [
        {
            "type": "scatter",
            "x": [row.bound, row.preference],
            "y": [row.name, row.name],
            "mode": "lines",
            "line": {"color": colour, "width": 4},
            "hoverinfo": "skip",
        }
        for row, colour in zip(frame.itertuples(index=False), colours, strict=True)
    ]
    highest = float(frame["preference"].max())
    ticks = [tick for tick in (1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64) if tick <= highest * 1.2]
    layout = {
        "annotations": [_name(row) for row in frame.itertuples(index=False)],
        "xaxis": {
            "type": "log",
            "range": [log10(0.97), log10(highest * 1.08)],
            "tickvals": ticks,
            "ticktext": [f"{tick:g}×" for tick in ticks],
            "showgrid": True,
        },
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
    }
    return go.Figure([*lines, dots], layout)


def _name(row: Any) -> dict[str, Any]:
    """Above the line, from the axis on: there is room for it on a phone too."""
    return {
        "x": 0,
        "xref": "paper",
        "y": row.name,
        "text": shorten(row.product),
        "xanchor": "left",
        "xshift": 4,
        "yshift": 12,
        "showarrow": False,
    }


def buyers(frame: pd.DataFrame) -> go.Figure:
    """Bars of the share of each segment's customers who ever bought a product, with how many they are and the lift.

    `frame`: one row a segment, best first, with `name`, `position`, `target`, `share`, `customers`, `lift`, `text` for
    the hover.
    """
    if frame.empty or not frame["share"].any():
        return empty(say("Too few customers bought it to compare segments"))
    bars = {
        "type": "bar",
        "x": list(frame["share"]),
        "y": list(frame["name"]),
        "orientation": "h",
        "marker": {"color": [segment_colour(position) for position in frame["position"]]},
        "customdata": [[row.target, row.text] for row in frame.itertuples(index=False)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    texts = [
        {
            "x": row.share,
            "y": row.name,
            "text": f"<b>{formats.percent(row.share)}</b> · {formats.count(row.customers)} · {formats.times(row.lift)}",
            "xanchor": "left",
            "xshift": 8,
            "showarrow": False,
        }
        for row in frame.itertuples(index=False)
    ]
    layout = {
        "annotations": texts,
        "xaxis": {"visible": False, "range": [0, float(frame["share"].max())], "tickformat": ".0%"},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
        "bargap": 0.34,
        "margin": {"r": 132},  # room for the texts, whatever the width
    }
    return go.Figure([bars], layout)
