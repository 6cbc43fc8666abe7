"""Filters <-> URL query string <-> SQL conditions <-> words.

`Filters` is what a link says; `Scope` is the same resolved against what is published, and is what queries take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from sqlalchemy import ColumnElement, FromClause, or_

from dashboard.filters.members import Members
from dashboard.filters.narrowing import who
from dashboard.words import formats
from wording.languages import days, say

GUESTS = "guests"  # the segment of lines that name no customer, in links; null in the marts
MOST_VALUES = 300  # a longer list of countries or segments in a link is cut
MOST_FIELDS = 50  # and so is a longer query string
MOST_LETTERS = 40  # of a text that cannot be understood
BLANK, NUL, REST = "␠", "␀", "…"  # what stands, as a name that nothing has, for a blank, for a NUL, for what is cut
MONTH = re.compile("([0-9]{4})-([0-9]{1,2})")
YEARS = range(1900, 2200)  # other years in a link are mistakes
MONTHS_A_YEAR = 12
NAMES = ("from", "to", "country", "segment", "segmentation", "audience", "part", "compare")  # of filters in an address
ONE_OF = ("from", "to", "segmentation", "audience", "compare")  # those that take one value
PREVIOUS, YEAR, NONE = "previous", "year", "none"  # what changes are against: the period before, a year before, nothing
COMPARISONS = (PREVIOUS, YEAR, NONE)
PAGE_FIELDS = {  # what the pages keep in an address beside the filters, by the page's path
    "customers": ("q", "orders", "sales", "silent", "sort", "dir", "after", "before"),
    "explore": ("feature", "scale", "x", "y"),
    "migration": ("since", "until"),
    "model": ("against",),
    "forecast": ("ahead",),
    "cohorts": ("measure", "unit", "first"),
    "attributes": ("attribute",),
    "audiences": ("conditions", "customers", "of", "version", "a", "b"),
    "campaigns": ("of",),
    "boards": ("arrange",),
    "exports": ("board",),
}
FILE_FIELDS = ("for", "consent")
KNOWN_FIELDS = frozenset((*NAMES, *FILE_FIELDS, *(name for names in PAGE_FIELDS.values() for name in names)))
MARKS = ("utm_", "gclid", "fbclid")  # how the names begin that others hang on links, to count clicks
CURSORS = ("after", "before")  # where a list stands; lost when the filters change


@dataclass(frozen=True)
class Filters:
    """The filter state of a link; None or () means 'no such filter'."""

    start: date | None = None
    end: date | None = None
    countries: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    segmentation: str | None = None
    compare: str | None = None  # one of COMPARISONS; without, a year before where the data reach, else just before
    audience: str | None = None  # the number of one, as the link says it
    parts: tuple[who.Who, ...] = ()  # customers whom marks of charts mean: those who are all of these
    # Names and texts of what cannot be understood: no month, no comparison, no field of ours. They choose nothing, but
    # stay in the address so that it can be told.
    unread: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, search: str | None) -> Filters:
        """Read a query string, with or without `?`; what cannot be understood is never an error (see `link_doubts`)."""
        values: dict[str, list[str]] = {}
        for key, value in query_fields(search):
            values.setdefault(key, []).append(value)
        said = {key: ", ".join(dict.fromkeys(values.get(key, ()))) for key in ONE_OF}
        start, end = _month(said["from"]), _month(said["to"])
        compare = said["compare"] if said["compare"] in COMPARISONS else None
        read = {"from": start, "to": end, "compare": compare}
        unread = [(key, _shown(said[key])) for key in read if said[key] and read[key] is None]
        parts = {text: who.read(text) for text in values.get("part", ())}
        unread += [("part", _shown(text)) for text, part in parts.items() if part is None]
        unread += [(_shown(key), _shown(text)) for key, text in query_fields(search) if not is_known(key)]
        return cls(
            start,
            end,
            _list(values.get("country")),
            _list(values.get("segment")),
            said["segmentation"] or None,
            compare,
            said["audience"] or None,
            tuple(dict.fromkeys(part for part in parts.values() if part is not None))[: who.MOST],
            tuple(dict.fromkeys(unread)),
        )

    def to_query(self) -> str:
        """The canonical query string: `?from=2011-01&country=FR,DE`, or nothing at all."""
        unread = dict(self.unread)
        pairs = (
            ("from", f"{self.start:%Y-%m}" if self.start else quote(unread.get("from", ""), safe="")),
            ("to", f"{self.end:%Y-%m}" if self.end else quote(unread.get("to", ""), safe="")),
            ("country", ",".join(_escape(value) for value in self.countries)),
            ("segment", ",".join(_escape(value) for value in self.segments)),
            ("segmentation", quote(self.segmentation or "", safe="")),
            ("audience", quote(self.audience or "", safe="")),
            *(("part", quote(who.written(part), safe="")) for part in self.parts),
            *(("part", quote(text, safe="")) for key, text in self.unread if key == "part"),
            ("compare", self.compare or quote(unread.get("compare", ""), safe="")),
            *((quote(key, safe=""), quote(text, safe="")) for key, text in self.unread if key not in NAMES),
        )
        query = "&".join(f"{key}={value}" for key, value in pairs if value)
        return f"?{query}" if query else ""

    def ordered(self) -> Filters:
        """The same with the first month first."""
        if self.start and self.end and self.start > self.end:
            return self.only(start=self.end, end=self.start)
        return self

    def only(self, **changes: object) -> Filters:
        """The same with other fields: `filters.only(segments=("champions",))`."""
        return replace(self, **changes)  # type: ignore[arg-type]


def query_fields(search: str | None) -> list[tuple[str, str]]:
    """The names and values of a query string, at most MOST_FIELDS and a mark of more, as text that can be encoded."""
    text = (search or "").lstrip("?").encode("utf-8", "replace").decode("utf-8")
    fields = text.split("&")
    return parse_qsl("&".join(fields[:MOST_FIELDS])) + [(REST, REST)] * (len(fields) > MOST_FIELDS)


def is_known(name: str) -> bool:
    """Whether an address may hold a field: one of ours, or a mark of others that says nothing of what is shown."""
    return name in KNOWN_FIELDS or name.startswith(MARKS)


def page_query(search: str | None, without: tuple[str, ...] = ()) -> str:
    """What an address says beyond the filters: a page's own sort order, search text and place in a list."""
    pairs = [(key, value) for key, value in query_fields(search) if is_known(key)]  # others are in `Filters.unread`
    return urlencode([(key, value) for key, value in pairs if key not in NAMES and key not in without])


