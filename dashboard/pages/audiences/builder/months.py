"""Past months to choose from: so many back, which moves on with the data, or one that stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html

from dashboard.components.basics import Children
from dashboard.pages.audiences.builder.controls import option
from dashboard.words import formats
from wording.languages import say, say_n


def when_options(months: Sequence[date], chosen: str) -> list[Children]:
    """Of the months that are kept, the first one first; what was chosen and is kept no more is told as it is."""
    back = {str(one): _ago(one) for one in range(1, len(months) + 1)}
    fixed = {f"{one:%Y-%m}": formats.month(one) for one in reversed(months)}
    known = chosen in back or chosen in fixed or not chosen
    groups = (
        ("", {"": say("Choose a month …")} if not chosen else {}),
        (say("Not kept any more"), {} if known else {chosen: _ago(int(chosen)) if chosen.isdecimal() else chosen}),
        (say("Moves on with the data"), back),
        (say("The end of"), fixed),
    )
    return [
        html.Optgroup([option(value, words, chosen) for value, words in choices.items()], label=label)
        for label, choices in groups
        if choices
    ]


def _ago(months: int) -> str:
    return say_n(months, "{n} month ago", "{n} months ago")
