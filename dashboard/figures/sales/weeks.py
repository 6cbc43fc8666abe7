"""Charts of the week: `frame` has one row a `weekday` (ISO, 1 = Monday) and `hour` with orders, `orders`, `gross`."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.week import (
    HOURS_AXIS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    HourCell,
    week_hours,
    weekday_shares,
)
from dashboard.figures.style.theme import empty
from dashboard.words import formats

NOTHING_HERE = "No orders in this selection"


def hour_name(hour: int) -> str:
    """`noon`, `midnight`, `14:00`."""
    return {0: "midnight", 12: "noon"}.get(hour, f"{hour}:00")


def hours(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Orders by weekday and hour; the hours from the first to the last with any order, all seven days."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    figure, described, whole = go.Figure(), week_hours(frame), frame["orders"].sum()
    figure.add_heatmap(
        x=list(described.hours),
        y=list(SHORT_WEEKDAYS),
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
        title_text=HOURS_AXIS,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", ticklabelstandoff=4)
    return figure.update_layout(coloraxis={"cmin": 0, "colorbar": {"x": 1.01, "xpad": 0, "ypad": 0, "nticks": 5}})


def _hour_sentence(day: int, hour: int, cell: HourCell | None, whole: float, currency: str) -> str:
    head = f"<b>{WEEKDAYS[day]}, {hour}:00–{hour + 1}:00</b><br>"
    if cell is None:
        return f"{head}no orders"
    orders, worth = formats.plural(cell.orders, "order"), formats.money(cell.gross, currency)
    return f"{head}{orders} worth {worth} before returns, {formats.share(cell.orders, whole)} of all orders"


def weekdays(frame: pd.DataFrame) -> go.Figure:
    """Bars of the share of orders by weekday; a day without orders stays, empty. `frame`: `weekday`, `orders`."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    days = weekday_shares(frame)
    figure = go.Figure()
    figure.add_bar(
        x=[day.share for day in days],
        y=list(SHORT_WEEKDAYS),
        orientation="h",
        marker_color=[day.colour for day in days],
        text=[day.text for day in days],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [number, f"{day.name}: <b>{formats.plural(day.orders, 'order')}</b>, {formats.percent(day.share)} of all"]
            for number, day in enumerate(days, 1)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    figure.update_xaxes(visible=False, range=[0, max(day.share for day in days) * 1.18], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=4)
