"""Which audiences there are, by name, and which of them a viewer cannot read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from audiences.conditions import Definition, InAudience, leaves
from audiences.conditions.definition import Leaf
from audiences.lists.keeping import everything
from dashboard.filters.members import KnownAudience
from dashboard.queries.members.personal import is_personal
from wording.languages import say, to_say

PERSONAL = to_say("it chooses by who people are, which your role does not show.")


def known_audiences(connection: Connection, personal: bool) -> tuple[KnownAudience, ...]:
    """All audiences by name, for a viewer who may or may not see who people are."""
    found = everything(connection)
    definitions = {one.audience_id: one.definition for one in found}
    return tuple(
        KnownAudience(one.audience_id, one.name, "" if personal else _refusal(one.definition, definitions))
        for one in found
    )


def all_leaves(
    definition: Definition, definitions: Mapping[int, Definition], within: tuple[int, ...] = ()
) -> Iterator[Leaf]:
    """The conditions of a definition and of the audiences that it is made of."""
    for leaf in leaves(definition):
        yield leaf
        number = leaf.audience_id if isinstance(leaf, InAudience) else None
        if number is not None and number in definitions and number not in within:
            yield from all_leaves(definitions[number], definitions, (*within, number))


def _refusal(definition: Definition, definitions: Mapping[int, Definition]) -> str:
    return say(PERSONAL) if any(is_personal(leaf) for leaf in all_leaves(definition, definitions)) else ""
