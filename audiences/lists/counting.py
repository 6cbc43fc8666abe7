"""How many customers are in an audience, what they bring, whom one may write to, and how it overlaps with others."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, and_, func, select

from audiences.conditions import Definition, Store, condition
from warehouse.schema import listed_customers, people

F, P = listed_customers.c, people.c


@dataclass(frozen=True)
class Size:
    """An audience in numbers; money net of returns, of all that is loaded."""

    customers: int
    orders: int
    net: Decimal
    everyone: int  # customers that the viewer sees


@dataclass(frozen=True)
class Reach:
    """What the customers of an audience said of being written to, and how many have an address."""

    yes: int
    no: int
    unknown: int
    with_email: int
    with_phone: int


def size(connection: Connection, definition: Definition, store: Store) -> Size:
    """Raises InputError for what the store does not have."""
    inside = condition(definition, store)
    row = connection.execute(
        select(
            func.count().filter(inside),
            func.coalesce(func.sum(F.frequency).filter(inside), 0),
            func.coalesce(func.sum(F.net).filter(inside), 0),
            func.count(),
        ).select_from(listed_customers)
    ).one()
    return Size(int(row[0]), int(row[1]), Decimal(row[2]), int(row[3]))


def reach(connection: Connection, definition: Definition, store: Store) -> Reach:
    """Of those without a row among the people nothing is known."""
    row = connection.execute(
        select(
            func.count().filter(P.consent.is_(True)),
            func.count().filter(P.consent.is_(False)),
            func.count().filter(P.consent.is_(None)),
            func.count().filter(P.has_email),
            func.count().filter(P.has_phone),
        )
        .select_from(listed_customers.outerjoin(people, P.customer_id == F.customer_id))
        .where(condition(definition, store))
    ).one()
    return Reach(*(int(one) for one in row))


def overlap(connection: Connection, definition: Definition, other: Definition, store: Store) -> int:
    """How many customers are in both."""
    both = and_(condition(definition, store), condition(other, store))
    return int(connection.scalar(select(func.count()).select_from(listed_customers).where(both)) or 0)
