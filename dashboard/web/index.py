"""The HTML around the app: language, style sheets in order, the theme before the first paint."""

from __future__ import annotations

import hashlib
from pathlib import Path

STYLES = (
    "vendor/bootstrap.min.css",
    "css/tokens.css",
    "css/shell.css",
    "css/filters.css",
    "css/cards.css",
    "css/charts.css",
    "css/tables.css",
    "css/lists.css",
    "css/segments.css",
    "css/insights.css",
    "css/data.css",
    "css/campaigns.css",
    "css/access.css",
    "css/schedules.css",
    "css/audiences.css",
    "css/finder.css",
    "css/narrowing.css",
    "css/views.css",
    "css/boards.css",
    "css/visit.css",
    "css/paper.css",
)
PLOTLY = "vendor/plotly/plotly.min.js"
FONT = "vendor/inter-latin-wght-normal.woff2"
SCRIPTS = (
    "words.js",  # by which all others speak
    "regulars.js",
    "busy.js",
    "charts.js",
    "marks.js",
    "brush.js",
    "narrowing.js",
    "chartmenu.js",
    "tables.js",
    "uploads.js",
    "asking.js",
    "audiences.js",
    "finder.js",
    "passwords.js",
    "views.js",
    "boards.js",
    "visit.js",
)

PAGE = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light" data-base="<<base>>" data-plotly="<<plotly>>">
<head>
{%metas%}
<link rel="preload" as="font" type="font/woff2" crossorigin href="<<font>>">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="<<base>>/assets/favicon.svg">
<<links>>
{%css%}
<<scripts>>
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


def index_page(assets: Path, base: str = "") -> str:
    """The index page with links to the assets, each with a fingerprint so that browsers may keep it.

    `base` is the path below which all of it is served; scripts read it from the page.
    """
    links = PAGE.replace("<<links>>", style_links(assets, base)).replace("<<scripts>>", script_links(assets, base))
    links = links.replace("<<plotly>>", _address(assets, base, PLOTLY)).replace(
        "<<font>>", _address(assets, base, FONT)
    )
    return links.replace("<<base>>", base)


def style_links(assets: Path, base: str = "") -> str:
    """The style sheets, in order."""
    return "\n".join(f'<link rel="stylesheet" href="{_address(assets, base, name)}">' for name in STYLES)


def script_links(assets: Path, base: str = "") -> str:
    """Our own scripts."""
    return "\n".join(f'<script src="{_address(assets, base, name)}"></script>' for name in SCRIPTS)


def _address(assets: Path, base: str, name: str) -> str:
    fingerprint = hashlib.sha256((assets / name).read_bytes()).hexdigest()[:12]
    return f"{base}/assets/{name}?v={fingerprint}"
