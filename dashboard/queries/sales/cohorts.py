"""Cohorts: what the customers of a first month did in each later one. Reads their mart or its cuts."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cohorts, cut
from dashboard.queries.frames import read
from warehouse.schema import segment_cohorts


def by_month(connection: Connection, scope: Scope, product: str = "") -> pd.DataFrame:
    """One row a month of first orders in the window and later month with anything: `first_month`, `month`,
    `customers` (with an order), `orders`, `net`.

    The window chooses the cohorts; what they did is followed to the end of the data. With a product: of those who
    bought it on the day of their first order.
    """
    mart = cohorts(scope, product) if product else cut(connection, segment_cohorts, scope)
    m = mart.c
    sums = [
        func.sum(m.customers).label("customers"),
        func.sum(m.orders).label("orders"),
        func.sum(m.gross + m.returns).label("net"),
    ]
    statement = (
        select(m.first_month, m.month, *sums)
        .where(*scope.who(mart), m.first_month.between(scope.start, scope.end))
        .group_by(m.first_month, m.month)
        .order_by(m.first_month, m.month)
    )
    return read(connection, statement)
