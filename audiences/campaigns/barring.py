"""Who gets nothing just now whatever they said: in an audience that comes first, or in the shop's quiet time."""

from sqlalchemy import ColumnElement, Connection, Null, Subquery, case, func, null, or_, select
from sqlalchemy.dialects.postgresql import insert

from audiences.conditions import Store, condition
from audiences.destinations import EVERYBODY, QUIET, QUIET_DAYS, refused
from audiences.lists import ranking
from warehouse.errors import InputError
from warehouse.schema import shop_settings
from wording.languages import say

MOST_DAYS = 365
_S = shop_settings.c


def quiet_days(connection: Connection) -> int:
    """For how many days after a campaign's list nobody of it is in another campaign's; 0: never."""
    value = connection.scalar(select(_S.value).where(_S.name == QUIET))
    return QUIET_DAYS if value is None else int(value)


def choose_quiet_days(connection: Connection, days: int) -> None:
    """Choose it for the whole shop. The caller commits."""
    if not 0 <= days <= MOST_DAYS:
        raise InputError(say("The quiet time is 0 to {most} days; 0 switches it off.", most=MOST_DAYS))
    values = {"value": str(days), "changed_at": func.now()}
    statement = insert(shop_settings).values(name=QUIET, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def barred(
    connection: Connection, audience_id: int, store: Store, rule: str, days: int, campaign_id: int | None = None
) -> tuple[ColumnElement[str] | Null, Subquery]:
    """Who gets nothing, as `members_of` takes it: the reason of a row of `listed_customers` that is in an audience that
    comes first, null for all others; and those who are refused whatever audience they are in.

    Whoever is held out of another campaign is in it as well: a mailing would make them nobody to compare with. Of what
    others sent the viewer is told no more than that, so that countries of theirs do not let anybody be mailed twice.
    """
    first = ranking.before(connection, audience_id)
    why = case((or_(*(condition(one, store) for one in first)), "in another audience")) if first else null()
    minds_no = rule != EVERYBODY
    return why, refused(is_quiet=days > 0, minds_no=minds_no, other_than=campaign_id, days=days)
