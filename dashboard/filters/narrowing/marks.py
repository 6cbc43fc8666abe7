"""What the marks of each chart mean, and what one says of itself when it is clicked. Pure.

A chart that is not in `MARKS` has none that mean anything to click: nothing about it looks as if it had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.filters.narrowing.who import DAYS, LONGEST_CODE, Cohort, Hour, Who, read
from dashboard.filters.selection import YEARS, query_fields
from dashboard.words.formats import short_weekdays

SEGMENT, COUNTRY, MONTH, CUSTOMER = "segment", "country", "month", "customer"
SEGMENT_PAGE = "segment-page"  # of a page that no filter narrows: a click opens it
PART, MOVE, HOUR, WEEKDAY, COHORT = "part", "move", "hour", "weekday", "cohort"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # the first of a month, where a mark carries it
MARKS: Mapping[str, str] = {
    "overview-trend": MONTH,
    "overview-segments": SEGMENT,
    "segments-shares": SEGMENT,
    "segments-scatter": CUSTOMER,
    "segment-sales": MONTH,
    "segment-months": MONTH,
    "segment-countries": COUNTRY,
    "migration-flows": MOVE,
    "migration-sizes": MOVE,
    "countries-world": COUNTRY,
    "countries-near": COUNTRY,
    "countries-pair": MONTH,
    "country-trend": MONTH,
    "country-mix": SEGMENT,
    "country-customers": MONTH,
    "country-share": MONTH,
    "seasons-years": MONTH,
    "seasons-map": MONTH,
    "seasons-parted": MONTH,
    "seasons-hours": HOUR,
    "seasons-weekdays": WEEKDAY,
    "cohorts-map": COHORT,
    "contribution-segments": SEGMENT,
    "contribution-loyalty": PART,
    "contribution-countries": COUNTRY,
    "products-favourites": SEGMENT,
    "product-trend": MONTH,
    "product-buyers": SEGMENT,
    "customer-trend": MONTH,
    "value-segments": SEGMENT,
    "value-chances": PART,
    "attributes-sizes": SEGMENT,
    "attributes-countries": COUNTRY,
    "attributes-spread": PART,
    "attributes-values": PART,
    "explore-histogram": PART,
    "explore-orders": PART,
    "explore-scatter": CUSTOMER,
    "model-structure": SEGMENT_PAGE,
}


OPENED = (CUSTOMER, SEGMENT_PAGE)  # what one click opens already


@dataclass(frozen=True)
class Mark:
    """What was clicked: a segment or a country by its id, months by their ends, customers by what is said of them."""

    kind: str  # SEGMENT, COUNTRY, MONTH, PART, MOVE or CUSTOMER
    value: str | tuple[date, date] | Who
    segment: str = ""  # of customers who are said to be of one


def clicked(kind: str | None, points: object, search: str = "") -> Mark | None:
    """What a chart tells of a click, a stroke over months or an Enter: `points` as assets/marks.js sends them; None
    where that is nothing. `search` is what the address of its page says."""
    if kind is None or not isinstance(points, list) or not points:
        return None
    first, last = (_READ[kind](point, search) if isinstance(point, dict) else None for point in (points[0], points[-1]))
    if first is None or last is None:
        return None
    if first.kind != MONTH:
        return first
    months = sorted({*_months(first), *_months(last)})
    return Mark(MONTH, (months[0], months[-1]))


def _months(mark: Mark) -> tuple[date, ...]:
    return mark.value if isinstance(mark.value, tuple) else ()


def _named(kind: str) -> Callable[[Mapping[str, Any], str], Mark | None]:
    def read_name(point: Mapping[str, Any], _search: str) -> Mark | None:
        found = _carried(point)
        is_name = isinstance(found, str) and 0 < len(found) <= LONGEST_CODE and "\x00" not in found
        return Mark(kind, found) if is_name else None

    return read_name


def _carried(point: Mapping[str, Any]) -> Any:
    """What a mark carries first."""
    found = point.get("customdata")
    return found[0] if isinstance(found, list) and found else found


def _conditions(kind: str) -> Callable[[Mapping[str, Any], str], Mark | None]:
    def read_conditions(point: Mapping[str, Any], _search: str) -> Mark | None:
        found = _carried(point)
        who = read(found) if isinstance(found, str) and found.startswith("{") else None
        return Mark(kind, who, _segment(point.get("customdata"))) if who is not None else None

    return read_conditions


def _segment(carried: object) -> str:
    """What a mark carries third: the segment that its customers are of."""
    match carried:
        case [_, _, str(segment), *_] if len(segment) <= LONGEST_CODE and "\x00" not in segment:
            return segment
    return ""


def _month(point: Mapping[str, Any], _search: str) -> Mark | None:
    """The month that a mark carries, else that where it stands."""
    carried = str(_carried(point))
    text = carried if _DAY.fullmatch(carried) else str(point.get("x"))
    try:
        day = date(int(text[:4]), int(text[5:7]), 1)
    except ValueError:
        return None
    return Mark(MONTH, (day, day)) if day.year in YEARS else None


def _hour(point: Mapping[str, Any], _search: str) -> Mark | None:
    match point:
        case {"x": int(hour), "y": str(day)} if day in (names := short_weekdays()) and 0 <= hour < 24:
            return Mark(PART, Hour(names.index(day) + 1, hour))
    return None


def _weekday(point: Mapping[str, Any], _search: str) -> Mark | None:
    day = _carried(point)
    return Mark(PART, Hour(day)) if isinstance(day, int) and day in DAYS else None


def _cohort(point: Mapping[str, Any], search: str) -> Mark | None:
    match point:
        case {"x": int(age), "y": str(month)} if age >= 0:
            product = first_product(search)
            who = read(f"first.{month[:7]}.{age}" + (f".{product}" if product else ""))
            return Mark(PART, who) if isinstance(who, Cohort) else None
    return None


def first_product(search: str) -> str:
    """The product that the address of the cohorts' page asks for; '' is any."""
    return dict(query_fields(search)).get(FIRST_PRODUCT, "")


FIRST_PRODUCT = "first"  # in the address of the cohorts' page
_READ: Mapping[str, Callable[[Mapping[str, Any], str], Mark | None]] = {
    SEGMENT: _named(SEGMENT),
    SEGMENT_PAGE: _named(SEGMENT),
    COUNTRY: _named(COUNTRY),
    CUSTOMER: _named(CUSTOMER),
    PART: _conditions(PART),
    MOVE: _conditions(MOVE),
    MONTH: _month,
    HOUR: _hour,
    WEEKDAY: _weekday,
    COHORT: _cohort,
}
