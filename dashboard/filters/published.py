"""What is published: segmentations, their segments, the months and countries there are. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.filters.members import KnownAudience, Members
from dashboard.filters.selection import GUESTS, Filters, Scope, add_months
from dashboard.words.segments import RFM_GROUPS, segment_name
from warehouse.errors import NoDataError
from wording.languages import ENGLISH, language_now, listed, say, say_n, to_say

DEFAULT_ALGORITHM = "rfm"
BY_ATTRIBUTES = "attributes"  # the algorithm whose segments are of all people known, not of buyers
MOST_NAMES = 3  # of countries, in a sentence
ANY_DAY = frozenset(range(1, 8))
GUEST_POSITION = 13  # after the eleven groups and prospects; 14: unclustered, 15: only returned, 16: only free


class ReplacedError(NoDataError):
    """What a scope was made for is not published any more."""


@dataclass(frozen=True)
class Segment:
    """One segment of a segmentation; `position` gives its order and colour everywhere."""

    segment_id: str
    name: str
    position: int
    description: str
    advice: str
    customers: int
    is_emptied: bool = False  # nobody is in it today, and so it has no page


GUEST_SEGMENT = Segment(
    *(GUESTS, "Guests", GUEST_POSITION),
    *(to_say("Sales without a customer number; in totals, never in a segment."), "", 0),
)


def guest_segment() -> Segment:
    """The guests, as the language that is spoken calls them."""
    if language_now() == ENGLISH:
        return GUEST_SEGMENT
    return replace(GUEST_SEGMENT, name=segment_name(GUEST_SEGMENT.name), description=say(GUEST_SEGMENT.description))


def _emptied(segment_id: str) -> Segment:
    for position, name in enumerate(RFM_GROUPS, 1):
        if name.lower().replace(" ", "-").replace("'", "") == segment_id:
            return Segment(segment_id, segment_name(name), position, "", "", 0, True)
    return Segment(segment_id, segment_id.replace("-", " ").capitalize(), len(RFM_GROUPS) + 1, "", "", 0, True)


@dataclass(frozen=True)
class Segmentation:
    """One published run."""

    segmentation_id: int
    name: str
    algorithm: str
    as_of: date
    segments: tuple[Segment, ...]  # best first
    monetary: str = "gross"  # what counts as a customer's money: net of returns, or gross
    is_older: bool = False  # from a version before that knew

    @property
    def names(self) -> tuple[str, str]:
        """How a link may name it."""
        return self.algorithm, str(self.segmentation_id)

    def segment(self, segment_id: str | None) -> Segment | None:
        """The segment of that id; guests for None and `guests`; None where there is no such segment."""
        if segment_id is None or segment_id == GUESTS:
            return guest_segment()
        return next((segment for segment in self.segments if segment.segment_id == segment_id), None)

    def once(self, segment_id: str | None) -> Segment:
        """The same; for an id that nobody has today and that customers had earlier, a segment of its own."""
        found = self.segment(segment_id)
        return found if found is not None else _emptied(str(segment_id))


@dataclass(frozen=True)
class Published:
    """The whole published state that controls and words need; small, read once a publication."""

    version: tuple[int, ...]
    segmentations: tuple[Segmentation, ...]  # RFM first
    country_names: dict[str, str]  # by number of customers, most first
    first_month: date
    last_month: date
    first_day: date
    last_day: date
    weekdays: frozenset[int] = ANY_DAY  # ISO, those on which the shop sells
    has_orders: bool = True  # without any, the months are those of the last run and mean nothing
    stale: tuple[str, ...] = ()  # algorithms whose data has changed since; this changes while the version stays
    limits: tuple[str, ...] | None = None  # the countries that its viewer sees; None: all of them
    retired: Mapping[str, str] = field(default_factory=dict)  # the number of each older run -> its algorithm
    audiences: tuple[KnownAudience, ...] | None = None  # by name; None: not shown to who asks

    def has(self, wanted: str | None) -> bool:
        """Whether there is such a segmentation; no name asks for the first one."""
        return wanted is None or any(wanted in one.names for one in self.segmentations)

    def segmentation(self, wanted: str | None) -> Segmentation:
        """The segmentation a link names, by algorithm or number; else the first one."""
        for one in self.segmentations:
            if wanted in one.names:
                return one
        return self.segmentations[0]

    def of(self, scope: Scope) -> Segmentation:
        """The segmentation of a scope. Raises ReplacedError where another one was published since it was made."""
        found = (one for one in self.segmentations if one.segmentation_id == scope.segmentation_id)
        if (one := next(found, None)) is None:
            raise ReplacedError(say("New segments were published while this was worked out: ask again."))
        return one

    def audience(self, wanted: str | None) -> KnownAudience | None:
        """The audience that a link names; None where there is no such one to be seen."""
        return next((one for one in self.audiences or () if str(one.audience_id) == wanted), None)

    def country_name(self, country: str) -> str:
        """A country's name; the code or label itself where none is known."""
        return self.country_names.get(country, country)

    def in_words(self, countries: tuple[str, ...]) -> str:
        """`Germany`, `Germany and France`, `Germany, France and 3 more countries`, `no country`."""
        names = [self.country_name(country) for country in countries]
        if len(names) > MOST_NAMES:
            more = len(names) - MOST_NAMES + 1
            names = [*names[: MOST_NAMES - 1], say_n(more, "{n} more country", "{n} more countries")]
        return listed(names) or say("no country")

    @property
    def whole(self) -> str:
        """What a country is a part of."""
        return say("the shop") if self.limits is None else say("your countries")

    @property
    def whose(self) -> str:
        """Whose sales a country's are a part of."""
        return say("the shop's") if self.limits is None else say("your countries'")

    def _countries(self, filters: Filters) -> tuple[str, ...]:
        """Those asked for that the viewer sees; where that is none of them, those asked for, of which there is
        nothing to see."""
        if self.limits is None:
            return filters.countries
        return tuple(one for one in filters.countries if one in self.limits) or filters.countries or self.limits

    def scope(self, filters: Filters, audience: Members | None = None) -> Scope:
        """Filters resolved: months within the data, only segments of the segmentation, only countries of the viewer.
        `audience` are the customers of the one that they name."""
        filters, segmentation = filters.ordered(), self.segmentation(filters.segmentation)
        known = {segment.segment_id for segment in segmentation.segments} | {GUESTS}
        start = max(filters.start or self.first_month, self.first_month)
        end = min(filters.end or self.last_month, self.last_month)
        if start > end:  # a window wholly outside the data stays empty, and as it was asked for
            start, end = filters.start or self.first_month, filters.end or self.last_month
        kept = tuple(sorted(one for one in filters.segments if one in known))
        if filters.segments and not kept:
            kept = filters.segments  # unknown segments only: nothing, not everything
        return Scope(
            version=self.version,
            segmentation_id=segmentation.segmentation_id,
            start=start,
            end=end,
            as_of=min(add_months(end, 1), max(segmentation.as_of, self.first_day)),
            countries=tuple(sorted(self._countries(filters))),
            segments=kept,
            has_everyone=segmentation.algorithm == BY_ATTRIBUTES,
            is_part=(start, end) != (self.first_month, self.last_month),
            audience=audience,
            compare=filters.compare,
        )
