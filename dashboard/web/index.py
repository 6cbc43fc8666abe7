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
    "css/tables.css",
    "css/lists.css",
    "css/segments.css",
    "css/insights.css",
    "css/data.css",
    "css/access.css",
    "css/schedules.css",
)
SCRIPTS = ("regulars.js", "busy.js", "uploads.js", "asking.js")

PAGE = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
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


def index_page(assets: Path) -> str:
    """The index page with links to the assets, each with a fingerprint so that browsers may keep it."""
    return PAGE.replace("<<links>>", style_links(assets)).replace("<<scripts>>", script_links(assets))


def style_links(assets: Path) -> str:
    """The style sheets, in order."""
    return "\n".join(f'<link rel="stylesheet" href="{_address(assets, name)}">' for name in STYLES)


def script_links(assets: Path) -> str:
    """Our own scripts."""
    return "\n".join(f'<script src="{_address(assets, name)}"></script>' for name in SCRIPTS)


def _address(assets: Path, name: str) -> str:
    fingerprint = hashlib.sha256((assets / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={fingerprint}"
