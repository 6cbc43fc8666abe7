"""A definition as one SQL statement of the customers in it; every value is bound.

Each condition is true or false of every customer, never unknown, so that `not` gives exactly the others.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Numeric,
    Select,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from audiences.conditions.bought import bought, offered
from audiences.conditions.definition import (
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Definition,
    Either,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Offered,
    Said,
    WasInSegment,
)
from audiences.conditions.fields import ANSWERS, MEASURED, TEXTS, Unit
from audiences.conditions.past import in_campaign, listed, unpublished, was_in_segment
from audiences.conditions.store import Store
from warehouse.errors import InputError
from warehouse.schema import (
    customer_segments,
    listed_customers,
    people,
    static_list_members,
)
from wording.languages import say

Condition = ColumnElement[bool]
F, P = listed_customers.c, people.c
_NUMBER = r"^\s*[+-]?[0-9]{1,30}(\.[0-9]{1,30})?\s*$"  # of an attribute's text
DEEPEST = 8  # audiences within audiences


def members(definition: Definition, store: Store) -> Select[tuple[str]]:
    """One row a customer of the audience, by number. Raises InputError for what the store does not have."""
    return select(F.customer_id).where(condition(definition, store)).order_by(F.customer_id)


def condition(node: Definition, store: Store, within: tuple[int, ...] = ()) -> Condition:
    """Whether a row of `listed_customers` is in the audience; `within` are the audiences that lead here."""
    match node:
        case Both(parts):
            return and_(true(), *(condition(one, store, within) for one in parts))
        case Either(parts):
            return or_(false(), *(condition(one, store, within) for one in parts))
        case Not(part):
            return not_(condition(part, store, within))
        case InAudience(number):
            return _audience(number, store, within)
        case _:
            return _LEAVES[type(node)](node, store)


def _audience(number: int, store: Store, within: tuple[int, ...]) -> Condition:
    if number not in store.audiences:
        raise InputError(say("There is no audience {number}: it was removed, or never was.", number=number))
    if number in within or len(within) >= DEEPEST:
        raise InputError(
            say(
                "Audience {number} leads back to itself, or through more than {most} others.",
                number=number,
                most=DEEPEST,
            )
        )
    return condition(store.audiences[number], store, (*within, number))


def _of(column: ColumnElement[Any], holds: Condition) -> Condition:
    """A condition on a column of any table by customer, as one of the customer."""
    if column.table is listed_customers:
        return func.coalesce(holds, false())
    return F.customer_id.in_(select(column.table.c.customer_id).where(holds))


def _compared(node: Compared, _store: Store) -> Condition:
    column, unit = MEASURED[node.field].column, MEASURED[node.field].unit
    value = cast(column, Date) if unit is Unit.DAY else column
    return _of(column, _between(value, node.least, node.most))


def _between(value: ColumnElement[Any], least: Any, most: Any) -> Condition:
    bounds = [value >= _bound(least)] if least is not None else []
    return and_(true(), *bounds, *([value <= _bound(most)] if most is not None else []))


def _bound(value: Decimal | date) -> ColumnElement[Any]:
    return literal(value, Date if isinstance(value, date) else Numeric)


def _chosen(node: Chosen, store: Store) -> Condition:
    if node.field == "country" and store.countries is not None:
        _check_countries(node.values, store.countries)
    column = TEXTS[node.field].column
    return _of(column, column.in_(node.values))


def _check_countries(values: tuple[str, ...], known: Mapping[str, str]) -> None:
    codes = {name.lower(): code for code, name in known.items()}
    for one in values:
        if one not in known:
            if code := codes.get(one.lower()):
                raise InputError(say("The shop has no country “{name}”: write {code}.", name=one, code=code))
            raise InputError(say("The shop has no country “{name}”: {known}.", name=one, known=listed(known)))


def _begins(node: Begins, _store: Store) -> Condition:
    column = TEXTS[node.field].column
    return _of(column, func.starts_with(func.lower(column), node.letters.lower()))


def _known(node: Known, _store: Store) -> Condition:
    """Contacts are asked for without being shown: whether there is one is no personal datum."""
    if node.field in ("email", "phone"):
        return _of(P.has_email, P.has_email if node.field == "email" else P.has_phone)
    column = (MEASURED.get(node.field) or TEXTS[node.field]).column
    return _of(column, column.is_not(None))


def _said(node: Said, _store: Store) -> Condition:
    """Of whom the store has no person, nobody knows: so unknown is everyone who gave another answer left out."""
    if "unknown" in node.answers:
        others = [ANSWERS[one] for one in ANSWERS if one not in node.answers]
        return not_(_of(P.consent, P.consent.in_(others))) if others else true()
    return _of(P.consent, P.consent.in_([ANSWERS[one] for one in node.answers]))


def _segment(node: InSegment, store: Store) -> Condition:
    if node.algorithm not in store.runs:
        raise unpublished(node.algorithm, store)
    if missing := [one for one in node.segments if one not in store.segments[node.algorithm]]:
        known = listed(store.segments[node.algorithm])
        raise InputError(
            say("The published segmentation has no segment “{segment}”: {known}.", segment=missing[0], known=known)
        )
    m = customer_segments.c
    inside = (m.segmentation_id == store.runs[node.algorithm], m.segment_id.in_(node.segments))
    return F.customer_id.in_(select(m.customer_id).where(*inside))


def _attribute(node: Attribute, store: Store) -> Condition:
    if store.attributes is not None and node.name not in store.attributes:
        known = listed(store.attributes)
        raise InputError(say("Nothing is known of customers as “{name}”: {known}.", name=node.name, known=known))
    text = P.attributes[node.name].astext
    if node.values:
        return _of(P.attributes, text.in_(node.values))
    number = case((text.regexp_match(_NUMBER), cast(text, Numeric)))
    return _of(P.attributes, _between(number, node.least, node.most))


def _list(node: InList, store: Store) -> Condition:
    if node.list_id not in store.lists:
        raise InputError(say("There is no list {number}: it was removed, or never was.", number=node.list_id))
    member = static_list_members.c
    inside = (member.list_id == node.list_id, member.customer_id == F.customer_id)
    return exists().where(*inside)


_LEAVES: Mapping[type, Callable[[Any, Store], Condition]] = {
    Compared: _compared,
    Chosen: _chosen,
    Begins: _begins,
    Known: _known,
    Said: _said,
    InSegment: _segment,
    WasInSegment: was_in_segment,
    Bought: bought,
    Offered: offered,
    InCampaign: in_campaign,
    Attribute: _attribute,
    InList: _list,
}
