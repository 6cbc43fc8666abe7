"""What is published: segmentations, their segments, the months and countries there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, Table, func, select

from dashboard.filters import GUESTS, Filters, Scope, add_months
from dashboard.queries.stages import nothing_published
from warehouse.schema import (
    countries,
    customer_features,
    guest_orders,
    orders,
    segment_activity,
    segment_attributes,
    segment_hours,
    segmentations,
    segments,
)

DEFAULT_ALGORITHM = "rfm"
ANY_DAY = frozenset(range(1, 8))
LEAST_ORDERS = 100  # before a weekday without any is a day of rest
LEAST_SHARE = 0.01  # of the orders on a weekday, below which the shop is taken to rest then
GUEST_POSITION = 13  # after the eleven groups and the prospects; 14 are unclustered, 15 only returned goods


@dataclass(frozen=True)
class Segment:
    """One segment of a segmentation; `position` gives its order and colour everywhere."""

    segment_id: str
    name: str
    position: int
    description: str
    advice: str
    customers: int


GUEST_SEGMENT = Segment(
    GUESTS, "Guests", GUEST_POSITION, "Sales without a customer number; in totals, never in a segment.", "", 0
)


@dataclass(frozen=True)
class Segmentation:
    """One published run."""

    segmentation_id: int
    name: str
    algorithm: str
    as_of: date
    segments: tuple[Segment, ...]  # best first
    monetary: str = "gross"  # what counts as a customer's money: net of returns, or gross

    @property
    def names(self) -> tuple[str, str]:
        """How a link may name it."""
        return self.algorithm, str(self.segmentation_id)

    def segment(self, segment_id: str | None) -> Segment | None:
        """The segment of that id; guests for None and `guests`; None where there is no such segment."""
        if segment_id is None or segment_id == GUESTS:
            return GUEST_SEGMENT
        return next((segment for segment in self.segments if segment.segment_id == segment_id), None)


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
    retired: Mapping[str, str] = field(default_factory=dict)  # the number of each older run -> its algorithm

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
        """The segmentation of a scope."""
        return next(one for one in self.segmentations if one.segmentation_id == scope.segmentation_id)

    def country_name(self, country: str) -> str:
        """A country's name; the code or label itself where none is known."""
        return self.country_names.get(country, country)

    def scope(self, filters: Filters) -> Scope:
        """Filters resolved: months within the data, only segments that the segmentation has."""
        segmentation = self.segmentation(filters.segmentation)
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
            countries=tuple(sorted(filters.countries)),
            segments=kept,
            is_part=(start, end) != (self.first_month, self.last_month),
            compare=filters.compare,
        )


def published_ids(connection: Connection) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of the published segmentations, ascending, and the algorithms of those whose data has changed since.

    The numbers are the version of all that readers see.
    """
    s = segmentations.c
    statement = select(s.segmentation_id, s.algorithm, s.is_stale).where(s.published).order_by(s.segmentation_id)
    found = connection.execute(statement).all()
    return tuple(row.segmentation_id for row in found), tuple(row.algorithm for row in found if row.is_stale)


def read_published(connection: Connection, version: tuple[int, ...]) -> Published:
    """Read the published state; raises NothingPublishedError where there is none."""
    if not version:
        raise nothing_published(connection)
    found = [_segmentation(connection, number) for number in version]
    days = _days(connection)
    first_day, last_day = days or (found[0].as_of, found[0].as_of)
    found.sort(key=lambda one: (one.algorithm != DEFAULT_ALGORITHM, one.segmentation_id))
    return Published(
        version=version,
        segmentations=tuple(found),
        country_names=_country_names(connection, found[0].segmentation_id),
        first_month=first_day.replace(day=1),
        last_month=last_day.replace(day=1),
        first_day=first_day,
        last_day=last_day,
        weekdays=_weekdays(connection, found[0].segmentation_id),
        has_orders=days is not None,
        retired=_retired(connection),
    )


def _segmentation(connection: Connection, segmentation_id: int) -> Segmentation:
    s = segmentations.c
    head = connection.execute(
        select(s.segmentation_id, s.name, s.algorithm, s.as_of, s.parameters).where(
            s.segmentation_id == segmentation_id
        )
    ).one()
    g = segments.c
    rows = connection.execute(
        select(g.segment_id, g.name, g.position, g.description, g.advice, g.customers)
        .where(g.segmentation_id == segmentation_id)
        .order_by(g.position, g.segment_id)
    )
    found = tuple(Segment(*row) for row in rows)
    return Segmentation(*head[:4], segments=found, monetary=head.parameters.get("monetary", "gross"))


def _retired(connection: Connection) -> dict[str, str]:
    s = segmentations.c
    rows = connection.execute(select(s.segmentation_id, s.algorithm).where(~s.published))
    return {str(row.segmentation_id): row.algorithm for row in rows}


def _country_names(connection: Connection, segmentation_id: int) -> dict[str, str]:
    """Countries with orders, then those that only customers' attributes tell of, then homes of who has neither."""
    names = _names_in(connection, segment_activity, segmentation_id)
    f, c = customer_features.c, countries.c
    homes = connection.execute(
        select(f.country, func.coalesce(c.name, f.country))
        .select_from(customer_features.outerjoin(countries, c.country == f.country))
        .group_by(f.country, c.name)
        .order_by(func.count().desc(), f.country)
    )
    for others in (_names_in(connection, segment_attributes, segmentation_id), {row[0]: row[1] for row in homes}):
        names |= {country: name for country, name in others.items() if country not in names}
    return names


def _names_in(connection: Connection, table: Table, segmentation_id: int) -> dict[str, str]:
    mart = table.c
    rows = connection.execute(
        select(mart.country, func.coalesce(countries.c.name, mart.country))
        .select_from(table.outerjoin(countries, countries.c.country == mart.country))
        .where(mart.segmentation_id == segmentation_id)
        .group_by(mart.country, countries.c.name)
        .order_by(func.sum(mart.customers).desc(), mart.country)
    )
    return {row[0]: row[1] for row in rows}


def _days(connection: Connection) -> tuple[date, date] | None:
    """The first and the last day of the orders; None where there are none."""
    spans = [
        connection.execute(select(func.min(table.c.invoiced_at), func.max(table.c.invoiced_at))).one()
        for table in (orders, guest_orders)
    ]
    firsts, lasts = ([span[i] for span in spans if span[i] is not None] for i in (0, 1))
    if not firsts:
        return None
    return min(firsts).date(), max(lasts).date()


def _weekdays(connection: Connection, segmentation_id: int) -> frozenset[int]:
    """The ISO weekdays on which the shop sells; all where too little was sold to tell."""
    h, orders_ = segment_hours.c, func.sum(segment_hours.c.orders)
    rows = connection.execute(
        select(h.weekday, orders_).where(h.segmentation_id == segmentation_id).group_by(h.weekday)
    ).all()
    whole = sum(row[1] for row in rows)
    if whole < LEAST_ORDERS:
        return ANY_DAY
    return frozenset(row[0] for row in rows if row[1] >= whole * LEAST_SHARE)
