"""Charts of who brings the money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.bridge import Step, step_bars
from dashboard.figures.segments.segments import rows
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL, empty
from dashboard.words import formats

NOTHING_HERE = "No sales in this selection"
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
FILL = "rgba(91,91,214,0.08)"
SIDE_NAMES = {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6}
EVEN = {
    "x": [0, 1],
    "y": [0, 1],
    "mode": "lines",
    "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
    "hoverinfo": "skip",
}
LEAST_ROWS = 5  # fewer bars do not grow fat
SMALLEST_SHARE = 0.0005
HOVER = "%{customdata[1]}<extra></extra>"


def pareto(curve: pd.DataFrame, tops: dict[int, float], customers: int) -> go.Figure:
    """The share of sales against the share of customers, best customers first, with the top so many per cent marked.

    `curve`: `customers` and `sales` from 0 to 1; `tops`: per cent of customers -> share of sales.
    """
    if curve.empty:
        return empty("No identified customers in this selection")
    line = {
        "x": list(curve["customers"]),
        "y": list(curve["sales"]),
        "mode": "lines",
        "line": {"color": ACCENT, "width": 2.5},
        "fill": "tozeroy",
        "fillcolor": FILL,
        "customdata": [
            f"The best {formats.percent(x, 0 if x >= 0.1 else 1)} of customers ({formats.count(x * customers)}) bring "
            f"<b>{formats.percent(y)}</b> of sales"
            for x, y in zip(curve["customers"], curve["sales"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    alike = {"text": "if all bought alike", "x": 0.5, "y": 0.5, "xanchor": "left", "yanchor": "top", "xshift": 8}
    share = {"tickformat": ".0%", "tickvals": QUARTERS}
    layout = {
        "annotations": [alike | {"showarrow": False}],
        "xaxis": share
        | {"range": [-0.005, 1.01], "tickvals": QUARTERS[1:], "title": {"text": "Share of customers, best first"}},
        "yaxis": share | {"range": [0, 1.02], "title": {"text": "Share of sales"}},
        "hovermode": "closest",
        "margin": {"r": 28},
    }
    told = {top: value for top, value in tops.items() if customers * top >= 100}  # at least one customer
    return go.Figure([EVEN, line, _top_marks(told)], layout)


def _top_marks(tops: dict[int, float]) -> dict[str, Any]:
    return {
        "x": [top / 100 for top in tops],
        "y": list(tops.values()),
        "mode": "markers+text",
        "marker": {"color": ACCENT, "size": 9},
        "text": [f"\u00a0\u00a0top {top}\u202f%: <b>{formats.percent(value, 0)}</b>" for top, value in tops.items()],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def shares(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Sorted bars with share and amount at their ends.

    `frame`: one row a bar from the top, with `name`, `gross`, `share`, `colour` and `target` (or '').
    """
    if frame.empty or not frame["gross"].any():
        return empty(NOTHING_HERE)
    bars = {
        "type": "bar",
        "x": list(frame["share"]),
        "y": list(frame["name"]),
        "orientation": "h",
        "marker": {"color": list(frame["colour"])},
        "text": [
            f"<b>{_short_share(share)}</b>  {formats.money(gross, currency)}"
            for share, gross in zip(frame["share"], frame["gross"], strict=True)
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            [
                row.target,
                f"<b>{row.name}</b>: {formats.money(row.gross, currency)}, {formats.percent(row.share)} of sales",
            ]
            for row in frame.itertuples(index=False)
        ],
        "hovertemplate": HOVER,
    }
    layout = {
        "xaxis": {"visible": False, "range": [0, frame["share"].max()]},
        "yaxis": SIDE_NAMES | {"autorange": None, "range": rows(len(frame), LEAST_ROWS)},
        "bargap": 0.3,
        "margin": {"r": 104},  # room for the texts, whatever the width
    }
    return go.Figure([bars], layout)


def _short_share(share: float) -> str:
    if 0 < share < SMALLEST_SHARE:
        return "<\u202f0.1\u202f%"
    return formats.percent(share, 0 if share >= 0.0995 else 1)


def loyalty(frame: pd.DataFrame) -> go.Figure:
    """One bar each for customers, orders and sales, split into repeat and one-time customers.

    `frame`: one row a bar with `name`, `repeat`, `single` (shares), `repeat_text` and `single_text` (amounts).
    """
    if frame.empty:
        return empty("No identified customers in this selection")
    names, kinds = list(frame["name"]), (("repeat", "Repeat", ACCENT), ("single", "One-time", ACCENT_SOFT))
    bars = [_loyalty_bar(frame, column, f"{word} customers", colour) for column, word, colour in kinds]
    marks: list[dict[str, Any]] = [
        {"x": 1, "y": name, "text": formats.percent(value, 0), "xanchor": "left", "xshift": 4, "showarrow": False}
        for name, value in zip(names, frame["single"], strict=True)
    ]
    for (_, word, _), side, at in zip(kinds, ("left", "right"), (0, 1), strict=True):
        place = {"x": at, "y": 1, "yref": "paper", "xanchor": side, "yanchor": "bottom"}
        marks.append({"text": word, "showarrow": False, **place})
    layout = {
        "annotations": marks,
        "xaxis": {"visible": False, "range": [0, 1]},
        "yaxis": SIDE_NAMES,
        "barmode": "stack",
        "bargap": 0.36,
        "margin": {"t": 22, "r": 44},
    }
    return go.Figure(bars, layout)


def _loyalty_bar(frame: pd.DataFrame, column: str, name: str, colour: str) -> dict[str, Any]:
    shown = column == "repeat"  # the others' shares stand beside the bars, which may be too narrow for them
    return {
        "type": "bar",
        "x": list(frame[column]),
        "y": list(frame["name"]),
        "name": name,
        "orientation": "h",
        "marker": {"color": colour},
        "text": [formats.percent(value, 0) if shown and value >= 0.1 else "" for value in frame[column]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#ffffff"},
        "customdata": [
            ["", f"{name}: <b>{text}</b>, {formats.percent(value)} of {word.lower()}"]
            for text, value, word in zip(frame[f"{column}_text"], frame[column], frame["name"], strict=True)
        ],
        "hovertemplate": HOVER,
    }


def bridge(steps: Sequence[Step], currency: str) -> go.Figure:
    """From gross to net: each step is a name, an amount and whether it is a sum of all before."""
    if not any(amount for _, amount, _ in steps):
        return empty(NOTHING_HERE)
    described = step_bars(steps)
    texts = [f"<b>{formats.money(one.amount, currency)}</b>" for one in described]
    bars = {
        "type": "bar",
        "x": [one.name for one in described],
        "y": [one.amount for one in described],
        "base": [one.base for one in described],
        "marker": {"color": [one.colour for one in described]},
        "customdata": [["", f"{one.name}: {text}"] for one, text in zip(described, texts, strict=True)],
        "hovertemplate": HOVER,
    }
    marks = [
        {"x": one.name, "y": one.top, "text": text, "showarrow": False, "yshift": 10}
        for one, text in zip(described, texts, strict=True)
    ]
    axis = {"visible": False, "range": [min(0.0, described[-1].end), max(one.top for one in described) * 1.12]}
    return go.Figure([bars], {"yaxis": axis, "annotations": marks, "bargap": 0.4})
