"""What was drawn around customers in a chart of single ones: a box or a lasso, on the axes that the chart has. Pure.

Charts draw a sample: what was drawn means all customers who would stand inside, so the shape is kept, not its points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SHORTEST, LEAST = 1, 0.01  # a day and a cent: where nothing would stand on an axis of MONTHLY, which is logarithmic
MONTHLY = ("recency_days", "gross")  # within the months in view
LIFELONG = (
    *("recency_days", "frequency", "monetary", "net", "average_order_value", "returned", "return_rate", "units"),
    *("distinct_products", "tenure_days", "interval_days", "weekend_share", "night_share", "discount_share"),
)
MOST_POINTS = 5_000  # of a lasso
BOX = 2  # points: opposite corners


@dataclass(frozen=True)
class Axes:
    """The axes of a chart, by what they show of a customer: LIFELONG, or MONTHLY."""

    x: str
    y: str
    is_log: bool
    is_lifelong: bool


@dataclass(frozen=True)
class Shape:
    """Two corners of a box, or the points of a lasso in their order, in the units of the axes."""

    axes: Axes
    points: tuple[tuple[float, float], ...]

    @property
    def plain(self) -> dict[str, Any]:
        """As `read` takes it."""
        axes = self.axes
        points = [list(point) for point in self.points]
        return {"x": axes.x, "y": axes.y, "log": axes.is_log, "lifelong": axes.is_lifelong, "points": points}


def drawn(selected: object, axes: Axes) -> Shape | None:
    """What a chart says was drawn: `range` or `lassoPoints`, as the browser sends them; None where that is nothing."""
    match selected:
        case {"range": {"x": list(across), "y": list(up)}} if len(across) == len(up) == BOX:
            return _shape(axes, across, up)
        case {"lassoPoints": {"x": list(across), "y": list(up)}} if BOX < len(across) == len(up):
            return _shape(axes, across, up)
    return None


def read(data: object) -> Shape | None:
    """A shape as the browser keeps it; None where that is nothing a chart could have said."""
    match data:
        case {"x": str(x), "y": str(y), "log": bool(is_log), "lifelong": bool(is_lifelong), "points": list(points)}:
            known = LIFELONG if is_lifelong else MONTHLY
            pairs = all(isinstance(point, list) and len(point) == BOX for point in points)
            if x in known and y in known and pairs:
                axes = Axes(x, y, is_log, is_lifelong)
                return _shape(axes, [point[0] for point in points], [point[1] for point in points])
    return None


def _shape(axes: Axes, across: list[Any], up: list[Any]) -> Shape | None:
    if not BOX <= len(across) <= MOST_POINTS or not all(_is_place(one, axes) for one in (*across, *up)):
        return None
    return Shape(axes, tuple((float(x), float(y)) for x, y in zip(across, up, strict=True)))


def _is_place(value: object, axes: Axes) -> bool:
    """Whether an axis has it: a number, which the endless and nan are not."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 1e300:
        return False
    return value > 0 or not axes.is_log
