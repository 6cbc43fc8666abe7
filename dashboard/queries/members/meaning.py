"""Customers that marks of charts mean: as a condition, and in words."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from audiences.conditions import Definition, Store, condition, read
from audiences.conditions import in_words as sentence
from audiences.conditions.definition import Attribute, Both, Compared, Not
from audiences.conditions.fields import MEASURED, Unit
from audiences.lists.standing import names
from dashboard.filters.narrowing.who import Cohort, Hour, Said, Who
from dashboard.filters.selection import add_months
from dashboard.queries.cuts import began_with
from dashboard.words import formats
from warehouse.schema import customer_months, listed_customers, orders
from wording.languages import say

WHOLE = (Unit.COUNT, Unit.DAYS, Unit.YEAR)
NUMBER = listed_customers.c.customer_id
M, O = customer_months.c, orders.c  # noqa: E741


def definition_of(who: Who) -> Definition | None:
    """The conditions of it; None where none say it. Raises InputError for some that cannot be used."""
    return read(who.plain) if isinstance(who, Said) else None


def meant(who: Who, store: Store) -> ColumnElement[bool]:
    """Whether a row of `listed_customers` is one of them. Raises InputError for what the store does not have."""
    match who:
        case Hour(day, hour):
            at = (O.customer_id == NUMBER, O.gross > 0, func.extract("isodow", O.invoiced_at) == day)
            return exists().where(*at, *([] if hour is None else [func.extract("hour", O.invoiced_at) == hour]))
        case Cohort(month, age, product):
            first = select(M.customer_id).where(M.orders > 0, M.previous_month.is_(None), M.month == month)
            asked = [first, *([began_with(product)] if product else [])]
            if age:
                asked.append(select(M.customer_id).where(M.orders > 0, M.month == add_months(month, age)))
            return and_(*(NUMBER.in_(one) for one in asked))
        case Said():
            return condition(read(who.plain), store)


def in_words(connection: Connection, parts: tuple[Who, ...], sign: str) -> tuple[str, ...]:
    """Each of them, as `ordered on a Sunday, 11:00–12:00`; `sign` is that of the currency."""
    called = names(connection, sign) if any(isinstance(one, Said) for one in parts) else None
    return tuple(
        sentence(_shorter(read(one.plain)), called) if isinstance(one, Said) and called else _words(one)
        for one in parts
    )


def _words(who: Who) -> str:
    match who:
        case Hour(day, hour):
            weekday = formats.weekdays()[day - 1]
            if hour is None:
                return say("ordered on a {weekday}", weekday=weekday)
            return say("ordered on a {weekday}, {hour}:00–{end}:00", weekday=weekday, hour=hour, end=hour + 1)
        case Cohort(month, age, product):
            return _begun(formats.month(month), formats.month(add_months(month, age)) if age else "", product)
        case Said():
            return ""


def _begun(month: str, then: str, product: str | None) -> str:
    if product:
        if then:
            return say(
                "first order in {month} with product {code}, ordered in {then}", month=month, code=product, then=then
            )
        return say("first order in {month} with product {code}", month=month, code=product)
    if then:
        return say("first order in {month}, ordered in {then}", month=month, then=then)
    return say("first order in {month}", month=month)


def _shorter(node: Definition) -> Definition:
    """From a value to below another, as a bar of a histogram is, in the words of one between both."""
    match node:
        case Both((Compared(field, Decimal() as low, None), Not(Compared(other, Decimal() as high, None)))):
            if field == other:
                return Compared(field, *_ends(low, high, is_whole=MEASURED[field].unit in WHOLE))
        case Both((Attribute(name, Decimal() as low, None, ()), Not(Attribute(other, Decimal() as high, None, ())))):
            if name == other:
                return Attribute(name, *_ends(low, high))
    return node


def _ends(low: Decimal, high: Decimal, *, is_whole: bool = False) -> tuple[Decimal, Decimal]:
    if is_whole:
        first, last = (one.to_integral_value(ROUND_CEILING) for one in (low, high))
        return first, max(first, last - 1)
    return _rounded(low), _rounded(high)


def _rounded(value: Decimal) -> Decimal:
    return round(value, 2 if abs(value) >= 1 else 4)
