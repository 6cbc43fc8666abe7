"""What the builder's rows say -> a definition, or a sentence about what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from audiences.conditions import PlaceError, check_words, is_comparable, read
from audiences.conditions.definition import Both, Definition, Either, Not
from audiences.conditions.fields import Unit
from dashboard.pages.audiences.builder.past import said_campaign, said_offer, said_past, said_within, whole
from dashboard.pages.audiences.builder.subjects import (
    ATTRIBUTE,
    CONSENT,
    LIST,
    OPERATORS,
    SEGMENT,
    Kind,
    kind_of,
    unit_of,
)
from dashboard.pages.audiences.builder.tree import Node, Row
from dashboard.queries.audiences.catalogue import Catalogue
from warehouse.errors import InputError
from wording.languages import say, to_say

Json = dict[str, Any]
NO_TIMES = to_say("Give a number of times, from 1.")
EMPTY_GROUP = to_say("Nothing is in this group yet: add a condition, or remove it.")
NOT = "not "  # how operators begin that deny


def shaped(row: Row, there: Catalogue) -> Row:
    """The same with an operator that its subject has: a subject that was just changed keeps what fits."""
    kind = kind_of(row.subject, there)
    known = [operator for operator, _ in OPERATORS[kind]] if kind else []
    return row if row.operator in known or not known else Row(row.subject, known[0], row.fields, row.values)


def condition_of(row: Row, there: Catalogue) -> Definition:
    """What a row says. Raises InputError with a sentence about what it lacks."""
    kind = kind_of(row.subject, there)
    if kind is None or row.operator not in dict(OPERATORS[kind]):
        raise InputError(say("Choose what this is about."))
    try:
        found = read(_SAID[kind](row, row.operator.removeprefix(NOT)))
    except PlaceError as error:
        raise InputError(error.words) from None
    return Not(found) if row.operator.startswith(NOT) else found


def definition_of(node: Node, there: Catalogue) -> Definition:
    """The whole tree as a definition. Raises InputError where something is missing, or it is too much."""
    if isinstance(node, Row):
        return condition_of(node, there)
    parts = tuple(definition_of(one, there) for one in node.parts)
    group = alone(Both(parts) if node.mode in ("all", "not all") else Either(parts))
    return Not(group) if node.mode in ("none", "not all") else group


def alone(node: Definition) -> Definition:
    """The same without groups of one."""
    match node:
        case Both((part,)) | Either((part,)):
            return alone(part)
        case Both(parts) | Either(parts):
            return type(node)(tuple(map(alone, parts)))
        case Not(part):
            return Not(alone(part))
        case _:
            return node


def _bounds(row: Row, operator: str, scale: Decimal | None) -> Json:
    """`scale` is what a number is divided by; None leaves a text, such as a day."""
    wanted = {"least": ("least",), "most": ("most",), "between": ("least", "most"), "exactly": ("least",)}[operator]
    found = {name: _bound(row.fields.get(name, ""), scale) for name in wanted}
    if operator == "exactly":
        found["most"] = found["least"]
    if len(found) == 2 and _is_more(found["least"], found["most"]):
        raise InputError(say("The first is more than the second, so that nobody would be in it."))
    return {f"at_{name}": value for name, value in found.items()}


def _bound(text: str, scale: Decimal | None) -> str:
    text = text.strip()
    if not text:
        raise InputError(say("Choose a day.") if scale is None else say("Give a number."))
    if scale is None:
        return text
    try:
        number = Decimal(text) / scale
    except (ArithmeticError, ValueError):
        number = Decimal("nan")
    if not is_comparable(number):
        raise InputError(say("“{text}” is no number.", text=text[:40]))
    return format(number, "f")


def _is_more(least: str, most: str) -> bool:
    try:
        return Decimal(least) > Decimal(most)
    except InvalidOperation:
        return least > most  # days, as ISO writes them


def _measured(row: Row, operator: str) -> Json:
    if operator in ("known", "unknown"):
        return {"field": row.subject, "known": operator == "known"}
    unit = unit_of(row.subject)
    scale = None if unit is Unit.DAY else Decimal(100 if unit is Unit.SHARE else 1)
    return {"field": row.subject, **_bounds(row, operator, scale)}


def _text(row: Row, operator: str) -> Json:
    if operator in ("known", "unknown"):
        return {"field": row.subject, "known": operator == "known"}
    text = row.fields.get("text", "")
    if operator == "begins":
        if not text.strip():
            raise InputError(say("Write how it begins."))
        return {"field": row.subject, "begins": text.strip()}
    return {"field": row.subject, "in": _listed(text)}


def _listed(text: str) -> list[str]:
    """Values between commas; between semicolons where there is one, so that a value may hold a comma."""
    found = [one.strip() for one in text.split(";" if ";" in text else ",") if one.strip()]
    if not found:
        raise InputError(say("Write one or more, with commas between."))
    return found


def _set(row: Row, _operator: str) -> Json:
    if not row.values:
        raise InputError(say("Choose one or more."))
    chosen = [*row.values]
    if row.subject == CONSENT:
        return {"consent": chosen}
    if row.subject.startswith(SEGMENT):
        return {"segment": chosen, "of": row.subject.removeprefix(SEGMENT)}
    if row.subject.startswith(ATTRIBUTE):
        return {"attribute": row.subject.removeprefix(ATTRIBUTE), "in": chosen}
    return {"field": row.subject, "in": chosen}


def _bought(row: Row, _operator: str) -> Json:
    product, by = row.fields.get("product", "").strip(), row.fields.get("by", "words")
    if not product:
        raise InputError(say("Write words of its description.") if by == "words" else say("Write its code or name."))
    if by == "words":
        check_words(product)
    times = whole(row.fields.get("times", "") or "1", NO_TIMES)
    return {"bought": {"code" if by == "code" else "words": product}, "times": times, **said_within(row)}


def _one(row: Row, _operator: str) -> Json:
    number = row.fields.get("one", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise InputError(say("Choose a list.") if row.subject == LIST else say("Choose an audience."))
    return {row.subject: int(number)}


def _fact(row: Row, operator: str) -> Json:
    if operator == "in":
        return _words(row, operator)
    return {"attribute": row.subject.removeprefix(ATTRIBUTE), **_bounds(row, operator, Decimal(1))}


def _words(row: Row, _operator: str) -> Json:
    return {"attribute": row.subject.removeprefix(ATTRIBUTE), "in": _listed(row.fields.get("text", ""))}


_SAID: Mapping[Kind, Callable[[Row, str], Json]] = {
    Kind.NUMBER: _measured,
    Kind.DAY: _measured,
    Kind.TEXT: _text,
    Kind.SET: _set,
    Kind.BOUGHT: _bought,
    Kind.ONE: _one,
    Kind.FACT: _fact,
    Kind.WORDS: _words,
    Kind.PAST: said_past,
    Kind.CAMPAIGN: said_campaign,
    Kind.OFFER: said_offer,
}
