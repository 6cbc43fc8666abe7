"""Who was in which segment at the end of past months, and who moved: from the marts of `models.history.months`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, case, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut, cut_flows
from dashboard.queries.frames import read
from warehouse.schema import segment_sizes

MONEY = ("net", "net_before", "net_year_before")


def sizes(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a month end and segment, of all months whatever the window: `month`, `segment_id`, `customers`."""
    mart = cut(connection, segment_sizes, scope)
    s = mart.c
    statement = (
        select(s.month, s.segment_id, func.sum(s.customers).label("customers"))
        .where(*scope.who(mart))
        .group_by(s.month, s.segment_id)
        .order_by(s.month, s.segment_id)
    )
    return read(connection, statement).astype({"customers": int})


def sizes_by_country(connection: Connection, scope: Scope, since: date, until: date) -> pd.DataFrame:
    """One row a home country, segment and month end of these two with anybody: `country`, `month`, `segment_id`,
    `customers`."""
    mart = cut(connection, segment_sizes, scope)
    s = mart.c
    statement = (
        select(s.country, s.month, s.segment_id, func.sum(s.customers).label("customers"))
        .where(*scope.who(mart), s.month.in_((since, until)))
        .group_by(s.country, s.month, s.segment_id)
        .order_by(s.country, s.month, s.segment_id)
    )
    return read(connection, statement).astype({"customers": int})


def flows(connection: Connection, scope: Scope, since: date, until: date) -> pd.DataFrame:
    """One row a pair of segments between the ends of two months: `from_segment` (None: not yet a customer),
    `to_segment`, `customers`, `net` (what they really brought between, net of returns), `net_before` (in as many
    months up to the first month's end) and `net_year_before` (in the same months of the year before); missing where
    it was not counted for any of them."""
    f = cut_flows(scope, since, until).c
    conditions = [
        f.segmentation_id == scope.segmentation_id,
        f.from_month == since,
        f.to_month == until,
    ]
    if scope.countries:
        conditions.append(f.country.in_(scope.countries))
    statement = (
        select(
            f.from_segment,
            f.to_segment,
            func.sum(f.customers).label("customers"),
            *(_all_known(f[name]).label(name) for name in MONEY),
        )
        .where(*conditions)
        .group_by(f.from_segment, f.to_segment)
        .order_by(f.from_segment, f.to_segment)
    )
    return read(connection, statement).astype({"customers": int, **dict.fromkeys(MONEY, float)})


def _all_known(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """The sum; null where any part of it is unknown: half a sum is a wrong one."""
    return case((func.count() == func.count(amount), func.sum(amount)))
