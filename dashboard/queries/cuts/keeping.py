"""Cuts that are summed up once, as their marts are, and then brought along with each question."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ARRAY, Connection, FromClause, Table, Text, bindparam, cast, column, func, select

from dashboard.filters.members import Members
from dashboard.filters.sums import Columns
from warehouse.schema import (
    segment_activity,
    segment_attributes,
    segment_cohorts,
    segment_first_orders,
    segment_hours,
    segment_last_orders,
    segment_single_orders,
    segment_value,
)

WHO = ("segmentation_id", "country", "segment_id")
KEYS: Mapping[Table, tuple[str, ...]] = {  # beside WHO; all other columns add up
    segment_activity: ("month", "previous_month"),
    segment_cohorts: ("first_month", "month"),
    segment_first_orders: ("month",),
    segment_single_orders: ("month", "later_month"),
    segment_last_orders: ("month", "next_month"),
    segment_hours: ("month", "weekday", "hour"),
    segment_value: ("chance_bin",),
    segment_attributes: ("attribute", "category", "low", "high"),
}
MOST_ROWS = 30_000  # some megabytes; of more the cut itself is asked each time


def kept(connection: Connection, mart: Table, members: Members, segmentation_id: int, cut: FromClause) -> FromClause:
    """The cut as sums over its keys; the cut itself where these are too many."""
    found = members.sums.once((mart.name, segmentation_id), lambda: _summed(connection, mart, cut))
    if found is None:
        return cut
    arrays = [
        cast(bindparam(f"{mart.name}_{one.name}", values, Text), ARRAY(mart.c[one.name].type))
        for one, values in zip(cut.c, found, strict=True)
    ]
    columns = [column(one.name, mart.c[one.name].type) for one in cut.c]
    return func.unnest(*arrays).table_valued(*columns).render_derived(name=f"kept_{mart.name}")


def _summed(connection: Connection, mart: Table, cut: FromClause) -> Columns | None:
    names = (*WHO, *KEYS[mart])
    keys = [one for one in cut.c if one.name in names]
    columns = [one if one.name in names else func.sum(one).label(one.name) for one in cut.c]
    rows = select(*columns).group_by(*keys).limit(MOST_ROWS + 1).subquery("rows")
    arrays = [func.coalesce(cast(func.array_agg(one), Text), "{}") for one in rows.c]
    number, *found = connection.execute(select(func.count(), *arrays)).one()
    return None if number > MOST_ROWS else tuple(found)
