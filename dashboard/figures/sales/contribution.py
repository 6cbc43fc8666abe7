"""Charts of who brings the money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.bridge import Step, step_bars
from dashboard.figures.descriptions.concentration import (
    CUSTOMERS_AXIS,
    EVEN,
    EVEN_AT,
    EVEN_WORDS,
    QUARTERS,
    SALES_AXIS,
    Top,
    sales_curve,
)
from dashboard.figures.descriptions.loyalty import LOYALTY_SERIES, loyalty_bars
from dashboard.figures.descriptions.ranked import sales_shares
from dashboard.figures.segments.segments import rows
from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty
from dashboard.filters import parts
from dashboard.words import formats
from dashboard.words.formats import lowered
from wording.languages import say, to_say

NOTHING_HERE = to_say("No sales in this selection")
FILL = "rgba(91,91,214,0.08)"
SIDE_NAMES = {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6}
EVEN_LINE = {
    "x": list(EVEN),
    "y": list(EVEN),
    "mode": "lines",
    "line": {"color": NEUTRAL, "width": 1, "dash": "dot"},
    "hoverinfo": "skip",
}
LEAST_ROWS = 5  # fewer bars do not grow fat
HOVER = "%{customdata[1]}<extra></extra>"
LOYALTY_NAMES = {"repeat": to_say("Repeat customers"), "single": to_say("One-time customers")}
ORDERS = {
    "single": parts.said(parts.exactly({"field": "frequency"}, 1)),
    "repeat": parts.said(*parts.span({"field": "frequency"}, 2, None)),
}


def pareto(curve: pd.DataFrame, tops: dict[int, float], customers: int) -> go.Figure:
    """The share of sales against the share of customers, best customers first, with the top so many per cent marked.

    `curve`: `customers` and `sales` from 0 to 1; `tops`: per cent of customers -> share of sales.
    """
    if curve.empty:
        return empty(say("No identified customers in this selection"))
    described = sales_curve(curve, tops, customers)
    line = {
        "x": list(described.customers),
        "y": list(described.sales),
        "mode": "lines",
        "line": {"color": ACCENT, "width": 2.5},
        "fill": "tozeroy",
        "fillcolor": FILL,
        "customdata": [
            say(
                "The best {part} of customers ({customers}) bring <b>{share}</b> of net sales",
                part=formats.percent(x, 0 if x >= 0.1 else 1),
                customers=formats.count(x * customers),
                share=formats.percent(y),
            )
            for x, y in zip(described.customers, described.sales, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    alike = {"text": say(EVEN_WORDS), "x": EVEN_AT, "y": EVEN_AT, "xanchor": "left", "yanchor": "top", "xshift": 8}
    share = {"tickformat": ".0%", "tickvals": [0, *QUARTERS]}
    layout = {
        "annotations": [alike | {"showarrow": False}],
        "xaxis": share | {"range": [-0.005, 1.01], "tickvals": QUARTERS, "title": {"text": say(CUSTOMERS_AXIS)}},
        "yaxis": share
        | {"range": [0, max(1.02, *(1.02 * y for y in described.sales))], "title": {"text": say(SALES_AXIS)}},
        "hovermode": "closest",
        "margin": {"r": 28},
    }
    return go.Figure([EVEN_LINE, line, _top_marks(described.tops)], layout)


def _top_marks(tops: Sequence[Top]) -> dict[str, Any]:
    return {
        "x": [top.customers for top in tops],
        "y": [top.sales for top in tops],
        "mode": "markers+text",
        "marker": {"color": ACCENT, "size": 9},
        "text": [f"\u00a0\u00a0{top.name}: <b>{top.text}</b>" for top in tops],
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def shares(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Sorted bars with share and amount at their ends.

    `frame`: one row a bar from the top, with `name`, `net`, `share`, `colour` and `target` (or '').
    """
    if frame.empty or not frame["net"].any():
        return empty(NOTHING_HERE)
    described = sales_shares(frame, currency)
    bars = {
        "type": "bar",
        "x": [one.value for one in described],
        "y": [one.name for one in described],
        "orientation": "h",
        "marker": {"color": [one.colour for one in described]},
        "text": [f"<b>{share}</b>  {amount}" for share, amount in (one.words for one in described)],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            [
                row.target,
                say(
                    "<b>{segment}</b>: {value}, {share} of net sales",
                    segment=row.name,
                    value=formats.money(row.net, currency),
                    share=formats.percent(row.share),
                ),
            ]
            for row in frame.itertuples(index=False)
        ],
        "hovertemplate": HOVER,
    }
    layout = {
        "xaxis": {"visible": False, "range": [min(0.0, frame["share"].min()), frame["share"].max()]}
        | {"tickformat": ".0%"},
        "yaxis": SIDE_NAMES | {"autorange": None, "range": rows(len(frame), LEAST_ROWS)},
        "bargap": 0.3,
        "margin": {"r": 104},  # room for the texts, whatever the width
    }
    return go.Figure([bars], layout)


def loyalty(frame: pd.DataFrame, *, is_whole: bool = False) -> go.Figure:
    """One bar each for customers, orders and sales, split into repeat and one-time customers; of all months they carry
    the conditions of their customers, which know no others.

    `frame`: one row a bar with `name`, `repeat`, `single` (shares), `repeat_text` and `single_text` (amounts).
    """
    if frame.empty:
        return empty(say("No identified customers in this selection"))
    described = loyalty_bars(frame)
    inside = {"repeat": [one.repeat_text for one in described], "single": [""] * len(described)}
    bars = [
        _loyalty_bar(
            frame, column, say(LOYALTY_NAMES[column]), colour, inside[column], ORDERS[column] if is_whole else ""
        )
        for column, _, colour in LOYALTY_SERIES
    ]
    marks: list[dict[str, Any]] = [
        {"x": 1, "y": one.name, "text": one.single_text, "xanchor": "left", "xshift": 4, "showarrow": False}
        for one in described
    ]
    for (_, word, _), side, at in zip(LOYALTY_SERIES, ("left", "right"), (0, 1), strict=True):
        place = {"x": at, "y": 1, "yref": "paper", "xanchor": side, "yanchor": "bottom"}
        marks.append({"text": say(word), "showarrow": False, **place})
    layout = {
        "annotations": marks,
        "xaxis": {"visible": False, "range": [0, 1], "tickformat": ".0%"},
        "yaxis": SIDE_NAMES,
        "barmode": "stack",
        "bargap": 0.36,
        "margin": {"t": 22, "r": 44},
    }
    return go.Figure(bars, layout)


def _loyalty_bar(
    frame: pd.DataFrame, column: str, name: str, colour: str, texts: list[str], part: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(frame[column]),
        "y": list(frame["name"]),
        "name": name,
        "orientation": "h",
        "marker": {"color": colour},
        "text": texts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#ffffff"},
        "customdata": [
            [
                part,
                say(
                    "{name}: <b>{amount}</b>, {share} of {whole}",
                    name=name,
                    amount=text,
                    share=formats.percent(value),
                    whole=lowered(word),
                ),
            ]
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
    axis |= {"tickprefix": formats.currency_sign(currency)}
    return go.Figure([bars], {"yaxis": axis, "annotations": marks, "bargap": 0.4})
