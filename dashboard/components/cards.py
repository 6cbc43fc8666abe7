"""Cards: the frame of every panel, and key figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.components.basics import HIDDEN, Children, aria, icon
from dashboard.filters.narrowing.marks import MARKS
from dashboard.words import definitions, formats
from wording.languages import say

GRAPH_CONFIG: Any = {
    "displaylogo": False,
    "showSendToCloud": False,  # plotly.js would send the chart and its data to plotly's cloud
    "plotlyServerURL": "",
    "responsive": True,
    "displayModeBar": False,  # what it had is in the menu of the card, for the keyboard too
    "modeBarButtonsToRemove": ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    "toImageButtonOptions": {"scale": 2},
    "topojsonURL": "/assets/vendor/topojson/",
}


LASSO_BUTTONS = ("select2d", "lasso2d")
LASSO = {
    "modeBarButtonsToRemove": [one for one in GRAPH_CONFIG["modeBarButtonsToRemove"] if one not in LASSO_BUTTONS],
    "displayModeBar": True,
}


def graph_card(
    panel_id: str,
    title: str,
    *,
    height: int = 320,
    columns: int = 12,
    has_lasso: bool = False,
    slot: str = "",
    **said: Any,
) -> html.Section:
    """A card with a chart; `panels.bind` fills `{id}-title`, `{id}-note` and `{id}-graph`.

    `height` is in pixels and reserved from the start, `columns` counts of the grid's twelve; a chart with a lasso has
    `selecting.bind_lasso`. What a click on one of its marks means is in `filters.narrowing.marks`. On a board it stands
    in a `slot`, by whose name its parts go then, and `said` goes with the card.
    """
    own = slot or panel_id
    graph = dcc.Graph(
        id=f"{own}-graph",
        figure={"layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}},
        config=GRAPH_CONFIG | LASSO if has_lasso else GRAPH_CONFIG,
        style={"height": f"{height}px"},
        className="graph",
    )
    head = _head(own, title)
    head.children.append(_more(panel_id, own))
    named = aria(labelledby=f"{own}-title", describedby=f"{own}-note")
    kind = MARKS.get(panel_id)
    meant: dict[str, Any] = {"data-card": panel_id, **({"data-marks": kind} if kind else {})}
    style, room = f"card-panel chart-card span-{columns}", {"--graph": f"{height}px"}  # until dcc.Graph is loaded
    return html.Section([head, graph], className=style, id=own, style=room, **named, **meant, **said)


def _more(panel_id: str, own: str) -> html.Button:
    """The button of a chart's menu: assets/chartmenu.js."""
    told: dict[str, Any] = {"data-chart": panel_id}
    if panel_id in definitions.charts() and definitions.charts()[panel_id].over:
        told["data-dated"] = "yes"  # its menu leads to the notes on dates that it shows
    return html.Button(
        icon("three-dots"),
        className="icon-button chart-more",
        title=say("Table, definition, full screen, files, boards"),
        **aria(haspopup="menu", expanded="false", label=say("More of this chart"), describedby=f"{own}-title"),
        **told,
    )


def content_card(panel_id: str, title: str, *, height: int = 120, columns: int = 12) -> html.Section:
    """A card with tables or words; `panels.bind_content` fills title, note and `{id}-content`."""
    body = html.Div(skeleton(height), id=f"{panel_id}-content", className="card-content")
    return html.Section([_head(panel_id, title), body], className=f"card-panel span-{columns}", id=panel_id)


def bare(panel_id: str, *, height: int = 88, columns: int = 12, figures: int = 0) -> html.Div:
    """A place without a frame of its own, filled by `panels.bind_bare`: page heads, or so many key figures."""
    return html.Div(
        _figures_to_come(figures) if figures else skeleton(height), id=panel_id, className=f"span-{columns} bare"
    )


def _figures_to_come(number: int) -> html.Div:
    """The place of a strip of key figures, of their own boxes: as tall as they are, however wide the window is."""
    parts = ("label", "value", "foot")
    empty = [
        html.Div([html.Div("\u00a0", className=f"key-{part}") for part in parts], className="key-figure")
        for _ in range(number)
    ]
    shared = html.P("\u00a0", className="key-shared key-basis")
    return html.Div([*empty, shared], className="key-figures skeleton", **HIDDEN)


