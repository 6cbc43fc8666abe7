"""What can be asked of a customer: a line each, with the column that holds it and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column

from warehouse.schema import customer_value, listed_customers, people
from wording.languages import to_say, to_say_n


class Unit(StrEnum):
    """How a value is written."""

    DAYS = "days"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"  # 0 to 1
    RATIO = "ratio"
    DAY = "day"
    YEAR = "year"


Pair = tuple[str, str]  # of one, of so many


@dataclass(frozen=True)
class Sentences:
    """Of numbers of one field: from one on, up to one, that one alone, from one to another."""

    least: Pair
    most: Pair
    exact: Pair
    between: str


@dataclass(frozen=True)
class Measured:
    """A number or a day of each customer; `words` fits "… at least 5", said where they are shown."""

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
    "recency_days": Measured(F.recency_days, Unit.DAYS, to_say("days since the last order")),
    "frequency": Measured(F.frequency, Unit.COUNT, to_say("orders")),
    "net": Measured(F.net, Unit.MONEY, to_say("sales net of returns")),
    "monetary": Measured(F.monetary, Unit.MONEY, to_say("gross sales")),
    "average_order_value": Measured(F.average_order_value, Unit.MONEY, to_say("average order")),
    "tenure_days": Measured(F.tenure_days, Unit.DAYS, to_say("days since the first order")),
    "first_order_at": Measured(F.first_order_at, Unit.DAY, to_say("first order")),
    "last_order_at": Measured(F.last_order_at, Unit.DAY, to_say("last order")),
    "units": Measured(F.units, Unit.COUNT, to_say("pieces bought")),
    "distinct_products": Measured(F.distinct_products, Unit.COUNT, to_say("different products")),
    "return_rate": Measured(F.return_rate, Unit.SHARE, to_say("share of sales returned")),
    "discount_share": Measured(F.discount_share, Unit.SHARE, to_say("share of lines bought below the usual price")),
    "expected_orders_12m": Measured(V.expected_orders_12m, Unit.RATIO, to_say("orders expected in 12 months")),
    "expected_spend_12m": Measured(V.expected_spend_12m, Unit.MONEY, to_say("sales expected in 12 months")),
    "expected_order_value": Measured(V.expected_order_value, Unit.MONEY, to_say("expected value of an order")),
    "order_chance_90d": Measured(V.order_chance_90d, Unit.SHARE, to_say("chance of an order in 90 days")),
    "overdue": Measured(V.overdue, Unit.RATIO, to_say("days of silence over the usual days between orders")),
    "birth_year": Measured(P.birth_year, Unit.YEAR, to_say("year of birth")),
}
TEXTS: Mapping[str, Text] = {
    "customer_id": Text(F.customer_id, to_say("customer number")),
    "country": Text(F.country, to_say("country")),
    "city": Text(P.city, to_say("city"), personal=True),
    "postcode": Text(P.postcode, to_say("postcode"), personal=True),
    "email": Text(P.email, to_say("e-mail address"), personal=True),
    "phone": Text(P.phone, to_say("phone number"), personal=True),
}
CONSENT = "consent"
ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
# What is asked most, as people say it.
SENTENCES: Mapping[str, Sentences] = {
    "frequency": Sentences(
        to_say_n("ordered {number} time or more", "ordered {number} times or more"),
        to_say_n("ordered at most {number} time", "ordered at most {number} times"),
        to_say_n("ordered {number} time", "ordered {number} times"),
        to_say("ordered {least} to {most} times"),
    ),
    "recency_days": Sentences(
        to_say_n("last order {number} day ago or earlier", "last order {number} days ago or earlier"),
        to_say_n("last order at most {number} day ago", "last order at most {number} days ago"),
        to_say_n("last order {number} day ago", "last order {number} days ago"),
        to_say("last order {least} to {most} days ago"),
    ),
    "overdue": Sentences(
        to_say_n(
            "silent for {number}× their usual time between orders or longer",
            "silent for {number}× their usual time between orders or longer",
        ),
        to_say_n(
            "silent for at most {number}× their usual time between orders",
            "silent for at most {number}× their usual time between orders",
        ),
        to_say_n(
            "silent for just {number}× their usual time between orders",
            "silent for just {number}× their usual time between orders",
        ),
        to_say("silent for {least} to {most}× their usual time between orders"),
    ),
}
