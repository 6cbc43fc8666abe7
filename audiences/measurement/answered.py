"""Who of a campaign answered, and what people did before and after where there is nobody to compare with."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select, text

from warehouse.bulk import read_sql_file
from warehouse.schema import campaigns

_PLACE = "audiences.measurement.sql"


@dataclass(frozen=True)
class BeforeAfter:
    """What those who were written to did in as many days before sending as after. It proves nothing."""

    people: int
    days: int
    buyers_before: int
    buyers_after: int
    net_before: Decimal
    net_after: Decimal


def answered(connection: Connection, campaign_id: int) -> list[str]:
    """The customers who were written to and ordered within the days after, by number."""
    statement = text(_read("answered"))
    return list(connection.scalars(statement, {"campaign": campaign_id, "days": _window(connection, campaign_id)}))


def before_after(connection: Connection, campaign_id: int, passed_days: int) -> BeforeAfter:
    """As many days as have passed, on either side; at most those that count. People of newer lists wait for them."""
    passed_days = min(passed_days, _window(connection, campaign_id))
    asked = {"campaign": campaign_id, "days": passed_days}
    row = connection.execute(text(_read("before_after")), asked).one()
    return BeforeAfter(int(row[0]), passed_days, int(row[1]), int(row[2]), Decimal(row[3]), Decimal(row[4]))


def _window(connection: Connection, campaign_id: int) -> int:
    return connection.scalar(select(campaigns.c.window_days).where(campaigns.c.campaign_id == campaign_id)) or 0


def _read(name: str) -> str:
    return read_sql_file(_PLACE, f"{name}.sql").replace("{drawn}", read_sql_file(_PLACE, "drawn.sql"))
