"""Single customers in a plane: when they last ordered against what they spent."""

from __future__ import annotations

from datetime import date
from math import log10
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.segments import (
    DAY_TICKS,
    LEAST,
    OPACITY,
    RECENCY_AXIS,
    SALES_AXIS,
    SHORTEST,
    customer_points,
)
from dashboard.figures.style.theme import empty, segment_colour
from dashboard.words import formats
from wording.languages import say

SMALLEST, LARGEST = 5.0, 26.0  # diameters in pixels
ROOM = 0.06  # of an axis, left free on both sides


def customer_scatter(frame: pd.DataFrame, currency: str, as_of: date) -> go.Figure:
    """One point a customer, recent ones on the right, both axes logarithmic, the area by orders.

    `frame`: one row a customer with `customer_id`, `name` and `position` of the segment, `orders`, `gross` (> 0) and
    `recency_days` up to `as_of`; a click carries the customer's id, which is null where a point is
    some of them.
    """
    if frame.empty:
        return empty(say("No identified customers in this selection"))
    scale = (LARGEST - SMALLEST) / max(frame["orders"].max() ** 0.5 - 1, 1)
    described = customer_points(frame)
    drawn = described.assign(
        x=described["days"].astype(np.float32),
        y=described["spent"].astype(np.float32),
        size=(SMALLEST + scale * (frame["orders"] ** 0.5 - 1)).astype(np.float32),
    )
    traces = [
        _trace(group, position, name, currency, formats.day(as_of))
        for (position, name), group in drawn.groupby(["position", "name"], sort=True)
    ]
    return go.Figure(traces, _axes(frame, currency))


def _trace(group: pd.DataFrame, position: int, name: str, currency: str, day: str) -> dict[str, Any]:
    who = (
        say("Some customers")
        if group["customer_id"].isna().all()
        else say("Customer {customer}", customer="%{customdata[0]}")
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": group["x"].to_numpy(),
        "y": group["y"].to_numpy(),
        "marker": {
            "color": segment_colour(position),
            "size": group["size"].to_numpy(),
            "opacity": OPACITY,
            "line": {"width": 0.5, "color": "rgba(255,255,255,.6)"},
        },
        "customdata": _words(group, currency),
        "hovertemplate": say(
            "<b>{who}</b>, {segment}:<br>{orders}, {amount}, the last {days} before {day}",
            who=who,
            segment=name,
            orders="%{customdata[1]}",
            amount="%{customdata[2]}",
            days="%{customdata[3]}",
            day=day,
        )
        + "<extra></extra>",
    }


def _words(group: pd.DataFrame, currency: str) -> np.ndarray:
    """Each customer's id, orders, sales and recency in words; an array, which plotly does not check cell by cell."""
    columns = (
        group["customer_id"],
        [formats.plural(orders, "order") for orders in group["orders"]],
        [formats.money(gross, currency) for gross in group["gross"]],
        [formats.plural(days, "day") for days in group["recency_days"]],
    )
    return np.array(list(zip(*columns, strict=True)), dtype=object)


def _axes(frame: pd.DataFrame, currency: str) -> dict[str, Any]:
    days = (float(SHORTEST), max(float(frame["recency_days"].max()), 7.0))
    money = (max(float(frame["gross"].min()), LEAST), float(frame["gross"].max()))
    powers = [10**power for power in range(-2, 13)]
    x = {
        "range": _room(*days)[::-1],
        "tickvals": list(DAY_TICKS),
        "ticktext": [say(tick) for tick in DAY_TICKS.values()],
        "tickangle": 0,
        "title": {"text": say(RECENCY_AXIS)},
        "showgrid": True,
    }
    y = {
        "range": _room(*money),
        "tickvals": powers,
        "ticktext": [formats.amount_tick(power, currency) for power in powers],
        "title": {"text": say(SALES_AXIS)},
    }
    return {"xaxis": {"type": "log", **x}, "yaxis": {"type": "log", **y}}


def _room(low: float, high: float) -> list[float]:
    """The ends of a logarithmic axis, as powers of ten, with room beyond."""
    ends = log10(low), log10(max(high, low * 2))
    room = (ends[1] - ends[0]) * ROOM
    return [ends[0] - room, ends[1] + room]