def join_queries(*queries: str) -> str:
    """Query strings as one, with `?` where there is any."""
    found = "&".join(query.lstrip("?") for query in queries if query.lstrip("?"))
    return f"?{found}" if found else ""


def export_address(filters: Filters) -> str:
    """The address of the list of a selection as a file; by which rule people are in it, its buttons add."""
    return "/exports/customers.csv" + filters.to_query()


def _escape(value: str) -> str:
    # A comma separates values, so one inside a value is escaped twice.
    return quote(value.replace("%", "%25").replace(",", "%2C"), safe="")


def _list(values: list[str] | None) -> tuple[str, ...]:
    """The values of a list. None is dropped: what can be no name stays as one that nothing has, and is told."""
    parts = [part.strip() or BLANK for value in values or () for part in value.split(",")]
    clean = [part.replace("%2C", ",").replace("%25", "%").strip().replace("\x00", NUL) or BLANK for part in parts]
    found = tuple(dict.fromkeys(clean))
    return found if len(found) <= MOST_VALUES else (*found[:MOST_VALUES], REST)


def _shown(text: str) -> str:
    """A text that cannot be understood, fit to be shown and to stay in the address."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:MOST_LETTERS])


def _month(text: str) -> date | None:
    found = MONTH.fullmatch(text.strip())
    year, month = (int(part) for part in found.groups()) if found else (0, 0)
    return date(year, month, 1) if year in YEARS and 1 <= month <= MONTHS_A_YEAR else None


def add_months(month: date, months: int) -> date:
    """The first day of the month that is `months` after the month of the date given."""
    index = month.year * MONTHS_A_YEAR + month.month - 1 + months
    return date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)


def months_between(start: date, end: date) -> int:
    """How many months the window from `start` to `end` holds, both included."""
    return (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month + 1


@dataclass(frozen=True)
class Scope:
    """What a query is asked about: one published segmentation, a window of months, and who.

    Hashable: with the version of what is published it is the whole key of a cached answer.
    """

    version: tuple[int, ...]  # the published segmentations
    segmentation_id: int
    start: date  # the first day of the first month
    end: date  # the first day of the last month
    as_of: date  # the day that recency counts to: the day after the window or after the data, whichever is first
    countries: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()  # may hold GUESTS
    is_part: bool = False  # whether the window leaves out months that have data
    has_everyone: bool = False  # whether its segments are of all people known, with an order or without
    audience: Members | None = None  # only these customers, and no guests
    # What changes are against. No query asks about it, so scopes that differ in it alone are one question: whatever
    # depends on it is worked out anew from `comparison.compared`, never cached by the scope.
    compare: str | None = field(default=None, compare=False)

    @property
    def until(self) -> date:
        """The first day after the window."""
        return add_months(self.end, 1)

    @property
    def has_guests(self) -> bool:
        """Whether guest sales are inside."""
        return self.audience is None and (not self.segments or GUESTS in self.segments)

    @property
    def is_of_some(self) -> bool:
        """Whether segments or an audience choose who is inside."""
        return bool(self.segments) or self.audience is not None

    @property
    def identified_segments(self) -> tuple[str, ...]:
        """The segments asked for, guests left out; () is all of them, unless guests alone were asked for."""
        return tuple(segment for segment in self.segments if segment != GUESTS)

    def only(self, **changes: object) -> Scope:
        """The same with other countries, segments or months: `scope.only(countries=("FR",))`."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def who(self, mart: FromClause) -> list[ColumnElement[bool]]:
        """Conditions on a mart, or a cut of it: segmentation, countries and segments, not the months."""
        conditions = [mart.c.segmentation_id == self.segmentation_id]
        if self.countries:
            conditions.append(mart.c.country.in_(self.countries))
        if self.segments:
            named = mart.c.segment_id.in_(self.identified_segments)
            conditions.append(or_(named, mart.c.segment_id.is_(None)) if self.has_guests else named)
        return conditions

    def where(self, mart: FromClause) -> list[ColumnElement[bool]]:
        """Conditions on a mart with a `month`: who and when."""
        return [*self.who(mart), mart.c.month.between(self.start, self.end)]


def period_in_words(start: date, end: date) -> str:
    """`Mar–Aug 2011`, `Dec 2010 – Nov 2011`, `Mar 2011`."""
    if start == end:
        return formats.month(start)
    if start.year == end.year:
        return say("{start}–{end}", start=days.month_name(start, short=True), end=formats.month(end))
    return f"{formats.month(start)} – {formats.month(end)}"
