"""The rule of the shop for lists that leave: whom one may write to."""

from sqlalchemy import Connection, select

from audiences.destinations.preflight import OPT_IN
from warehouse.schema import shop_settings

NAME = "consent"  # of the choice, among those of the shop


def rule_now(connection: Connection, fixed: str | None) -> str:
    """The rule that a setting fixes, else the one chosen for the shop, else only who said yes."""
    chosen = connection.scalar(select(shop_settings.c.value).where(shop_settings.c.name == NAME))
    return fixed or chosen or OPT_IN
