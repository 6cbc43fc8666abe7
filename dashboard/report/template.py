"""Templates and their style sheets, self-contained: with the fonts inside."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from wording.languages import language_now, say

HERE = Path(__file__).parent
ASSETS = HERE.parent.parent / "assets"
FONTS = ("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2")


def environment() -> Environment:
    """What templates are made with: all that is not ours is escaped."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"say": say, "language": language_now}
    found.filters["drawing"] = Markup  # our own SVG, in which matplotlib has escaped every text
    return found


def style(*names: str) -> str:
    """Style sheets as one, with the fonts as data."""
    sheet = "\n".join((HERE / "templates" / name).read_text(encoding="utf-8") for name in names)
    for name in FONTS:
        data = base64.b64encode((ASSETS / "vendor" / name).read_bytes()).decode("ascii")
        sheet = sheet.replace(f"url({name})", f"url(data:font/woff2;base64,{data})")
    return sheet
