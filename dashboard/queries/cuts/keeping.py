"""Cuts that are summed up once, as their marts are, and then brought along with each question."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Integer,
    Subquery,
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
from sqlalchemy.exc import SQLAlchemyError

from dashboard.filters.members import Members
from dashboard.filters.sums import Columns, Sums
from dashboard.queries.cuts import stored
from warehouse.errors import RegularsError
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
log = logging.getLogger(__name__)
PLAN = "select set_config('enable_nestloop', :is_on, true), set_config('enable_sort', :is_on, true)"


def kept(connection: Connection, mart: Table, members: Members, segmentation_id: int, cut: FromClause) -> FromClause:
    """The cut as sums over its keys; the cut itself where these are too many."""
    if members.sums.beside is not None:
        return _beside(connection, members.sums, mart, segmentation_id, cut)
    found = members.sums.once((mart.name, segmentation_id), lambda: _summed(connection, mart, cut))
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


def _beside(connection: Connection, sums: Sums, mart: Table, segmentation_id: int, cut: FromClause) -> FromClause:
    """The same where they lie in the database. It cannot be written to now: the cut itself."""
    beside, key = sums.beside, (mart.name, segmentation_id)
    assert beside is not None
    place = beside.place(key)

    def make() -> Columns | None:
        with beside.connect() as own:
            own.execute(text(PLAN), {"is_on": "off"})
            is_there = stored.put(own, place, mart, _rows(mart, cut), MOST_ROWS) or stored.lies_there(own, place)
            own.commit()
        return () if is_there else None

    try:
        is_there = stored.lies_there(connection, place)
        if not is_there and sums.once(key, make) is not None:
            is_there = stored.lies_there(connection, place)
            if not is_there:  # they were made here once, and had to go since
                is_there = make() is not None and stored.lies_there(connection, place)
    except (SQLAlchemyError, RegularsError) as error:
        log.warning("sums of an audience are not kept: %s", str(error).partition("\n")[0])
        is_there = False
    if not is_there:
        return cut
    rows = stored.read(connection, place.key, mart, _names(cut))
    return select(literal(segmentation_id, Integer).label(SAME), *rows.c).subquery(f"all_{mart.name}")


def _names(cut: FromClause) -> list[str]:
    """What is kept of each row; the segmentation is one for all."""
    return [one.name for one in cut.c if one.name != SAME]


def _rows(mart: Table, cut: FromClause) -> Subquery:
    """The cut's rows, one more than are kept where there are more."""
    by, names = (*WHO, *KEYS[mart]), _names(cut)
    keys = [cut.c[name] for name in names if name in by]
    columns = [cut.c[name] if name in by else func.sum(cut.c[name]).label(name) for name in names]
    return select(*columns).group_by(*keys).limit(MOST_ROWS + 1).subquery("rows")


def _summed(connection: Connection, mart: Table, cut: FromClause) -> Columns | None:
    rows = _rows(mart, cut)
    arrays = [func.coalesce(cast(func.array_agg(one), Text), "{}") for one in rows.c]
    connection.execute(text(PLAN), {"is_on": "off"})
    number, *found = connection.execute(select(func.count(), *arrays)).one()
    connection.execute(text(PLAN), {"is_on": "on"})
    return None if number > MOST_ROWS else tuple(found)
