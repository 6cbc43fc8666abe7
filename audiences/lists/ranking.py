"""The order of audiences: of several that hold a customer, the first takes them. Some stand outside the order."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from audiences.conditions import Definition
from audiences.lists.keeping import by_number, everything
from warehouse.errors import InputError
from warehouse.schema import audiences
from wording.languages import say

_A = audiences.c


def order(connection: Connection) -> list[int]:
    """The audiences in the order, by number, the first one first."""
    ranked = _A.removed_at.is_(None) & _A.priority.is_not(None)
    return [*connection.scalars(select(_A.audience_id).where(ranked).order_by(_A.priority, _A.audience_id))]


def put_in_order(connection: Connection, numbers: Sequence[int]) -> None:
    """Let these audiences come one after the other, and all others stand outside. The caller commits.

    Raises InputError for one that there is not, or that is named twice.
    """
    if len({*numbers}) < len(numbers):
        raise InputError(say("An audience stands in the order once."))
    for number in numbers:
        by_number(connection, number)
    connection.execute(update(audiences).values(priority=None).where(_A.priority.is_not(None)))
    for place, number in enumerate(numbers, 1):
        connection.execute(update(audiences).values(priority=place).where(_A.audience_id == number))


def before(connection: Connection, number: int) -> list[Definition]:
    """The audiences that take their customers before this one does; none where it stands outside the order."""
    ranked = order(connection)
    if number not in ranked:
        return []
    definitions = {one.audience_id: one.definition for one in everything(connection)}
    return [definitions[one] for one in ranked[: ranked.index(number)]]
