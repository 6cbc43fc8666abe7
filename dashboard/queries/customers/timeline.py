"""What happened to one customer beside their orders: segments at the ends of months, campaigns. Reads by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Date, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from dashboard.filters.selection import Scope, add_months
from warehouse.schema import RFM_GROUPS, campaigns, delivery_members, mailings, segment_histories

HELD = "held"


@dataclass(frozen=True)
class Letter:
    """A campaign that a customer was in, by its first list with them."""

    campaign_id: int
    name: str
    day: date  # from which on an order is an answer
    is_held: bool  # held out: written to nothing


def customer_past(connection: Connection, scope: Scope, customer_id: str) -> tuple[tuple[date, str], ...]:
    """The segment at the end of each month of the window since the first order; () where the past is not kept."""
    h = segment_histories.c
    known = (h.segmentation_id == scope.segmentation_id, h.customer_id == customer_id)
    found = connection.execute(select(h.first_month, h.places).where(*known)).one_or_none()
    if found is None:
        return ()
    months = ((add_months(found.first_month, number), place) for number, place in enumerate(found.places))
    return tuple(
        (month, RFM_GROUPS[place - 1]) for month, place in months if place and scope.start <= month <= scope.end
    )


def customer_campaigns(connection: Connection, customer_id: str) -> list[Letter]:
    """The campaigns that the customer was written to in, or held out of, as far as the viewer sees them, earliest
    first."""
    m, d, c = delivery_members.c, mailings.c, campaigns.c
    day = func.coalesce(d.starts_on, cast(d.made_at, Date)).label("day")
    first = (
        select(c.campaign_id, c.name, day, (m.role == HELD).label("is_held"))
        .ext(distinct_on(c.campaign_id))
        .join_from(delivery_members, mailings, d.delivery_id == m.delivery_id)
        .join(campaigns, c.campaign_id == d.campaign_id)
        .where(m.customer_id == customer_id, m.role.in_(("sent", HELD)))
        .order_by(c.campaign_id, m.delivery_id)
        .subquery("first")
    )
    return [Letter(*row) for row in connection.execute(select(first).order_by(first.c.day, first.c.campaign_id))]
