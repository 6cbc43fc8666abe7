"""How a customers file meets the customers of the store: by address or number, and what cannot meet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, cast, exists, func, select

from etl.files.sources import Source
from etl.people.columns import Roles
from etl.people.keys import Known
from warehouse.errors import Choice, InputError, Question
from warehouse.forgotten import known
from warehouse.schema import customers, guest_transactions, loads, transactions
from wording.languages import say

KIND = "customers"  # of a load of customers, in its details


def known_by_email(connection: Connection) -> bool:
    """Whether the transactions know their customers by address: as the first of them say."""
    some = connection.scalars(select(transactions.c.customer_id).limit(100)).all()
    return bool(some) and all("@" in customer for customer in some)


def known_numbers(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Those that are numbers of customers; none where customers were numbered by row, which is chance."""
    if True in _numbered_by_row(connection):
        return set()
    return set(connection.scalars(select(customers.c.customer_id).where(customers.c.customer_id.in_(numbers))))


def known_keys(connection: Connection) -> Known:
    """What earlier customers files were keyed by, and whether customers come from elsewhere."""
    label = loads.c.details["columns"]["customer_id"].as_string()
    done = select(label).where(
        loads.c.status == "done", loads.c.details["kind"].as_string() == KIND, label.is_not(None)
    )
    return Known(tuple(connection.scalars(done.distinct())), _has_orders(connection))


def next_number(connection: Connection) -> int:
    """The number behind those of the customers that were numbered by row."""
    number = 1 + int(connection.scalar(select(func.max(cast(customers.c.customer_id, BigInteger)))) or 0)
    forgotten = known(connection)
    while forgotten.has(str(number)):  # who had it was erased, and somebody else would be taken for them
        number += 1
    return number


def _has_orders(connection: Connection) -> bool:
    lines = (transactions, guest_transactions)
    return any(connection.scalar(select(exists(select(1).select_from(table)))) for table in lines)


def refuse_mixture(connection: Connection, source: Source, roles: Roles, rows: str | None = None) -> None:
    """Customers numbered by row and customers with numbers of their own cannot be told apart, so they never meet.

    A second file that numbers by row would overwrite the first one's: `rows` says whether that is meant.
    """
    another = "or use another REGULARS_HOME or DATABASE_URL for another shop."
    map_it = f"Name the column with --map customer_id=COLUMN, {another}"
    kinds = _numbered_by_row(connection)
    if roles.has_ids:
        if True in kinds:
            raise InputError(
                say(
                    "The store's customers were numbered by row, so {file}, which has customer numbers, cannot "
                    "be joined to them. Use another REGULARS_HOME or DATABASE_URL for it.",
                    file=source.name,
                )
            )
        return
    if _has_orders(connection):
        raise InputError(
            say(
                "{file} has no column with customer numbers, so its rows cannot be joined to the customers "
                "of the transactions. {map_it}",
                file=source.name,
                map_it=map_it,
            )
        )
    if False in kinds:
        raise InputError(
            say(
                "{file} has no column with customer numbers, and the store's customers have them. {map_it}",
                file=source.name,
                map_it=map_it,
            )
        )
    if True in kinds and rows is None:
        raise InputError(
            say(
                "{file} has no column that tells its customers apart, and the store's customers were number"
                "ed by row, so its rows would overwrite the first ones. Name such a column with --map custo"
                "mer_id=COLUMN; or say --rows new where these are other people, --rows same where they are "
                "the same ones in the same order.",
                file=source.name,
            ),
            (
                Question(
                    "rows",
                    say("Who are these people?"),
                    (Choice("new", say("Other people")), Choice("same", say("The same ones, in the same order"))),
                ),
            ),
        )


def latest(connection: Connection, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """An earlier load of the same file counts only while no other file has said anything since."""
    newest = (
        select(func.max(loads.c.load_id))
        .where(loads.c.status == "done", loads.c.details["kind"].as_string() == KIND)
        .where(~loads.c.details.has_key("same_as"))
    )
    return before if before and before["load_id"] == connection.scalar(newest) else None


def _numbered_by_row(connection: Connection) -> set[bool]:
    """What earlier loads of customers did: number them by row, or not."""
    numbered = loads.c.details["numbered_by_row"].as_boolean()
    done = select(numbered).where(loads.c.status == "done", loads.c.details["kind"].as_string() == KIND)
    return set(connection.scalars(done.distinct()))
