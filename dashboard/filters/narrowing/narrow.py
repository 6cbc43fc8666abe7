"""A mark that was clicked -> the filters that a view then has, or the page of what it means. Pure."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from dashboard.filters.implied import COUNTRIES, SEGMENTS, Own
from dashboard.filters.narrowing.marks import COUNTRY, CUSTOMER, MOVE, SEGMENT, Mark
from dashboard.filters.narrowing.who import Cohort, Hour, Said, product_of, subject
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters

FIELDS = {SEGMENT: SEGMENTS, COUNTRY: COUNTRIES}


def narrowed(filters: Filters, mark: Mark, published: Published) -> Filters:
    """The filters of the view narrowed to a mark; without it where that is what they are narrowed to already."""
    found = held(filters, mark, published)
    return found if found != filters else _without(filters, mark)


def held(filters: Filters, mark: Mark, published: Published) -> Filters:
    """The filters of the view narrowed to a mark, whether they were before or not."""
    match mark.value:
        case (date() as start, date() as end):  # an end that is the data's own is no filter
            since = None if start <= published.first_month else start
            return filters.only(start=since, end=None if end >= published.last_month else end)
        case Hour() | Cohort() | Said() as who:
            others = tuple(one for one in filters.parts if subject(one) != subject(who))
            parts = filters.parts if who in filters.parts else (*others, who)
            return filters.only(parts=parts, segments=_segments(filters, mark))
        case str(value) if mark.kind in FIELDS:
            return filters.only(**{FIELDS[mark.kind]: (value,)})
    return filters


def _without(filters: Filters, mark: Mark) -> Filters:
    match mark.value:
        case tuple():
            return filters.only(start=None, end=None)
        case Hour() | Cohort() | Said() as who:
            parts = tuple(one for one in filters.parts if one != who)
            return filters.only(parts=parts, segments=() if mark.segment else filters.segments)
        case str() if mark.kind in FIELDS:
            return filters.only(**{FIELDS[mark.kind]: ()})
    return filters


def _segments(filters: Filters, mark: Mark) -> tuple[str, ...]:
    """The segment of a mark that is of one; charts of moves are of all of them, whatever is filtered."""
    if mark.segment:
        return (mark.segment,)
    return () if mark.kind == MOVE else filters.segments


def opened(mark: Mark) -> Own | str | None:
    """What a page is of that shows the mark by itself, or the address of another; None where there is none."""
    match mark:
        case Mark(kind, str(value)) if kind in FIELDS:
            return Own(FIELDS[kind], value)
        case Mark(kind, str(value)) if kind == CUSTOMER:
            return f"/customers/{quote(value, safe='')}"
        case Mark(_, Said() as who) if product := product_of(who):
            return f"/products/{quote(product, safe='')}"
    return None
