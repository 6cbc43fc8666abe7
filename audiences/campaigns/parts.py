"""Which part customers have in a campaign by its earlier lists: their own, else that of whoever has their address."""

from sqlalchemy import Subquery, case, literal, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from audiences.campaigns.ledger import HELD, SENT
from warehouse.schema import deliveries, delivery_members, written_addresses

_AFTER_ALL = 2**62  # the place of an address, behind all lists that a customer is in


def parts_before(campaign_id: int) -> Subquery:
    """One row a customer: `customer_id` and `part`, SENT or HELD; who is not in it comes new.

    Where several have one address and one of them was held out, who comes new is as well: a mail to them would reach
    somebody to compare with.
    """
    m, w = delivery_members.c, written_addresses.c
    drawn = select(m.customer_id, m.role.label("part"), m.delivery_id.label("place"))
    own = drawn.join_from(delivery_members, deliveries, deliveries.c.delivery_id == m.delivery_id).where(
        deliveries.c.campaign_id == campaign_id, m.role.in_((SENT, HELD))
    )
    shared = select(
        w.customer_id, case((w.is_held, HELD), else_=SENT).label("part"), literal(_AFTER_ALL).label("place")
    ).where(w.campaign_id == campaign_id)
    every = union_all(own, shared).subquery("every")
    first = select(every.c.customer_id, every.c.part).ext(distinct_on(every.c.customer_id))
    return first.order_by(every.c.customer_id, every.c.place, every.c.part).subquery("parts")  # held before sent
