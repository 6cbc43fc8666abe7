"""Charts of how good clusters are: the figures of each number tried, silhouettes by customer. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.words import formats
from wording.languages import marked, say, to_say

COLUMNS = 2
GAP = 0.14  # between small charts, of the width
HEAD = 0.3  # of a row's height, for its name
SEPARATION = 0.02  # of all plotted customers, between two segments


@dataclass(frozen=True)
class Small:
    """One of the small charts."""

    column: str
    label: str
    shape: str = "{:.3f}"
    name: str = ""  # where the label is short for it


SMALLS = (
    Small("silhouette", to_say("Silhouette ↑")),
    Small("stability", to_say("Stability ↑"), "{:.2f}"),
    Small("inertia", to_say("Inertia ↓")),
    Small("gap", to_say("Gap ↑")),
    Small("calinski_harabasz", to_say("Calinski–H. ↑"), "{:,.0f}", to_say("Calinski–Harabasz")),
    Small("davies_bouldin", to_say("Davies–Bouldin ↓"), "{:.2f}"),
    Small("smallest_share", to_say("Smallest share"), "{:.1%}"),
)


def candidate_multiples(frame: pd.DataFrame, chosen: int, marks: Mapping[str, int | None]) -> go.Figure:
    """A small line chart for each measure that the run kept, over the number of segments; the number taken stands out.

    `frame`: one row a number, `k` and any of the columns of SMALLS; `marks`: by column the number that the measure
    alone would take, pointed at.
    """
    smalls = [one for one in SMALLS if one.column in frame and frame[one.column].notna().any()]
    if not smalls:
        return empty(say("This run kept no candidates"))
    rows = -(-len(smalls) // COLUMNS)
    # Plain parts, one figure at the end: adding to a figure checks all of it each time.
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": notes}
    for i, small in enumerate(smalls):
        left, top = (i % COLUMNS) * (1 + GAP) / COLUMNS, 1 - (i // COLUMNS) / rows
        suffix = str(i + 1) if i else ""
        traces.append(_line(frame, chosen, small, suffix, marks.get(small.column)))
        notes += _pointer(frame, small, suffix, marks.get(small.column))
        is_last = i + COLUMNS >= len(smalls)
        layout[f"xaxis{suffix}"] = {
            "domain": [left, left + (1 - GAP) / COLUMNS],
            "anchor": f"y{suffix}",
            "dtick": 1,
            "range": [frame["k"].min() - 0.5, frame["k"].max() + 0.5],
            "title": {"text": say("Number of segments") if is_last else ""},
            "showticklabels": is_last,
        }
        layout[f"yaxis{suffix}"] = {
            "domain": [top - 0.92 / rows, top - HEAD / rows],
            "anchor": f"x{suffix}",
            "nticks": 3,
            "tickformat": ".0%" if small.column == "smallest_share" else "",
        }
        corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "showarrow": False}
        notes.append({"text": _named(small, frame, chosen), "x": left, "y": top, **corner})
    return go.Figure(traces, layout | {"showlegend": False})


def _named(small: Small, frame: pd.DataFrame, chosen: int) -> str:
    own = frame.loc[(frame["k"] == chosen) & frame[small.column].notna(), small.column]
    value = f" <b>{_write(small, own.iloc[0])}</b>" if len(own) else ""
    return f"{say(small.label)}{value}"


def _write(small: Small, value: float) -> str:
    return marked(small.shape.format(value)).replace("%", "\u202f%")


def _line(frame: pd.DataFrame, chosen: int, small: Small, suffix: str, mark: int | None) -> dict[str, Any]:
    known = frame[frame[small.column].notna()]
    name = say(small.name or small.label).rstrip(" ↑↓")
    return {
        "type": "scatter",
        "name": name,
        "x": list(known["k"]),
        "y": list(known[small.column]),
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "mode": "lines+markers",
        "line": {"color": NEUTRAL, "width": 1.5},
        "marker": {
            "color": [ACCENT if k == chosen else NEUTRAL for k in known["k"]],
            "size": [10 if k == chosen else 6 for k in known["k"]],
        },
        "cliponaxis": False,
        "hovertemplate": [  # not customdata, which a click would take for a segment
            f"{say(_texts(small, k == chosen, k == mark), number=k, measure=name, value=_write(small, value))}"
            "<extra></extra>"
            for k, value in zip(known["k"], known[small.column], strict=True)
        ],
    }


def _pointer(frame: pd.DataFrame, small: Small, suffix: str, mark: int | None) -> list[dict[str, Any]]:
    """At the number that the measure alone would take."""
    place = frame.loc[(frame["k"] == mark) & frame[small.column].notna(), small.column]
    if place.empty:
        return []
    text = say("elbow") if small.column == "inertia" else say("gap's pick")
    arrow = {"ax": 0, "ay": -18, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": ACCENT, "standoff": 4}
    return [{"x": mark, "y": float(place.iloc[0]), "xref": f"x{suffix}", "yref": f"y{suffix}", "text": text, **arrow}]


PLAIN = to_say("<b>{number} segments</b>: {measure} {value}")
TAKEN = to_say("<b>{number} segments</b>, the number taken: {measure} {value}")
OWN = {  # at the number that the measure alone would take
    "inertia": to_say("<b>{number} segments</b>, which is the elbow: {measure} {value}"),
    "gap": to_say("<b>{number} segments</b>, which the gap alone would take: {measure} {value}"),
}
OWN_TAKEN = {
    "inertia": to_say("<b>{number} segments</b>, the number taken, which is the elbow: {measure} {value}"),
    "gap": to_say("<b>{number} segments</b>, the number taken, which the gap alone would take: {measure} {value}"),
}


def _texts(small: Small, is_taken: bool, is_own: bool) -> str:
    """What is said of a number of segments."""
    if is_own:
        return (OWN_TAKEN if is_taken else OWN)[small.column]
    return TAKEN if is_taken else PLAIN


def silhouette_plot(parts: Sequence[tuple[str, int, Sequence[float]]], mean: float | None) -> go.Figure:
    """Customers below each other, a bar as long as each one's silhouette, by segment; the mean as a dotted line.

    `parts`: name, position and silhouettes, best first, of each segment in its order.
    """
    total = sum(len(values) for _, _, values in parts)
    if not total:
        return empty(say("This run kept no silhouettes"))
    figure, start, gap = go.Figure(), 0.0, max(SEPARATION * total, 1)
    ticks, names = [], []
    for name, position, values in parts:
        below = sum(1 for value in values if value < 0)
        figure.add_scatter(
            x=[0, *values, 0],
            y=[start, *(start + i for i in range(len(values))), start + len(values) - 1],
            mode="lines",
            name=name,
            fill="tozerox",
            line={"width": 0.5, "color": segment_colour(position)},
            fillcolor=segment_colour(position),
            hoveron="fills",
            hoverinfo="text",
            text=say(
                "<b>{segment}</b>: mean {mean}, {share} nearer to another segment",
                segment=name,
                mean=marked(f"{sum(values) / max(len(values), 1):.2f}"),
                share=formats.share(below, len(values), 0),
            ),
        )
        ticks.append(start + len(values) / 2)
        names.append(name)
        start += len(values) + gap
    if mean is not None:
        figure.add_shape(
            type="line", x0=mean, x1=mean, y0=0, y1=1, yref="paper", line={"dash": "dot", "width": 1, "color": NEUTRAL}
        )
    return figure.update_layout(
        showlegend=False,
        xaxis={"title_text": say("How well a customer sits"), "zeroline": True, "tickformat": ".1f"},
        yaxis={"tickvals": ticks, "ticktext": names, "range": [start, -gap], "showgrid": False, "ticklabelstandoff": 6},
    )
