"""When orders come: weekdays and hours. Reads the mart of hours only; months are in `activity.by_month`."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import segment_hours


def by_hour(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a weekday (ISO, 1 = Monday) and hour with sale orders in the window: `orders` and `gross`."""
    hours = cut(connection, segment_hours, scope)
    h = hours.c
    statement = (
        select(h.weekday, h.hour, func.sum(h.orders).label("orders"), func.sum(h.gross).label("gross"))
        .where(*scope.where(hours))
        .group_by(h.weekday, h.hour)
        .order_by(h.weekday, h.hour)
    )
    return read(connection, statement)
