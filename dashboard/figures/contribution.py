"""Charts of who brings the money."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats
from dashboard.figures.theme import ACCENT, ACCENT_SOFT, NEUTRAL, empty

NOTHING_HERE = "No sales in this selection"
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
HOVER = "%{customdata[1]}<extra></extra>"


def pareto(curve: pd.DataFrame, tops: dict[int, float], customers: int) -> go.Figure:
    """The share of sales against the share of customers, best customers first, with the top so many per cent marked.

    `curve`: `customers` and `sales` from 0 to 1; `tops`: per cent of customers -> share of sales.
    """
    if curve.empty:
        return empty("No identified customers in this selection")
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": NEUTRAL, "width": 1, "dash": "dot"}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=list(curve["customers"]),
        y=list(curve["sales"]),
        mode="lines",
        line={"color": ACCENT, "width": 2.5},
        fill="tozeroy",
        fillcolor="rgba(91,91,214,0.08)",
        customdata=[
            f"The best {formats.percent(x, 0 if x >= 0.1 else 1)} of customers ({formats.count(x * customers)}) bring "
            f"<b>{formats.percent(y)}</b> of sales"
            for x, y in zip(curve["customers"], curve["sales"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=[top / 100 for top in tops],
        y=list(tops.values()),
        mode="markers+text",
        marker={"color": ACCENT, "size": 9},
        text=[f"\u00a0\u00a0top {top}\u202f%: <b>{formats.percent(value, 0)}</b>" for top, value in tops.items()],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.add_annotation(
        text="if all bought alike", x=0.5, y=0.5, xanchor="left", yanchor="top", showarrow=False, xshift=8
    )
    figure.update_xaxes(
        range=[-0.005, 1.01], tickformat=".0%", tickvals=QUARTERS[1:], title_text="Share of customers, best first"
    )
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", tickvals=QUARTERS, title_text="Share of sales")
    return figure.update_layout(hovermode="closest")


def shares(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Sorted bars with share and amount at their ends.

    `frame`: one row a bar from the top, with `name`, `gross`, `share`, `colour` and `target` (or '').
    """
    if frame.empty or not frame["gross"].any():
        return empty(NOTHING_HERE)
    figure = go.Figure()
    figure.add_bar(
        x=list(frame["share"]),
        y=list(frame["name"]),
        orientation="h",
        marker_color=list(frame["colour"]),
        text=[
            f"<b>{formats.percent(share, 0 if share >= 0.0995 else 1)}</b>  {formats.money(gross, currency)}"
            for share, gross in zip(frame["share"], frame["gross"], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [
                row.target,
                f"<b>{row.name}</b>: {formats.money(row.gross, currency)}, {formats.percent(row.share)} of sales",
            ]
            for row in frame.itertuples(index=False)
        ],
        hovertemplate=HOVER,
    )
    figure.update_xaxes(visible=False, range=[0, frame["share"].max()])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6)
    return figure.update_layout(bargap=0.3, margin={"r": 104})  # room for the texts, whatever the width


def loyalty(frame: pd.DataFrame) -> go.Figure:
    """One bar each for customers, orders and sales, split into repeat and one-time customers.

    `frame`: one row a bar with `name`, `repeat`, `single` (shares), `repeat_text` and `single_text` (amounts).
    """
    if frame.empty:
        return empty("No identified customers in this selection")
    figure = go.Figure()
    kinds = (
        ("repeat", "Repeat customers", ACCENT, "#ffffff"),
        ("single", "One-time customers", ACCENT_SOFT, "#1c2024"),
    )
    for column, name, colour, ink in kinds:
        figure.add_bar(
            x=list(frame[column]),
            y=list(frame["name"]),
            name=name,
            orientation="h",
            marker_color=colour,
            text=[formats.percent(value, 0) if value >= 0.06 else "" for value in frame[column]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink, "size": 12},
            constraintext="none",
            customdata=[
                ["", f"{name}: <b>{text}</b>, {formats.percent(value)} of {word.lower()}"]
                for text, value, word in zip(frame[f"{column}_text"], frame[column], frame["name"], strict=True)
            ],
            hovertemplate=HOVER,
        )
    for (_, name, _, _), at in zip(kinds, (0, 1), strict=True):
        side = "right" if at else "left"
        figure.add_annotation(
            text=name, x=at, y=1, xref="x", yref="paper", xanchor=side, yanchor="bottom", showarrow=False
        )
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=6)
    return figure.update_layout(barmode="stack", bargap=0.36, margin={"t": 22})


def bridge(steps: Sequence[tuple[str, float, bool]], currency: str) -> go.Figure:
    """From gross to net: each step is a name, an amount and whether it is a sum of all before."""
    if not any(amount for _, amount, _ in steps):
        return empty(NOTHING_HERE)
    figure, level = go.Figure(), 0.0
    tops = []
    for name, amount, is_sum in steps:
        base = 0.0 if is_sum else level
        level = amount if is_sum else level + amount
        tops.append(max(base, base + amount))
        figure.add_bar(
            x=[name],
            y=[amount],
            base=base,
            marker_color=ACCENT if is_sum else ACCENT_SOFT if amount >= 0 else NEUTRAL,
            hovertemplate=f"{name}: <b>{formats.money(amount, currency)}</b><extra></extra>",
        )
        figure.add_annotation(
            x=name, y=tops[-1], text=f"<b>{formats.money(amount, currency)}</b>", showarrow=False, yshift=10
        )
    figure.update_yaxes(visible=False, range=[min(0.0, level), max(tops) * 1.12])
    return figure.update_layout(bargap=0.4, barmode="overlay")
