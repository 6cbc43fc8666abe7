"""Who gets nothing just now whatever they said: in another campaign within the shop's quiet time."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, case, func, select, true
from sqlalchemy.dialects.postgresql import insert

from audiences.campaigns.ledger import HELD, SENT
from warehouse.errors import InputError
from warehouse.schema import deliveries, delivery_members, listed_customers, shop_settings

QUIET_DAYS, MOST_DAYS = 30, 365  # as long as orders count as answers unless somebody says otherwise
_NAME = "quiet_days"
_S, _D, _M = shop_settings.c, deliveries.c, delivery_members.c


def quiet_days(connection: Connection) -> int:
    """For how many days after a campaign's list nobody of it is in another campaign's; 0: never."""
    value = connection.scalar(select(_S.value).where(_S.name == _NAME))
    return QUIET_DAYS if value is None else int(value)


def choose_quiet_days(connection: Connection, days: int) -> None:
    """Choose it for the whole shop. The caller commits."""
    if not 0 <= days <= MOST_DAYS:
        raise InputError(f"The quiet time is 0 to {MOST_DAYS} days; 0 switches it off.")
    values = {"value": str(days), "changed_at": func.now()}
    statement = insert(shop_settings).values(name=_NAME, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def barred(campaign_id: int | None, days: int) -> ColumnElement[str] | None:
    """The reason, null for all others: a row of `listed_customers`. None where nobody is barred.

    Whoever is held out of another campaign is in it as well: a mailing would make them nobody to compare with.
    """
    if not days:
        return None
    others = true() if campaign_id is None else _D.campaign_id != campaign_id
    recent = select(_M.customer_id).join(deliveries, _D.delivery_id == _M.delivery_id)
    recent = recent.where(
        _D.campaign_id.is_not(None), others, _D.made_at > func.now() - timedelta(days=days), _M.role.in_((SENT, HELD))
    )
    return case((listed_customers.c.customer_id.in_(recent), "in another campaign"))