def _head(panel_id: str, title: str) -> html.Header:
    return html.Header(
        [
            html.H2(title, id=f"{panel_id}-title", className="card-title"),
            html.P(html.Span("\u00a0", className="note-to-come"), id=f"{panel_id}-note", className="card-note"),
        ],
        className="card-head",
    )


def worked_out(*keys: str) -> html.Details:
    """Definitions below what a card says in plain words: names of methods stand here, and folded away."""
    pairs = [part for one in definitions.of_keys(*keys) for part in (html.Dt(say(one.name)), html.Dd(say(one.text)))]
    return html.Details(
        [html.Summary(say("How it is worked out")), html.Dl(pairs, className="chart-terms")], className="worked-out"
    )


def skeleton(height: int) -> html.Div:
    """Grey bars in the place of what is coming, which keep so many pixels for it until it is there."""
    bars = [html.Span(), html.Span(), html.Span()]
    return html.Div(bars, className="skeleton", style={"minHeight": f"{height}px"}, **HIDDEN)


SHORT_BASIS = 24  # letters of what changes are against that stand in a line under each number


@dataclass(frozen=True)
class KeyFigure:
    """A number, its name, its change and what that is against, and its course by month."""

    label: str
    value: str
    change: float | None = None  # a ratio: 0.08 is 8 % more; in points where `in_points`
    change_note: str = ""  # the basis of the change; without one, what stands in its place
    course: tuple[float, ...] = ()
    more_is_better: bool | None = True
    in_points: bool = False
    hint: str = ""
    compared: str = ""  # the two numbers that the change is between, each with its months

    @property
    def change_text(self) -> str:
        """`▲ 8.3 %`; in points for a share; nothing without a change."""
        if self.change is None:
            return ""
        return formats.arrow(self.change, in_points=self.in_points)

    @property
    def tone(self) -> str:
        """better, worse, or neither."""
        if self.more_is_better is None or self.change is None or not formats.direction(self.change):
            return ""
        return "better" if (self.change > 0) == self.more_is_better else "worse"


def key_figures(figures: Sequence[KeyFigure]) -> html.Div:
    """A strip of key figures."""
    bases = {figure.change_note for figure in figures if figure.change is not None}
    shared = next(iter(bases)) if len(bases) == 1 and len(figures) > 1 else ""
    if len(shared) <= SHORT_BASIS:
        return html.Div([_key_figure(figure) for figure in figures], className="key-figures")
    once = html.P(say("Changes: {against}", against=shared), className="key-shared key-basis")
    return html.Div([*(_key_figure(figure, shared) for figure in figures), once], className="key-figures")


def _key_figure(figure: KeyFigure, shared: str = "") -> html.Div:
    """A number with what belongs to it; a basis that is told of all is left out."""
    head: list[Children] = [html.Span(figure.label, className="key-label", title=figure.hint or None)]
    beside, basis = html.Span(figure.change_note, className="key-change"), []
    if figure.change is not None:
        beside = html.Span(figure.change_text, className=f"key-change {figure.tone}", title=figure.compared or None)
        if figure.change_note != shared:
            basis = [html.Span(figure.change_note, className="key-basis", title=figure.compared or None)]
    return html.Div(
        [
            *head,
            html.Span(figure.value, className="key-value"),
            html.Div([beside, _sparkline(figure.course)], className="key-foot"),
            *basis,
        ],
        className="key-figure",
    )


def _sparkline(course: Sequence[float]) -> Children:
    """A line of 72 by 20 pixels as an image whose source is the drawing itself."""
    if len(course) < 3:
        return ""
    low, high = min(course), max(course)
    reach = (high - low) or 1
    points = " ".join(
        f"{2 + 68 * i / (len(course) - 1):.1f},{18 - 16 * (value - low) / reach:.1f}" for i, value in enumerate(course)
    )
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 72 20'>"
        f"<polyline points='{points}' fill='none' stroke='%235b5bd6' stroke-width='1.5' "
        "stroke-linejoin='round' stroke-linecap='round'/></svg>"
    )
    return html.Img(src=f"data:image/svg+xml,{drawing}", className="sparkline", alt="")
