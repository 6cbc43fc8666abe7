"""Charts of the week: `frame` has one row a `weekday` (ISO, 1 = Monday) and `hour` with orders, `orders`, `gross`."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, empty
from dashboard.words import formats

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOTHING_HERE = "No orders in this selection"


def hour_name(hour: int) -> str:
    """`noon`, `midnight`, `14:00`."""
    return {0: "midnight", 12: "noon"}.get(hour, f"{hour}:00")


def hours(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Orders by weekday and hour; the hours from the first to the last with any order, all seven days."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    shown = range(int(frame["hour"].min()), int(frame["hour"].max()) + 1)
    cells = {(int(row.weekday), int(row.hour)): row for row in frame.itertuples()}
    whole = frame["orders"].sum()
    found = [[cells.get((weekday, hour)) for hour in shown] for weekday in range(1, 8)]
    figure = go.Figure()
    figure.add_heatmap(
        x=list(shown),
        y=[name[:3] for name in WEEKDAYS],
        z=[[cell and int(cell.orders) for cell in line] for line in found],
        coloraxis="coloraxis",
        xgap=2,
        ygap=2,
        hoverongaps=True,
        text=[
            [_hour_sentence(day, hour, cell, whole, currency) for hour, cell in zip(shown, line, strict=True)]
            for day, line in enumerate(found)
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.update_xaxes(
        tick0=0,
        dtick=1,
        showgrid=False,
        ticks="",
        title_text="Hour of the day",
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", ticklabelstandoff=4)
    return figure.update_layout(coloraxis={"cmin": 0, "colorbar": {"x": 1.01, "xpad": 0, "ypad": 0, "nticks": 5}})


def _hour_sentence(day: int, hour: int, cell: Any, whole: float, currency: str) -> str:
    head = f"<b>{WEEKDAYS[day]}, {hour}:00–{hour + 1}:00</b><br>"
    if cell is None:
        return f"{head}no orders"
    orders, worth = formats.plural(cell.orders, "order"), formats.money(cell.gross, currency)
    return f"{head}{orders} worth {worth}, {formats.share(cell.orders, whole)} of all orders"


def weekdays(frame: pd.DataFrame) -> go.Figure:
    """Bars of the share of orders by weekday; a day without orders stays, empty. `frame`: `weekday`, `orders`."""
    if frame.empty or not frame["orders"].sum():
        return empty(NOTHING_HERE)
    orders = frame.groupby("weekday")["orders"].sum().reindex(range(1, 8), fill_value=0)
    shares = [value / orders.sum() for value in orders]
    figure = go.Figure()
    figure.add_bar(
        x=shares,
        y=[name[:3] for name in WEEKDAYS],
        orientation="h",
        marker_color=[ACCENT if value == max(shares) else ACCENT_SOFT for value in shares],
        text=[formats.percent(value, 0) if value else "none" for value in shares],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            f"{name}: <b>{formats.plural(value, 'order')}</b>, {formats.percent(share)} of all"
            for name, value, share in zip(WEEKDAYS, orders, shares, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_xaxes(visible=False, range=[0, max(shares) * 1.18])
    return figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=4)
