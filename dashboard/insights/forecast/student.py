"""Student's t for whole degrees of freedom, without the 10 MB of a library (Abramowitz and Stegun, 26.7.3, 26.7.4)."""

from __future__ import annotations

import math

HALVINGS = 60  # of a quarter of a circle: to the last digit


def reach(freedom: int, sure: float) -> float:
    """The t that |T| stays below with this probability."""
    low, high = 0.0, math.pi / 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(freedom, middle) < sure else (low, middle)
    return math.sqrt(freedom) * math.tan((low + high) / 2)


def _within(freedom: int, angle: float) -> float:
    """The probability of |T| < t, where t = √freedom · tan(angle)."""
    is_odd = freedom % 2
    square, term = math.cos(angle) ** 2, math.cos(angle) if is_odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(2 + is_odd, freedom - 1, 2):
        term *= square * (step - 1) / step
        total += term
    part = math.sin(angle) * total
    return 2 / math.pi * (angle + part) if is_odd else part
