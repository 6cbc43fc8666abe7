"""Whether a segment shrank beyond its usual variation: docs/numbers.md states the rule. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from statistics import median

from wording.languages import days, marked, say
from worker.notices.alert import Alert

LEAST_CHANGES = 8  # from month end to month end, before the last one
DEVIATIONS = 3.0
TO_SIGMA = 1.4826  # a median absolute deviation -> the standard deviation of a normal distribution
LEAST_SHARE, LEAST_CUSTOMERS = 0.05, 10  # a smaller loss is never told


def alerts_of(sizes: Mapping[str, Sequence[int]], month: date) -> list[Alert]:
    """Segments, by name, whose last month-end size fell unusually; `sizes` are month ends in a row up to `month`."""
    found = []
    for name, row in sizes.items():
        if has_shrunk(row):
            found.append(Alert(f"segment:{name}:{month:%Y-%m}", "segment", partial(_of_loss, name, row, month)))
    return found


def _of_loss(name: str, row: Sequence[int], month: date) -> str:
    lost = row[-2] - row[-1]
    return say(
        "{segment} has {customers} customers at the end of {month}, {lost} fewer ({share}%) than a month before: more "
        "than it usually varies.",
        segment=say(name, sense="segment"),
        customers=marked(f"{row[-1]:,}"),
        month=days.month_in_full(month),
        lost=marked(f"{lost:,}"),
        share=f"{lost / row[-2]:.0%}".removesuffix("%"),
    )


def has_shrunk(row: Sequence[int]) -> bool:
    """Whether the last change lies more than DEVIATIONS robust deviations below the median of those before it."""
    changes = [after / before - 1 for before, after in pairwise(row) if before]
    if len(changes) <= LEAST_CHANGES or not row[-2]:
        return False
    *earlier, last = changes
    centre = median(earlier)
    deviation = TO_SIGMA * median(abs(one - centre) for one in earlier)
    is_much = last <= -LEAST_SHARE and row[-2] - row[-1] >= LEAST_CUSTOMERS
    return is_much and last < centre - DEVIATIONS * deviation
