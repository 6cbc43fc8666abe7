"""A board as one HTML text, drawn by the dashboard's own plotly.js: Chromium makes a PDF or a picture of it.

All that it draws with stands in it; what may run is named by its hash, so that nothing else does.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from markupsafe import Markup
from plotly.utils import PlotlyJSONEncoder

from dashboard.report.board import ShownBoard
from dashboard.report.markup import markup
from dashboard.report.template import ASSETS, environment, style
from dashboard.web.languages.page import locale
from dashboard.words import formats
from wording.languages import say, to_say

WIDTH, GAP = 880, 16  # pixels, as templates/board.css has them: of a card as wide as the page, and between two
MADE = to_say("Made on {day}, {time}. Each card has its own filters, which stand under its title.")
OUTLINES = "world_110m"
DRAW = """
const own = JSON.parse(document.getElementById("locale").textContent);
const format = Object.assign({ date: "%d.%m.%Y", grouping: [3], currency: ["", ""] }, own);
if (own.language !== "en") Plotly.register({ moduleType: "locale", name: own.language, dictionary: {}, format });
const drawn = JSON.parse(document.getElementById("figures").textContent);
for (const [place, figure] of Object.entries(drawn))
  Plotly.newPlot(place, figure.data, figure.layout, { staticPlot: true, displayModeBar: false, locale: own.language });
"""


def board_page(board: ShownBoard, now: datetime) -> tuple[str, tuple[str, ...]]:
    """The page, and the hashes of its scripts, as a policy names them."""
    figures = {
        f"card-{at}": _sized(one.figure, one.is_wide, one.height) for at, one in enumerate(board.cards) if one.figure
    }
    scripts = [_outlines(), (ASSETS / "vendor" / "plotly" / "plotly.min.js").read_text(encoding="utf-8"), DRAW]
    html = (
        environment()
        .get_template("board.html")
        .render(
            board=board,
            made=say(MADE, day=formats.day(now), time=f"{now:%H:%M}"),
            strips={at: markup(one.strip) for at, one in enumerate(board.cards) if one.strip},
            figures=Markup(_json(figures)),
            locale=Markup(_json(locale())),
            style=Markup(style("report.css", "board.css")),
            mark=Markup((ASSETS / "favicon.svg").read_text(encoding="utf-8")),
            scripts=[Markup(one) for one in scripts],
        )
    )
    return html, tuple(_hash(one) for one in scripts)


def _sized(figure: dict[str, Any], is_wide: bool, height: int) -> dict[str, Any]:
    """Of the width that its card has on paper: nothing there can be resized."""
    width = WIDTH if is_wide else (WIDTH - GAP) // 2
    return {**figure, "layout": {**figure["layout"], "width": width, "height": height, "autosize": False}}


def _outlines() -> str:
    """The outlines of countries where plotly.js looks for them before it asks another host."""
    found = (ASSETS / "vendor" / "topojson" / f"{OUTLINES}.json").read_text(encoding="utf-8")
    return f"window.PlotlyGeoAssets = {{ topojson: {{ {OUTLINES}: {found} }} }};"


def _json(value: Any) -> str:
    """As it may stand inside an element: no text in it ends that."""
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=True).replace("<", "\\u003c")


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
