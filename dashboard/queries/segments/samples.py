"""Single customers for distributions: the fixed sample, so that a browser never gets more than it can draw."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import customer_segments, sample_months

MOST_POINTS = 2_000


def sampled_customers(connection: Connection, scope: Scope) -> pd.DataFrame:
    """Up to MOST_POINTS customers of the fixed sample with an order in the window, by sample key.

    One row a customer: `customer_id`, `segment_id`, and within the window `orders`, `gross` and `recency_days`, from
    the last order to the scope's `as_of`. The cost grows with the sample, which does not grow with the shop.
    """
    sample = cut(connection, sample_months, scope)
    s, member = sample.c, customer_segments.c
    conditions = [s.month.between(scope.start, scope.end)]
    if scope.countries:
        conditions.append(s.country.in_(scope.countries))
    if scope.segments:
        conditions.append(member.segment_id.in_(scope.identified_segments))
    same = and_(member.customer_id == s.customer_id, member.segmentation_id == scope.segmentation_id)
    statement = (
        select(
            s.customer_id,
            member.segment_id,
            func.sum(s.orders).label("orders"),
            func.sum(s.gross).label("gross"),
            func.max(s.last_order_on).label("last_order_on"),
        )
        .select_from(sample.join(customer_segments, same))
        .where(*conditions)
        .group_by(s.sample_key, s.customer_id, member.segment_id)
        .order_by(s.sample_key, s.customer_id)
        .limit(MOST_POINTS)
    )
    frame = read(connection, statement)
    frame["recency_days"] = [(scope.as_of - day).days for day in frame.pop("last_order_on")]
    return frame
