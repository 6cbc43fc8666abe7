"""The fixed sample with what is known of each customer's whole life, for exploring features."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, Float, and_, cast, select

from dashboard.filters.members import Members
from dashboard.queries.frames import read
from warehouse.schema import customer_features, customer_segments

MOST_CUSTOMERS = 20_000
COUNTS = ("recency_days", "frequency", "tenure_days", "distinct_products")
AMOUNTS = ("monetary", "net", "returns", "average_order_value", "units", "return_rate")
SHARES = ("weekend_share", "night_share", "discount_share")


def sample(
    connection: Connection, version: tuple[int, ...], segmentation_id: int, audience: Members | None = None
) -> pd.DataFrame:
    """Up to MOST_CUSTOMERS customers with an order, those with the lowest sample key, and their segment.

    Of an audience where one is given, else of all. Whatever the other filters: those are applied to the frame
    (`features.chosen`), so that one frame a segmentation is kept, not one a selection.
    `version` is what the cache goes by.
    """
    f, member = customer_features.c, customer_segments.c
    numbers = [cast(f[name], Float).label(name) for name in (*COUNTS, *AMOUNTS, *SHARES)]
    same = and_(member.customer_id == f.customer_id, member.segmentation_id == segmentation_id)
    statement = (
        select(f.customer_id, f.country, member.segment_id, *numbers)
        .select_from(customer_features.join(customer_segments, same))
        .where(f.frequency > 0)
        .order_by(f.sample_key, f.customer_id)
        .limit(MOST_CUSTOMERS)
    )
    if audience is not None:
        statement = statement.where(f.customer_id.in_(audience.ids()))
    frame = read(connection, statement)
    kinds = dict.fromkeys((*COUNTS, *AMOUNTS, *SHARES), float) | dict.fromkeys(("country", "segment_id"), "category")
    return frame.astype(kinds)
