"""Where every chart is drawn: one look, one SVG, no state shared with anybody.

Charts are made with figures of their own (never with pyplot's current one). Text stays text: the page's Inter draws it.
"""

from __future__ import annotations

import io
import logging
import re
import threading
from collections.abc import Callable, Iterable
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dashboard.figures.style.theme import INK, LINE, MUTED
from dashboard.words import formats

WIDTH, HALF = 7.0, 3.36  # inches: the width of the page's text, and of one of two columns
TEXT, SMALL = 8.0, 7.5  # points
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
LOOK: Any = {
    "font.family": "sans-serif",
    "font.size": TEXT,
    "text.color": INK["light"],
    "text.parse_math": False,  # two dollar signs are no formula
    "axes.edgecolor": LINE["light"],
    "axes.labelcolor": MUTED["light"],
    "axes.labelsize": SMALL,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "xtick.color": LINE["light"],
    "ytick.color": LINE["light"],
    "xtick.labelcolor": MUTED["light"],
    "ytick.labelcolor": MUTED["light"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": LINE["light"],
    "grid.linewidth": 0.8,
    "svg.fonttype": "none",
}
logging.getLogger("matplotlib").setLevel(logging.WARNING)  # it tells of fonts and units that are as they should be
_lock = threading.Lock()  # matplotlib's settings belong to the whole process


def draw(name: str, width: float, height: float, paint: Callable[[Figure], None]) -> str:
    """The SVG of what `paint` does to an empty figure of that size in inches; the `name` keeps its ids apart."""
    target = io.StringIO()
    with _lock, matplotlib.rc_context({**LOOK, "svg.hashsalt": name}):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        paint(figure)
        # Once and here: `savefig` would draw all of a figure that has a layout twice.
        ConstrainedLayoutEngine(w_pad=0.01, h_pad=0.01).execute(figure)
        figure.savefig(target, format="svg", transparent=True, metadata=NO_METADATA, dpi=180)
    drawn = target.getvalue()
    return _without_needless_ids(drawn[drawn.index("<svg") :])


def _without_needless_ids(drawn: str) -> str:
    """Only ids that something refers to: the others are the same in every chart."""
    needed = set(re.findall(r"#([\w-]+)", drawn))
    return re.sub(r' id="([^"]*)"', lambda found: found.group() if found.group(1) in needed else "", drawn)


def bare(axes: Axes, *, is_grid: bool = False) -> None:
    """No axis but the names at the side."""
    axes.xaxis.set_visible(is_grid)
    axes.spines[:].set_visible(False)
    axes.set_ylabel("")


def amounts(axes: Axes, currency: str) -> None:
    """Money at the side with lines across."""
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: formats.amount_tick(value, currency)))
    axes.grid(axis="y")
    axes.set_ylim(bottom=0)


def label(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Words beside a mark, `dx` and `dy` points away."""
    shift = style.pop("dx", 0.0), style.pop("dy", 0.0)
    axes.annotate(
        text, (x, y), xytext=shift, textcoords="offset points", annotation_clip=False, **{"fontsize": TEXT, **style}
    )


def names_at_side(axes: Axes, names: Iterable[str]) -> None:
    """The rows' names in ink, the first on top."""
    found = list(names)
    axes.set_yticks(range(len(found)), found)
    axes.tick_params(axis="y", labelcolor=INK["light"], labelsize=TEXT, pad=4)
    if not axes.yaxis_inverted():
        axes.invert_yaxis()


def notes(axes: Axes, places: Iterable[float]) -> None:
    """A thin line each, with its number on top: what it says stands below the chart's title."""
    top = axes.get_xaxis_transform()
    for number, place in enumerate(places, 1):
        axes.axvline(place, color=MUTED["light"], linewidth=0.7, linestyle=(0, (4, 2)), zorder=4)
        axes.annotate(
            str(number), (place, 1), xycoords=top, ha="center", va="bottom", fontsize=SMALL, color=MUTED["light"]
        )
