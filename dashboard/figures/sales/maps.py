"""Maps of countries. Each frame: one row a country with `country_name`, `alpha_3` (or ''), `net`, `share` (of all
sales), `customers`, `orders` and `target` (its page, for drilling)."""

from __future__ import annotations

import re
from math import ceil, floor, log10
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.sales.outlines import Box, outlines
from dashboard.figures.style.theme import empty
from dashboard.words import formats
from wording.languages import say, to_say

NOTHING_HERE = to_say("No sales in countries that the map knows")
WORLD = Box(-138, -56, 178, 78)  # without Antarctica and the empty Pacific


def is_outlined(frame: pd.DataFrame) -> pd.Series:
    """Which rows the map can draw: with sales, a code, and an outline of that code."""
    return frame["alpha_3"].isin(list(outlines())) & (frame["net"] > 0)


def world_map(frame: pd.DataFrame, currency: str) -> go.Figure:
    """The world, countries coloured by the logarithm of their sales, so that a home market hides no other."""
    drawn = frame[is_outlined(frame)]
    if drawn.empty:
        return empty(NOTHING_HERE)
    geo = _geo(WORLD, {"type": "natural earth", "rotation": {"lon": 11}})  # cut through Bering's strait
    axis = _colour_axis(drawn) | {"colorbar": _colour_bar(drawn, currency)}
    return go.Figure([_countries(drawn, currency)], {"geo": geo, "coloraxis": axis, "margin": {"t": 0, "b": 34}})


def close_up(frame: pd.DataFrame, currency: str, box: Box) -> go.Figure:
    """A part of the world in the colours of `world_map`; `box` as from `outlines.view`."""
    drawn = frame[is_outlined(frame)]
    if drawn.empty:
        return empty(NOTHING_HERE)
    longitude, latitude = box.middle
    geo = _geo(box, {"type": "mercator"}) | {"center": {"lon": longitude, "lat": latitude}}
    axis = _colour_axis(drawn) | {"showscale": False}
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return go.Figure([_countries(drawn, currency)], {"geo": geo, "coloraxis": axis, "margin": margin})


def _geo(box: Box, projection: dict[str, Any]) -> dict[str, Any]:
    return {
        "projection": projection,
        "lonaxis": {"range": [box.west, box.east]},
        "lataxis": {"range": [box.south, box.north]},
        "showframe": False,
        "showcoastlines": False,
        "showland": True,
        "showcountries": True,
        "countrywidth": 0.6,
    }


def _colour_axis(drawn: pd.DataFrame) -> dict[str, Any]:
    low, high = _reach(drawn)
    return {"cmin": low, "cmax": high}


def _countries(drawn: pd.DataFrame, currency: str) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "locations": list(drawn["alpha_3"]),
        "z": [log10(value) for value in drawn["net"]],
        "coloraxis": "coloraxis",
        "ids": list(drawn["country_name"]),
        "customdata": [[row.target, _sentence(row, currency), row.net] for row in drawn.itertuples()],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }


def _sentence(row: Any, currency: str) -> str:
    told = {
        "country": row.country_name,
        "net": formats.money(row.net, currency),
        "share": formats.percent(row.share),
        "orders": formats.plural(row.orders, "order"),
    }
    if not row.customers:
        return say("<b>{country}</b>: {net} in net sales, {share} of all,<br>{orders} of guests", **told)
    told["customers"] = formats.plural(row.customers, "customer")
    return say("<b>{country}</b>: {net} in net sales, {share} of all,<br>{orders} · {customers}", **told)


def _reach(drawn: pd.DataFrame) -> tuple[float, float]:
    """The colour axis in powers of ten, a little below the smallest, which must not look like no sales."""
    low, high = log10(drawn["net"].min()), log10(drawn["net"].max())
    return (min(low, high - 1) - 0.15 * (high - low), high)


def _colour_bar(drawn: pd.DataFrame, currency: str) -> dict[str, Any]:
    """Labelled at powers of ten; with fewer than three of them, at 1, 2 and 5 times."""
    low, high = _reach(drawn)
    powers = range(floor(low), ceil(high) + 1)
    steps = (1,) if sum(low <= power <= high for power in powers) > 2 else (1, 2, 5)
    ticks = [tick for power in powers for step in steps if low <= (tick := power + log10(step)) <= high]
    ticks = ticks[(len(ticks) - 1) % 2 :: 2] if len(ticks) > 4 else ticks  # room on a phone
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "ypad": 4,
        "xpad": 0,
        "lenmode": "fraction",
        "len": 0.5,
        "tickvals": ticks,
        "ticktext": [_round_money(round(10**tick), currency) for tick in ticks],
    }


def _round_money(amount: int, currency: str) -> str:
    """`£1k` and not `£1.00k`."""
    return re.sub(r"\.0+(?=\D*$)", "", formats.money(amount, currency))
