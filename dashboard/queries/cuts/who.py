"""The first columns of every mart, by customer."""

from __future__ import annotations

from sqlalchemy import FromClause, Subquery, select

from dashboard.filters.selection import Scope
from warehouse.schema import customer_segments, listed_customers


def who(scope: Scope) -> Subquery:
    """One row a customer of the audience: `customer_id`, `segmentation_id`, `country`, `segment_id`, `sample_key`."""
    home, member = listed_customers.c, customer_segments.c
    source = listed_customers.join(customer_segments, member.customer_id == home.customer_id)
    if scope.audience is not None:
        source = source.join(scope.audience.table, scope.audience.table.c.customer_id == home.customer_id)
    return (
        select(home.customer_id, member.segmentation_id, home.country, member.segment_id, home.sample_key)
        .select_from(source)
        .where(member.segmentation_id == scope.segmentation_id)
        .subquery("who")
    )


def first_columns(members: FromClause) -> tuple:
    """What each mart begins with."""
    return members.c.segmentation_id, members.c.country, members.c.segment_id
