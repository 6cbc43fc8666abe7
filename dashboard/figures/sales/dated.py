"""Notes on dates over a chart by month: a thin line each, with a mark on top that says its words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from dashboard.figures.reading import listed
from dashboard.filters.selection import add_months, months_between
from dashboard.words import formats
from dashboard.words.notes import Note
from wording.languages import say, say_n

# Along which a chart goes: all months in a row, twelve with a line a year, or the months since a cohort's first orders.
MONTHS, YEARS, AGES = "months", "years", "ages"
COLOUR = "#7a7f89"  # seen on both themes
ABOVE = "yaxis9"  # an axis of its own, from the foot of the chart to its head
TOP = 0.985


def months_of(drawn: dict[str, Any], over: str) -> set[date]:
    """The months that a chart shows."""
    if over == AGES:
        lines = _cohorts(drawn)
        return {add_months(month, age) for month, trace in lines for age in listed(trace.get("x"))}
    if over == YEARS:
        carried = [listed(trace.get("customdata")) for trace in drawn["data"]]
        return {one[0] for points in carried for one in points if isinstance(one, list) and isinstance(one[0], date)}
    return {one for trace in drawn["data"] for one in listed(trace.get("x")) if isinstance(one, date)}


def noted(drawn: dict[str, Any], notes: Sequence[Note], over: str) -> dict[str, Any]:
    """A figure, as plain values, with the notes on it."""
    if not notes:
        return drawn
    if over == AGES:
        return drawn | {"data": [*drawn["data"], _on_cohorts(drawn, notes)]}
    places = [one.day.month + one.share if over == YEARS else one.place for one in notes]
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 1, "dash": "dash", "color": COLOUR}}
    said = {one.day: "" for one in notes}
    for one in notes:
        said[one.day] += ("<br>" if said[one.day] else "") + escape(one.said, quote=False)
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": say("Notes"),
        "showlegend": False,
        "x": places,
        "y": [TOP] * len(notes),
        "yaxis": "y9",
        "cliponaxis": False,
        "marker": {"symbol": "triangle-down", "size": 10, "color": COLOUR},
        "customdata": [[f"{one.month}", said[one.day]] for one in notes],  # a click on it is one on its month
        "hovertemplate": "%{customdata[1]}<extra></extra>",
    }
    axis = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    layout = drawn["layout"]
    shapes = [*layout.get("shapes", ()), *({**line, "x0": at, "x1": at} for at in places)]
    return drawn | {"data": [*drawn["data"], marks], "layout": layout | {"shapes": shapes, ABOVE: axis}}


def _cohorts(drawn: dict[str, Any]) -> list[tuple[date, dict[str, Any]]]:
    """The lines of single cohorts, each with its month."""
    found = [(trace.get("meta"), trace) for trace in drawn["data"]]
    return [(month, trace) for month, trace in found if isinstance(month, date)]


def _on_cohorts(drawn: dict[str, Any], notes: Sequence[Note]) -> dict[str, Any]:
    """A small mark on each cohort's line, so many months after its first orders as the noted day came."""
    places, values, said = [], [], []
    for month, trace in _cohorts(drawn):
        known = dict(zip(listed(trace.get("x")), listed(trace.get("y")), strict=True))
        for note in notes:
            age = months_between(month, note.month) - 1
            if age in known:
                places.append(age)
                values.append(known[age])
                after = say_n(
                    age,
                    "{n} month after the first orders of {month}",
                    "{n} months after the first orders of {month}",
                    month=formats.month(month),
                )
                said.append(f"{escape(note.said, quote=False)}<br>{after}")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say("Notes"),
        "showlegend": False,
        "x": places,
        "y": values,
        "marker": {"symbol": "triangle-down", "size": 7, "color": COLOUR},
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
