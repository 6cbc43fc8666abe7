"""Customers by a text: how their number begins, or their name, address or place."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from dashboard.queries.customers.lists import found_by
from warehouse.schema import listed_customers, people

F = listed_customers.c


@dataclass(frozen=True)
class Named:
    """A customer, with what the viewer may know of who it is."""

    customer_id: str
    first_name: str | None
    last_name: str | None
    city: str | None
    country: str | None


def customers_called(connection: Connection, words: str, most: int) -> list[Named]:
    """Up to `most` of them: whose number it is first, then by number."""
    page = (
        select(F.customer_id, F.country)
        .where(found_by(words))
        .order_by(F.customer_id != words, F.customer_id)
        .limit(most)
        .subquery("page")
    )
    # One by one, by their numbers: joined as a whole, the view of people is worked out for everybody first.
    shown = select(people.c.first_name, people.c.last_name, people.c.city)
    person = shown.where(people.c.customer_id == page.c.customer_id).offset(0).lateral("person")
    statement = (
        select(page.c.customer_id, *person.c, page.c.country)
        .select_from(page.outerjoin(person, true()))
        .order_by(page.c.customer_id != words, page.c.customer_id)
    )
    rows = connection.execute(statement).all()
    return [Named(row.customer_id, row.first_name, row.last_name, row.city, row.country) for row in rows]
