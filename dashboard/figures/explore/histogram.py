"""How one feature is spread: bins for a linear or a logarithmic axis, and their chart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from audiences.conditions.fields import MEASURED
from dashboard.figures.explore import density
from dashboard.figures.explore.features import Feature, drawable
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, empty
from dashboard.filters import parts
from dashboard.words import formats
from wording.languages import say, to_say

BINS = 40
LINEAR_END = 0.99  # a linear axis ends at this quantile
STEPS = (1, 2, 5)
FEW_DECADES = 2.2  # up to here ticks at 1, 2, 5; beyond at powers of ten
CURVE = "#d9730d"  # of the density: apart from the bars' hue on both surfaces
NOBODY = to_say("No customers in this selection")
NONE_ABOVE_ZERO = to_say("No values above zero: choose the linear scale")


def bins(values: pd.Series, feature: Feature, is_log: bool) -> pd.DataFrame:
    """`low`, `high`, `customers`: whole numbers never share a bin in part; a linear axis ends at LINEAR_END."""
    known = drawable(values, is_log).to_numpy(dtype=float)
    if not len(known):
        return pd.DataFrame(columns=["low", "high", "customers"])
    low, high = known.min(), known.max() if is_log else np.quantile(known, LINEAR_END)
    edges = _whole_edges(low, high, is_log) if feature.is_whole else _edges(low, high, is_log)
    counted, _ = np.histogram(known, edges)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "customers": counted})


def _edges(low: float, high: float, is_log: bool) -> np.ndarray:
    if high <= low:  # all alike: one bin around them
        return np.array([low * 0.9, low * 1.1]) if is_log else np.array([low - 0.5, low + 0.5])
    edges = np.geomspace(low, high, BINS + 1) if is_log else np.linspace(low, high, BINS + 1)
    edges[[0, -1]] = low, high  # rounding would leave out the ends
    return edges


def _whole_edges(low: float, high: float, is_log: bool) -> np.ndarray:
    first, last = np.floor(low), np.floor(high) + 1
    if is_log:
        return np.unique(np.round(np.geomspace(max(first, 1), last, BINS + 1))) - 0.5
    step = max(1.0, np.ceil((last - first) / BINS))
    return np.arange(first, last + step, step) - 0.5


def histogram(values: pd.Series, feature: Feature, is_log: bool, currency: str, fewest: int = 1) -> go.Figure:
    """Customers by value, their density as a line, the median marked; a logarithmic axis is drawn in powers of ten.

    Bars of less than `fewest` customers are left out.
    """
    frame = bins(values, feature, is_log)
    frame["customers"] = frame["customers"].where(frame["customers"] >= fewest, 0)
    if frame.empty:
        return empty(NOBODY if values.dropna().empty else NONE_ABOVE_ZERO)
    ends = frame[["low", "high"]].to_numpy(dtype=float)
    ends = np.log10(ends) if is_log else ends
    median = float(values.median())
    bars = {
        "type": "bar",
        "x": ends.mean(axis=1),
        "width": ends[:, 1] - ends[:, 0],
        "y": frame["customers"].to_numpy(),
        "marker": {"color": ACCENT_SOFT, "line": {"width": 0.5, "color": ACCENT}},
        "ids": [_span(row, feature, currency) for row in frame.itertuples(index=False)],
        "customdata": [[_part(row, feature), _words(row, feature, currency)] for row in frame.itertuples(index=False)],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    layout: dict[str, Any] = {
        "bargap": 0,
        "xaxis": {"title": {"text": feature.title}, **_ticks(ends, feature, is_log, currency)},
        "yaxis": {"title": {"text": say("Customers")}, "rangemode": "tozero"},
        "margin": {"t": 24},
    }
    at = np.log10(median) if is_log and median > 0 else median
    if not is_log or median > 0:
        layout |= _mark(at, say("median {value}", value=feature.write(median, currency)))
    return go.Figure([bars, *_curve(values, frame, feature, is_log)], layout)


def _curve(values: pd.Series, frame: pd.DataFrame, feature: Feature, is_log: bool) -> list[dict[str, Any]]:
    """The density as the customers that a bar there would hold if bars followed it."""
    known = drawable(values, is_log).to_numpy(dtype=float)
    low, high = float(frame["low"].min()), float(frame["high"].max())
    places, found = density.curve(known, low, high, feature.is_whole, is_log)
    if not len(places):
        return []
    inside = int(((known >= low) & (known <= high)).sum())
    ends = np.log10([low, high]) if is_log else np.array([low, high])
    widths = np.full(len(places), (ends[1] - ends[0]) / BINS)
    if feature.is_whole:  # a bar of a whole number is never narrower than one of them
        number = np.maximum(10**places, 1) if is_log else np.ones(len(places))
        widths = np.maximum(widths, np.log10((number + 0.5) / (number - 0.5)) if is_log else number)
    line = {"type": "scatter", "mode": "lines", "line": {"color": CURVE, "width": 2}, "hoverinfo": "skip"}
    return [line | {"x": places.astype(np.float32), "y": (found * widths * inside).astype(np.float32)}]


def _part(row: Any, feature: Feature) -> str:
    """The conditions of a bar's customers; '' where audiences do not ask for the feature."""
    return parts.said(*parts.span({"field": feature.key}, row.low, row.high)) if feature.key in MEASURED else ""


def _words(row: Any, feature: Feature, currency: str) -> str:
    return f"<b>{formats.plural(int(row.customers), 'customer')}</b>: {_span(row, feature, currency)}"


def _span(row: Any, feature: Feature, currency: str) -> str:
    low, high = (row.low + 0.5, row.high - 0.5) if feature.is_whole else (row.low, row.high)
    first, last = feature.write(low, currency), feature.write(high, currency)
    return first if first == last else say("{low} to {high}", low=first, high=last)


def _mark(at: float, text: str) -> dict[str, Any]:
    line = {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
    note = {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}
    return {"shapes": [line | {"line": {"color": ACCENT, "width": 1.5, "dash": "dot"}}], "annotations": [note]}


def _ticks(ends: np.ndarray, feature: Feature, is_log: bool, currency: str) -> dict[str, Any]:
    if not is_log:
        return linear_ticks(feature, currency)
    ticks = decades(10 ** ends.min(), 10 ** ends.max())
    return {"tickvals": [np.log10(tick) for tick in ticks], "ticktext": [feature.tick(t, currency) for t in ticks]}


def decades(low: float, high: float) -> list[float]:
    """The ticks of a logarithmic axis from `low` to `high`."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    steps = STEPS if np.log10(high / low) < FEW_DECADES else STEPS[:1]
    found = [round(step * 10.0**power, 6) for power in powers for step in steps]
    return [tick for tick in found if low <= tick <= high]


def linear_ticks(feature: Feature, currency: str) -> dict[str, Any]:
    """How a linear axis writes a feature."""
    if feature.kind == "money":
        return {"tickprefix": formats.currency_sign(currency), "tickformat": "~s"}
    return {"tickformat": ".0%"} if feature.kind == "percent" else {"tickformat": "~s"}
