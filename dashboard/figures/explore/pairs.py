"""Charts of features: two features against each other, correlations, orders a customer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.explore.correlations import coefficient
from dashboard.figures.explore.features import FEATURES, MANY_ORDERS, Feature
from dashboard.figures.explore.histogram import NOBODY, decades, linear_ticks
from dashboard.figures.segments.profile import ABOVE, BELOW
from dashboard.figures.style.narrow import WIDE_ONLY
from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.filters import parts
from dashboard.words import formats
from wording.languages import marks, say, say_n, to_say, to_say_n

DIVERGING = [[0, f"rgba({BELOW},0.85)"], [0.5, "rgba(154,160,171,0.06)"], [1, f"rgba({ABOVE},0.85)"]]
TEXT = "%{customdata}<extra></extra>"
TOO_ALIKE = to_say("Too few customers, or nothing varies")
OF_ORDERS = to_say_n("{number} order: <b>{amount}</b>, {share}", "{number} orders: <b>{amount}</b>, {share}")


def axis(feature: Feature, low: float, high: float, is_log: bool, currency: str) -> dict[str, Any]:
    """An axis of a feature."""
    title = {"title": {"text": feature.title}}
    if not is_log:
        return title | linear_ticks(feature, currency)
    ticks = decades(low, max(high, low)) or [low]  # all alike
    names = [feature.tick(tick, currency) for tick in ticks]
    return {**title, "type": "log", "tickvals": ticks, "ticktext": names}


def feature_scatter(frame: pd.DataFrame, x: Feature, y: Feature, is_log: bool, currency: str) -> go.Figure:
    """One point a customer; `frame` has what both axes can show, with `name`, `position` and `customer_id`, null
    where a point is some of them."""
    if frame.empty:
        return empty(NOBODY)
    traces = []
    for (position, name), group in frame.groupby(["position", "name"], sort=True, observed=True):
        trace = {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": group[x.key].to_numpy(dtype=np.float32),
            "y": group[y.key].to_numpy(dtype=np.float32),
            "marker": {"color": segment_colour(position), "size": 7, "opacity": 0.65},
            "customdata": group["customer_id"].to_numpy(dtype=object),
            "hovertemplate": f"<b>{_who(group)}</b>, {name}<br>{x.brief} {x.hover('x', currency)}, "
            f"{y.brief} {y.hover('y', currency)}<extra></extra>",
        }
        traces.append(trace)
    axes = {
        f"{letter}axis": axis(one, frame[one.key].min(), frame[one.key].max(), is_log, currency) | {"showgrid": True}
        for letter, one in (("x", x), ("y", y))
    }
    return go.Figure(traces, {**axes, "showlegend": True, "hovermode": "closest"})


def _who(group: pd.DataFrame) -> str:
    if group["customer_id"].isna().all():
        return say("Some customers")
    return say("Customer {number}", number="%{customdata}")


def correlation_map(matrix: pd.DataFrame) -> go.Figure:
    """Each pair once: blue where features rise together, orange where one falls."""
    varies = [key for key in matrix.index if matrix[key].drop(key).notna().any()]  # the others would be empty lines
    matrix = matrix.loc[varies, varies]
    names = [FEATURES[key].brief for key in varies]
    lower = matrix.where(np.tril(np.ones(matrix.shape, dtype=bool), -1)).to_numpy(dtype=float)
    if not np.isfinite(lower).any():
        return empty(TOO_ALIKE)
    rows, columns = np.nonzero(np.isfinite(lower))
    words = [[_pair(names[i], names[j], lower[i, j]) for j in range(len(names))] for i in range(len(names))]
    heat = {
        "type": "heatmap",
        "x": names[:-1],
        "y": names[1:],
        "z": [[None if np.isnan(v) else round(v, 3) for v in row[:-1]] for row in lower[1:]],
        "zmin": -1,
        "zmax": 1,
        "colorscale": DIVERGING,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "customdata": [row[:-1] for row in words[1:]],
        "hovertemplate": TEXT,
    }
    point = marks().decimal
    numbers = {
        "type": "scatter",
        "mode": "text",
        "x": [names[j] for j in columns],
        "y": [names[i] for i in rows],
        "text": [coefficient(lower[i, j]).replace(f"0{point}", point) for i, j in zip(rows, columns, strict=True)],
        "textfont": {"size": 11},
        "hoverinfo": "skip",
        "meta": WIDE_ONLY,  # on a phone the colour has to do, and a touch tells the number
    }
    layout = {
        "xaxis": {"tickangle": -40, "type": "category", "showgrid": False},
        "yaxis": {"autorange": "reversed", "type": "category", "showgrid": False},
    }
    return go.Figure([heat, numbers], layout)


def _pair(one: str, other: str, value: float) -> str:
    if np.isnan(value):
        return ""
    return say("{one} and {other}: <b>{number}</b>", one=one, other=other, number=coefficient(value))


def orders_bars(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Shares of customers and of sales by number of orders, from `features.by_orders`."""
    if not frame["customers"].sum():
        return empty(NOBODY)
    labels = [f"{n}+" if n == MANY_ORDERS else str(n) for n in frame["orders"]]
    traces = []
    for key, name, colour in (("customers", say("Customers"), NEUTRAL), ("sales", say("Their sales"), ACCENT)):
        shares = frame[key] / (frame[key].sum() or 1)
        texts = [_amount(value, key, currency) for value in frame[key]]
        said = [_of_orders(int(orders)) for orders in frame["orders"]]
        words = [
            [part, say_n(int(number), *OF_ORDERS, number=label, amount=text, share=formats.percent(share))]
            for part, number, label, text, share in zip(said, frame["orders"], labels, texts, shares, strict=True)
        ]
        bar = {"type": "bar", "x": labels, "y": list(shares), "name": name, "marker": {"color": colour}}
        traces.append(bar | {"customdata": words, "hovertemplate": "%{customdata[1]}<extra></extra>"})
    layout = {
        "barmode": "group",
        "showlegend": True,
        "xaxis": {"type": "category", "title": {"text": say("Orders of a customer")}},
        "yaxis": {"tickformat": ".0%", "rangemode": "tozero"},
    }
    return go.Figure(traces, layout)


def _of_orders(orders: int) -> str:
    """The conditions of customers with so many orders; the last bar is of more, too."""
    return parts.said(*parts.span({"field": "frequency"}, orders, None if orders == MANY_ORDERS else orders + 1))


def _amount(value: float, key: str, currency: str) -> str:
    if key == "customers":
        return formats.plural(int(value), "customer")
    return say("{amount} of sales", amount=formats.money(value, currency))
