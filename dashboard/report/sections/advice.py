"""What to do about each segment."""

from __future__ import annotations

from dashboard.figures.theme import segment_colour
from dashboard.report.context import Context
from dashboard.report.parts import Item, Items, Section


def section(context: Context) -> Section:
    """One piece of advice a segment."""
    items = [
        Item(one.name, one.advice, segment_colour(one.position))
        for one in context.segmentation.segments
        if one.customers and (not context.scope.segments or one.segment_id in context.scope.segments)
    ]
    return Section("advice", "Recommendations", "What to do about each segment.", [Items("", items)])
