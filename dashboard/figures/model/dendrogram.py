"""The tree of agglomerative clustering. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.style.theme import ACCENT, NEUTRAL, empty, segment_colour
from dashboard.words import formats
from wording.languages import say


def dendrogram_plot(tree: Mapping[str, Any], named: Mapping[str, tuple[str, int]]) -> go.Figure:
    """The last merges, a colour a segment, grey above the dotted cut.

    `tree`: `lines` (`x`, `y`, `segment_id`), `leaves` (`customers`, `segment_id`), `cut`; `named`: name and position.
    """
    if not tree.get("lines"):
        return empty(say("This run kept no dendrogram"))
    figure = go.Figure()
    for segment_id in dict.fromkeys(line["segment_id"] for line in tree["lines"]):
        own = [line for line in tree["lines"] if line["segment_id"] == segment_id]
        name, position = named.get(segment_id, ("", 0))
        figure.add_scatter(
            x=[x for line in own for x in (*line["x"], None)],
            y=[y for line in own for y in (*line["y"], None)],
            mode="lines",
            line={"width": 1.5, "color": segment_colour(position) if name else NEUTRAL},
            hoverinfo="skip",
        )
    places = _leaves(figure, tree, named)
    cut = {"dash": "dot", "width": 1, "color": ACCENT}
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=tree["cut"], y1=tree["cut"], line=cut)
    return figure.update_layout(
        xaxis={
            "tickvals": [sum(found) / len(found) for found in places.values()],
            "ticktext": list(places),
            "range": [-1, len(tree["leaves"])],
        },
        yaxis={"title_text": say("Distance at which groups join"), "rangemode": "tozero"},
    )


def _leaves(figure: go.Figure, tree: Mapping[str, Any], named: Mapping[str, tuple[str, int]]) -> dict[str, list[int]]:
    """A dot for each leaf; the places of each segment's leaves."""
    leaves = [(one["customers"], *named.get(one["segment_id"], ("", 0))) for one in tree["leaves"]]
    figure.add_scatter(
        x=list(range(len(leaves))),
        y=[0] * len(leaves),
        mode="markers",
        marker={"size": 7, "color": [segment_colour(position) for _, _, position in leaves]},
        cliponaxis=False,
        customdata=[f"<b>{name}</b>: {formats.plural(count, 'customer')}" for count, name, _ in leaves],
        hovertemplate="%{customdata}<extra></extra>",
    )
    places: dict[str, list[int]] = {}
    for place, (_, name, _) in enumerate(leaves):
        places.setdefault(name, []).append(place)
    return places
