"""Charts of movement: flows between two month ends, sizes over months, the stability index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.style.theme import NEUTRAL, empty, segment_colour
from dashboard.filters import parts
from dashboard.words import formats
from wording.languages import marked, say, say_n, to_say_n

NODE_HEIGHT = 360  # pixels that all customers share
GAP = 18  # pixels between nodes
MOST_TICKS = 8
FEWEST_LABELLED = 0.05
CAP = 0.6  # of the index; higher bars are cut and say so
CAME = to_say_n(
    "<b>{n} customer</b> ordered for the first time and are {segment} now",
    "<b>{n} customers</b> ordered for the first time and are {segment} now",
)
STAYED = to_say_n("<b>{n} customer</b> stayed {segment}", "<b>{n} customers</b> stayed {segment}")
MOVED = {
    "up": to_say_n(
        "<b>{n} customer</b> moved up from {old} to {new}", "<b>{n} customers</b> moved up from {old} to {new}"
    ),
    "down": to_say_n(
        "<b>{n} customer</b> moved down from {old} to {new}", "<b>{n} customers</b> moved down from {old} to {new}"
    ),
}


def flow_height(segments: int) -> int:
    """Pixels that a flow diagram of so many nodes a side takes."""
    return NODE_HEIGHT + GAP * (segments + 1)


@dataclass(frozen=True)
class Marks:
    """What ribbons and names need to say whom they are: the kind of segmentation, all of its segments of customers with
    an order, and both months; the later is None where it is now."""

    algorithm: str
    segments: tuple[str, ...]
    months: tuple[str, str | None]

    def part(self, segment_id: str, side: int) -> parts.Part:
        """Those in a segment at one of both ends; without one, those who had not ordered yet."""
        if segment_id:
            return parts.was([segment_id], self.algorithm, self.months[side])
        return {"not": parts.was(self.segments, self.algorithm, self.months[side])}

    def said(self, segment: Any, side: int) -> str:
        """What a name carries: of who had not ordered then, nothing, since no ribbon is all of them."""
        return parts.said(self.part(segment.segment_id, side)) if segment.segment_id else ""

    def said_flow(self, old: Any, new: Any) -> str:
        """What a ribbon carries."""
        return parts.said(self.part(old.segment_id, 0), self.part(new.segment_id, 1))


def flow_diagram(
    flows: pd.DataFrame, everyone: pd.DataFrame, words: tuple[str, str], marks: Marks | None = None
) -> go.Figure:
    """Segments then on the left, now on the right, best on top; ribbons in the colour of where people came from.

    `flows`: `old`, `new` (segments), `move`, `customers`; `everyone` the same with flows too thin to draw, which the
    names' numbers count; `words` are the two days. With `marks` each carries the conditions of its customers.
    """
    if flows.empty:
        return empty(say("Nobody to compare in this selection"))
    sides = [_side(flows, column) for column in ("old", "new")]
    index = {(side, one.segment_id): i for i, (side, one, _) in enumerate([(s, *n) for s in (0, 1) for n in sides[s]])}
    places = [_places([total for _, total in side]) for side in sides]
    full = [dict(_side(everyone, column)) for column in ("old", "new")]
    nodes = [(one, full[side][one], side) for side in (0, 1) for one, _ in sides[side]]
    links = list(flows.itertuples())
    node = {
        "label": [f"{one.name} {formats.count(total)}" for one, total, _ in nodes],
        "color": [_colour(one) for one, _, _ in nodes],
        "x": [0.001 if side == 0 else 0.999 for _, _, side in nodes],
        "y": [*places[0], *places[1]],
        "thickness": 12,
        "pad": GAP,
        "line": {"width": 0},
        "customdata": [
            [
                marks.said(one, side) if marks else "",
                say(
                    "{segment}: <b>{customers}</b> customers, {day}",
                    segment=one.name,
                    customers=formats.count(total),
                    day=words[side],
                ),
            ]
            for one, total, side in nodes
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    link = {
        "source": [index[0, row.old.segment_id] for row in links],
        "target": [index[1, row.new.segment_id] for row in links],
        "value": [row.customers for row in links],
        "color": [_tint(_colour(row.old), 0.16 if row.move == "stayed" else 0.42) for row in links],
        "customdata": [[marks.said_flow(row.old, row.new) if marks else "", _said(row)] for row in links],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    sankey: dict[str, Any] = {"type": "sankey", "arrangement": "fixed", "node": node, "link": link}
    figure = go.Figure([sankey], {"margin": {"l": 4, "r": 4, "t": 26, "b": 8}})
    for x, anchor, text in ((0, "left", words[0]), (1, "right", words[1])):
        corner = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": anchor}
        figure.add_annotation(x=x, text=text, showarrow=False, **corner)
    return figure


def _side(flows: pd.DataFrame, column: str) -> list[tuple[Any, int]]:
    """The segments of a side and their customers, best first."""
    totals: dict[Any, int] = {}
    for one, customers in zip(flows[column], flows["customers"], strict=True):
        totals[one] = totals.get(one, 0) + int(customers)
    return sorted(totals.items(), key=lambda item: item[0].position)


def _places(totals: list[int]) -> list[float]:
    """The middles of nodes below each other, 0 … 1."""
    gap = GAP / (NODE_HEIGHT + GAP * (len(totals) + 1))
    room = 1 - gap * (len(totals) - 1)
    found, top = [], 0.0
    for total in totals:
        height = room * total / sum(totals)
        found.append(min(max(top + height / 2, 0.001), 0.999))
        top += height + gap
    return found


def _colour(segment: Any) -> str:
    return segment_colour(segment.position) if segment.segment_id else NEUTRAL


def _tint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _said(row: Any) -> str:
    told = {"segment": row.new.name}
    if row.move == "new":
        forms = CAME
    elif row.move == "stayed":
        forms = STAYED
    else:
        forms, told = MOVED[row.move], {"old": row.old.name, "new": row.new.name}
    return say_n(int(row.customers), *forms, **told)


def shares_over_time(frame: pd.DataFrame, algorithm: str = "") -> go.Figure:
    """Areas of segments' shares of customers on top of each other, best at the bottom.

    `frame`: one row a month end and segment with `month`, `segment_id`, `name`, `position`, `customers`, `text`. With
    the `algorithm` of the segmentation each point carries the conditions of its customers.
    """
    if frame["month"].nunique() < 2:
        return empty(say("Two months are needed to show a course"))
    table = frame.pivot_table(index="month", columns="position", values="customers", aggfunc="sum", fill_value=0)
    each = frame.drop_duplicates("position").set_index("position")
    names, ids = each["name"], each["segment_id"]
    figure = go.Figure()
    top, whole = 0.0, table.sum(axis=1)
    for position in table.columns:
        values = table[position] / whole
        figure.add_scatter(
            x=list(table.index),
            y=[float(value) for value in values],
            name=names[position],
            mode="lines",
            stackgroup="all",
            line={"width": 0.5, "color": segment_colour(position)},
            fillcolor=segment_colour(position),
            customdata=[
                [
                    parts.said(parts.was([ids[position]], algorithm, f"{month:%Y-%m}")) if algorithm else "",
                    say_n(
                        int(table.at[month, position]),
                        "{segment}, {month}: <b>{share}</b>, {n} customer",
                        "{segment}, {month}: <b>{share}</b>, {n} customers",
                        segment=names[position],
                        month=formats.month(month),
                        share=formats.percent(value),
                    ),
                ]
                for month, value in values.items()
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
        middle, top = top + float(values.iloc[-1]) / 2, top + float(values.iloc[-1])
        if values.iloc[-1] >= FEWEST_LABELLED:
            label = {"xanchor": "left", "xshift": 6, "showarrow": False}
            figure.add_annotation(x=table.index[-1], y=middle, text=names[position], **label)
    figure.update_xaxes(**_month_ticks(len(table)), range=[table.index[0], table.index[-1]])
    figure.update_yaxes(tickformat=".0%", nticks=6, range=[0, 1])
    return figure.update_layout(margin={"r": 118, "t": 8, "l": 8, "b": 8})


def _month_ticks(months: int) -> dict[str, Any]:
    """At each month where they are few: between two there is nothing to name."""
    few = {"dtick": "M1", "tick0": "2000-01-01"} if months <= MOST_TICKS else {"nticks": MOST_TICKS}
    return {"tickformat": "%b\n%Y"} | few


def stability_bars(frame: pd.DataFrame, shifting: float, shifted: float) -> go.Figure:
    """Bars of the index by month with its two thresholds. `frame`: `month`, `psi`, `word`."""
    if frame.empty:
        return empty(say("Two months are needed to measure a change"))
    figure = go.Figure()
    figure.add_bar(
        x=list(frame["month"]),
        y=[min(value, CAP) for value in frame["psi"]],
        marker_color=[
            "#5b5bd6" if value < shifting else "#eba44a" if value <= shifted else "#dc7430" for value in frame["psi"]
        ],
        text=[marked(f"{value:.2f}") if value >= shifting else "" for value in frame["psi"]],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            say(
                "{month}: index <b>{index}</b> against the month before, {word}",
                month=formats.month(row.month),
                index=marked(f"{row.psi:.3f}"),
                word=say(row.word),
            )
            for row in frame.itertuples()
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    above = say("shifting above {level}"), say("shifted above {level}")
    for level, word in zip((shifting, shifted), above, strict=True):
        figure.add_hline(y=level, line={"width": 1, "dash": "dot", "color": NEUTRAL})
        figure.add_annotation(
            x=1,
            xref="paper",
            y=level,
            text=word.format(level=marked(f"{level:g}")),
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
        )
    figure.update_xaxes(**_month_ticks(len(frame)))
    most = min(CAP, max(float(frame["psi"].max()), 0.0))
    return figure.update_yaxes(range=[0, max(0.32, 1.12 * most)], nticks=5)
