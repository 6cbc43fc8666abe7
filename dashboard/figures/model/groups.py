"""Charts of a segmentation itself: the grid of RFM groups, the candidates of k-means."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.words import formats
from wording.languages import marked, say, say_n

LEVELS = 5
EDGE = 0.485  # half a cell, a thin gap left
DARK_INK, LIGHT_INK = "#000000", "#ffffff"  # one of the two has a contrast of 4.5 on any colour


def score_grid(frame: pd.DataFrame) -> go.Figure:
    """The 25 cells of recency score by value score, each in its group's colour with its name and customers.

    `frame`: one row a cell with `r_score`, `value_score`, `name`, `position`, `target` and `customers`.
    """
    if frame.empty or not frame["customers"].any():
        return empty(say("No customers have scores in this segmentation"))
    figure = go.Figure()
    total = frame["customers"].sum()
    colours = [segment_colour(position) for position in frame["position"]]
    figure.add_scatter(
        x=list(frame["value_score"]),
        y=list(frame["r_score"]),
        mode="text",
        text=[_cell(row.name, row.customers) for row in frame.itertuples(index=False)],
        textfont={"size": 12, "color": [ink_on(colour) for colour in colours]},
        customdata=[[row.target, _cell_sentence(row, total)] for row in frame.itertuples(index=False)],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    figure.update_layout(
        shapes=[
            {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colour}
            | {"x0": x - EDGE, "x1": x + EDGE, "y0": y - EDGE, "y1": y + EDGE}
            for x, y, colour in zip(frame["value_score"], frame["r_score"], colours, strict=True)
        ]
    )
    scores = {"tickvals": list(range(1, LEVELS + 1)), "range": [0.5, LEVELS + 0.5], "showgrid": False}
    figure.update_layout(
        xaxis={**scores, "title_text": say("Value score: mean of frequency and monetary")},
        yaxis={**scores, "ticklabelstandoff": 2},
        margin={"t": 28},
    )
    figure.add_annotation(
        text=say("Recency score"),
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
    )
    return figure


def _cell(name: str, customers: int) -> str:
    """A name, a line for each word so that it fits a phone, and the number under it."""
    return f"{'<br>'.join(name.split(' ', 1))}<br><b>{formats.count(customers)}</b>"


def _cell_sentence(row: Any, total: int) -> str:
    return say_n(
        int(row.customers),
        "<b>{segment}</b>: {n} customer, {share} of all, with recency score {recency} and value score {value}",
        "<b>{segment}</b>: {n} customers, {share} of all, with recency score {recency} and value score {value}",
        segment=row.name,
        share=formats.share(row.customers, total),
        recency=row.r_score,
        value=row.value_score,
    )


def ink_on(colour: str) -> str:
    """Black or white, whichever stands out more on a `#rrggbb` colour (WCAG 2 contrast)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return LIGHT_INK if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else DARK_INK


def candidate_numbers(frame: pd.DataFrame, chosen: int) -> go.Figure:
    """Silhouette above and smallest segment below, by number of segments, the chosen number in the accent colour.

    `frame`: one row a number with `k`, `silhouette` and `smallest_share`.
    """
    if frame.empty:
        return empty(say("This run kept no candidates"))
    figure = go.Figure()
    colours = [ACCENT if k == chosen else NEUTRAL for k in frame["k"]]
    kinds = (("silhouette", "y", "{:.3f}"), ("smallest_share", "y2", "{:.1%}"))
    for column, axis, shape in kinds:
        texts = [marked(shape.format(value)).replace("%", "\u202f%") for value in frame[column]]
        figure.add_bar(
            x=list(frame["k"]),
            y=list(frame[column]),
            xaxis="x",
            yaxis=axis,
            name=say("Silhouette") if column == "silhouette" else say("Smallest segment"),
            marker_color=colours,
            text=[f"<b>{text}</b>" if k == chosen else text for k, text in zip(frame["k"], texts, strict=True)],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=[_sentence(row, row.k == chosen) for row in frame.itertuples()],
        )
    for text, top in (
        (say("Silhouette: how well customers sit in their segment"), 1.0),
        (say("Smallest segment's share"), 0.42),
    ):
        figure.add_annotation(text=text, xref="paper", yref="paper", x=0, y=top, xanchor="left", yanchor="bottom")
    figure.update_annotations(showarrow=False)
    hidden: dict[str, Any] = {"visible": False, "rangemode": "tozero"}
    figure.update_layout(
        xaxis={"dtick": 1, "title_text": say("Number of segments"), "anchor": "y2"},
        yaxis={**hidden, "domain": [0.56, 0.96]},
        yaxis2={**hidden, "tickformat": ".0%", "domain": [0, 0.36]}
        | {"range": [0, 1.25 * max(float(frame["smallest_share"].max()), 0.01)]},
        margin={"t": 24},
        bargap=0.45,
        showlegend=False,
    )
    return figure


def _sentence(row: Any, is_chosen: bool) -> str:
    values = {
        "number": row.k,
        "silhouette": marked(f"{row.silhouette:.3f}"),
        "share": formats.percent(row.smallest_share),
    }
    if is_chosen:
        text = say(
            "<b>{number} segments</b>, the number taken: silhouette {silhouette}, "
            "the smallest holds {share} of customers",
            **values,
        )
    else:
        text = say(
            "<b>{number} segments</b>: silhouette {silhouette}, the smallest holds {share} of customers", **values
        )
    return f"{text}<extra></extra>"
