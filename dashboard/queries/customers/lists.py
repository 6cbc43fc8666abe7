"""Lists of customers: pages by key over an index, and how many there are.

The values are of the whole life of a customer up to the day of the segmentation; the months of the filter choose
who is listed (those with an order in them), not what is counted.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Select,
    String,
    Text,
    UnaryExpression,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from dashboard.filters.selection import GUESTS, Scope
from dashboard.queries.customers.customer_filter import BLANK_SORTS, SORTS, CustomerFilter
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from dashboard.queries.store.loads import Stand
from warehouse.schema import (
    WITHOUT_ORDER,
    customer_months,
    customer_products,
    customer_segments,
    listed_customers,
    people,
    run_names,
    segment_activity,
)

PAGE_ROWS = 50
F = listed_customers.c
SEARCHED = ("first_name", "last_name", "email", "city", "postcode")  # of a person, beside the customer number


def asks_without_order(scope: Scope) -> bool:
    """Whether those without an order are in it: the filter names a segment of them, or segments are of attributes."""
    return scope.has_everyone or any(name in scope.segments for name in WITHOUT_ORDER)


def listed(scope: Scope, wanted: CustomerFilter) -> list[ColumnElement[bool]]:
    """Conditions on features joined with segments: who is in the list."""
    member = customer_segments.c
    conditions: list[ColumnElement[bool]] = [member.segmentation_id == scope.segmentation_id]
    if scope.segments:
        conditions.append(member.segment_id.in_(scope.identified_segments))
    if not asks_without_order(scope):
        conditions.append(F.frequency > 0)
    if scope.countries:
        conditions.append(F.country.in_(scope.countries))
    if scope.audience is not None:
        conditions.append(scope.audience.condition)
    if scope.is_part:
        in_window = (customer_months.c.customer_id == F.customer_id, customer_months.c.orders > 0)
        when = customer_months.c.month.between(scope.start, scope.end)
        conditions.append(exists().where(*in_window, when))
    if wanted.search:
        conditions.append(found_by(wanted.search))
    if wanted.least_orders is not None:
        conditions.append(F.frequency >= wanted.least_orders)
    if wanted.least_sales is not None:
        conditions.append(F.net >= wanted.least_sales)
    if wanted.silent_days is not None:
        conditions.append(F.recency_days >= wanted.silent_days)
    if wanted.bought:
        conditions.append(F.customer_id.in_(_buyers(wanted.bought, wanted.unbought_days)))
    return conditions


def _buyers(code: str, unbought_days: int | None) -> Select[tuple[str]]:
    """Who bought a product, and not in the last so many days, which count back as an audience's do."""
    b, run = customer_products.c, run_names.c
    ever = select(b.customer_id).where(b.stock_code == code)
    if unbought_days is None:
        return ever
    today = select(func.max(run.as_of)).where(run.published).scalar_subquery()
    return ever.where(b.last_on < today - unbought_days)


def found_by(search: str) -> ColumnElement[bool]:
    """Whose number begins with what is searched, or whose name, address or place does, in whatever case; of several
    words each may begin another: `ann lee` is Ann Lee."""
    named = and_(*(_begins(word) for word in search.split()))
    return F.customer_id.startswith(search, autoescape=True) | F.customer_id.in_(
        select(people.c.customer_id).where(_begins(search) | named)
    )


def _begins(text: str) -> ColumnElement[bool]:
    return or_(*(people.c[name].istartswith(text, autoescape=True) for name in SEARCHED))


def members() -> Join:
    """Features joined with segments, one row a customer and segmentation."""
    return listed_customers.join(customer_segments, customer_segments.c.customer_id == F.customer_id)


