"""A chart made ready for a phone: fewer labels, smaller words in its cells. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.words.formats import months_in_short

WIDE_ONLY = "wide"  # as a trace's `meta` or an annotation's `name`: left out of narrow charts
CELL_FONT = 10  # px, of words written into a chart
MOST_TICKS = 7  # months or hours that find room below each other's names
EVERY_THIRD: dict[Any, Any] = {"M1": "M3", 1: 3}  # steps of an axis of months, of hours
LEGEND_COLUMN = 0.48  # of the chart's width: two entries a line, where there are more than
LEGEND_LINE = 4


def narrowed(drawn: dict[str, Any]) -> dict[str, Any]:
    """The figure, as plain values, for a screen as wide as a phone's; every mark stays, only words become fewer."""
    data = [_smaller(trace) for trace in drawn["data"] if trace.get("meta") != WIDE_ONLY]
    layout = dict(drawn["layout"])
    axis = layout.get("xaxis", {})
    if axis.get("dtick") in EVERY_THIRD and _ticks(data) > MOST_TICKS:
        layout["xaxis"] = axis | {"dtick": EVERY_THIRD[axis["dtick"]]}
    if tuple(axis.get("ticktext", ())) == (names := months_in_short()):
        layout["xaxis"] = axis | {"ticktext": [name[0] for name in names], "tickangle": 0}
    if layout.get("annotations"):
        layout["annotations"] = [one for one in layout["annotations"] if one.get("name") != WIDE_ONLY]
    if layout.get("showlegend") and len(data) > LEGEND_LINE:
        layout["legend"] = {"entrywidth": LEGEND_COLUMN, "entrywidthmode": "fraction"} | layout.get("legend", {})
    return drawn | {"data": data, "layout": layout}


def _smaller(trace: dict[str, Any]) -> dict[str, Any]:
    if trace.get("type") == "heatmap" and len(trace.get("x", ())) > MOST_TICKS:
        return {key: value for key, value in trace.items() if key != "texttemplate"}
    if trace.get("mode") != "text":
        return trace
    return trace | {"textfont": trace.get("textfont", {}) | {"size": CELL_FONT}}


def _ticks(data: list[dict[str, Any]]) -> int:
    found = {place for trace in data for place in trace.get("x", ()) if isinstance(place, date | int)}
    return len(found)
