"""What a campaign brought so far, day by day, with how far it may be off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty
from dashboard.words import formats
from wording.languages import say, to_say

BAND = "rgba(91, 91, 214, 0.16)"
EDGES = {"high": to_say("Interval, to"), "low": to_say("Interval, from")}


def lift_by_day(days: Sequence[date], each: Sequence[float], low: Sequence[float], high: Sequence[float]) -> go.Figure:
    """Buyers more of a hundred who were written to, up to each day; a band where an interval can be told.

    Shares of a person, as 0.012; days without finite bounds have no band.
    """
    told = [number for number in range(len(days)) if isfinite(low[number]) and isfinite(high[number])]
    if not told:
        return empty(say("Too few have answered yet"))
    figure = go.Figure()
    shown = [days[number] for number in told]
    for name, values, fill in (("high", high, None), ("low", low, "tonexty")):
        figure.add_scatter(
            x=shown, y=[values[number] for number in told], mode="lines", line={"width": 0}, fill=fill,
            fillcolor=BAND, hoverinfo="skip", name=say(EDGES[name]), showlegend=False,
        )  # fmt: skip
    figure.add_scatter(
        x=shown,
        y=[each[number] for number in told],
        name=say("Buyers more"),
        showlegend=False,
        mode="lines+markers" if len(told) < 3 else "lines",
        line={"color": ACCENT, "width": 2},
        customdata=[
            say(
                "Up to {day}: <b>{points}</b>, between {low} and {high}",
                day=formats.day(days[number]),
                points=formats.points(each[number]),
                low=formats.points(low[number]),
                high=formats.points(high[number]),
            )
            for number in told
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    figure.update_yaxes(tickformat="+.0%", nticks=6)
    figure.update_xaxes(tickformat="%-d %b", nticks=6)
    return figure
