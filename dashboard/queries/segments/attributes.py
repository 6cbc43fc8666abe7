"""Attributes by segment and country: reads the mart `segment_attributes`, exact under both; months do not apply."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import attribute_names, segment_attributes

EVERYONE = ""  # the attribute of the mart's rows that count everyone


def described(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an attribute that the segmentation's mart holds and that varies, in the order of the file: `name`,
    `label`, `kind`, `position`, and `is_share`, whether it holds zeros and ones."""
    a = attribute_names.c
    m = segment_attributes.c
    inside = select(m.attribute).where(m.segmentation_id == scope.segmentation_id).distinct()
    statement = select(a.name, a.label, a.kind, a.position, a.is_share).where(a.name.in_(inside), ~a.is_constant)
    return read(connection, statement.order_by(a.position, a.name))


def sizes(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a segment: `segment_id`, `customers`, with an order or without."""
    return _everyone(connection, scope, "segment_id")


def countries(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a country, most customers first: `country`, `customers`."""
    return _everyone(connection, scope, "country")


def _everyone(connection: Connection, scope: Scope, key: str) -> pd.DataFrame:
    mart = cut(connection, segment_attributes, scope)
    column, customers = mart.c[key], func.sum(mart.c.customers).label("customers")
    statement = select(column, customers).where(*scope.who(mart), mart.c.attribute == EVERYONE).group_by(column)
    return read(connection, statement.order_by(customers.desc(), column))


def means(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a segment and numeric attribute: `attribute`, `segment_id`, `customers` with a value, `total`."""
    mart = cut(connection, segment_attributes, scope)
    m = mart.c
    statement = (
        select(m.attribute, m.segment_id, func.sum(m.customers).label("customers"), func.sum(m.total).label("total"))
        .where(*scope.who(mart), m.low.is_not(None))
        .group_by(m.attribute, m.segment_id)
        .order_by(m.attribute, m.segment_id)
    )
    return read(connection, statement)


def distribution(connection: Connection, scope: Scope, attribute: str) -> pd.DataFrame:
    """One row a segment and bar, ascending: `segment_id`, `category`, `low`, `high`, `customers`."""
    mart = cut(connection, segment_attributes, scope)
    m = mart.c
    keys = (m.segment_id, m.category, m.low, m.high)
    statement = (
        select(*keys, func.sum(m.customers).label("customers"))
        .where(*scope.who(mart), m.attribute == attribute)
        .group_by(*keys)
        .order_by(m.low, m.category, m.segment_id)
    )
    return read(connection, statement)
