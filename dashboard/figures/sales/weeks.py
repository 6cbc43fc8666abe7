"""Charts of the week: `frame` has one row a `weekday` (ISO, 1 = Monday) and `hour` with orders, `orders`, `gross`."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.week import (
    HOURS_AXIS,
    HourCell,
    week_hours,
    weekday_shares,
)
from dashboard.figures.style.theme import empty
from dashboard.words import formats
from wording.languages import say, say_n, to_say

NOTHING_HERE = to_say("No orders in this selection")


def hour_name(hour: int) -> str:
    """`noon`, `midnight`, `14:00`."""
    return {0: say("midnight"), 12: say("noon")}.get(hour, f"{hour}:00")


def hours(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Orders by weekday and hour; the hours from the first to the last with any order, all seven days."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    figure, described, whole = go.Figure(), week_hours(frame), frame["orders"].sum()
    figure.add_heatmap(
        x=list(described.hours),
        y=list(formats.short_weekdays()),
        z=described.orders,
        coloraxis="coloraxis",
        xgap=2,
        ygap=2,
        hoverongaps=True,
        text=[
            [
                _hour_sentence(day, hour, cell, whole, currency)
                for hour, cell in zip(described.hours, cells, strict=True)
            ]
            for day, cells in enumerate(described.days)
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.update_xaxes(
        tick0=0,
        dtick=1,
        showgrid=False,
        ticks="",
        title_text=say(HOURS_AXIS),
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", ticklabelstandoff=4)
    return figure.update_layout(coloraxis={"cmin": 0, "colorbar": {"x": 1.01, "xpad": 0, "ypad": 0, "nticks": 5}})


def _hour_sentence(day: int, hour: int, cell: HourCell | None, whole: float, currency: str) -> str:
    told = {"day": formats.weekdays()[day], "hour": f"{hour}:00–{hour + 1}:00"}
    if cell is None:
        return say("<b>{day}, {hour}</b><br>no orders", **told)
    return say_n(
        cell.orders,
        "<b>{day}, {hour}</b><br>{n} order worth {worth} before returns, {share} of all orders",
        "<b>{day}, {hour}</b><br>{n} orders worth {worth} before returns, {share} of all orders",
        worth=formats.money(cell.gross, currency),
        share=formats.share(cell.orders, whole),
        **told,
    )


def weekdays(frame: pd.DataFrame) -> go.Figure:
    """Bars of the share of orders by weekday; a day without orders stays, empty. `frame`: `weekday`, `orders`."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    days = weekday_shares(frame)
    figure = go.Figure()
    figure.add_bar(
        x=[day.share for day in days],
        y=list(formats.short_weekdays()),
        orientation="h",
        marker_color=[day.colour for day in days],
        text=[day.text for day in days],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [
                number,
                say_n(
                    day.orders,
                    "{day}: <b>{n} order</b>, {share} of all",
                    "{day}: <b>{n} orders</b>, {share} of all",
                    day=day.name,
                    share=formats.percent(day.share),
                ),
            ]
            for number, day in enumerate(days, 1)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    figure.update_xaxes(visible=False, range=[0, max(day.share for day in days) * 1.18], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=4)
