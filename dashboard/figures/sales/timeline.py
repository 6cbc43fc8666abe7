"""One customer over the months: what they brought, which segment they were in, which campaigns they got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.reading import IN_TEXTS
from dashboard.figures.sales.trend import BAR_DAYS, DAY_MS, MONTH_TICKS_DAYS, amount_ticks, style_months
from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.words import formats
from wording.languages import say, say_n

HALF = timedelta(days=15)  # of a month's place in the strip: the strip has no gaps
STRIP, BARS = (0, 0.14), (0.24, 1)  # parts of the height
TALL_STRIP, SHORT_BARS = (0, 0.22), (0.32, 1)  # with a row of campaigns
SEGMENTS, CAMPAIGNS = 0, 1  # places in the strip


@dataclass(frozen=True)
class MonthEnd:
    """The segment at the end of a month."""

    month: date
    name: str
    position: int


@dataclass(frozen=True)
class Mark:
    """A campaign."""

    day: date
    name: str
    is_held: bool


def customer_timeline(
    frame: pd.DataFrame, currency: str, window: tuple[date, date], past: Sequence[MonthEnd], marks: Sequence[Mark]
) -> go.Figure:
    """Bars of sales net of returns by month; below them a strip in the colours of the segments, and campaigns.

    `frame`: one row a month with `month` and `net`; the axis spans the whole window.
    """
    start, end = window
    if frame.empty and not past and not marks:
        return empty(say("No orders in these months"))
    figure = go.Figure([_bars(frame, currency)] if not frame.empty else [])
    span = [start - timedelta(days=16), end + timedelta(days=16)]
    net = frame["net"].astype(float)
    ticks = amount_ticks(min(net.min(), 0.0), max(net.max(), 0.0)) if len(net) else [0.0]
    texts = [formats.without_noughts(formats.money(tick, currency)) for tick in ticks]  # −£50k, as everywhere
    style_months(figure, currency).update_xaxes(dtick="M1" if (end - start).days <= MONTH_TICKS_DAYS else None)
    figure.update_yaxes(showtickprefix="none", tickvals=ticks, ticktext=texts, range=[ticks[0], ticks[-1]])
    figure.update_layout(xaxis_range=span)
    if past or marks:
        _add_strip(figure, past, marks)
    return figure


def _bars(frame: pd.DataFrame, currency: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": say("Net sales"),
        "x": list(frame["month"]),
        "y": [float(value) for value in frame["net"]],
        "width": BAR_DAYS * DAY_MS,  # by itself a single month's bar is as wide as a day
        "marker": {"color": [ACCENT if value >= 0 else NEUTRAL for value in frame["net"]]},
        "customdata": [
            say_n(
                int(row.orders),
                "{month}: <b>{amount}</b> net of returns, {n} order",
                "{month}: <b>{amount}</b> net of returns, {n} orders",
                month=formats.month(row.month),
                amount=formats.money(row.net, currency),
            )
            for row in frame.itertuples(index=False)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _add_strip(figure: go.Figure, past: Sequence[MonthEnd], marks: Sequence[Mark]) -> None:
    rows = {SEGMENTS: say("Segment")} if past else {}
    rows |= {CAMPAIGNS: say("Campaigns")} if marks else {}
    strip, bars = (TALL_STRIP, SHORT_BARS) if len(rows) > 1 else (STRIP, BARS)
    figure.add_traces([*([_hovers(past)] if past else []), *_marks(marks)])
    figure.update_layout(
        yaxis_domain=bars,
        yaxis2={
            "domain": strip,
            "anchor": "x",
            "range": [min(rows) - 0.5, max(rows) + 0.5],
            "tickvals": list(rows),
            "ticktext": list(rows.values()),
            "showgrid": False,
            "zeroline": False,
        },
        shapes=[_stretch(*one) for one in stretches(past)],
    )
    figure.update_xaxes(anchor="y2")


def stretches(past: Sequence[MonthEnd]) -> list[tuple[MonthEnd, MonthEnd]]:
    """The first and the last month of each time in one segment."""
    found: list[tuple[MonthEnd, MonthEnd]] = []
    for one in past:
        if found and found[-1][1].position == one.position:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found


def _stretch(first: MonthEnd, last: MonthEnd) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": first.month - HALF,
        "x1": last.month + HALF,
        "y0": SEGMENTS - 0.3,
        "y1": SEGMENTS + 0.3,
        "yref": "y2",
        "line": {"width": 0},
        "fillcolor": segment_colour(first.position),
    }


def _hovers(past: Sequence[MonthEnd]) -> dict[str, Any]:
    """What the strip says of each month: marks that are not seen, over what is drawn."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say("Segment"),
        "x": [one.month for one in past],
        "y": [SEGMENTS] * len(past),
        "yaxis": "y2",
        "marker": {"size": 14, "opacity": 0},
        "meta": IN_TEXTS,
        "text": [one.name for one in past],
        "customdata": [
            say("End of {month}: <b>{segment}</b>", month=formats.month(one.month), segment=one.name) for one in past
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marks(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Those written to and those held out."""
    found = []
    looks = (
        (False, say("Written to"), "triangle-down", ACCENT),
        (True, say("Held out"), "triangle-down-open", NEUTRAL),
    )
    for is_held, name, symbol, colour in looks:
        own = [one for one in marks if one.is_held == is_held]
        if own:
            found.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": name,
                    "x": [one.day for one in own],
                    "y": [CAMPAIGNS] * len(own),
                    "yaxis": "y2",
                    "meta": IN_TEXTS,
                    "text": [one.name for one in own],
                    "marker": {"size": 11, "symbol": symbol, "color": colour, "line": {"width": 2}},
                    "customdata": [f"{formats.day(one.day)}: {name.lower()}: <b>{one.name}</b>" for one in own],
                    "hovertemplate": "%{customdata}<extra></extra>",
                }
            )
    return found
