"""From one sum to another in steps, as from gross to net."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL

Step = tuple[str, float, bool]  # a name, an amount, and whether it is the sum of all before


@dataclass(frozen=True)
class StepBar:
    """One step as a bar that hangs where the one before ended."""

    name: str
    amount: float
    base: float
    colour: str

    @property
    def top(self) -> float:
        """The upper end."""
        return max(self.base, self.base + self.amount)

    @property
    def end(self) -> float:
        """Where the next one begins."""
        return self.base + self.amount


def step_bars(steps: Sequence[Step]) -> list[StepBar]:
    """Each step from the level of those before it; sums from zero."""
    found: list[StepBar] = []
    for name, amount, is_sum in steps:
        base = 0.0 if is_sum or not found else found[-1].end
        found.append(StepBar(name, amount, base, ACCENT if is_sum else ACCENT_SOFT if amount >= 0 else NEUTRAL))
    return found
