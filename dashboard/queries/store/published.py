"""Reading what is published: which segmentations, their segments, the countries, months and weekdays of the data."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Table, func, select

from dashboard.filters.published import ANY_DAY, DEFAULT_ALGORITHM, Published, Segment, Segmentation
from dashboard.queries.store.stages import nothing_published
from warehouse.schema import (
    ERASED_AT,
    countries,
    customer_features,
    data_days,
    run_names,
    segment_activity,
    segment_attributes,
    segment_hours,
    segment_names,
    segments,
    shop_settings,
)
from wording.languages import to_say
from wording.renewal import is_older

OF_ALL = to_say(
    "What is usual in it was worked out over all countries.", sense="segment"
)  # instead of their means, for who sees some
LEAST_ORDERS = 100  # before a weekday without any is a day of rest
LEAST_SHARE = 0.01  # of the orders on a weekday, below which the shop is taken to rest then


def published_ids(connection: Connection) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of the published segmentations, ascending, and the algorithms of those whose data has changed since.

    The numbers are the version of all that readers see.
    """
    s = run_names.c
    statement = select(s.segmentation_id, s.algorithm, s.is_stale).where(s.published).order_by(s.segmentation_id)
    found = connection.execute(statement).all()
    return tuple(row.segmentation_id for row in found), tuple(row.algorithm for row in found if row.is_stale)


def published_now(connection: Connection) -> tuple[tuple[int, ...], tuple[str, ...], str | None]:
    """The same, and when somebody was erased last, of whom answers that were given before may tell."""
    s, c = run_names.c, shop_settings.c
    erased = select(c.value).where(c.name == ERASED_AT).scalar_subquery().label("erased_at")
    one = select(erased).subquery()
    statement = select(one.c.erased_at, s.segmentation_id, s.algorithm, s.is_stale)
    found = connection.execute(statement.select_from(one.outerjoin(run_names, s.published)).order_by(s.segmentation_id))
    rows = found.all()
    runs = [row for row in rows if row.segmentation_id is not None]
    stale = tuple(row.algorithm for row in runs if row.is_stale)
    return tuple(row.segmentation_id for row in runs), stale, rows[0].erased_at


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
    s = run_names.c
    head = connection.execute(
        select(s.segmentation_id, s.name, s.algorithm, s.as_of, s.parameters).where(
            s.segmentation_id == segmentation_id
        )
    ).one()
    g, size = segment_names.c, segments.c
    same = (size.segmentation_id == g.segmentation_id) & (size.segment_id == g.segment_id)
    rows = connection.execute(
        select(g.segment_id, g.name, g.position, g.description, g.advice, func.coalesce(size.customers, 0))
        .select_from(segment_names.outerjoin(segments, same))  # which tells sizes of the whole shop alone
        .where(g.segmentation_id == segmentation_id)
        .order_by(g.position, g.segment_id)
    )
    found = tuple(Segment(*row[:3], OF_ALL if row.description is None else row.description, *row[4:]) for row in rows)
    return Segmentation(
        *head[:4], segments=found, monetary=head.parameters.get("monetary", "gross"), is_older=is_older(head.parameters)
    )


def _retired(connection: Connection) -> dict[str, str]:
    s = run_names.c
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
    """The first and the last day of the orders, of whatever country; None where there are none."""
    found = connection.execute(select(data_days.c.first_day, data_days.c.last_day)).one_or_none()
    return None if found is None else (found.first_day, found.last_day)


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
