"""What a view is narrowed to, one by one: each with the filters without it, and its page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from dashboard.filters.implied import COUNTRIES, SEGMENTS, Own
from dashboard.filters.narrowing.who import product_of, written
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, period_in_words
from wording.languages import say, say_n, to_say, to_say_n

MOST = 4  # of one kind that get a chip each; more share one
MANY = {
    COUNTRIES: to_say_n("{n} country", "{n} countries"),
    SEGMENTS: to_say_n("{n} segment", "{n} segments"),
}
UNNAMED = to_say("customers of a chart")  # of whom there are no words, since the store has not what they ask for


@dataclass(frozen=True)
class Chip:
    """One filter; `page` is the address of the page that shows it by itself, '' where there is none."""

    key: str  # the same as long as it is the same
    label: str
    without: Filters
    page: str = ""
    filters: Filters = field(default_factory=Filters)  # what that page keeps


def chips(filters: Filters, published: Published, own: Own | None, words: Sequence[str]) -> list[Chip]:
    """The filters of a view in the order of the bar, without what its page is of; `words` are those of its parts."""
    return [
        *_months(filters, published),
        *_values(filters, published, COUNTRIES, own),
        *_values(filters, published, SEGMENTS, own),
        *_audience(filters, published),
        *_parts(filters, words),
    ]


def _months(filters: Filters, published: Published) -> Iterator[Chip]:
    if (filters.start or filters.end) and published.has_orders:
        scope = published.scope(filters)
        without = filters.only(start=None, end=None)
        yield Chip("months", period_in_words(scope.start, scope.end), without)


def _values(filters: Filters, published: Published, field: str, own: Own | None) -> Iterator[Chip]:
    values: tuple[str, ...] = getattr(filters, field)
    if own is not None and own.field == field:
        return
    if len(values) > MOST:
        yield Chip(field, say_n(len(values), *MANY[field]), filters.only(**{field: ()}))
        return
    for value in values:
        rest = filters.only(**{field: tuple(one for one in values if one != value)})
        one = Own(field, value)
        name = one.name(published, filters.segmentation)
        yield Chip(f"{field} {value}", name, rest, one.page, one.without(filters))


def _audience(filters: Filters, published: Published) -> Iterator[Chip]:
    if filters.audience is not None:
        found, without = published.audience(filters.audience), filters.only(audience=None)
        page = "" if found is None else f"/audiences/{found.audience_id}"
        yield Chip(
            "audience",
            say("an audience") if found is None else say("“{name}”", name=found.name),
            without,
            page,
            filters,
        )


def _parts(filters: Filters, words: Sequence[str]) -> Iterator[Chip]:
    for number, part in enumerate(filters.parts):
        said = words[number] if number < len(words) else say(UNNAMED)
        product = product_of(part)
        yield Chip(
            written(part),
            said[:1].upper() + said[1:],
            filters.only(parts=tuple(one for one in filters.parts if one != part)),
            f"/products/{quote(product, safe='')}" if product else "",
            filters,
        )
