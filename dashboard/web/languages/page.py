"""The page around the app in the language of whoever asks: `<html lang>`, and what its scripts say."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from dash import Dash
from markupsafe import Markup

from wording.languages import ENGLISH, days, language_now, marks, texts_of

ENGLISH_PAGE = '<html lang="en"'
WORDS = '<script type="application/json" id="words">{words}</script>'  # data, which assets/words.js reads
ROOM = "assets"  # the catalogue of the scripts


def register(app: Dash) -> None:
    """Make each page in its language."""
    english: Any = app.interpolate_index

    def interpolate(**parts: Any) -> str:
        page: str = english(**parts)
        if language_now() == ENGLISH:
            return page
        return page.replace(ENGLISH_PAGE, f'<html lang="{language_now()}"', 1).replace("<head>", f"<head>{words()}", 1)

    app.interpolate_index = interpolate  # type: ignore[method-assign,assignment]


def words() -> Markup:
    """What the scripts of a page say, and how they write numbers and days; nothing in English, which they know."""
    return Markup("") if language_now() == ENGLISH else Markup(_words(language_now()))


@cache
def _words(language: str) -> str:
    told = {"texts": texts_of(language, ROOM), **locale()}
    return WORDS.format(words=json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))


def locale() -> dict[str, Any]:
    """How plotly writes numbers and days in the language that is spoken."""
    return {
        "language": language_now(),
        "decimal": marks().decimal,
        "thousands": marks().group,
        "months": [days.month_name(number) for number in range(1, 13)],
        "shortMonths": [days.month_name(number, short=True) for number in range(1, 13)],
        "days": [days.weekday(number) for number in (6, *range(6))],  # as plotly has them, Sunday first
        "shortDays": [days.weekday(number, short=True) for number in (6, *range(6))],
    }
