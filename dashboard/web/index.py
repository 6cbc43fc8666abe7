"""The HTML around the app: language, style sheets in order, the theme before the first paint."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Final

from flask import Flask, Response

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
SHEET, SCRIPT = "css/all.css", "all.js"  # the sheet lies where its parts lie: what they link to is named from there
PARTS: Final = {SHEET: (STYLES, "text/css; charset=utf-8"), SCRIPT: (SCRIPTS, "text/javascript; charset=utf-8")}

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


def register(server: Flask, assets: Path) -> None:
    """Add the addresses of our style sheets and scripts, a file each: a browser far away asks twice, not 40 times."""
    for name, (_, kind) in PARTS.items():
        server.add_url_rule(f"/assets/{name}", Path(name).name.replace(".", "_"), partial(_sent, assets, name, kind))


def _sent(assets: Path, name: str, kind: str) -> Response:
    return Response(_joined(assets, name), content_type=kind)


def style_links(assets: Path, base: str = "") -> str:
    """The style sheets, in order, as one."""
    return f'<link rel="stylesheet" href="{base}{_bundle(assets, SHEET)}">'


def script_links(assets: Path, base: str = "") -> str:
    """Our own scripts, as one."""
    return f'<script src="{base}{_bundle(assets, SCRIPT)}"></script>'


def _bundle(assets: Path, name: str) -> str:
    return f"/assets/{name}?v={hashlib.sha256(_joined(assets, name).encode()).hexdigest()[:12]}"


@cache
def _joined(assets: Path, name: str) -> str:
    """The files one after the other; a script ends before the next begins."""
    between = ";\n" if name == SCRIPT else "\n"
    return between.join((assets / one).read_text(encoding="utf-8") for one in PARTS[name][0])


def _address(assets: Path, base: str, name: str) -> str:
    fingerprint = hashlib.sha256((assets / name).read_bytes()).hexdigest()[:12]
    return f"{base}/assets/{name}?v={fingerprint}"
