"""One feature by segment: each segment's density above its box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.explore.features import Feature
from dashboard.figures.explore.histogram import NOBODY
from dashboard.figures.explore.pairs import TEXT, axis
from dashboard.figures.style.theme import empty, segment_colour
from wording.languages import say_n, to_say_n

WORDS = to_say_n(  # of a segment, in the box of its row
    "<b>{segment}</b>, {n} customer: median {median}<br>half of them {q1} to {q3}<br>nine in ten {low} to {high}",
    "<b>{segment}</b>, {n} customers: median {median}<br>half of them {q1} to {q3}<br>nine in ten {low} to {high}",
)
RIDGE, RIDGE_FOOT, BOX_WIDTH = 0.62, 0.2, 0.26  # of a row: the highest density, its foot above the middle, the box


def box_plot(
    frame: pd.DataFrame, densities: Mapping[str, np.ndarray], feature: Feature, is_log: bool, currency: str
) -> go.Figure:
    """A density above its box for each segment from `features.densities` and `boxes`, best segment at the top."""
    if frame.empty:
        return empty(NOBODY)
    traces = []
    for row in frame.itertuples():
        if row.name in densities:
            traces += _ridge(row, densities[row.name])
        traces.append(_box(row))
    words = [
        say_n(
            int(row.customers),
            *WORDS,
            segment=row.name,
            **{one: feature.write(getattr(row, one), currency) for one in ("median", "q1", "q3", "low", "high")},
        )
        for row in frame.itertuples(index=False)
    ]
    touch = {"type": "scatter", "mode": "markers", "marker": {"opacity": 0, "size": 22}, "hovertemplate": TEXT}
    traces.append(touch | {"x": list(frame["median"]), "y": list(frame.index), "customdata": words})
    ends = [places for _, (places, _) in sorted(densities.items())]
    low, high = (min(one[0] for one in ends), max(one[-1] for one in ends)) if ends else (frame["low"].min(), 0)
    low, high = min(low, frame["low"].min()), max(high, frame["high"].max())
    rows = {"tickvals": list(frame.index), "ticktext": list(frame["name"]), "range": [len(frame) - 0.5, -0.95]}
    layout = {
        "xaxis": axis(feature, low, high, is_log, currency) | {"showgrid": True},
        "yaxis": {**rows, "showgrid": False, "zeroline": False, "ticklabelstandoff": 6},
    }
    return go.Figure(traces, layout)


def _ridge(row: Any, curve: np.ndarray) -> list[dict[str, Any]]:
    """The density of a segment, standing on its row's line."""
    places, heights = curve.astype(np.float32)
    foot = row.Index - RIDGE_FOOT
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    return [
        line | {"x": places[[0, -1]], "y": [foot, foot], "line": {"width": 0}},
        line
        | {
            "x": places,
            "y": foot - RIDGE * heights,
            "line": {"width": 1, "color": segment_colour(row.position)},
            "fill": "tonexty",
            "fillcolor": faint(segment_colour(row.position)),
        },
    ]


def faint(colour: str) -> str:
    """A `#rrggbb` colour let through."""
    return f"rgba({','.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))},0.35)"


def _box(row: Any) -> dict[str, Any]:
    names = {"q1": "q1", "median": "median", "q3": "q3", "lowerfence": "low", "upperfence": "high"}
    return {
        "type": "box",
        "orientation": "h",
        "name": row.name,
        "y": [row.Index],
        **{key: [getattr(row, name)] for key, name in names.items()},
        "width": BOX_WIDTH,
        "marker": {"color": segment_colour(row.position)},
        "line": {"width": 1.5},
        "hoverinfo": "skip",
    }
