"""Who was in an audience at the end of a past month, as far as what is kept tells: its conditions read as of then.

Segments are followed from month to month, orders, products and campaigns have their days; what is known of people, such
as the country or their consent, and lists are as they are now. What is neither is told of no past month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Date, and_, cast, false, func, null, or_, select, true

from audiences.conditions import Definition, Store, condition, in_campaign
from audiences.conditions.definition import (
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Either,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Offered,
    Said,
    Then,
    WasInSegment,
)
from audiences.conditions.described import bought_by_words, chosen
from audiences.conditions.fields import MEASURED, TEXTS
from warehouse.errors import InputError
from warehouse.schema import customer_months, customer_products, listed_customers
from wording.languages import say

Condition = ColumnElement[bool]
F, M, B = listed_customers.c, customer_months.c, customer_products.c
DEEPEST = 8
STEADY = (*TEXTS, "birth_year", "first_order_at")  # as they are now, or the same whenever they are asked
# What a customer had brought by then, of their months up to it.
BY_THEN: Mapping[str, Any] = {
    "frequency": func.sum(M.orders),
    "monetary": func.sum(M.gross),
    "net": func.sum(M.gross + M.returns),
    "units": func.sum(M.units),
    "last_order_at": func.max(M.last_order_on),
    "average_order_value": func.sum(M.gross) / func.nullif(func.sum(M.orders), 0),
    "return_rate": -func.sum(M.returns) / func.nullif(func.sum(M.gross), 0),
}
KNOWN_THEN = (*BY_THEN, "recency_days", "tenure_days", "distinct_products")


class UntoldError(InputError):
    """A condition that no past month is known of."""


Group = tuple[bool | None, bool | None]  # whether in the one and in the other; None where that cannot be told


@dataclass(frozen=True)
class Movement:
    """How many customers were in which of two audiences at the end of a month, and in which they are now."""

    customers: Mapping[tuple[Group | None, Group], int]  # then (None: no order yet) and now -> how many, none of them 0
    untold: tuple[str | None, str | None]  # why the one and the other cannot be asked of the past

    def were(self, at: int) -> int:
        """How many were in the one (0) or the other (1) then."""
        return sum(count for (then, _), count in self.customers.items() if then is not None and then[at])

    def are(self, at: int) -> int:
        """How many of those who were in one of the two then are in the other now."""
        return sum(
            count for (then, now), count in self.customers.items() if then is not None and then[at] and now[1 - at]
        )


def movement(connection: Connection, one: Definition, other: Definition, store: Store, month: date) -> Movement:
    """Between the end of a month and now, of every customer that the viewer sees."""
    was, why = _was_in(one, store, month)
    was_other, why_other = _was_in(other, store, month)
    asked = [F.first_order_at < _after(month), was, was_other, condition(one, store), condition(other, store)]
    labels = [column.label(f"at_{at}") for at, column in enumerate(asked)]
    each = select(*labels).select_from(listed_customers).offset(0).subquery("each").c  # each condition is asked once
    found: Sequence[Any] = connection.execute(select(*each, func.count()).group_by(*each)).all()
    counts: dict[tuple[Group | None, Group], int] = {}
    for had_ordered, was_in, was_in_other, is_in, is_in_other, count in found:
        then = (was_in, was_in_other) if had_ordered else None
        now = (bool(is_in), bool(is_in_other))
        counts[then, now] = counts.get((then, now), 0) + int(count)
    return Movement(counts, (why, why_other))


def _was_in(node: Definition, store: Store, month: date) -> tuple[Any, str | None]:
    try:
        return at_month_end(node, store, month), None
    except UntoldError as error:
        return cast(null(), Boolean), str(error)


def at_month_end(node: Definition, store: Store, month: date) -> Condition:
    """Whether a row of `listed_customers` was in the audience at the end of a month, and had ordered by then."""
    return (F.first_order_at < _after(month)) & _then(node, store, month, ())


def _then(node: Definition, store: Store, month: date, within: tuple[int, ...]) -> Condition:
    match node:
        case Both(parts) | Either(parts):
            each = [_then(one, store, month, within) for one in parts]
            return and_(true(), *each) if isinstance(node, Both) else or_(false(), *each)
        case Not(part):
            return ~_then(part, store, month, within)
        case InAudience(number) if number in store.audiences and number not in within and len(within) < DEEPEST:
            return _then(store.audiences[number], store, month, (*within, number))
        case _:
            return _leaf(node, store, month)


def _leaf(node: Definition, store: Store, month: date) -> Condition:
    if isinstance(node, InSegment):
        node = WasInSegment(node.algorithm, node.segments, Then.AT, 0)
    match node:
        case WasInSegment():
            return _was_before(node, store, month)
        case Attribute() | Chosen() | Begins() | Said() | InList():
            return condition(node, store)
        case Compared(field) | Known(field) if field in STEADY:
            return condition(node, store)
        case Compared(field) | Known(field) if field in KNOWN_THEN:
            return _compared(node, month) if isinstance(node, Compared) else true()  # known of all who had ordered
        case Bought():
            return _bought(node, store, month)
        case InCampaign():
            return in_campaign(node, store, _after(month))
    raise UntoldError(_untold(node))


def _was(node: WasInSegment, store: Store) -> Condition:
    try:
        return condition(node, store)
    except InputError as error:
        raise UntoldError(str(error)) from None


def _was_before(node: WasInSegment, store: Store, month: date) -> Condition:
    """In a segment still earlier; entered or left between that and the month."""
    earlier = _earlier(month, node.month) if isinstance(node.month, int) else node.month
    was = _was(replace(node, then=Then.AT, month=earlier), store)
    if node.then is Then.AT:
        return was
    if earlier >= month:
        return false()  # nobody had come or gone since a month that was not over
    now = _was(replace(node, then=Then.AT, month=month), store)
    return now & ~was if node.then is Then.ENTERED else was & ~now


def _compared(node: Compared, month: date) -> Condition:
    if node.field == "tenure_days":
        return and_(true(), *_bounds(_after(month) - cast(F.first_order_at, Date), node))
    if node.field == "distinct_products":
        return _products(node, month)
    value = BY_THEN.get(node.field, _after(month) - BY_THEN["last_order_at"])
    by_then = select(M.customer_id).where(M.month <= month).group_by(M.customer_id)
    return F.customer_id.in_(by_then.having(func.sum(M.orders) > 0, *_bounds(value, node)))


def _products(node: Compared, month: date) -> Condition:
    """Also of those who bought none that has a code: they have no row."""
    chosen = select(B.customer_id).where(B.days[1] < _after(month)).group_by(B.customer_id)
    enough = [F.customer_id.in_(chosen.having(func.count() >= node.least))] if node.least else []
    too_many = [] if node.most is None else [F.customer_id.not_in(chosen.having(func.count() > node.most))]
    return and_(true(), *enough, *too_many)


def _bounds(value: Any, node: Compared) -> list[Condition]:
    bounds = [value >= node.least] if node.least is not None else []
    return bounds + ([value <= node.most] if node.most is not None else [])


def _bought(node: Bought, store: Store, month: date) -> Condition:
    since = date.min if node.within_days is None else _after(month) - timedelta(days=node.within_days)
    if node.words is not None and store.knows_words:
        return bought_by_words(node.words, node.times, since, _after(month))
    day = (
        select(B.customer_id, func.unnest(B.days).label("day"))
        .where(chosen(node.code, node.words))
        .subquery("bought")
        .c
    )
    days = select(day.customer_id).where(day.day >= since, day.day < _after(month)).group_by(day.customer_id)
    return F.customer_id.in_(days.having(func.count(day.day.distinct()) >= node.times))


def _after(month: date) -> date:
    return _earlier(month, -1)


def _earlier(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def _untold(node: Definition) -> str:
    """That what a condition asks of is known as it is now, and not as it was."""
    match node:
        case Compared(field) | Known(field):
            words = say((MEASURED.get(field) or TEXTS[field]).words)
            return say("{what} is known of now alone.", what=words[0].upper() + words[1:])
        case InAudience(number):
            return say("Who was in audience {number} is known of now alone.", number=number)
        case Offered():
            return say("Whom to offer a product is known of now alone.")
    return say("What it asks is known of now alone.")
