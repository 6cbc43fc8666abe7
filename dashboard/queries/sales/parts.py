"""Sales and orders by month, split into first months of customers, their later ones, and guests."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import segment_activity, segment_cohorts

PARTS = ("new", "returning", "guests")
MEASURES = ("net", "orders")


def monthly(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a month of the window with anything, ascending: `month`, and for `net` and `orders` `{part}_{measure}` of
    the parts, which add up to the measure itself.

    New is what customers ordered in the month of their first order, net of what they returned in it; all else of
    identified customers is of returning ones.
    """
    activity, cohorts = cut(connection, segment_activity, scope), cut(connection, segment_cohorts, scope)
    a, c = activity.c, cohorts.c
    sums = []
    for name, is_part in (("identified", a.segment_id.is_not(None)), ("guests", a.segment_id.is_(None))):
        for measure, value in (("net", a.gross + a.returns), ("orders", a.orders)):
            sums.append(func.coalesce(func.sum(value).filter(is_part), 0).label(f"{name}_{measure}"))
    all_of = select(a.month, *sums).where(*scope.where(activity)).group_by(a.month).order_by(a.month)
    new = (
        select(c.month, func.sum(c.gross + c.returns).label("new_net"), func.sum(c.orders).label("new_orders"))
        .where(*scope.where(cohorts), c.month == c.first_month)
        .group_by(c.month)
    )
    frame = read(connection, all_of).merge(read(connection, new), on="month", how="left")
    for measure in MEASURES:
        frame[f"new_{measure}"] = frame[f"new_{measure}"].astype(float).fillna(0.0)
        frame[f"returning_{measure}"] = frame.pop(f"identified_{measure}").astype(float) - frame[f"new_{measure}"]
        frame[measure] = sum(frame[f"{part}_{measure}"].astype(float) for part in PARTS)
    return frame
