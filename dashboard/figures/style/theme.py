"""The look of every chart: one slim template for light and one for dark, and the one colour of each segment."""

from __future__ import annotations

from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from dashboard.figures.style.narrow import narrowed
from dashboard.figures.style.spoken import spoken
from wording.languages import say

THEMES = ("light", "dark")
FONT = "Inter, system-ui, sans-serif"

# Ink, quieter ink, lines, surface: the same values as assets/css/tokens.css.
INK = {"light": "#1c2024", "dark": "#edeef0"}
MUTED = {"light": "#60646c", "dark": "#b0b4ba"}
LINE = {"light": "#e8e8ec", "dark": "#2e3135"}
SURFACE = {"light": "#ffffff", "dark": "#18191b"}
LAND = {"light": "#eceef2", "dark": "#26282b"}

ACCENT = "#5b5bd6"
ACCENT_SOFT = "#a9a9ee"
NEUTRAL = "#9aa0ab"  # guests, 'all others', the average
SEQUENCE = ["#e4e6fb", "#b9bdf3", "#8d8fe8", "#5b5bd6", "#3f3fae", "#2a2a7c"]  # small to large, one hue
DARK_SEQUENCE = ["#33335c", "#43438a", "#5858bd", "#7b7be0", "#a5a5f0", "#dcdcfc"]  # the same on a dark surface

# By position, best to lost, then prospects, guests, who only returned, who only had free goods. Blue to yellow to brown
# to grey keeps apart for red-green and blue-yellow colour blindness alike, and lightness differs between neighbours.
SEGMENT_COLOURS = {
    1: "#1d5ba6",
    2: "#3f8fd6",
    3: "#86c5ee",
    4: "#14857f",
    5: "#7cc9ae",
    6: "#f0c93a",
    7: "#eba44a",
    8: "#dc7430",
    9: "#ab432c",
    10: "#a58fb4",
    11: "#776b88",
    12: "#c3c8d2",
    13: "#9aa0ab",
    15: "#d9c6bd",  # only returned goods: a quiet clay between brown and grey
    16: "#b7c7bb",  # only had free ones: a quiet sage between green and grey
}
LEGEND = {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "font": {"size": 12}, "traceorder": "normal"}


def segment_colour(position: int) -> str:
    """The fixed colour of the segment at a position; grey beyond the known ones."""
    return SEGMENT_COLOURS.get(position, NEUTRAL)


def sequence(theme: str) -> list[str]:
    """The one-hue scale, small to large: away from the surface of the theme."""
    return SEQUENCE if theme == "light" else DARK_SEQUENCE


def _axis(theme: str) -> dict[str, Any]:
    return {
        "gridcolor": LINE[theme],
        "linecolor": LINE[theme],
        "zerolinecolor": LINE[theme],
        "tickfont": {"color": MUTED[theme], "size": 12},
        "title": {"font": {"color": MUTED[theme], "size": 12}, "standoff": 8},
        "ticklabelstandoff": 4,  # so that the names of two axes keep apart in their corner
        "automargin": True,
        "fixedrange": True,
    }


def _colour_bar(theme: str) -> dict[str, Any]:
    return {
        "tickfont": {"color": MUTED[theme], "size": 12},
        "title": {"font": {"color": MUTED[theme], "size": 12}},
        "outlinewidth": 0,
        "thickness": 8,
    }


def _template(theme: str) -> go.layout.Template:
    axis = _axis(theme)
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 12, "color": INK[theme]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "colorway": [ACCENT, ACCENT_SOFT, NEUTRAL],
            "hoverlabel": {
                "font": {"family": FONT, "size": 12, "color": INK[theme]},
                "bgcolor": SURFACE[theme],
                "bordercolor": LINE[theme],
                "align": "left",
            },
            "xaxis": {**axis, "showgrid": False, "zeroline": False},
            "yaxis": {**axis, "zeroline": False},
            "showlegend": False,
            "legend": LEGEND,
            "bargap": 0.28,
            "dragmode": False,
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": MUTED[theme], "activecolor": INK[theme]},
            "geo": {
                "bgcolor": "rgba(0,0,0,0)",
                "landcolor": LAND[theme],
                "lakecolor": SURFACE[theme],
                "countrycolor": SURFACE[theme],
            },
            "coloraxis": {"colorscale": sequence(theme), "colorbar": _colour_bar(theme)},
        },
        data={"choropleth": [{"marker": {"line": {"color": SURFACE[theme], "width": 0.6}}}]},
    )


@cache
def register_templates() -> None:
    """Make the templates `regulars-light` and `regulars-dark` known to plotly, and none of its own the default."""
    for theme in THEMES:
        pio.templates[f"regulars-{theme}"] = _template(theme)
    pio.templates.default = None  # plotly's own would add 6 kB to each figure


@cache
def _template_json(theme: str) -> dict[str, Any]:
    return _template(theme).to_plotly_json()


def themed(figure: go.Figure, theme: str | None, is_narrow: bool | None = False) -> dict[str, Any]:
    """The figure as plain JSON values with the template of a theme (`light` unless `dark`), or for a phone.

    As values, because a figure validates a template each time it is given one, which takes longer than a query.
    """
    register_templates()
    drawn = spoken(narrowed(figure.to_dict()) if is_narrow else figure.to_dict())
    drawn["layout"]["template"] = _template_json(theme if theme in THEMES else "light")
    return drawn


def empty(message: str) -> go.Figure:
    """A labelled empty figure: what is missing, in the middle, without axes."""
    figure = go.Figure()
    figure.add_annotation(text=say(message), showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper", font_size=14)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)
