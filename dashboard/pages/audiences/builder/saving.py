"""A draft -> an audience that is kept, on record with who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from audiences.conditions import Definition
from audiences.lists import counting, keeping, standing
from audiences.lists.keeping import Audience
from dashboard.pages.audiences.builder.checking import problems_of
from dashboard.pages.audiences.builder.said import alone, definition_of
from dashboard.pages.audiences.builder.tree import read_tree
from dashboard.pages.audiences.known import known, put_on_record
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import once
from dashboard.shop.own import keep_to_own
from dashboard.shop.said import UNREAD
from warehouse.errors import InputError
from wording.languages import to_say

INCOMPLETE = to_say("Fill in what the conditions still lack, then save.")
NOBODY = to_say("Nobody is in it as things are now: its conditions may contradict each other.")


class EmptyError(InputError):
    """Nobody would be in the audience, and nobody has said that it is to be kept all the same."""


def save(shop: Shop, said: Mapping[str, Any], opened: Mapping[str, Any]) -> Audience:
    """Keep the draft as a new audience, or as the next version of the one that was opened.

    Raises InputError where not; EmptyError of nobody, unless that is said to be meant.
    """
    who = asker()
    who.need("audiences")
    tree, name = read_tree(said.get("tree")), said.get("name")
    if not isinstance(name, str):
        raise InputError(UNREAD)

    def keep(connection: Connection) -> str:
        here = known(shop, connection)
        if problems_of(tree, here, connection):
            raise InputError(INCOMPLETE)
        definition = definition_of(tree, here.there)
        number = opened.get("audience")
        if said.get("act") == "copy" or not isinstance(number, int):
            kept = keeping.keep(connection, name, definition, who.name)
        else:
            kept = _change(connection, number, int(opened.get("expected", 0)), name, definition, who)
        size = counting.size(connection, definition, standing.stands(connection))  # refuses circles, too
        if not size.customers and said.get("sure") != "yes":
            raise EmptyError(NOBODY)
        put_on_record(connection, who, "saved", kept.name, version=kept.version)
        return str(kept.audience_id)

    number = int(once(shop, "builder", [said, opened], keep))
    with shop.connect() as connection:
        return keeping.by_number(connection, number)


def _change(
    connection: Connection, number: int, expected: int, name: str, definition: Definition, who: Asker
) -> Audience:
    before = keeping.by_number(connection, number)
    keep_to_own(one.made_by for one in keeping.versions(connection, number).values())
    if " ".join(name.split()) != before.name:
        keeping.rename(connection, number, name)
    if alone(before.definition) == definition and before.version == expected:
        return keeping.by_number(connection, number)
    return keeping.change(connection, number, expected, definition, who.name)
