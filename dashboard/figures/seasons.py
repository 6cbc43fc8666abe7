"""Charts of the year and the week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats
from dashboard.figures.theme import ACCENT, ACCENT_SOFT, NEUTRAL, empty

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LABEL_GAP = 0.06  # the least distance between two labels, of the height of the chart


def years(frame: pd.DataFrame, currency: str, incomplete: Collection[date] = ()) -> go.Figure:
    """A line of sales a year over January to December, the latest in the accent colour.

    `frame`: one row a month, none left out, with `month`, `gross`, `orders`; a month in `incomplete` hangs on a
    dotted line with an open mark.
    """
    if frame.empty or not frame["gross"].any():
        return empty("No sales in this selection")
    figure = go.Figure()
    by_year = [(year, rows) for year, rows in frame.groupby([month.year for month in frame["month"]])]
    before = {row.month: row.gross for row in frame.itertuples() if row.month not in incomplete}
    for age, (year, rows) in enumerate(reversed(by_year)):
        colour = (ACCENT, ACCENT_SOFT, NEUTRAL)[min(age, 2)]
        _year(figure, str(year), rows, colour, before, incomplete, currency)
    _label_ends(figure, by_year, incomplete, float(frame["gross"].max()))
    figure.update_xaxes(range=[0.7, 12.3], tickvals=list(range(1, 13)), ticktext=MONTHS)
    figure.update_yaxes(
        tickprefix=formats.currency_sign(currency), tickformat="~s", nticks=6, range=[0, frame["gross"].max() * 1.08]
    )
    return figure.update_layout(margin={"r": 64}, hovermode="closest")


def _year(
    figure: go.Figure,
    name: str,
    rows: pd.DataFrame,
    colour: str,
    before: dict[date, float],
    incomplete: Collection[date],
    currency: str,
) -> None:
    months, values = list(rows["month"]), list(rows["gross"])
    over = [month not in incomplete for month in months]
    for i in range(len(months) - 1):
        if not (over[i] and over[i + 1]):
            figure.add_scatter(
                x=[months[i].month, months[i + 1].month],
                y=values[i : i + 2],
                mode="lines",
                line={"color": colour, "width": 2, "dash": "dot"},
                hoverinfo="skip",
            )
    figure.add_scatter(
        x=[month.month for month in months],
        y=[value if whole else None for value, whole in zip(values, over, strict=True)],
        mode="lines",
        line={"color": colour, "width": 2.5 if colour == ACCENT else 2},
        hoverinfo="skip",
        connectgaps=False,
    )
    figure.add_scatter(
        x=[month.month for month in months],
        y=values,
        name=name,
        mode="markers",
        marker={
            "color": colour,
            "size": 7 if colour == ACCENT else 6,
            "symbol": ["circle" if whole else "circle-open" for whole in over],
            "line": {"width": 2, "color": colour},
        },
        customdata=[_month_sentence(row, before, incomplete, currency) for row in rows.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _month_sentence(row: object, before: dict[date, float], incomplete: Collection[date], currency: str) -> str:
    month, gross, orders = row.month, row.gross, row.orders  # type: ignore[attr-defined]
    text = f"{month:%B %Y}: <b>{formats.money(gross, currency)}</b> from {formats.plural(orders, 'order')}"
    if month in incomplete:
        return f"{text} (not a full month)"
    former = before.get(date(month.year - 1, month.month, 1))
    if not former:
        return text
    change = gross / former - 1
    return f"{text},<br>{formats.percent(abs(change))} {'more' if change >= 0 else 'less'} than in {former_name(month)}"


def former_name(month: date) -> str:
    """`March 2010` for a day of March 2011."""
    return f"{month:%B} {month.year - 1}"


def _label_ends(
    figure: go.Figure, by_year: list[tuple[int, pd.DataFrame]], incomplete: Collection[date], high: float
) -> None:
    """Each line's year at its end; labels that end in the same month keep a distance."""
    ends = sorted(((rows["month"].iloc[-1], float(rows["gross"].iloc[-1])) for _, rows in by_year), key=lambda e: e[1])
    lowest: dict[int, float] = {}
    for month, value in ends:
        at = max(value, lowest.get(month.month, 0.0))
        lowest[month.month] = at + LABEL_GAP * high
        age = by_year[-1][0] - month.year
        figure.add_annotation(
            x=month.month,
            y=at,
            text=f"{month.year}, so far"
            if month in incomplete
            else f"<b>{month.year}</b>"
            if not age
            else f"{month.year}",
            xanchor="left",
            xshift=10,
            showarrow=False,
            font={"size": 12},
        )


def months(index: pd.DataFrame) -> go.Figure:
    """Bars around 100 = the average month. `index`: `number` 1 … 12 and `index`."""
    if index.empty:
        return empty("Needs twelve full months in a row")
    figure = go.Figure()
    highest = index["index"].max()
    figure.add_bar(
        x=[MONTHS[int(number) - 1] for number in index["number"]],
        y=list(index["index"] - 100),
        base=100,
        marker_color=[
            ACCENT if value == highest else ACCENT_SOFT if value >= 100 else NEUTRAL for value in index["index"]
        ],
        text=[formats.count(value) for value in index["index"]],
        textposition="outside",
        cliponaxis=False,
        customdata=[_index_sentence(int(row.number), float(row.index_)) for row in _rows(index)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    low, high = min(index["index"].min(), 100), max(highest, 100)
    room = (high - low) * 0.14 or 10
    figure.update_yaxes(visible=False, range=[low - room, high + room])
    figure.add_hline(y=100, line={"width": 1, "color": NEUTRAL})
    return figure.update_layout(
        margin={"t": 4}, xaxis={"tickangle": 0, "categoryorder": "array", "categoryarray": MONTHS}
    )


def _rows(index: pd.DataFrame) -> list:
    return list(index.rename(columns={"index": "index_"}).itertuples(index=False))


def _index_sentence(number: int, value: float) -> str:
    away = abs(value - 100)
    place = "as strong as" if away < 0.5 else f"{away:.0f}\u202f% {'above' if value > 100 else 'below'}"
    return f"{date(2000, number, 1):%B} is {place} the average month"
