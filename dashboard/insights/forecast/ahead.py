"""The next months of a selection: most likely, from … to, and what the trial says of both. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.forecast.methods import Method, Months
from dashboard.insights.forecast.trial import Rules, Trial, rules, tried, unusual

PARTS = ("new", "returning", "guests")


@dataclass(frozen=True)
class Ahead:
    """A year of months after the last one known."""

    point: np.ndarray
    low: np.ndarray
    high: np.ndarray
    is_model: bool  # whether the model was better than the plain method, and is what is shown
    rules: Rules
    model: Trial
    plain: Trial
    unusual: tuple[int, ...]  # the months, counted from the first one known, that came out far from what was said

    @property
    def shown(self) -> Trial:
        """The trial of what is shown."""
        return self.model if self.is_model else self.plain

    @property
    def against(self) -> float:
        """The model's mean miss ÷ that of the plain method (MASE): below 1 is better."""
        return self.model.absolute / self.plain.absolute if self.plain.absolute else np.inf

    def together(self, months: int) -> tuple[float, float, float]:
        """Low, most likely, high of so many months together: as if all were off to one side, so rather too wide."""
        return tuple(float(one[:months].sum()) for one in (self.low, self.point, self.high))  # type: ignore[return-value]


def forecast(values: Months) -> Ahead | None:
    """The year after the months known; None where they are too few, or one of them is not above nothing."""
    found = rules(len(values))
    if found is None or not (values > 0).all():
        return None
    model, plain = (tried(values, one, found.fewest) for one in (found.model, found.plain))
    is_model = model.absolute < plain.absolute
    method, trial = (found.model, model) if is_model else (found.plain, plain)
    point = method(values, MONTHS_A_YEAR)
    spread = trial.spread(MONTHS_A_YEAR)
    first = len(values) - trial.origins
    odd = tuple(first + number for number in unusual(trial))
    return Ahead(point, point * np.exp(-spread), point * np.exp(spread), is_model, found, model, plain, odd)


def split(parts: Mapping[str, Months], whole: Ahead) -> dict[str, np.ndarray]:
    """What each part brings of the whole: forecast by the same method, then scaled so that they add up.

    A part without anything in its latest months brings nothing.
    """
    method = whole.rules.model if whole.is_model else whole.rules.plain
    found = {name: _part(values, method) for name, values in parts.items()}
    sums = np.sum(list(found.values()), axis=0)
    scale = np.divide(whole.point, sums, out=np.zeros_like(whole.point), where=sums > 0)
    return {name: values * scale for name, values in found.items()}


def _part(values: Months, method: Method) -> np.ndarray:
    latest = values[-MONTHS_A_YEAR:]
    if not latest.sum() > 0:
        return np.zeros(MONTHS_A_YEAR)
    floor = max(float(values[values > 0].mean()) / 1_000, 1e-9)  # of months without any, whose logarithm is none
    return method(np.maximum(values, floor), MONTHS_A_YEAR)
