"""The customers of an audience: its conditions as one of SQL, and a mark that changes when they may."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from sqlalchemy import BigInteger, Connection, cast, func, select

from audiences.conditions import Bought, InAudience, condition
from audiences.conditions.definition import Attribute, Begins, Chosen, Compared, InSegment, Known, Leaf, Said
from audiences.conditions.fields import TEXTS
from audiences.lists.keeping import by_number
from audiences.lists.standing import stands
from dashboard.filters.members import Members
from dashboard.queries.audiences.naming import all_leaves
from dashboard.queries.store.loads import stand
from wording.renewal import BY_ATTRIBUTES

# Conditions whose customers change only when something is published, loaded or defined anew.
STEADY = (Attribute, Begins, Bought, Chosen, Compared, InAudience, InSegment, Known, Said)
# Of these, the ones that ask nothing of orders.
OF_PEOPLE = (Attribute, Begins, Chosen, Said)
YEAR_OF_BIRTH = "birth_year"


def members_of(connection: Connection, audience_id: int) -> Members:
    """Raises InputError where there is none, or where it asks for what the store does not have."""
    found, store = by_number(connection, audience_id), stands(connection)
    asked = list(all_leaves(found.definition, store.audiences))
    inside = condition(found.definition, store)
    used = [InAudience(audience_id), *(leaf for leaf in asked if isinstance(leaf, InAudience))]
    definitions = tuple(sorted((one.audience_id, repr(store.audiences.get(one.audience_id))) for one in used))
    mark: Hashable = (definitions, stand(connection))
    members = Members(audience_id, mark, found.name, inside, any(_follows_orders(leaf) for leaf in asked))
    if all(isinstance(leaf, STEADY) for leaf in asked):
        return members
    return Members(audience_id, (mark, *_digest(connection, members)), found.name, inside, members.follows_orders)


def _digest(connection: Connection, members: Members) -> Sequence[int]:
    """Another one for other customers: how many they are, and a sum of hashes of their numbers."""
    ids = members.ids().subquery()
    hashes = cast(func.hashtextextended(ids.c.customer_id, cast(0, BigInteger)), BigInteger)
    row = connection.execute(select(func.count(), func.sum(hashes)).select_from(ids)).one()
    return int(row[0]), int(row[1] or 0)


def _follows_orders(leaf: Leaf) -> bool:
    if isinstance(leaf, InSegment):
        return leaf.algorithm != BY_ATTRIBUTES
    if isinstance(leaf, Compared | Known):
        return leaf.field not in (*TEXTS, YEAR_OF_BIRTH)
    return not isinstance(leaf, (*OF_PEOPLE, InAudience))
