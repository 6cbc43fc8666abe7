"""Charts of cohorts: customers by the month of their first order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty
from dashboard.words import formats
from wording.languages import say, say_n, to_say

NOTHING_HERE = to_say("No first orders in this selection")
TOO_YOUNG = to_say("No month after a first order is over yet")
AXIS = to_say("Months since the first order")
MOST_NUMBERS = 25  # columns that leave room for a number in each cell
ROW, HEAD = 24, 84  # pixels of a row of the heat map, and of what is above and below them


def map_height(rows: int) -> int:
    """Pixels that a heat map of so many cohorts takes."""
    return max(rows, 4) * ROW + HEAD


def heat_map(
    table: pd.DataFrame,
    words: Sequence[Sequence[str]],
    sentences: Sequence[Sequence[str]],
    names: Sequence[str],
    told: Mapping[str, Any] = MappingProxyType({}),
) -> go.Figure:
    """A row a cohort, the earliest on top, a column a month since; empty where the month is still to come.

    `table`: the numbers that give the colours; in its first column stands how large a cohort is, which has none.
    `words` and `sentences` are what each cell and its hover say, `names` the rows'. A click carries the month and how
    many months after it; `told` goes along for who reads the chart: how its numbers are written, and the first column.
    """
    if table.empty:
        return empty(NOTHING_HERE)
    months = [month.isoformat() for month in table.index]
    values = table.astype(object).where(table.notna(), None)
    later = table.drop(columns=0).to_numpy(float)
    most = float(pd.Series(later.ravel()).max()) if later.size else 0.0
    values[0] = [0.0 if value is not None else None for value in values[0]]
    cells = {
        "type": "heatmap",
        "x": list(table.columns),
        "y": months,
        "z": values.to_numpy().tolist(),
        **told,
        "coloraxis": "coloraxis",
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "text": words,
        "hovertext": sentences,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    if len(table.columns) <= MOST_NUMBERS:
        cells |= {"texttemplate": "%{text}", "textfont": {"size": 11}}
    layout = {
        "xaxis": {"tick0": 0, "dtick": 1, "showgrid": False, "ticks": "", "side": "top", "title": {"text": say(AXIS)}},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticks": "", "type": "category"}
        | {"tickvals": months, "ticktext": list(names)},
        "coloraxis": {"cmin": 0, "cmax": most or 1, "showscale": False},
        "margin": {"t": 8, "r": 8},
    }
    return go.Figure([cells], layout)


def curves(
    now: Mapping[int, float],
    before: Mapping[int, float],
    single: pd.DataFrame,
    names: tuple[str, str],
    written: Any,
    tick: Mapping[str, Any],
) -> go.Figure:
    """What all cohorts kept together, the compared ones before, and each cohort by itself as a thin line.

    `single`: a row a cohort, a column a month since; `written` puts a value into words; `tick` is how the axis does.
    """
    if not now:
        return empty(TOO_YOUNG)
    traces = [_thin(row, month) for month, row in single.drop(columns=0, errors="ignore").iterrows()]
    traces = [one for one in traces if one["x"]]
    for values, name, colour, dash in ((before, names[1], NEUTRAL, "dot"), (now, names[0], ACCENT, "solid")):
        if values:
            traces.append(_line(values, name, colour, dash, written))
    highest = max(max(one["y"]) for one in traces)
    lowest = min(0.0, *(min(one["y"]) for one in traces))
    layout = {
        "annotations": _end_names(now, before, names),
        "xaxis": {"range": [0.7, max(now) + 0.3], "title": {"text": say(AXIS)}, "dtick": 1 if max(now) <= 12 else 3},
        "yaxis": {"range": [lowest, highest * 1.08], "nticks": 6, **tick},
        "hovermode": "closest",
        "showlegend": False,
    }
    return go.Figure(traces, layout)


def _thin(row: pd.Series, month: date) -> dict[str, Any]:
    known = row.dropna()
    return {
        "name": formats.month(month),
        "meta": month,  # whose it is: notes on dates find their place by it
        "x": [int(age) for age in known.index],
        "y": [float(value) for value in known],
        "mode": "lines",
        "line": {"color": "rgba(154,160,171,0.28)", "width": 1},
        "hoverinfo": "skip",
    }


def _line(values: Mapping[int, float], name: str, colour: str, dash: str, written: Any) -> dict[str, Any]:
    return {
        "x": list(values),
        "y": list(values.values()),
        "name": name,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5, "dash": dash},
        "marker": {"size": 6, "color": colour},
        "customdata": [
            say_n(
                age,
                "{name}, {n} month after: <b>{value}</b>",
                "{name}, {n} months after: <b>{value}</b>",
                name=name,
                value=written(value),
            )
            for age, value in values.items()
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _end_names(now: Mapping[int, float], before: Mapping[int, float], names: tuple[str, str]) -> list[dict[str, Any]]:
    """The two lines by name, in the corner: at their ends they would collide."""
    lines = [(names[0], ACCENT)] + ([(names[1], NEUTRAL)] if before else [])
    corner = {"xref": "paper", "yref": "paper", "x": 1, "xanchor": "right", "yanchor": "top", "showarrow": False}
    return [
        corner | {"y": 1 - 0.075 * place, "text": f"<span style='color:{colour}'>●</span> {name}"}
        for place, (name, colour) in enumerate(lines)
    ]
