"""Attributes by segment and country: reads the mart `segment_attributes`, exact under both; months do not apply."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Connection,
    FromClause,
    Numeric,
    TableValuedAlias,
    Text,
    cast,
    column,
    func,
    select,
    tuple_,
)

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import attribute_names, segment_attributes

EVERYONE = ""  # the attribute of the mart's rows that count everyone
COUNTED = (  # by the database's function of this name
    *(column(name, Text) for name in ("segment_id", "attribute", "category")),
    *(column(name, Numeric) for name in ("low", "high", "total")),
    column("is_whole", Boolean),
    column("customers", BigInteger),
)


def described(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an attribute that the segmentation's mart holds and that varies, in the order of the file: `name`,
    `label`, `kind`, `position`, and `is_share`, whether it holds zeros and ones."""
    a = attribute_names.c
    inside = select(_counts(scope.only(countries=(), segments=())).c.attribute).distinct()
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
    m = _found(connection, scope).c
    statement = (
        select(m.attribute, m.segment_id, m.customers, m.total)
        .where(m.is_whole, m.total.is_not(None))
        .order_by(m.attribute, m.segment_id)
    )
    return read(connection, statement)


def distribution(connection: Connection, scope: Scope, attribute: str) -> pd.DataFrame:
    """One row a segment and bar, ascending: `segment_id`, `category`, `low`, `high`, `customers`."""
    m = _found(connection, scope).c
    statement = (
        select(m.segment_id, m.category, m.low, m.high, m.customers)
        .where(~m.is_whole, m.attribute == attribute)
        .order_by(m.low, m.category, m.segment_id)
    )
    return read(connection, statement)


def _found(connection: Connection, scope: Scope) -> FromClause:
    """As `attribute_counts`; of an audience, which takes the right to see who people are, from its own cut."""
    if scope.audience is None:
        return _counts(scope)
    mart = cut(connection, segment_attributes, scope)
    m = mart.c
    whole = (m.segment_id, m.attribute)
    bar = (*whole, m.category, m.low, m.high)
    columns = (*bar, func.grouping(m.low) == 1, func.sum(m.customers), func.sum(m.total))
    names = ("segment_id", "attribute", "category", "low", "high", "is_whole", "customers", "total")
    return (
        select(*(one.label(name) for one, name in zip(columns, names, strict=True)))
        .where(*scope.who(mart), m.attribute != EVERYONE)
        .group_by(func.grouping_sets(tuple_(*whole), tuple_(*bar)))
        .subquery("counts")
    )


def _counts(scope: Scope) -> TableValuedAlias:
    """Sums of the mart for whoever asks: without the right to see who people are, none of few people."""
    countries = list(scope.countries) if scope.countries else None
    segments = list(scope.identified_segments) if scope.segments else None
    wanted = (cast(names, ARRAY(Text)) for names in (countries, segments))
    return func.attribute_counts(scope.segmentation_id, *wanted).table_valued(*COUNTED).alias("counts")
