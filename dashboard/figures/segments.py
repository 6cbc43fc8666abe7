"""Charts of segments; each frame has `name`, `position` and `target` (the segment's id for drilling, or '')."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats
from dashboard.figures.theme import empty, segment_colour


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
    room = 1.22 * max((frame[column] / max(frame[column].sum(), 1e-9)).max() for column, _, _ in kinds)
    for text, middle in (("Share of customers", 0.235), ("Share of sales", 0.765)):
        figure.add_annotation(
            text=text, x=middle, y=1.0, xref="paper", yref="paper", yanchor="bottom", showarrow=False, font_size=12
        )
    hidden = {"visible": False, "range": [0, room], "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "domain": [0, 0.47]},
        xaxis2={**hidden, "domain": [0.53, 1]},
        yaxis={"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
        margin={"t": 24},
        bargap=0.3,
    )
    return figure
