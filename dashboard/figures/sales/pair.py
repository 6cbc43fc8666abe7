"""Two of a kind month by month in one chart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.months import PALE, STRONG
from dashboard.figures.sales.trend import NOTHING_HERE, WHOLE, in_part, style_months
from dashboard.figures.style.theme import ACCENT, empty
from dashboard.words import formats
from wording.languages import say

COLOURS = (ACCENT, "#eba44a")  # apart for every colour blindness, on both themes


def two_by_month(frames: Mapping[str, pd.DataFrame], currency: str, partial: Mapping[date, str] = WHOLE) -> go.Figure:
    """Bars of net sales beside each other, a pair a month.

    `frames`: by name, one row a month with `month` and `net`; `partial`: months that the data cover in part.
    """
    months = sorted({month for frame in frames.values() for month in frame["month"]})
    if not months:
        return empty(NOTHING_HERE)
    figure = go.Figure()
    for colour, (name, frame) in zip(COLOURS, frames.items(), strict=True):
        net = dict(zip(frame["month"], frame["net"].astype(float), strict=True))
        figure.add_bar(
            x=months,
            y=[net.get(month, 0.0) for month in months],
            name=name,
            marker={"color": colour, "opacity": [PALE if month in partial else STRONG for month in months]},
            customdata=[
                say(
                    "{month}: {name} brought <b>{amount}</b> net of returns",
                    month=formats.month(month),
                    name=name,
                    amount=formats.money(net.get(month, 0.0), currency),
                )
                + in_part(partial.get(month))
                for month in months
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="group", showlegend=True, hovermode="closest")
    return style_months(figure, currency)
