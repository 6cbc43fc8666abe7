"""What can be asked of a customer: a line each, with the column that holds it and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column

from warehouse.schema import customer_value, listed_customers, people


class Unit(StrEnum):
    """How a value is written."""

    DAYS = "days"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"  # 0 to 1
    RATIO = "ratio"
    DAY = "day"
    YEAR = "year"


@dataclass(frozen=True)
class Measured:
    """A number or a day of each customer; `words` fits "… at least 5"."""

    column: Column
    unit: Unit
    words: str


@dataclass(frozen=True)
class Text:
    """A text of each customer; only who may see who people are can ask for a `personal` one."""

    column: Column
    words: str
    personal: bool = False


F, V, P = listed_customers.c, customer_value.c, people.c
MEASURED: Mapping[str, Measured] = {
    "recency_days": Measured(F.recency_days, Unit.DAYS, "days since the last order"),
    "frequency": Measured(F.frequency, Unit.COUNT, "orders"),
    "net": Measured(F.net, Unit.MONEY, "sales net of returns"),
    "monetary": Measured(F.monetary, Unit.MONEY, "gross sales"),
    "average_order_value": Measured(F.average_order_value, Unit.MONEY, "average order"),
    "tenure_days": Measured(F.tenure_days, Unit.DAYS, "days since the first order"),
    "first_order_at": Measured(F.first_order_at, Unit.DAY, "first order"),
    "last_order_at": Measured(F.last_order_at, Unit.DAY, "last order"),
    "units": Measured(F.units, Unit.COUNT, "pieces bought"),
    "distinct_products": Measured(F.distinct_products, Unit.COUNT, "different products"),
    "return_rate": Measured(F.return_rate, Unit.SHARE, "share of sales returned"),
    "discount_share": Measured(F.discount_share, Unit.SHARE, "share of lines bought below the usual price"),
    "expected_orders_12m": Measured(V.expected_orders_12m, Unit.RATIO, "orders expected in 12 months"),
    "expected_spend_12m": Measured(V.expected_spend_12m, Unit.MONEY, "sales expected in 12 months"),
    "expected_order_value": Measured(V.expected_order_value, Unit.MONEY, "expected value of an order"),
    "order_chance_90d": Measured(V.order_chance_90d, Unit.SHARE, "chance of an order in 90 days"),
    "overdue": Measured(V.overdue, Unit.RATIO, "days of silence over the usual days between orders"),
    "birth_year": Measured(P.birth_year, Unit.YEAR, "year of birth"),
}
TEXTS: Mapping[str, Text] = {
    "customer_id": Text(F.customer_id, "customer number"),
    "country": Text(F.country, "country"),
    "city": Text(P.city, "city", personal=True),
    "postcode": Text(P.postcode, "postcode", personal=True),
    "email": Text(P.email, "e-mail address", personal=True),
    "phone": Text(P.phone, "phone number", personal=True),
}
CONSENT = "consent"
ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
