"""A part of the shop against the whole: its mix of segments, its share of sales over months."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats
from dashboard.figures.theme import ACCENT, NEUTRAL, empty, segment_colour


def segment_mix(frame: pd.DataFrame, name: str) -> go.Figure:
    """Bars of each segment's share of the customers of a part, with a mark at its share in the whole shop.

    `frame`: one row a segment, best first, with `name`, `position`, `target`, `share`, `shop_share`, `customers`;
    `name` is the part's.
    """
    if frame.empty or not frame["share"].any():
        return empty("No identified customers in this selection")
    figure = go.Figure()
    figure.add_bar(
        x=list(frame["share"]),
        y=list(frame["name"]),
        name=name,
        orientation="h",
        marker_color=[segment_colour(position) for position in frame["position"]],
        customdata=[
            [
                row.target,
                f"<b>{row.name}</b>: {formats.plural(row.customers, 'customer')}, "
                f"{formats.percent(row.share)} of those in {name};<br>"
                f"{formats.percent(row.shop_share)} in the whole shop",
            ]
            for row in frame.itertuples(index=False)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    figure.add_scatter(
        x=list(frame["shop_share"]),
        y=list(frame["name"]),
        name="Whole shop",
        mode="markers",
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 2.5, "color": NEUTRAL}},
        hoverinfo="skip",
    )
    highest = [max(pair) for pair in zip(frame["share"], frame["shop_share"], strict=True)]
    for row, at in zip(frame.itertuples(index=False), highest, strict=True):
        figure.add_annotation(
            x=at,
            y=row.name,
            text=f"<b>{formats.percent(row.share, 0)}</b> · {formats.percent(row.shop_share, 0)}",
            xanchor="left",
            xshift=8,
            showarrow=False,
        )
    figure.update_xaxes(visible=False, range=[0, max(highest)])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6)
    return figure.update_layout(bargap=0.34, margin={"r": 84})  # room for the texts, whatever the width


def share_by_month(frame: pd.DataFrame, partial: date | None = None) -> go.Figure:
    """A line of a part's share of the shop's sales. `frame`: one row a month with `month`, `share`, `text`."""
    if frame.empty:
        return empty("No sales in this selection")
    figure = go.Figure()
    figure.add_scatter(
        x=list(frame["month"]),
        y=list(frame["share"]),
        mode="lines+markers",
        line={"color": ACCENT, "width": 2.5},
        marker={
            "size": 7,
            "symbol": ["circle-open" if month == partial else "circle" for month in frame["month"]],
            "line": {"width": 2, "color": ACCENT},
        },
        fill="tozeroy",
        fillcolor="rgba(91,91,214,0.08)",
        customdata=list(frame["text"]),
        hovertemplate="%{customdata}<extra></extra>",
    )
    if partial is not None and partial in set(frame["month"]):
        share = float(frame.loc[frame["month"] == partial, "share"].iloc[0])
        falls = len(frame) > 1 and frame["share"].iloc[-2] > share > 0.25 * frame["share"].max()
        figure.add_annotation(x=partial, y=share, text="so far", showarrow=False, yshift=-14 if falls else 14)
    half = timedelta(days=15)
    figure.update_xaxes(
        range=[frame["month"].iloc[0] - half, frame["month"].iloc[-1] + half],
        tickformat="%b\n%Y",
        dtick="M1" if len(frame) <= 14 else None,
    )
    decimals = 0 if frame["share"].max() >= 0.05 else 1 if frame["share"].max() >= 0.005 else 2
    return figure.update_yaxes(tickformat=f".{decimals}%", rangemode="tozero", nticks=6)
