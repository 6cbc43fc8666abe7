"""Who was in an audience at the end of a past month, as far as what is kept tells: its conditions read as of then.

Segments are followed from month to month, orders and products have their days; what is known of people, such as the
country, is as it is now. What is neither is told of no past month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, true

from audiences.conditions import Definition, Store, condition
from audiences.conditions.definition import (
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Either,
    InAudience,
    InSegment,
    Known,
    Not,
    Then,
    WasInSegment,
)
from audiences.conditions.fields import MEASURED, TEXTS
from warehouse.errors import InputError
from warehouse.schema import customer_months, customer_products, listed_customers, product_names

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
}


class UntoldError(InputError):
    """A condition that no past month is known of."""


@dataclass(frozen=True)
class Moved:
    """How many were in one audience then, and how many of these are in another one now."""

    were: int
    are: int


def moved(connection: Connection, one: Definition, other: Definition, store: Store, month: date) -> Moved:
    """Between the end of a month and now. Raises UntoldError where `one` cannot be asked of the past."""
    was = at_month_end(one, store, month)
    counts = func.count(), func.count().filter(condition(other, store))
    were, are = connection.execute(select(*counts).select_from(listed_customers).where(was)).one()
    return Moved(int(were), int(are))


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
    match node:
        case InSegment(algorithm, segments):
            return _was(WasInSegment(algorithm, segments, Then.AT, month), store)
        case WasInSegment(then=Then.AT, month=int(back)):
            return _was(replace(node, month=_earlier(month, back)), store)
        case WasInSegment(then=Then.AT) | Attribute() | Chosen() | Begins():
            return condition(node, store)
        case Compared(field) | Known(field) if field in STEADY:
            return condition(node, store)
        case Compared(field) if field in BY_THEN or field == "recency_days":
            return _compared(node, month)
        case Bought():
            return _bought(node, month)
    raise UntoldError(f"{_called(node)} is known of now alone.")


def _was(node: WasInSegment, store: Store) -> Condition:
    try:
        return condition(node, store)
    except InputError as error:
        raise UntoldError(str(error)) from None


def _compared(node: Compared, month: date) -> Condition:
    value = BY_THEN.get(node.field, _after(month) - BY_THEN["last_order_at"])
    bounds = [value >= node.least] if node.least is not None else []
    bounds += [value <= node.most] if node.most is not None else []
    by_then = select(M.customer_id).where(M.month <= month).group_by(M.customer_id)
    return F.customer_id.in_(by_then.having(func.sum(M.orders) > 0, *bounds))


def _bought(node: Bought, month: date) -> Condition:
    named = func.strpos(func.lower(product_names.c.description), (node.words or "").lower()) > 0
    described = B.stock_code.in_(select(product_names.c.stock_code).where(named))
    product = B.stock_code == node.code if node.code is not None else described
    since = date.min if node.within_days is None else _after(month) - timedelta(days=node.within_days)
    day = select(B.customer_id, func.unnest(B.days).label("day")).where(product).subquery("bought").c
    days = select(day.customer_id).where(day.day >= since, day.day < _after(month)).group_by(day.customer_id)
    return F.customer_id.in_(days.having(func.count(day.day.distinct()) >= node.times))


def _after(month: date) -> date:
    return _earlier(month, -1)


def _earlier(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def _called(node: Definition) -> str:
    """What a condition asks of, as a word for it."""
    match node:
        case Compared(field) | Known(field):
            words = (MEASURED.get(field) or TEXTS[field]).words
            return words[0].upper() + words[1:]
        case InAudience(number):
            return f"Who was in audience {number}"
    return _CALLED.get(type(node).__name__, "What it asks")


_CALLED = {
    "Said": "What people said of mailings",
    "InList": "Who is in a list",
    "InCampaign": "What came of campaigns",
    "Offered": "Whom to offer a product",
    "WasInSegment": "Who entered or left since",
}
