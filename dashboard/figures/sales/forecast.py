"""Charts of the months to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL, empty
from dashboard.words import formats
from wording.languages import say, to_say

NOTHING_HERE = to_say("No forecast here")
BAND = "rgba(91,91,214,0.16)"
ODD = "#dc7430"
PART_COLOURS = {"returning": ACCENT, "new": ACCENT_SOFT, "guests": NEUTRAL}
PART_NAMES = {"returning": to_say("Returning customers"), "new": to_say("New customers"), "guests": to_say("Guests")}


def course(
    known: Mapping[date, float],
    coming: Sequence[tuple[date, float, float, float]],
    odd: Collection[date],
    sentences: Mapping[date, str],
    so_far: tuple[date, float] | None,
    tick: Mapping[str, Any],
) -> go.Figure:
    """The months known as a line, those to come as another within a band from low to high; unusual ones are marked.

    `coming`: month, low, most likely, high; `sentences`: what the hover says of each month; `so_far`: the month under
    way and where its pace leads.
    """
    if not coming:
        return empty(NOTHING_HERE)
    last = max(known)
    joined = [(last, known[last], known[last], known[last]), *coming]
    days = [one[0] for one in joined]
    band = {
        "x": [*days, *reversed(days)],
        "y": [*(one[3] for one in joined), *(one[1] for one in reversed(joined))],
        "name": say("80\u202f% likely"),
        "fill": "toself",
        "fillcolor": BAND,
        "line": {"width": 0},
        "mode": "lines",
        "hoverinfo": "skip",
    }
    traces: list[dict[str, Any]] = [
        band,
        _line(say("Known"), list(known), list(known.values()), sentences, {"color": NEUTRAL, "width": 2}),
        _line(say("Most likely"), days, [one[2] for one in joined], sentences, {"color": ACCENT, "width": 2.5}, skip=1),
    ]
    marked = [month for month in known if month in odd]
    if marked:
        marks = {"color": ODD, "size": 10, "symbol": "diamond"}
        traces.append(_marks(say("Unusual"), marked, [known[month] for month in marked], sentences, marks))
    if so_far is not None:
        open_ = {"color": ACCENT, "size": 9, "symbol": "circle-open", "line": {"width": 2}}
        name = say("Where the month under way leads")
        traces.append(_marks(name, [so_far[0]], [so_far[1]], {so_far[0]: sentences[so_far[0]]}, open_))
    highest = max(*known.values(), *(one[3] for one in coming))
    today = {"type": "line", "x0": last, "x1": last, "yref": "paper", "y0": 0, "y1": 1}
    layout = {
        "shapes": [today | {"line": {"width": 1, "dash": "dot", "color": NEUTRAL}}],
        "xaxis": {"tickformat": "%b\n%Y", "nticks": 8},
        "yaxis": {"range": [0, highest * 1.06], "nticks": 6, **tick},
        "hovermode": "closest",
        "showlegend": False,
    }
    return go.Figure(traces, layout)


def _line(
    name: str,
    days: Sequence[date],
    values: Sequence[float],
    words: Mapping[date, str],
    line: dict[str, Any],
    skip: int = 0,
) -> dict[str, Any]:
    """A line; the first `skip` of its points only join it to another."""
    texts = ["" if number < skip else words.get(day, "") for number, day in enumerate(days)]
    return {
        "name": name,
        "x": list(days),
        "y": list(values),
        "mode": "lines+markers",
        "line": line,
        "marker": {"size": [0.1 if number < skip else 6 for number in range(len(days))], "color": line["color"]},
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marks(
    name: str, days: list[date], values: list[float], words: Mapping[date, str], marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name,
        "x": days,
        "y": values,
        "mode": "markers",
        "marker": marker,
        "customdata": [words.get(day, "") for day in days],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def parts(
    months: Sequence[date], found: Mapping[str, Sequence[float]], written: Any, tick: Mapping[str, Any]
) -> go.Figure:
    """Stacked bars of what each part brings by month."""
    if not found:
        return empty(NOTHING_HERE)
    bars = [
        {
            "type": "bar",
            "x": list(months),
            "y": list(found[name]),
            "name": say(PART_NAMES[name]),
            "marker": {"color": PART_COLOURS[name]},
            "customdata": [
                f"{say(PART_NAMES[name])}, {formats.month(month)}: <b>{written(value)}</b>"
                for month, value in zip(months, found[name], strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for name in PART_NAMES
        if name in found
    ]
    layout = {
        "barmode": "stack",
        "showlegend": True,
        "xaxis": {"tickformat": "%b\n%Y", "dtick": "M1" if len(months) <= 6 else "M2"},
        "yaxis": {"nticks": 5, **tick},
        "margin": {"t": 28},
    }
    return go.Figure(bars, layout)
