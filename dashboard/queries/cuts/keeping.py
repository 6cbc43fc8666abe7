"""Cuts that are summed up once, as their marts are, and then brought along with each question."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    text,
)

from dashboard.filters.members import Members
from dashboard.filters.sums import Columns
from warehouse.schema import (
    segment_activity,
    segment_attributes,
    segment_cohorts,
    segment_first_orders,
    segment_hours,
    segment_last_orders,
    segment_products,
    segment_single_orders,
    segment_sizes,
    segment_value,
)

SAME, WHO = "segmentation_id", ("country", "segment_id")
KEYS: Mapping[Table, tuple[str, ...]] = {  # beside WHO; all other columns add up
    segment_activity: ("month", "previous_month"),
    segment_cohorts: ("first_month", "month"),
    segment_first_orders: ("month",),
    segment_single_orders: ("month", "later_month"),
    segment_last_orders: ("month", "next_month"),
    segment_hours: ("month", "weekday", "hour"),
    segment_products: ("month", "stock_code"),
    segment_sizes: ("month",),
    segment_value: ("chance_bin",),
    segment_attributes: ("attribute", "category", "low", "high"),
}
MOST_ROWS = 400_000  # some twenty megabytes; of more the cut itself is asked each time
# Many rows are joined and come to few. The database expects next to none, and so would look each up by itself and sort
# them: what a filter of rights and a join of two columns leave, it cannot tell.
PLAN = "select set_config('enable_nestloop', :is_on, true), set_config('enable_sort', :is_on, true)"


def kept(connection: Connection, mart: Table, members: Members, segmentation_id: int, cut: FromClause) -> FromClause:
    """The cut as sums over its keys; the cut itself where these are too many."""
    found = members.sums.once(connection, (mart.name, segmentation_id), lambda: _summed(connection, mart, cut))
    if found is None:
        return cut
    names = _names(cut)
    arrays = [
        cast(bindparam(f"{mart.name}_{name}", values, Text), ARRAY(mart.c[name].type))
        for name, values in zip(names, found, strict=True)
    ]
    columns = [column(name, mart.c[name].type) for name in names]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived(name=f"kept_{mart.name}")
    return select(literal(segmentation_id, Integer).label(SAME), *rows.c).subquery(f"all_{mart.name}")


def _names(cut: FromClause) -> list[str]:
    """What is kept of each row; the segmentation is one for all."""
    return [one.name for one in cut.c if one.name != SAME]


def _summed(connection: Connection, mart: Table, cut: FromClause) -> Columns | None:
    by, names = (*WHO, *KEYS[mart]), _names(cut)
    keys = [cut.c[name] for name in names if name in by]
    columns = [cut.c[name] if name in by else func.sum(cut.c[name]).label(name) for name in names]
    rows = select(*columns).group_by(*keys).limit(MOST_ROWS + 1).subquery("rows")
    arrays = [func.coalesce(cast(func.array_agg(one), Text), "{}") for one in rows.c]
    connection.execute(text(PLAN), {"is_on": "off"})
    number, *found = connection.execute(select(func.count(), *arrays)).one()
    connection.execute(text(PLAN), {"is_on": "on"})
    return None if number > MOST_ROWS else tuple(found)
