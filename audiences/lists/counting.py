"""How many customers are in an audience, what they bring, whom one may write to, and how it overlaps with others."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select

from audiences.conditions import Definition, Store, condition
from warehouse.errors import InputError
from warehouse.schema import listed_customers, people

F, P = listed_customers.c, people.c
K = TypeVar("K", bound=Hashable)
AT_ONCE = 20  # audiences that one look at all customers counts


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


@dataclass(frozen=True)
class Shared:
    """Another audience beside one: its customers, and how many are in both."""

    customers: int
    both: int


def size(connection: Connection, definition: Definition, store: Store) -> Size:
    """Raises InputError for what the store does not have."""
    return _sizes(connection, [condition(definition, store)])[0]


def sizes(connection: Connection, definitions: Mapping[int, Definition], store: Store) -> dict[int, Size | InputError]:
    """The size of each; in its place the error of one that names what the store does not have."""
    found: dict[int, Size | InputError] = {}
    inside: dict[int, ColumnElement[bool]] = {}
    for number, definition in definitions.items():
        try:
            inside[number] = condition(definition, store)
        except InputError as error:
            found[number] = error
    for part in _parts([*inside], AT_ONCE):
        found |= dict(zip(part, _sizes(connection, [inside[one] for one in part]), strict=True))
    return found


def _sizes(connection: Connection, inside: list[ColumnElement[bool]]) -> list[Size]:
    each, labels = _each(listed_customers, [F.frequency, F.net], inside)
    columns: list[ColumnElement[Any]] = [func.count()]
    for label in labels:
        sums = (func.coalesce(func.sum(column).filter(each[label]), 0) for column in (each.frequency, each.net))
        columns += [func.count().filter(each[label]), *sums]
    everyone, *numbers = connection.execute(select(*columns)).one()
    return [
        Size(int(customers), int(orders), Decimal(net), int(everyone)) for customers, orders, net in _parts(numbers, 3)
    ]


def _each(
    source: FromClause, columns: Sequence[ColumnElement[Any]], inside: Sequence[ColumnElement[bool]]
) -> tuple[Any, list[str]]:
    """The columns of a row a customer, with each condition as a column of its own by these names.

    So it is asked once: in every sum that it filters it would be worked out anew, whatever that takes.
    """
    labels = [f"inside_{at}" for at in range(len(inside))]
    asked = (one.label(label) for one, label in zip(inside, labels, strict=True))
    kept_whole = select(*columns, *asked).select_from(source).offset(0)  # without it it is taken apart again
    return kept_whole.subquery("each").c, labels


def _parts(values: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    return (values[start : start + length] for start in range(0, len(values), length))


def reach(connection: Connection, definition: Definition, store: Store) -> Reach:
    """Of those without a row among the people nothing is known."""
    return _reaches(connection, [condition(definition, store)])[0]


def reaches(connection: Connection, definitions: Mapping[int, Definition], store: Store) -> dict[int, Reach]:
    """The reach of each; one that names what the store does not have is left out."""
    inside = _asked(definitions, store)
    found: dict[int, Reach] = {}
    for part in _parts([*inside], AT_ONCE):
        found |= dict(zip(part, _reaches(connection, [inside[one] for one in part]), strict=True))
    return found


def _reaches(connection: Connection, inside: Sequence[ColumnElement[bool]]) -> list[Reach]:
    source = listed_customers.outerjoin(people, P.customer_id == F.customer_id)
    each, labels = _each(source, [P.consent, P.has_email, P.has_phone], inside)
    asked = _reached(each)
    row = connection.execute(
        select(*(func.count().filter(each[label], one) for label in labels for one in asked))
    ).one()
    return [Reach(*map(int, part)) for part in _parts(row, len(asked))]


def _reached(each: Any) -> list[ColumnElement[bool]]:
    """What a Reach counts."""
    said = [each.consent.is_(True), each.consent.is_(False), each.consent.is_(None)]
    return [*said, each.has_email, each.has_phone]


def look(connection: Connection, definition: Definition, store: Store) -> tuple[Size, Reach, Size]:
    """An audience's size and reach, and the size of all customers, in one look at them."""
    source = listed_customers.outerjoin(people, P.customer_id == F.customer_id)
    columns = [F.frequency, F.net, P.consent, P.has_email, P.has_phone]
    each, (inside,) = _each(source, columns, [condition(definition, store)])
    sums = [func.coalesce(func.sum(column), 0) for column in (each.frequency, each.net)]
    own = [func.coalesce(func.sum(column).filter(each[inside]), 0) for column in (each.frequency, each.net)]
    reached = [func.count().filter(each[inside], one) for one in _reached(each)]
    row = connection.execute(select(func.count(), *sums, func.count().filter(each[inside]), *own, *reached)).one()
    everyone, customers = int(row[0]), int(row[3])
    whole = Size(everyone, int(row[1]), Decimal(row[2]), everyone)
    return Size(customers, int(row[4]), Decimal(row[5]), everyone), Reach(*map(int, row[6:])), whole


def _asked(definitions: Mapping[K, Definition], store: Store) -> dict[K, ColumnElement[bool]]:
    """Those that the store can be asked."""
    found: dict[K, ColumnElement[bool]] = {}
    for number, definition in definitions.items():
        with suppress(InputError):
            found[number] = condition(definition, store)
    return found


def overlap(connection: Connection, definition: Definition, other: Definition, store: Store) -> int:
    """How many customers are in both."""
    both = and_(condition(definition, store), condition(other, store))
    return int(connection.scalar(select(func.count()).select_from(listed_customers).where(both)) or 0)


def beside(
    connection: Connection, definition: Definition, others: Mapping[K, Definition], store: Store
) -> tuple[int, dict[K, Shared]]:
    """How many are in an audience, and what each of the others has of it; one that cannot be asked for is left out.

    All of it in one look at all customers, or few: to ask who bought what again and again takes longest.
    """
    mine, inside = condition(definition, store), _asked(others, store)
    found: dict[K, Shared] = {}
    customers = 0
    for part in _parts([*inside], AT_ONCE) if inside else [()]:
        each, (own, *labels) = _each(listed_customers, [], [mine, *(inside[one] for one in part)])
        counts = [func.count().filter(each[own])]
        counts += [func.count().filter(*one) for at in labels for one in ((each[at],), (each[at], each[own]))]
        customers, *numbers = map(int, connection.execute(select(*counts)).one())
        found |= {one: Shared(*pair) for one, pair in zip(part, _parts(numbers, 2), strict=True)}
    return customers, found
