"""The customers of an audience, and a mark that changes when they may."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, select

from audiences.conditions import Bought, InAudience, condition
from audiences.conditions.definition import Attribute, Begins, Chosen, Compared, InSegment, Known, Leaf, Said
from audiences.conditions.fields import TEXTS
from audiences.lists.keeping import by_number
from audiences.lists.standing import stands
from dashboard.filters.members import Members, written
from dashboard.queries.members.naming import all_leaves
from dashboard.queries.store.loads import stand
from warehouse.schema import listed_customers
from wording.renewal import BY_ATTRIBUTES

# Conditions whose customers change only when something is published, loaded or defined anew.
STEADY = (Attribute, Begins, Bought, Chosen, Compared, InAudience, InSegment, Known, Said)
# Of these, the ones that ask nothing of orders.
OF_PEOPLE = (Attribute, Begins, Chosen, Said)
YEAR_OF_BIRTH = "birth_year"


@dataclass(frozen=True)
class Asked:
    """An audience as it is defined now, before it is asked who is in it."""

    audience_id: int
    name: str
    condition: ColumnElement[bool]  # on a row of `listed_customers`
    mark: Hashable  # see `Members`
    follows_orders: bool

    def members(self, connection: Connection) -> Members:
        """Who is in it."""
        numbers = written(connection.scalars(self.statement()))
        return Members(self.audience_id, self.mark, self.name, numbers, follows_orders=self.follows_orders)

    def statement(self) -> Select[tuple[str]]:
        """One row a customer."""
        return select(listed_customers.c.customer_id).where(self.condition)


def asked(connection: Connection, audience_id: int) -> Asked:
    """Raises InputError where there is none, or where it asks for what the store does not have."""
    found, store = by_number(connection, audience_id), stands(connection)
    conditions = list(all_leaves(found.definition, store.audiences))
    inside = condition(found.definition, store)
    used = [InAudience(audience_id), *(leaf for leaf in conditions if isinstance(leaf, InAudience))]
    definitions = tuple(sorted((one.audience_id, repr(store.audiences.get(one.audience_id))) for one in used))
    mark: Hashable = (definitions, stand(connection))
    one = Asked(audience_id, found.name, inside, mark, any(_follows_orders(leaf) for leaf in conditions))
    if all(isinstance(leaf, STEADY) for leaf in conditions):
        return one
    return replace(one, mark=(mark, *_digest(connection, one)))


def _digest(connection: Connection, one: Asked) -> Sequence[int]:
    """Another one for other customers: how many they are, and a sum of hashes of their numbers."""
    ids = one.statement().subquery()
    hashes = cast(func.hashtextextended(ids.c.customer_id, cast(0, BigInteger)), BigInteger)
    row = connection.execute(select(func.count(), func.sum(hashes)).select_from(ids)).one()
    return int(row[0]), int(row[1] or 0)


def _follows_orders(leaf: Leaf) -> bool:
    if isinstance(leaf, InSegment):
        return leaf.algorithm != BY_ATTRIBUTES
    if isinstance(leaf, Compared | Known):
        return leaf.field not in (*TEXTS, YEAR_OF_BIRTH)
    return not isinstance(leaf, (*OF_PEOPLE, InAudience))
