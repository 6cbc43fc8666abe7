"""Who moved from one audience into another, as far as the data tell: segments are followed from month to month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from audiences.conditions import Definition, Store
from audiences.conditions.definition import Both, Chosen, InSegment
from audiences.lists.keeping import Audience
from dashboard.filters.selection import add_months
from dashboard.queries.audiences.profile import month_ends, moved
from dashboard.words import formats

MONTHS = 6
UNKNOWN = (
    "Movement is known between audiences that are made of segments, and countries, alone: segments are followed month "
    "by month, other conditions are asked of the customers as they are now."
)
Followed = tuple[str, tuple[str, ...], tuple[str, ...] | None]  # algorithm, segments, countries


def followed(definition: Definition) -> Followed | None:
    """An audience as segments and countries; None where it asks for more."""
    parts: Sequence[Definition] = definition.parts if isinstance(definition, Both) else (definition,)
    inside = [one for one in parts if isinstance(one, InSegment)]
    places = [one for one in parts if isinstance(one, Chosen) and one.field == "country"]
    if len(inside) != 1 or len(places) > 1 or len(inside) + len(places) != len(parts):
        return None
    return inside[0].algorithm, inside[0].segments, places[0].values if places else None


def span(ends: Sequence[date]) -> tuple[date, date] | None:
    """The last month's end, and the one MONTHS before it, or the first there is."""
    if len(ends) < 2:
        return None
    wanted = add_months(ends[-1], -MONTHS)
    return next((one for one in ends if one >= wanted), ends[0]), ends[-1]


def moves_in_words(connection: Connection, store: Store, pair: tuple[Audience, Audience]) -> list[str]:
    """A note, and a sentence each way."""
    a, b = (followed(one.definition) for one in pair)
    between = None
    if a is not None and b is not None and a[0] == b[0] and a[0] in store.runs:
        between = span(month_ends(connection, store.runs[a[0]]))
    if a is None or b is None or between is None:
        return [UNKNOWN]
    run = store.runs[a[0]]
    told = []
    for one, start, other, end in ((pair[0], a, pair[1], b), (pair[1], b, pair[0], a)):
        both = _places(start[2], end[2])
        were, went = moved(connection, run, start[1], end[1], between, start[2])
        went = went if both == start[2] else moved(connection, run, start[1], end[1], between, both)[1]
        told.append(
            f"Of {formats.plural(were, 'customer')} in {one.name} at the end of {formats.month(between[0])}, "
            f"{formats.count(went)} ({formats.share(went, were)}) {'was' if went == 1 else 'were'} in {other.name} "
            f"at the end of {formats.month(between[1])}."
        )
    return ["By segments at the ends of months; home countries as they are now", *told]


def _places(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The countries of both."""
    if one is None or other is None:
        return one or other
    return tuple(code for code in one if code in other)
