"""Who was in one audience some months ago and is in the other now, as far as the data tell."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from audiences.conditions import Store
from audiences.lists import then
from audiences.lists.keeping import Audience
from dashboard.filters.selection import add_months
from dashboard.words import formats
from warehouse.schema import listed_customers

MONTHS = 6
TOO_SHORT = "The data do not reach back to the end of a month before this one, so nobody is seen to move."
NOTE = (
    "Segments are followed month by month, orders and products by their days; countries and attributes are as they "
    "are now"
)


def since(store: Store, first: date | None) -> date | None:
    """The month at whose end one looks: MONTHS before that of the last order, or the first that is known; none where
    that is the last itself. `first` is the day of the first order."""
    last = (store.as_of - timedelta(days=1)).replace(day=1)
    if first is None:
        return None
    known = max([first.replace(day=1), *(one.first for one in store.histories.values())])
    found = max(add_months(last, -MONTHS), known)
    return found if found < last else None


def moves_in_words(connection: Connection, store: Store, pair: tuple[Audience, Audience]) -> list[str]:
    """A note, and a sentence each way."""
    first = connection.scalar(select(func.min(listed_customers.c.first_order_at)))
    month = since(store, first.date() if first is not None else None)
    if month is None:
        return [TOO_SHORT]
    told = [_way(connection, store, one, other, month) for one, other in (pair, pair[::-1])]
    return [NOTE, *told]


def _way(connection: Connection, store: Store, one: Audience, other: Audience, month: date) -> str:
    at = f"at the end of {formats.month(month)}"
    try:
        found = then.moved(connection, one.definition, other.definition, store, month)
    except then.UntoldError as error:
        return f"Who was in {one.name} {at} cannot be told. {error}"
    if not found.were:
        return f"Nobody was in {one.name} {at}."
    were, are = ("was" if found.were == 1 else "were"), ("is" if found.are == 1 else "are")
    return (
        f"Of {formats.plural(found.were, 'customer')} who {were} in {one.name} {at}, {formats.count(found.are)} "
        f"({formats.share(found.are, found.were)}) {are} in {other.name} now."
    )
