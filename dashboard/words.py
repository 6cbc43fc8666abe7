"""What a view stands on, in words: its period, its customers, its basis."""

from __future__ import annotations

from dashboard.filters import Scope, period_in_words
from dashboard.queries.published import Published, Segmentation

MOST_NAMES = 3
MONEY = {"net": "Sales net of returns", "gross": "Gross sales"}  # what a segmentation counts as money


def money(segmentation: Segmentation) -> str:
    """What counts as a customer's money in a segmentation."""
    return MONEY[segmentation.monetary]


def _names(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} more"


def who(published: Published, scope: Scope) -> str:
    """`Germany, France · Champions`; nothing without such filters."""
    segmentation = published.of(scope)
    parts = []
    if scope.countries:
        parts.append(_names([published.country_name(country) for country in scope.countries]))
    if scope.segments:
        found = [segmentation.segment(segment) for segment in scope.segments]
        parts.append(_names([segment.name for segment in found if segment]) or "no known segment")
    return " · ".join(parts)


def period(published: Published, scope: Scope) -> str:
    """`Dec 2010 – Dec 2011 (to 9 Dec)`: the window, with a mark where its last month is not over."""
    text = period_in_words(scope.start, scope.end)
    return f"{text} (to {published.last_day.day} {published.last_day:%b})" if is_partial(published, scope) else text


def is_partial(published: Published, scope: Scope) -> bool:
    """Whether the window's last month has no data up to its end."""
    return scope.end == published.last_month and (scope.until - published.last_day).days > 1


def basis(published: Published, scope: Scope, measure: str = "Sales, gross of returns", guests: bool = True) -> str:
    """The note of a card: measure, with or without guests, who, when."""
    with_guests = "" if scope.segments else (", with guests" if guests else ", without guests")
    parts = [measure + with_guests, who(published, scope), period(published, scope)]
    return " · ".join(part for part in parts if part)
