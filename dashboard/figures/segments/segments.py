"""Charts of segments; each frame has `name`, `position` and `target` (the segment's id for drilling, or '')."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import NEUTRAL, empty, segment_colour
from dashboard.words import formats


def segment_sizes(frame: pd.DataFrame, currency: str) -> go.Figure:
    """Two bar columns side by side, best segment on top: share of customers and share of sales.

    `frame`: one row a segment, best first, with `customers` and `gross`.
    """
    if frame.empty or not frame["gross"].any():
        return empty("No segments in this selection")
    figure = go.Figure()
    kinds = (("customers", "x", "customers"), ("gross", "x2", "sales"))
    for column, axis, word in kinds:
        shares = frame[column] / max(frame[column].sum(), 1e-9)
        texts = [
            formats.count(value) if column == "customers" else formats.money(value, currency) for value in frame[column]
        ]
        figure.add_bar(
            x=list(shares),
            y=list(frame["name"]),
            orientation="h",
            xaxis=axis,
            marker_color=[segment_colour(position) for position in frame["position"]],
            text=[f"{formats.percent(value, 0)}" for value in shares],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                [
                    target,
                    f"<b>{name}</b>: {text}{' customers' if column == 'customers' else ''}, "
                    f"{formats.percent(value)} of {word}",
                ]
                for target, name, text, value in zip(frame["target"], frame["name"], texts, shares, strict=True)
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    room = 1.34 * max((frame[column] / max(frame[column].sum(), 1e-9)).max() for column, _, _ in kinds)
    for text, axis in (("Customers", "x"), ("Sales", "x2")):
        corner = {"x": 0, "y": 1, "xref": f"{axis} domain", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=text, showarrow=False, font_size=12, **corner)
    hidden = {"visible": False, "range": [0, room], "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "domain": [0, 0.47]},
        xaxis2={**hidden, "domain": [0.53, 1]},
        yaxis={"range": rows(len(frame), 4), "showgrid": False, "ticklabelstandoff": 6},
        margin={"t": 24},
        bargap=0.3,
    )
    return figure


def segment_shares(frame: pd.DataFrame) -> go.Figure:
    """A line for each segment from its share of customers (ring) to its share of sales (disc), best segment on top.

    `frame`: one row a segment with `customer_share` and `sales_share` (0 … 1).
    """
    if frame.empty or not frame[["customer_share", "sales_share"]].to_numpy().any():
        return empty("No segments in this selection")
    figure = go.Figure()
    colours = [segment_colour(position) for position in frame["position"]]
    for row, colour in zip(frame.itertuples(index=False), colours, strict=True):
        figure.add_scatter(
            x=[row.customer_share, row.sales_share],
            y=[row.name] * 2,
            mode="lines",
            line={"color": colour, "width": 3},
            opacity=0.55,
            hoverinfo="skip",
        )
    _share_marks(figure, frame, colours, "customer_share", "sales_share")
    _share_marks(figure, frame, colours, "sales_share", "customer_share")
    most = float(frame[["customer_share", "sales_share"]].to_numpy().max())
    figure.update_layout(
        xaxis={"visible": False, "range": [-0.3 * most, 1.36 * most]},
        yaxis={"range": rows(len(frame), 6), "ticklabelstandoff": 6},
    )
    return figure


def _share_marks(figure: go.Figure, frame: pd.DataFrame, colours: list[str], column: str, other: str) -> None:
    """The rings of `customer_share` or the discs of `sales_share`, with their labels."""
    is_ring = column == "customer_share"
    figure.add_scatter(
        x=list(frame[column]),
        y=list(frame["name"]),
        mode="markers+text",
        marker={
            "size": 12,
            "symbol": "circle-open" if is_ring else "circle",
            "color": colours,
            "line": {"width": 2.5, "color": colours},
        },
        text=[f"  {formats.percent(value, 0)}  " for value in frame[column]],
        textposition=_outside(frame[column], frame[other], is_left_if_equal=is_ring),
        cliponaxis=False,
        customdata=[
            [
                row.target,
                f"<b>{row.name}</b>: {formats.percent(row.customer_share)} of customers, "
                f"{formats.percent(row.sales_share)} of sales",
            ]
            for row in frame.itertuples(index=False)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def rows(count: int, least: int) -> list[float]:
    """The range of an axis of rows, the first on top; few rows leave room below instead of growing fat."""
    return [max(count, least) - 0.5, -0.5]


def _outside(values: pd.Series, others: pd.Series, is_left_if_equal: bool) -> list[str]:
    """Each label on the side away from the segment's other mark."""
    return [
        "middle left" if value < other or (value == other and is_left_if_equal) else "middle right"
        for value, other in zip(values, others, strict=True)
    ]


def segment_countries(frame: pd.DataFrame, currency: str, colour: str) -> go.Figure:
    """Bars of sales by country, most first.

    `frame`: one row a country with `country` (carried by a click; '' where none), `country_name`, `gross`, `share`.
    """
    if frame.empty or not frame["gross"].any():
        return empty("No sales in this selection")
    figure = go.Figure()
    figure.add_bar(
        x=list(frame["gross"]),
        y=list(frame["country_name"]),
        orientation="h",
        marker_color=[colour if country else NEUTRAL for country in frame["country"]],
        text=[
            f" {formats.money(row.gross, currency)} · {formats.percent(row.share, 0 if row.share >= 0.1 else 1)}"
            for row in frame.itertuples()
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [row.country, f"<b>{row.country_name}</b>: {formats.money(row.gross, currency)}, "
             f"{formats.percent(row.share)} of the segment's sales"]
            for row in frame.itertuples()
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(
        xaxis={"visible": False, "range": [0, 1.6 * float(frame["gross"].max())]},
        yaxis={"range": rows(len(frame), 8), "showgrid": False, "ticklabelstandoff": 6},
        bargap=0.35,
    )
    return figure
