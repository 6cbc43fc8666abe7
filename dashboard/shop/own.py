"""Whoever sees some countries changes nothing but what they made: the rest is about customers whom they do not see.

The database holds the same (`warehouse/access/sql/work.sql`); this says it in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audiences.conditions import Definition
from audiences.conditions.definition import Attribute, Begins, Both, Chosen, Either, Not
from dashboard.shop.asker import LIMITED, asker
from warehouse.errors import InputError
from warehouse.outward import VEIL
from wording.languages import to_say

OF_OTHERS = to_say(
    "Somebody else made this, and who sees some countries changes only what they made: make one of your own."
)


def keep_to_own(makers: Iterable[str | None]) -> None:
    """Raises InputError where the asker is limited and did not make all of it."""
    who = asker()
    if who.is_limited and {*makers} != {who.name}:
        raise InputError(OF_OTHERS)


def refuse_limited() -> None:
    """Raises InputError for a limited asker: there is one of this for the whole shop."""
    if asker().is_limited:
        raise InputError(LIMITED)


def veiled(node: Definition, made_by: str | None) -> Definition:
    """Conditions as the asker may read them: of others, without values, which may be of customers they do not see."""
    who = asker()
    return _veiled(node) if who.is_limited and made_by != who.name else node


def refuse_veiled(node: Definition, made_by: str | None) -> None:
    """Raises InputError where the asker may not read all of the conditions, and so not open or copy them."""
    if veiled(node, made_by) != node:
        raise InputError(OF_OTHERS)


def _veiled(node: Definition) -> Definition:
    match node:
        case Both(parts) | Either(parts):
            return type(node)(tuple(_veiled(part) for part in parts))
        case Not(part):
            return Not(_veiled(part))
        case Chosen(field) if field != "country":
            return replace(node, values=(VEIL,))
        case Begins():
            return replace(node, letters=VEIL)
        case Attribute(values=values) if values:
            return replace(node, values=(VEIL,))
    return node
