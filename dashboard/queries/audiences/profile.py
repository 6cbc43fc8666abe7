"""Who the customers of an audience are: by country, by segment, and the first of them."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, select

from audiences.conditions import Definition, Store, condition
from dashboard.queries.frames import read
from warehouse.schema import customer_segments, listed_customers, people

F = listed_customers.c


def by_country(connection: Connection, definition: Definition, store: Store) -> pd.DataFrame:
    """One row a home country, most first: `country`, `customers`, `net`, and `everyone`, all customers there."""
    return _by(connection, F.country, "country", definition, store)


def by_segment(connection: Connection, definition: Definition, store: Store, segmentation_id: int) -> pd.DataFrame:
    """The same by segment of a segmentation: `segment_id` in the place of the country."""
    member = customer_segments.c
    ours = (member.customer_id == F.customer_id) & (member.segmentation_id == segmentation_id)
    return _by(connection, member.segment_id, "segment_id", definition, store, ours)


def _by(
    connection: Connection,
    key: ColumnElement,
    name: str,
    definition: Definition,
    store: Store,
    ours: ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    inside = condition(definition, store)
    source = listed_customers if ours is None else listed_customers.join(customer_segments, ours)
    statement: Select = (
        select(
            key.label(name),
            func.count().filter(inside).label("customers"),
            func.coalesce(func.sum(F.net).filter(inside), 0).label("net"),
            func.count().label("everyone"),
        )
        .select_from(source)
        .group_by(key)
        .order_by(func.count().filter(inside).desc(), key)
    )
    frame = read(connection, statement)
    return frame.astype({"customers": int, "net": float, "everyone": int})


def first_customers(connection: Connection, definition: Definition, store: Store, most: int = 10) -> pd.DataFrame:
    """Those with most sales net of returns: `customer_id`, names, `country`, `frequency`, `net`, `last_order_at`."""
    p = people.c
    first = (
        select(F.customer_id, F.country, F.frequency, F.net, F.average_order_value, F.last_order_at)
        .where(condition(definition, store))
        .order_by(F.net.desc(), F.customer_id)
        .limit(most)
        .subquery()
    )
    statement = (
        select(*first.c, p.first_name, p.last_name)
        .select_from(first.outerjoin(people, p.customer_id == first.c.customer_id))
        .order_by(first.c.net.desc(), first.c.customer_id)
    )
    return read(connection, statement)
