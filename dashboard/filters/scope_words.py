"""What a view stands on, in words: its period, its customers, its basis."""

from __future__ import annotations

from datetime import date

from dashboard.filters.months import incomplete_months
from dashboard.filters.published import Published, Segmentation
from dashboard.filters.selection import Scope, add_months, period_in_words
from dashboard.words import formats
from wording.languages import days, say, say_n, to_say

MOST_NAMES = 3
SO_FAR = to_say("so far")
NET = to_say("Sales net of returns")  # the basis of every chart and table of sales that says no other
MONEY = {"net": NET, "gross": to_say("Gross sales")}  # what a segmentation counts as money


def money(segmentation: Segmentation) -> str:
    """What counts as a customer's money in a segmentation."""
    return say(MONEY[segmentation.monetary])


def _names(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    more = len(names) - MOST_NAMES + 1
    return say_n(more, "{names} and {n} more", "{names} and {n} more", names=", ".join(names[: MOST_NAMES - 1]))


def who(published: Published, scope: Scope) -> str:
    """`Summer mailing · Germany, France · Champions`; nothing without such filters."""
    segmentation = published.of(scope)
    parts: list[str] = []
    if scope.audience is not None:
        parts += [say("“{name}”", name=scope.audience.name)] if scope.audience.name else []
        parts += scope.audience.words
    if scope.countries:
        parts.append(_names([published.country_name(country) for country in scope.countries]))
    if scope.segments:
        found = [segmentation.segment(segment) for segment in scope.segments]
        parts.append(_names([segment.name for segment in found if segment]) or say("no known segment"))
    return " · ".join(parts)


def period(published: Published, scope: Scope) -> str:
    """`Dec 2010 – Dec 2011 (to 9 Dec)`: the window, with marks where the data begin or end within a month of it."""
    found, first, last = months_in_part(published, scope), published.first_day, published.last_day
    marks = [_from(first)] if published.first_month in found and first.day > 1 else []
    marks += (
        [say("to {day}", day=days.day_of_month(last))]
        if published.last_month in found and _ends_early(published)
        else []
    )
    text = period_in_words(scope.start, scope.end)
    return f"{text} ({', '.join(marks)})" if marks else text


def months_in_part(published: Published, scope: Scope) -> dict[date, str]:
    """The months of the window that the data cover in part, each with the mark it gets in a chart."""
    first, last = published.first_day, published.last_month
    found = incomplete_months(published, (scope.start, scope.end)) if published.has_orders else ()
    return {month: say(SO_FAR) if month == last and _ends_early(published) else _from(first) for month in found}


def _from(day: date) -> str:
    return say("from {day}", day=days.day_of_month(day))


def known_since(published: Published) -> str:
    """How far back anybody's orders are known: what came before the data makes nobody an old customer."""
    return say("as far as the data since {first_day} know", first_day=formats.day(published.first_day))


def _ends_early(published: Published) -> bool:
    return (add_months(published.last_month, 1) - published.last_day).days > 1


def basis(published: Published, scope: Scope, measure: str = NET, guests: bool = True) -> str:
    """The note of a card: measure, with or without guests, who, when."""
    said = say(measure)
    if not scope.is_of_some:
        said = say("{measure}, with guests", measure=said) if guests else say("{measure}, without guests", measure=said)
    parts = [said, who(published, scope), period(published, scope)]
    return " · ".join(part for part in parts if part)
