"""What is known about countries beyond their names, and the few numbers that comparisons of them need."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from dashboard.queries.sales.activity import measures
from warehouse.schema import countries, segment_activity


def alpha_3_codes(connection: Connection, version: tuple[int, ...]) -> dict[str, str]:
    """country -> its ISO 3166 alpha-3 code, for those that have one; `version` only keys the cached answer."""
    c = countries.c
    rows = connection.execute(select(c.country, c.alpha_3).where(c.alpha_3.is_not(None)).order_by(c.country))
    return {row.country: row.alpha_3 for row in rows}


def sales(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a country with anything in the window: `net`, sales less returns."""
    a = segment_activity.c
    statement = select(a.country, func.sum(a.gross + a.returns).label("net")).where(*scope.where(segment_activity))
    return read(connection, statement.group_by(a.country).order_by(a.country))


def customers_by_segment(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an identified segment with customers in the window: `customers`."""
    a = segment_activity.c
    customers = measures(scope.start)[0]
    statement = (
        select(a.segment_id, customers)
        .where(*scope.where(segment_activity), a.segment_id.is_not(None))
        .group_by(a.segment_id)
        .order_by(a.segment_id)
    )
    frame = read(connection, statement)
    return frame[frame["customers"] > 0].reset_index(drop=True)