def customer_page(
    connection: Connection, scope: Scope, wanted: CustomerFilter, stand: Stand = ()
) -> tuple[pd.DataFrame, bool]:
    """Up to PAGE_ROWS customers in the order asked for, and whether there are more beyond in the paging direction."""
    key = SORTS[wanted.sort]
    conditions = listed(scope, wanted)
    has_blanks = asks_without_order(scope) and wanted.sort in BLANK_SORTS
    backwards = wanted.before is not None
    cursor = wanted.before or wanted.after
    downwards = wanted.descending != backwards
    if cursor is not None:
        conditions.append(_beyond(key, cursor, downwards, backwards, has_blanks))

    def ordered(columns: Any) -> list[UnaryExpression[Any]]:
        by = [columns[name] for name in dict.fromkeys((wanted.sort, "customer_id"))]
        order = [column.desc() if downwards else column.asc() for column in by]
        if has_blanks:
            order[0] = order[0].nulls_first() if backwards else order[0].nulls_last()
        return order

    page = (
        select(
            F.customer_id,
            F.country,
            customer_segments.c.segment_id,
            F.recency_days,
            F.frequency,
            F.monetary,
            F.net,
            F.average_order_value,
            F.last_order_at,
            cast(key, String).label("sort_value"),
        )
        .select_from(members())
        .where(*conditions)
        .order_by(*ordered(F))
        .limit(PAGE_ROWS + 1)
        .subquery("page")
    )
    # One by one, by their numbers: joined as a whole, the view of people is worked out for everybody first.
    shown = select(people.c.first_name, people.c.last_name, people.c.city, people.c.email)
    person = shown.where(people.c.customer_id == page.c.customer_id).offset(0).lateral("person")
    statement = select(*page.c, *person.c).select_from(page.outerjoin(person, true())).order_by(*ordered(page.c))
    frame = read(connection, statement)
    more = len(frame) > PAGE_ROWS
    frame = frame.head(PAGE_ROWS)
    return (frame.iloc[::-1].reset_index(drop=True) if backwards else frame), more


def _beyond(
    key: ColumnElement, cursor: tuple[str, str], downwards: bool, backwards: bool, has_blanks: bool
) -> ColumnElement[bool]:
    """Who comes behind a place in the list, in the direction of paging; those without a value are at its end."""
    if not cursor[0] and key is not SORTS["customer_id"]:
        number = literal(cursor[1], Text)
        blank = key.is_(None) & (F.customer_id < number if downwards else F.customer_id > number)
        return or_(blank, key.is_not(None)) if backwards else blank
    edge = tuple_(key, F.customer_id) if key is not SORTS["customer_id"] else tuple_(key)
    values = _edge_values(key, cursor)
    beyond = edge < values if downwards else edge > values
    return or_(beyond, key.is_(None)) if has_blanks and not backwards else beyond


def _edge_values(key: ColumnElement, cursor: tuple[str, str]) -> ColumnElement:
    value, customer_id = cursor
    if key is SORTS["customer_id"]:
        return tuple_(literal(customer_id, Text))
    return tuple_(cast(literal(value, Text), key.type), literal(customer_id, Text))


def customer_count(connection: Connection, scope: Scope, wanted: CustomerFilter, stand: Stand = ()) -> int:
    """How many customers the list has in all; the activity mart tells without a look at them where it can."""
    if not asks_without_order(scope) and not wanted.narrows:
        return sum(_buyer_counts(connection, scope).values())
    statement = select(func.count()).select_from(members()).where(*listed(scope, wanted))
    return int(connection.execute(statement).scalar_one())


def customer_counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many customers the list of each segment has that the scope holds; a segment without any may be missing."""
    if scope.has_everyone:
        member = customer_segments.c.segment_id
        conditions = listed(scope, CustomerFilter())
        statement = select(member, func.count()).select_from(members()).where(*conditions).group_by(member)
        return {segment_id: int(people) for segment_id, people in connection.execute(statement)}
    counts = _buyer_counts(connection, scope)
    for name in WITHOUT_ORDER:
        if not scope.segments or name in scope.segments:
            counts[name] = customer_count(connection, scope.only(segments=(name,)), CustomerFilter())
    return counts


def _buyer_counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """Customers with an order in the window, by segment: each counts in their first month there."""
    activity = cut(connection, segment_activity, scope)
    a = activity.c
    first_seen = or_(a.previous_month.is_(None), a.previous_month < scope.start)
    statement = (
        select(a.segment_id, func.sum(a.customers))
        .where(*scope.where(activity), first_seen, a.segment_id.not_in(WITHOUT_ORDER))
        .group_by(a.segment_id)
    )
    return {segment_id: int(customers) for segment_id, customers in connection.execute(statement)}


def only_guests(scope: Scope) -> bool:
    """Whether the filter asks for guests alone, who are no customers."""
    return scope.segments == (GUESTS,)
