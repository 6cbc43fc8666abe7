"""Repeat and one-time customers as parts of a whole."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT
from dashboard.words import formats
from wording.languages import to_say

LOYALTY_SERIES = (
    ("repeat", to_say("Repeat"), ACCENT),
    ("single", to_say("One-time"), ACCENT_SOFT),
)  # column, name, colour
NARROWEST = 0.1  # part that has room for words


@dataclass(frozen=True)
class LoyaltyBar:
    """One whole, from the left: the repeat customers' share, then the others'."""

    name: str
    repeat: float
    single: float

    @property
    def repeat_text(self) -> str:
        """What stands in the repeat customers' part; '' where it is too narrow."""
        return formats.percent(self.repeat, 0) if self.repeat >= NARROWEST else ""

    @property
    def single_text(self) -> str:
        """What stands beside the bar, as the others' part may be too narrow."""
        return formats.percent(self.single, 0)


def loyalty_bars(frame: pd.DataFrame) -> list[LoyaltyBar]:
    """`frame`: one row a bar with `name`, `repeat` and `single` (shares)."""
    return [LoyaltyBar(row.name, float(row.repeat), float(row.single)) for row in frame.itertuples(index=False)]
