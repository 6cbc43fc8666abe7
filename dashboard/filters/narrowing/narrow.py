"""A mark that was clicked -> the filters that a view then has, or the page of what it means. Pure."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from dashboard.filters.implied import COUNTRIES, SEGMENTS, Own
from dashboard.filters.narrowing.marks import COUNTRY, CUSTOMER, MOVE, SEGMENT, Mark
from dashboard.filters.narrowing.who import Cohort, Hour, Said, Who, product_of, subject
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters

FIELDS = {SEGMENT: SEGMENTS, COUNTRY: COUNTRIES}


def narrowed(filters: Filters, mark: Mark, published: Published) -> Filters:
    """The filters of the view narrowed to a mark; without it where that is what they are narrowed to already."""
    match mark.value:
        case (date() as start, date() as end):
            return _months(filters, start, end, published)
        case Hour() | Cohort() | Said() as who:
            return _of(filters, who, mark)
        case str(value) if mark.kind in FIELDS:
            field = FIELDS[mark.kind]
            return filters.only(**{field: () if getattr(filters, field) == (value,) else (value,)})
    return filters


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


def _months(filters: Filters, start: date, end: date, published: Published) -> Filters:
    """A window as the filter bar says it: an end that is the data's own is no filter."""
    since = None if start <= published.first_month else start
    until = None if end >= published.last_month else end
    is_same = (filters.start, filters.end) == (since, until)
    return filters.only(start=None, end=None) if is_same else filters.only(start=since, end=until)


def _segments(filters: Filters, mark: Mark) -> tuple[str, ...]:
    """The segment of a mark that is of one; charts of moves are of all of them, whatever is filtered."""
    if mark.segment:
        return (mark.segment,)
    return () if mark.kind == MOVE else filters.segments


def _of(filters: Filters, who: Who, mark: Mark) -> Filters:
    about, segments = subject(who), _segments(filters, mark)
    others = tuple(one for one in filters.parts if subject(one) != about)
    if who in filters.parts and segments == filters.segments:
        return filters.only(parts=others, segments=() if mark.segment else segments)
    return filters.only(parts=(*others, who), segments=segments)
