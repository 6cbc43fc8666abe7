"""A draft of the builder read back: what is missing beside which condition, the sentence, the numbers, the overlap."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from dash import html
from sqlalchemy import Connection

from audiences.conditions import Definition, as_sql, condition, members
from audiences.conditions.definition import Bought, Not, Offered
from audiences.lists import counting, standing
from dashboard.components.asking import card
from dashboard.components.basics import Children
from dashboard.pages.audiences.builder.said import EMPTY_GROUP, condition_of, definition_of
from dashboard.pages.audiences.builder.tree import Group, Path, groups, read_tree, rows
from dashboard.pages.audiences.known import SQL_RIGHT, Known, known, patient
from dashboard.pages.audiences.numbers import in_short, overlap_in_short
from dashboard.queries.audiences.catalogue import product_called, products_with
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, to_say

WAITS = to_say("Fill in what the conditions still lack: then they are counted.")


def problems_of(tree: Group, known: Known, connection: Connection) -> dict[str, str]:
    """Place -> what is missing or wrong there."""
    found = {at: say(EMPTY_GROUP) for at, group in groups(tree) if at and not group.parts}
    for at, row in rows(tree):
        try:
            one = condition_of(row, known.there)
            condition(one, known.store)
            standing.check_products(connection, one)
        except InputError as error:
            found[at] = say(str(error))
    return {path_text(at): words for at, words in found.items()}


def path_text(at: Path) -> str:
    """A place as the page names it."""
    return ".".join(map(str, at))


def notes_of(tree: Group, known: Known, connection: Connection) -> dict[str, str]:
    """Place -> which products a condition is about."""
    found = {}
    for at, row in rows(tree):
        try:
            one = condition_of(row, known.there)
        except InputError:
            continue
        about = one.part if isinstance(one, Not) else one
        if isinstance(about, Bought | Offered) and (words := _products(connection, about)):
            found[path_text(at)] = words
    return found


def _products(connection: Connection, node: Bought | Offered) -> str:
    if node.code is not None:
        return product_called(connection, node.code) or ""
    total, first = products_with(connection, node.words or "")
    if not total:
        return say("No product is described so: nobody has bought it.")
    named = ", ".join(first)
    if total > len(first):
        named = say("{names} and {count} more", names=named, count=formats.count(total - len(first)))
    return f"{formats.plural(total, 'product')}: {named}"


def read_back(shop: Shop, draft: Mapping[str, Any]) -> tuple[str, dict[str, Any], Children]:
    """The sentence, what to say beside which condition, and the SQL for who may see it."""
    tree = read_tree(draft.get("tree"))
    with patient(shop) as connection:
        here = known(shop, connection)
        problems = problems_of(tree, here, connection)
        notes = notes_of(tree, here, connection)
    blank = {path_text(at) for at, row in rows(tree) if row.is_blank}
    errors = {at: words for at, words in problems.items() if at not in blank}
    lacking = {at: words for at, words in problems.items() if at in blank}
    beside = {"errors": errors, "notes": notes | lacking, "at": draft.get("at")}
    if problems:
        return say(WAITS), beside, ""
    definition = definition_of(tree, here.there)
    return f"{here.words(definition)}.", beside, _sql(definition, here)


def _sql(definition: Definition, here: Known) -> Children:
    if not asker().may(SQL_RIGHT):
        return ""
    code = html.Pre(html.Code(as_sql(members(definition, here.store))), className="sql", tabIndex=0)
    return card(
        "SQL", say("What the database is asked for its members"), html.Details([html.Summary(say("Show it")), code])
    )


def count(shop: Shop, draft: Mapping[str, Any]) -> Children:
    """Size, sales and consent; nothing new while the draft is unfinished."""
    with patient(shop) as connection:
        here = known(shop, connection)
        definition = _finished(draft, here)
        if definition is None:
            return ""
        size, reach, whole = counting.look(connection, definition, here.store)
    return in_short(size, reach, shop.currency, whole)


def _finished(draft: Mapping[str, Any], here: Known) -> Definition | None:
    try:
        found = definition_of(read_tree(draft.get("tree")), here.there)
        condition(found, here.store)
    except InputError:
        return None
    return found


def overlap(shop: Shop, draft: Mapping[str, Any], about: int | None) -> tuple[Children, dict[str, int]]:
    """The other audiences with what is in both, and how many each condition finds by itself."""
    with patient(shop) as connection:
        here = known(shop, connection)
        definition = _finished(draft, here)
        if definition is None:
            return "", {}
        others = {number: one for number, one in here.store.audiences.items() if number != about}
        leaves = {path_text(at): condition_of(row, here.there) for at, row in rows(read_tree(draft.get("tree")))}
        asked: dict[Hashable, Definition] = dict(others.items()) | dict(leaves.items())
        mine, found = counting.beside(connection, definition, asked, here.store)
    named = [(at, here.there.audiences.get(at, ""), found[at].customers) for at in others if at in found]
    both = {at: found[at].both for at, _, _ in named}
    return overlap_in_short(mine, named, both), {at: found[at].customers for at in leaves if at in found}
