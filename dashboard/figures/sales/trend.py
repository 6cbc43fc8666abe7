"""Charts over months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil, floor, log10

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions import months as descriptions
from dashboard.figures.descriptions.months import PALE, STRONG
from dashboard.figures.style.narrow import WIDE_ONLY
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, empty
from dashboard.words import formats
from wording.languages import say, to_say

NOTHING_HERE = to_say("No sales in this selection")
RETURNING = to_say("{month}: <b>{customers}</b> returning customers")
NEW = to_say("{month}: <b>{customers}</b> new customers")
WHOLE: Mapping[date, str] = {}  # no month in part
BAR_DAYS, DAY_MS = 24, 86_400_000  # of a month, and in plotly's measure
MONTH_TICKS_DAYS = 14 * 31  # a longer window has no room for each month's name
MOST_STEPS = 5  # of an axis of amounts
MOST_LEVEL = 14  # bars that are wide enough for words above them; between more they stand upright
_UPRIGHT = {"textangle": -90, "yanchor": "bottom", "yshift": 2}


def monthly_sales(frame: pd.DataFrame, currency: str, partial: Mapping[date, str] = WHOLE) -> go.Figure:
    """Bars of net sales by month, identified customers below and guests on top.

    `frame`: one row a month with `month`, `net`, `identified_net`, `guest_net`, `orders`; `partial`: the months
    that the data cover in part, each with its mark, drawn lighter.
    """
    if frame.empty or not frame[["identified_net", "guest_net"]].to_numpy().any():
        return empty(say(NOTHING_HERE))
    figure, described = go.Figure(), descriptions.monthly_sales(frame, partial)
    for series in described.series:
        if series.is_empty:
            continue
        figure.add_bar(
            x=list(described.months),
            y=list(series.values),
            name=say(series.name),
            marker={"color": series.colour, "opacity": described.opacities},
            customdata=[
                _brought(series, month, formats.money(value, currency)) + in_part(mark)
                for month, value, mark in zip(described.months, series.values, described.marks, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    mark_partial(figure, frame, partial)
    figure.update_layout(barmode="relative", showlegend=len(figure.data) > 1, hovermode="closest")
    return style_months(figure, currency)


def _brought(series: descriptions.Series, month: date, amount: str) -> str:
    """What the hover says of a month of guests, or of everybody else."""
    if series.column == descriptions.GUESTS:
        return say("{month}: guests brought <b>{amount}</b> net of returns", month=formats.month(month), amount=amount)
    return say(
        "{month}: identified customers brought <b>{amount}</b> net of returns",
        month=formats.month(month),
        amount=amount,
    )


def mark_partial(figure: go.Figure, frame: pd.DataFrame, partial: Mapping[date, str]) -> None:
    """Write its mark over each month that the data cover in part."""
    for row in frame[frame["month"].isin(list(partial))].itertuples():
        figure.add_annotation(
            x=row.month,
            y=float(row.net),
            text=partial[row.month],
            showarrow=False,
            font={"size": 12},
            name=WIDE_ONLY,  # between thin bars it would lie on the one before
            **(_UPRIGHT if len(frame) > MOST_LEVEL else {"yshift": 10}),
        )


def in_part(mark: str | None) -> str:
    """What a hover text says more of a month with that mark."""
    return say(" {mark} (not the whole month)", mark=mark) if mark else ""


def style_months(figure: go.Figure, currency: str | None) -> go.Figure:
    """Months below, amounts (or counts, without a currency) at the side."""
    figure.update_xaxes(tickformat="%b\n%Y", dtick="M1" if _few_months(figure) else None, ticklabelmode="instant")
    sign = formats.currency_sign(currency) if currency else ""
    return figure.update_yaxes(tickprefix=sign, tickformat="~s", nticks=6, rangemode="tozero")


def _few_months(figure: go.Figure) -> bool:
    return max((len(trace.x) for trace in figure.data if trace.x is not None), default=0) <= 14


def monthly_customers(frame: pd.DataFrame, partial: Mapping[date, str] = WHOLE) -> go.Figure:
    """Bars of customers with an order by month: returning ones below, new ones on top.

    `frame`: one row a month with `month`, `customers`, `new_customers`.
    """
    if frame.empty or not frame["customers"].any():
        return empty(say("No identified customers in this selection"))
    figure = go.Figure()
    returning = frame["customers"] - frame["new_customers"]
    new = frame["new_customers"]
    for values, name, words, colour in (
        (returning, say("Returning"), RETURNING, ACCENT),
        (new, say("New", sense="customers"), NEW, ACCENT_SOFT),
    ):
        figure.add_bar(
            x=list(frame["month"]),
            y=list(values),
            name=name,
            marker={"color": colour, "opacity": [PALE if month in partial else STRONG for month in frame["month"]]},
            customdata=[
                say(words, month=formats.month(month), customers=formats.count(value)) + in_part(partial.get(month))
                for month, value in zip(frame["month"], values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=True)
    return style_months(figure, None)


def amount_ticks(low: float, high: float) -> list[float]:
    """Round amounts from `low` to `high`, nought among them, some five of them."""
    rough = max(high - low, 1e-9) / MOST_STEPS
    size = 10.0 ** floor(log10(rough))
    step = next(times * size for times in (1, 2, 5, 10) if times * size >= rough)
    return [step * number for number in range(floor(low / step), ceil(high / step) + 1)]
