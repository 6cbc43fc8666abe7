"""Who gets nothing just now whatever they said: in an audience that comes first, or in the shop's quiet time."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Null, Select, case, func, null, or_, select, true
from sqlalchemy.dialects.postgresql import insert

from audiences.campaigns.ledger import HELD, SENT
from audiences.conditions import Store, condition
from audiences.destinations import QUIET, QUIET_DAYS
from audiences.lists import ranking
from warehouse.errors import InputError
from warehouse.schema import delivery_members, listed_customers, mailings, shop_settings

MOST_DAYS = 365
_S, _D, _M = shop_settings.c, mailings.c, delivery_members.c


def quiet_days(connection: Connection) -> int:
    """For how many days after a campaign's list nobody of it is in another campaign's; 0: never."""
    value = connection.scalar(select(_S.value).where(_S.name == QUIET))
    return QUIET_DAYS if value is None else int(value)


def choose_quiet_days(connection: Connection, days: int) -> None:
    """Choose it for the whole shop. The caller commits."""
    if not 0 <= days <= MOST_DAYS:
        raise InputError(f"The quiet time is 0 to {MOST_DAYS} days; 0 switches it off.")
    values = {"value": str(days), "changed_at": func.now()}
    statement = insert(shop_settings).values(name=QUIET, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def barred(
    connection: Connection, audience_id: int, store: Store, campaign_id: int | None, days: int
) -> ColumnElement[str] | Null:
    """The reason why a row of `listed_customers` gets nothing, null for all others.

    Whoever is held out of another campaign is in it as well: a mailing would make them nobody to compare with. Of what
    others sent the viewer is told no more than that, so that countries of theirs do not let anybody be mailed twice.
    """
    reasons = []
    if first := ranking.before(connection, audience_id):
        reasons.append((or_(*(condition(one, store) for one in first)), "in another audience"))
    if days:
        reasons.append((listed_customers.c.customer_id.in_(recent(campaign_id, days)), "in another campaign"))
    return case(*reasons) if reasons else null()


def recent(campaign_id: int | None, days: int) -> Select[tuple[str]]:
    """Who is in a list of another campaign of the last so many days, written to or held out."""
    others = true() if campaign_id is None else _D.campaign_id != campaign_id
    recent = select(_M.customer_id).join(mailings, _D.delivery_id == _M.delivery_id)
    return recent.where(others, _D.made_at > func.now() - timedelta(days=days), _M.role.in_((SENT, HELD)))
