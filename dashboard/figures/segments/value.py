"""Charts of what customers may bring: by segment, how the chances are spread, and how right they were."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.filters import parts
from dashboard.words import formats
from wording.languages import say, say_n, to_say

NO_PREDICTION = to_say("Nothing can be said of this selection")
BIN = 0.05
CHANCE = {"field": "order_chance_90d"}
NORMAL_95 = 1.96
LABEL_ROOM = 1.9  # of the longest bar: a phone leaves its label no more than that


def by_segment(frame: pd.DataFrame, sign: str = "") -> go.Figure:
    """A bar a segment, best on top. `frame`: `name`, `position`, `target`, `value`, `label`, `text` (the hover); `sign`
    is the currency's where the values are amounts."""
    if frame.empty or not frame["value"].any():
        return empty(say(NO_PREDICTION))
    bars = {
        "type": "bar",
        "x": list(frame["value"]),
        "y": list(frame["name"]),
        "orientation": "h",
        "marker": {"color": [segment_colour(position) for position in frame["position"]]},
        "text": list(frame["label"]),
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [list(pair) for pair in zip(frame["target"], frame["text"], strict=True)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    layout = {
        "xaxis": {"visible": False, "range": [0, LABEL_ROOM * float(frame["value"].max())], "tickprefix": sign},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
        "bargap": 0.3,
    }
    return go.Figure([bars], layout)


def chances(frame: pd.DataFrame) -> go.Figure:
    """Customers by their chance. `frame`: `chance_bin` (of 5 % each) and `customers`."""
    if frame.empty:
        return empty(say(NO_PREDICTION))
    whole = frame["customers"].sum()
    starts = [float(number) * BIN for number in frame["chance_bin"]]
    bars = {
        "type": "bar",
        "x": [start + BIN / 2 for start in starts],
        "y": list(frame["customers"]),
        "ids": [_span(start) for start in starts],
        "width": BIN * 0.9,
        "marker": {"color": ACCENT},
        "customdata": [
            [
                parts.said(*parts.span(CHANCE, start, None if start + BIN > 1 - BIN / 2 else start + BIN)),
                say_n(
                    customers,
                    "<b>{n} customer</b> ({share}) with a chance of {span}",
                    "<b>{n} customers</b> ({share}) with a chance of {span}",
                    share=formats.share(customers, whole),
                    span=_span(start),
                ),
            ]
            for start, customers in zip(starts, frame["customers"], strict=True)
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    layout = {
        "xaxis": {"range": [0, 1], "tickformat": ".0%", "title": {"text": say("Chance of an order within 90 days")}},
        "yaxis": {"nticks": 6, "tickformat": "~s", "title": {"text": say("Customers")}},
    }
    return go.Figure([bars], layout)


def _span(start: float) -> str:
    return say("{low} to {high}\u202f%", low=f"{start * 100:.0f}", high=f"{(start + BIN) * 100:.0f}")


def calibration(rows: list[dict[str, Any]]) -> go.Figure:
    """The chance that was told against the share who came; the area of a disc is its customers.

    `rows`: `from`, `predicted`, `observed`, `customers`. The bars are 95 % intervals of the share (Wilson 1927).
    """
    if not rows:
        return empty(say("Nothing could be checked"))
    right = {
        "type": "scatter",
        "x": [0, 1],
        "y": [0, 1],
        "mode": "lines",
        "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
    }
    words = {"text": say("as told"), "x": 0.97, "y": 0.97, "showarrow": False, "yshift": 12, "xanchor": "right"}
    axis = {"range": [0, 1.04], "tickformat": ".0%", "nticks": 6}
    layout = {
        "annotations": [words],
        "xaxis": {**axis, "title": {"text": say("Chance told")}},
        "yaxis": {**axis, "title": {"text": say("Share who ordered")}},
    }
    return go.Figure([right, _discs(rows)], layout)


def _discs(rows: list[dict[str, Any]]) -> dict[str, Any]:
    most = max(row["customers"] for row in rows)
    ends = [wilson(row["observed"], row["customers"]) for row in rows]
    return {
        "type": "scatter",
        "x": [row["predicted"] for row in rows],
        "y": [row["observed"] for row in rows],
        "mode": "markers",
        "marker": {"color": ACCENT, "opacity": 0.85, "size": [8 + 22 * sqrt(row["customers"] / most) for row in rows]},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [high - row["observed"] for row, (_, high) in zip(rows, ends, strict=True)],
            "arrayminus": [row["observed"] - low for row, (low, _) in zip(rows, ends, strict=True)],
            "color": NEUTRAL,
            "thickness": 1.5,
            "width": 0,
        },
        "customdata": [
            say_n(
                row["customers"],
                "<b>{n} customer</b> with a chance of {predicted} on average;<br> {observed} of them ordered",
                "<b>{n} customers</b> with a chance of {predicted} on average;<br> {observed} of them ordered",
                predicted=formats.percent(row["predicted"]),
                observed=formats.percent(row["observed"]),
            )
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def wilson(share: float, size: int) -> tuple[float, float]:
    """The 95 % interval of a share of `size` > 0 cases (Wilson 1927)."""
    square = NORMAL_95**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = NORMAL_95 * sqrt(share * (1 - share) / size + square / (4 * size**2)) / (1 + square / size)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
