"""How far each delivery got at each place; and who is there by what arrived, so that only movers need to go."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from warehouse.schema import deliveries, delivery_members, pushes

_D, _M, _P = deliveries.c, delivery_members.c, pushes.c
FULL = "full"
SENT = "sent"


def begun(connection: Connection, delivery_id: int, connection_id: int) -> tuple[dict[str, int], bool]:
    """Note that a delivery goes there: how many batches of each part arrived before, and whether all did."""
    row = {"delivery_id": delivery_id, "connection_id": connection_id}
    first = insert(pushes).values(**row, begun_at=func.clock_timestamp(), done={})
    connection.execute(first.on_conflict_do_nothing())
    found = connection.execute(select(_P.done, _P.arrived_at).where(*_own(delivery_id, connection_id))).one()
    return dict(found.done), found.arrived_at is not None


def note(connection: Connection, delivery_id: int, connection_id: int, done: Mapping[str, int]) -> None:
    """Note how many batches arrived."""
    connection.execute(update(pushes).where(*_own(delivery_id, connection_id)).values(done=dict(done)))


def arrived(connection: Connection, delivery_id: int, connection_id: int) -> None:
    """Note that all of it is there."""
    own = update(pushes).where(*_own(delivery_id, connection_id))
    connection.execute(own.values(arrived_at=func.clock_timestamp()))


def came(
    connection_id: int, *, campaign_id: int | None = None, audience_id: int | None = None
) -> Select[tuple[int, str]]:
    """The deliveries of a campaign, or of an audience without one, that arrived whole at a place, and their modes."""
    alone = and_(_D.campaign_id.is_(None), _D.audience_id == audience_id)
    of = alone if campaign_id is None else _D.campaign_id == campaign_id
    return (
        select(_D.delivery_id, _D.mode)
        .join(pushes, and_(_P.delivery_id == _D.delivery_id, _P.connection_id == connection_id))
        .where(_P.arrived_at.is_not(None), of)
    )


def there(connection_id: int, *, campaign_id: int | None = None, audience_id: int | None = None) -> Select[tuple[str]]:
    """The customers that a place has of a campaign, or of an audience without one: by the last full delivery that
    arrived, and the movers since. One row a customer."""
    whole = came(connection_id, campaign_id=campaign_id, audience_id=audience_id).cte("came")
    last_full = select(func.coalesce(func.max(whole.c.delivery_id), 0)).where(whole.c.mode == FULL).scalar_subquery()
    last = (
        select(_M.customer_id, _M.role)
        .join(whole, whole.c.delivery_id == _M.delivery_id)
        .where(_M.role != "held", whole.c.delivery_id >= last_full)
        .ext(distinct_on(_M.customer_id))
        .order_by(_M.customer_id, _M.delivery_id.desc())
        .subquery("last")
    )
    return select(last.c.customer_id).where(last.c.role == SENT)


def _own(delivery_id: int, connection_id: int) -> tuple[Any, Any]:
    return _P.delivery_id == delivery_id, _P.connection_id == connection_id
