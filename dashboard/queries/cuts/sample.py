"""The fixed sample, of the customers of an audience: as many of them as the shop's own sample has, or all."""

from __future__ import annotations

from sqlalchemy import Subquery, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts.who import who
from warehouse.schema import customer_months

MOST = 20_000  # customers, as in `sample_months`


def months(scope: Scope) -> Subquery:
    """As `sample_months`: one row a customer of the sample and month with a sale."""
    members, m = who(scope), customer_months.c
    sampled = (
        select(members.c.customer_id, members.c.sample_key, members.c.country)
        .order_by(members.c.sample_key, members.c.customer_id)
        .limit(MOST)
        .subquery("sampled")
    )
    return (
        select(*sampled.c, m.month, m.orders, m.gross, m.last_order_on)
        .select_from(sampled.join(customer_months, m.customer_id == sampled.c.customer_id))
        .where(m.orders > 0)
        .subquery("sample_months")
    )
