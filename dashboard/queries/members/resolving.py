"""The customers of an audience and of marks of charts, and a mark that changes when they may."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, func, select

from audiences.conditions import Bought, InAudience, condition, leaves
from audiences.conditions.definition import Attribute, Begins, Chosen, Compared, InSegment, Known, Leaf, Said
from audiences.conditions.fields import TEXTS
from audiences.lists.keeping import by_number
from audiences.lists.standing import stands
from dashboard.filters.members import Members, written
from dashboard.filters.narrowing.who import Who
from dashboard.queries.members.meaning import definition_of, in_words, meant
from dashboard.queries.members.naming import all_leaves
from dashboard.queries.members.personal import is_for_all, is_personal
from dashboard.queries.store.loads import stand
from warehouse.errors import InputError
from warehouse.schema import listed_customers
from wording.languages import say
from wording.renewal import BY_ATTRIBUTES

# Conditions whose customers change only when something is published, loaded or defined anew.
STEADY = (Attribute, Begins, Bought, Chosen, Compared, InAudience, InSegment, Known, Said)
# Of these, the ones that ask nothing of orders.
OF_PEOPLE = (Attribute, Begins, Chosen, Said)
YEAR_OF_BIRTH = "birth_year"


@dataclass(frozen=True)
class Asked:
    """An audience as it is defined now, and parts of it, before it is asked who they are."""

    audience_id: int | None
    name: str
    condition: ColumnElement[bool]  # on a row of `listed_customers`
    mark: Hashable  # see `Members`
    follows_orders: bool
    parts: tuple[Who, ...] = ()
    words: tuple[str, ...] = ()

    def members(self, connection: Connection) -> Members:
        """Who is in it."""
        numbers: list[str] = [*connection.scalars(self.statement())]
        return Members(
            *(self.audience_id, self.mark, self.name, written(numbers)),
            follows_orders=self.follows_orders,
            parts=self.parts,
            words=self.words,
            size=len(numbers),
        )

    def statement(self) -> Select[tuple[str]]:
        """One row a customer."""
        return select(listed_customers.c.customer_id).where(self.condition)


def asked(connection: Connection, audience_id: int | None, parts: tuple[Who, ...] = (), sign: str = "") -> Asked:
    """`sign` is that of the currency. Raises InputError where there is no such audience, or where it or a part asks for
    what the store does not have."""
    found = None if audience_id is None else by_number(connection, audience_id)
    store, ids = stands(connection), [] if audience_id is None else [InAudience(audience_id)]
    said = [definition_of(part) for part in parts]
    nodes = [*([found.definition] if found else []), *(one for one in said if one is not None)]
    conditions = [leaf for node in nodes for leaf in all_leaves(node, store.audiences)]
    inside = and_(*(condition(one, store) for one in ids), *(meant(part, store) for part in parts))
    used = [*ids, *(leaf for leaf in conditions if isinstance(leaf, InAudience))]
    definitions = tuple(sorted((one.audience_id, repr(store.audiences.get(one.audience_id))) for one in used))
    mark: Hashable = (definitions, parts, stand(connection))
    follows = None in said or any(_follows_orders(leaf) for leaf in conditions)
    words = in_words(connection, parts, sign)
    one = Asked(audience_id, found.name if found else "", inside, mark, follows, parts, words)
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


def refuse_private(parts: tuple[Who, ...], personal: bool, defines: bool) -> None:
    """Raises InputError where parts ask for who people are, which not everybody sees, or for what only those may ask
    who may define audiences."""
    for leaf in (leaf for part in parts if (node := definition_of(part)) is not None for leaf in leaves(node)):
        if (not personal and is_personal(leaf)) or not (defines or is_for_all(leaf)):
            raise InputError(say("This choice of customers asks for what your role does not show."))
