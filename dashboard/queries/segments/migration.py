"""Who was in which segment at the end of past months, and who moved: from the marts of `models.history.months`."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from warehouse.schema import segment_flows, segment_sizes


def sizes(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a month end and segment, of all months whatever the window: `month`, `segment_id`, `customers`."""
    s = segment_sizes.c
    statement = (
        select(s.month, s.segment_id, func.sum(s.customers).label("customers"))
        .where(*scope.who(segment_sizes))
        .group_by(s.month, s.segment_id)
        .order_by(s.month, s.segment_id)
    )
    return read(connection, statement).astype({"customers": int})


def flows(connection: Connection, scope: Scope, since: date, until: date) -> pd.DataFrame:
    """One row a pair of segments between the ends of two months: `from_segment` (None: not yet a customer),
    `to_segment`, `customers`, `net` (what they really brought between, net of returns) and `net_before` (in as many
    months up to the first month's end; missing where the history does not reach so far)."""
    f = segment_flows.c
    conditions = [f.segmentation_id == scope.segmentation_id, f.from_month == since, f.to_month == until]
    if scope.countries:
        conditions.append(f.country.in_(scope.countries))
    statement = (
        select(
            f.from_segment,
            f.to_segment,
            func.sum(f.customers).label("customers"),
            func.sum(f.net).label("net"),
            func.sum(f.net_before).label("net_before"),
        )
        .where(*conditions)
        .group_by(f.from_segment, f.to_segment)
        .order_by(f.from_segment, f.to_segment)
    )
    return read(connection, statement).astype({"customers": int, "net": float, "net_before": float})
