"""Charts of attributes: how an attribute is spread in each segment, and how many customers have each value. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions.ranked import REST, RankedBar
from dashboard.figures.style.theme import empty, segment_colour
from dashboard.filters import parts
from dashboard.words import formats
from wording.languages import say, say_n

LONGEST = 24  # characters of a value on an axis
MOST_TICKS = 12
NAME_ROOM = 0.5  # of a segment's row, above its bars
TO = " – "  # between the ends of a span


def with_bars(frame: pd.DataFrame, label: str = "", name: str = "") -> pd.DataFrame:
    """Rows of `queries.segments.attributes.distribution` with `bar`, its words, `place`, its order on the axis, and
    `part`, the conditions of its customers; '' of the rest, which no condition says."""
    bars = [_bar(row, label) for row in frame.itertuples()]
    numeric = frame["low"].notna()
    sizes = frame.assign(bar=bars).groupby("bar")["customers"].sum()
    rank = {bar: i for i, bar in enumerate(sizes.sort_values(ascending=False, kind="stable").index)}
    places = [
        row.low if is_number else len(rank) if bar == say(REST) else rank[bar]
        for row, bar, is_number in zip(frame.itertuples(), bars, numeric, strict=True)
    ]
    said = [_part(row, name) for row in frame.itertuples()]
    return (
        frame.assign(bar=bars, place=places, part=said)
        .sort_values(["place", "position"], kind="stable")
        .reset_index(drop=True)
    )


def _part(row: Any, name: str) -> str:
    about = {"attribute": name}
    if pd.isna(row.low):
        is_rest = row.category is None or pd.isna(row.category)
        return "" if is_rest else parts.said({**about, "in": [str(row.category)]})
    if row.low == row.high:
        return parts.said(parts.exactly(about, row.low))
    return parts.said(*parts.span(about, row.low, row.high))


def _bar(row: Any, label: str) -> str:
    if pd.isna(row.low):
        text = say(REST) if row.category is None or pd.isna(row.category) else str(row.category)
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if row.low == row.high:
        return formats.valued(row.low, label)
    return f"{_edge(row.low, label)}{TO}{_edge(row.high, label)}"


def _edge(value: float, label: str) -> str:
    """Where a bar begins or ends, without noughts that say nothing: `30k`, not `30.0k`."""
    return formats.without_noughts(formats.valued(value, label))


def _axis(bars: list[str], label: str) -> dict[str, Any]:
    """Bars side by side; of spans only where each begins is written, or they would stand in each other's way."""
    axis = {"type": "category", "categoryorder": "array", "categoryarray": bars, "title_text": label, "nticks": 12}
    if bars and all(TO in bar for bar in bars):
        step = -(-len(bars) // MOST_TICKS)
        ticks = bars[::step]
        texts = [bar.split(TO)[0] for bar in ticks]
        return axis | {
            "tickvals": ticks,
            "ticktext": texts,
            "tickangle": 0,
            "title_text": say("{label}, from", label=label),
        }
    return axis


def by_segment(frame: pd.DataFrame, label: str) -> go.Figure:
    """A row of bars for each segment, best on top: the share of its customers at each value.

    `frame`: rows with `segment_id`, `name`, `position`, `bar`, `place`, `part` and `customers`.
    """
    if frame.empty or not frame["customers"].any():
        return empty(say("Nobody in this selection has a value"))
    segments = frame[["name", "position", "segment_id"]].drop_duplicates().sort_values("position")
    bars = list(dict.fromkeys(frame.sort_values("place", kind="stable")["bar"]))
    figure, count = go.Figure(), len(segments)
    axes: dict[str, Any] = {}
    carried = dict(zip(frame["bar"], frame["part"], strict=True))
    for i, (name, position, segment_id) in enumerate(segments.itertuples(index=False)):
        part = frame[frame["name"] == name].groupby("bar")["customers"].sum().reindex(bars, fill_value=0)
        shares = part / max(part.sum(), 1)
        suffix = "" if i == 0 else str(i + 1)
        top, bottom = 1 - i / count, 1 - (i + 1) / count
        axes[f"yaxis{suffix}"] = {
            "visible": False,
            "tickformat": ".0%",
            "domain": [bottom + 0.02 / count, top - NAME_ROOM / count],
            "range": [0, float(shares.max())],
        }
        figure.add_bar(
            x=bars,
            y=list(shares),
            yaxis=f"y{suffix}",
            name=name,
            marker_color=segment_colour(position),
            customdata=[
                [carried[bar], _sentence(name, label, bar, int(n), share), segment_id]
                for bar, n, share in zip(bars, part, shares, strict=True)
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
        figure.add_annotation(
            text=f"<b>{name}</b>", x=0, y=top - 0.02 / count, xref="paper", yref="paper", xanchor="left", yanchor="top",
            showarrow=False, font_size=12,
        )  # fmt: skip
    figure.update_layout(
        **axes,
        xaxis=_axis(bars, label),
        bargap=0.12,
        showlegend=False,
    )
    return figure.update_xaxes(anchor=f"y{count}" if count > 1 else "y")


def _sentence(name: str, label: str, bar: str, customers: int, share: float) -> str:
    return say_n(
        customers,
        "<b>{segment}</b>: {n} customer, {share}, with {label} {bar}",
        "<b>{segment}</b>: {n} customers, {share}, with {label} {bar}",
        segment=name,
        share=formats.percent(share),
        label=label,
        bar=bar,
    )


def _of_segment(name: str, label: str, bar: str, customers: int) -> str:
    return say_n(
        customers,
        "<b>{label} {bar}</b>: {n} customer of {segment}",
        "<b>{label} {bar}</b>: {n} customers of {segment}",
        label=label,
        bar=bar,
        segment=name,
    )


def value_counts(frame: pd.DataFrame, label: str) -> go.Figure:
    """Customers at each value, stacked by segment, best segment at the bottom. `frame` as in `by_segment`."""
    if frame.empty or not frame["customers"].any():
        return empty(say("Nobody in this selection has a value"))
    bars = list(dict.fromkeys(frame.sort_values("place", kind="stable")["bar"]))
    figure = go.Figure()
    carried = dict(zip(frame["bar"], frame["part"], strict=True))
    for (position, name, segment_id), rows in frame.groupby(["position", "name", "segment_id"]):
        part = rows.groupby("bar")["customers"].sum().reindex(bars, fill_value=0)
        figure.add_bar(
            x=bars,
            y=list(part),
            name=name,
            marker_color=segment_colour(position),
            customdata=[
                [carried[bar], _of_segment(name, label, bar, int(n)), segment_id]
                for bar, n in zip(bars, part, strict=True)
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    return figure.update_layout(
        barmode="stack",
        xaxis=_axis(bars, label),
        yaxis={"title_text": say("Customers")},
        bargap=0.2,
        showlegend=False,
    )


def ranked_bars(bars: list[RankedBar], targets: Sequence[str]) -> go.Figure:
    """Customers of segments or countries, the first on top; `targets` name them, '' the rest."""
    total = sum(bar.value for bar in bars)
    if not total:
        return empty(say("No customers in this selection"))
    figure = go.Figure()
    figure.add_bar(
        x=[bar.value for bar in bars],
        y=[bar.name for bar in bars],
        orientation="h",
        marker_color=[bar.colour for bar in bars],
        text=[f" {' · '.join(bar.words)}" for bar in bars],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [
                target,
                say_n(
                    int(bar.value),
                    "<b>{name}</b>: {n} customer, {share}",
                    "<b>{name}</b>: {n} customers, {share}",
                    name=bar.name,
                    share=formats.share(bar.value, total),
                ),
            ]
            for bar, target in zip(bars, targets, strict=True)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    return figure.update_layout(
        xaxis={"visible": False, "range": [0, 1.5 * max(bar.value for bar in bars)]},
        yaxis={"range": [max(len(bars), 6) - 0.5, -0.5], "showgrid": False, "ticklabelstandoff": 6},
        bargap=0.35,
    )
