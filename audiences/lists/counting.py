"""How many customers are in an audience, what they bring, whom one may write to, and how it overlaps with others."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, select

from audiences.conditions import Definition, Store, condition
from warehouse.errors import InputError
from warehouse.schema import listed_customers, people

F, P = listed_customers.c, people.c
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
    consent = [each.consent.is_(True), each.consent.is_(False), each.consent.is_(None)]
    asked = [*consent, each.has_email, each.has_phone]
    row = connection.execute(
        select(*(func.count().filter(each[label], one) for label in labels for one in asked))
    ).one()
    return [Reach(*map(int, part)) for part in _parts(row, len(asked))]


def _asked(definitions: Mapping[int, Definition], store: Store) -> dict[int, ColumnElement[bool]]:
    """Those that the store can be asked."""
    found: dict[int, ColumnElement[bool]] = {}
    for number, definition in definitions.items():
        with suppress(InputError):
            found[number] = condition(definition, store)
    return found


def overlap(connection: Connection, definition: Definition, other: Definition, store: Store) -> int:
    """How many customers are in both."""
    both = and_(condition(definition, store), condition(other, store))
    return int(connection.scalar(select(func.count()).select_from(listed_customers).where(both)) or 0)


def overlaps(
    connection: Connection, definition: Definition, others: Mapping[int, Definition], store: Store
) -> dict[int, int]:
    """How many customers of an audience are in each of the others; one that cannot be asked for is left out."""
    inside = _asked(others, store)
    found: dict[int, int] = {}
    for part in _parts([*inside], AT_ONCE):
        counts = (func.count().filter(inside[one]) for one in part)
        row = connection.execute(select(*counts).select_from(listed_customers).where(condition(definition, store)))
        found |= dict(zip(part, map(int, row.one()), strict=True))
    return found
