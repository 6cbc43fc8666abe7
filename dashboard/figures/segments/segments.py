"""Charts of segments; each frame has `name`, `position` and `target` (the segment's id for drilling, or '')."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.descriptions import segments as descriptions
from dashboard.figures.descriptions.segments import Mark
from dashboard.figures.style.theme import NEUTRAL, empty, segment_colour
from dashboard.words import formats
from wording.languages import say, to_say

SIZES = (("customers", "x", to_say("Customers")), ("net", "x2", to_say("Net sales")))  # column, axis, words above

OF_CUSTOMERS = to_say("<b>{segment}</b>: {value} customers, {share} of customers")
OF_SALES = to_say("<b>{segment}</b>: {value}, {share} of net sales")


def segment_sizes(frame: pd.DataFrame, currency: str, whole: float | None = None) -> go.Figure:
    """Two bar columns side by side, best segment on top: share of customers and share of net sales.

    `frame`: one row a segment, best first, with `customers` and `net`; `whole`: all net sales, where who is not
    drawn gave goods back.
    """
    if frame.empty or not frame["net"].any():
        return empty(say("No segments in this selection"))
    figure = go.Figure()
    wholes = {"customers": frame["customers"].sum(), "net": frame["net"].sum() if whole is None else whole}
    shares = {column: frame[column] / max(float(wholes[column]), 1e-9) for column, _, _ in SIZES}
    for column, axis, _ in SIZES:
        _size_bars(figure, frame, column, shares[column], axis, currency)
    room = 1.34 * max(each.max() for each in shares.values())
    for _, axis, text in SIZES:
        corner = {"x": 0, "y": 1, "xref": f"{axis} domain", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=say(text), showarrow=False, font_size=12, **corner)
    hidden = {"visible": False, "range": [0, room], "fixedrange": True, "tickformat": ".0%"}
    figure.update_layout(
        xaxis={**hidden, "domain": [0, 0.47]},
        xaxis2={**hidden, "domain": [0.53, 1]},
        yaxis={"range": rows(len(frame), 4), "showgrid": False, "ticklabelstandoff": 6},
        margin={"t": 24},
        bargap=0.3,
    )
    return figure


def _size_bars(
    figure: go.Figure, frame: pd.DataFrame, column: str, shares: pd.Series, axis: str, currency: str
) -> None:
    """The bars of one column, with their shares at their ends."""
    counts = column == "customers"
    texts = [formats.count(value) if counts else formats.money(value, currency) for value in frame[column]]
    told = OF_CUSTOMERS if counts else OF_SALES
    figure.add_bar(
        x=list(shares),
        y=list(frame["name"]),
        orientation="h",
        xaxis=axis,
        name=say("Share of customers") if counts else say("Share of net sales"),
        marker_color=[segment_colour(position) for position in frame["position"]],
        text=[f"{formats.percent(value, 0)}" for value in shares],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [target, say(told, segment=name, value=text, share=formats.percent(value))]
            for target, name, text, value in zip(frame["target"], frame["name"], texts, shares, strict=True)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def segment_shares(frame: pd.DataFrame) -> go.Figure:
    """A line for each segment from its share of customers (ring) to its share of sales (disc), best segment on top.

    `frame`: one row a segment with `customer_share` and `sales_share` (0 … 1).
    """
    if frame.empty or not frame[["customer_share", "sales_share"]].to_numpy().any():
        return empty(say("No segments in this selection"))
    figure, described = go.Figure(), descriptions.segment_shares(frame)
    for one in described:
        figure.add_scatter(
            x=[one.ring.value, one.disc.value],
            y=[one.name] * 2,
            mode="lines",
            line={"color": one.colour, "width": 3},
            opacity=0.55,
            hoverinfo="skip",
        )
    colours = [one.colour for one in described]
    _share_marks(figure, frame, colours, [one.ring for one in described], ("circle-open", say("Share of customers")))
    _share_marks(figure, frame, colours, [one.disc for one in described], ("circle", say("Share of net sales")))
    most = float(frame[["customer_share", "sales_share"]].to_numpy().max())
    figure.update_layout(
        xaxis={"visible": False, "range": [-0.3 * most, 1.36 * most], "tickformat": ".0%"},
        yaxis={"range": rows(len(frame), 6), "ticklabelstandoff": 6},
    )
    return figure


def _share_marks(
    figure: go.Figure, frame: pd.DataFrame, colours: list[str], marks: list[Mark], kind: tuple[str, str]
) -> None:
    """The rings of the shares of customers or the discs of those of sales, with labels; `kind`: symbol and name."""
    symbol, name = kind
    figure.add_scatter(
        x=[mark.value for mark in marks],
        y=list(frame["name"]),
        name=name,
        mode="markers+text",
        marker={
            "size": 12,
            "symbol": symbol,
            "color": colours,
            "line": {"width": 2.5, "color": colours},
        },
        text=[f"  {mark.text}  " for mark in marks],
        textposition=["middle left" if mark.is_left else "middle right" for mark in marks],
        cliponaxis=False,
        customdata=[
            [
                row.target,
                say(
                    "<b>{segment}</b>: {customers} of customers, {sales} of net sales",
                    segment=row.name,
                    customers=formats.percent(row.customer_share),
                    sales=formats.percent(row.sales_share),
                ),
            ]
            for row in frame.itertuples(index=False)
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def rows(count: int, least: int) -> list[float]:
    """The range of an axis of rows, the first on top; few rows leave room below instead of growing fat."""
    return [max(count, least) - 0.5, -0.5]


def segment_countries(frame: pd.DataFrame, currency: str, colour: str) -> go.Figure:
    """Bars of net sales by country, most first.

    `frame`: one row a country with `country` (carried by a click; '' where none), `country_name`, `net`, `share`.
    """
    if frame.empty or not frame["net"].any():
        return empty(say("No sales in this selection"))
    figure = go.Figure()
    figure.add_bar(
        x=list(frame["net"]),
        y=list(frame["country_name"]),
        orientation="h",
        marker_color=[colour if country else NEUTRAL for country in frame["country"]],
        text=[
            f" {formats.money(row.net, currency)} · {formats.percent(row.share, 0 if row.share >= 0.1 else 1)}"
            for row in frame.itertuples()
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [
                row.country,
                say(
                    "<b>{country}</b>: {net}, {share} of the segment's net sales",
                    country=row.country_name,
                    net=formats.money(row.net, currency),
                    share=formats.percent(row.share),
                ),
            ]
            for row in frame.itertuples()
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    figure.update_layout(
        xaxis={"visible": False, "range": [0, 1.6 * float(frame["net"].max())]}
        | {"tickprefix": formats.currency_sign(currency)},
        yaxis={"range": rows(len(frame), 8), "showgrid": False, "ticklabelstandoff": 6},
        bargap=0.35,
    )
    return figure
