"""The marts of months, from the months of each customer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Date, Integer, Select, Subquery, and_, case, cast, literal, select, union_all

from dashboard.filters.selection import Scope
from dashboard.queries.cuts.who import first_columns, who
from warehouse.schema import customer_months, customer_products, listed_customers

EPOCH = date(1970, 1, 1)
M = customer_months.c


def activity(scope: Scope) -> Subquery:
    """As `segment_activity`, a row a customer and month."""
    members = who(scope)
    return (
        select(
            *first_columns(members),
            M.month,
            M.previous_month,
            case((M.orders > 0, 1), else_=0).label("customers"),
            M.orders,
            M.gross,
            M.returns,
            M.units,
        )
        .select_from(customer_months.join(members, members.c.customer_id == M.customer_id))
        .subquery("activity")
    )


def cohorts(scope: Scope, product: str = "") -> Subquery:
    """As `segment_cohorts`, a row a customer and month; with a product, of those who bought it on the day of their
    first order."""
    members, first = who(scope), customer_months.alias("first")
    source = customer_months.join(members, members.c.customer_id == M.customer_id).join(
        first, first.c.customer_id == M.customer_id
    )
    is_first = and_(first.c.orders > 0, first.c.previous_month.is_(None), M.month >= first.c.month)
    return (
        select(
            *first_columns(members),
            first.c.month.label("first_month"),
            M.month,
            case((M.orders > 0, 1), else_=0).label("customers"),
            M.orders,
            M.gross,
            M.returns,
        )
        .select_from(source)
        .where(is_first, *([M.customer_id.in_(began_with(product))] if product else []))
        .subquery("cohorts")
    )


def began_with(product: str) -> Select[tuple[str]]:
    """Who bought a product on the day of their first order."""
    bought, home = customer_products.c, listed_customers.c
    return (
        select(bought.customer_id)
        .join(listed_customers, home.customer_id == bought.customer_id)
        .where(bought.stock_code == product, bought.days[1] == cast(home.first_order_at, Date))
    )


def last_orders(scope: Scope) -> Subquery:
    """As `segment_last_orders`, a row a customer and month with a sale."""
    members = who(scope)
    days = M.last_order_on - literal(EPOCH, Date)
    return (
        select(
            *first_columns(members),
            M.month,
            M.next_month,
            literal(1, Integer).label("customers"),
            cast(days, Integer).label("last_order_days"),
        )
        .select_from(customer_months.join(members, members.c.customer_id == M.customer_id))
        .where(M.orders > 0)
        .subquery("last_orders")
    )


def single_orders(scope: Scope) -> Subquery:
    """As `segment_single_orders`, of the months with a single order.

    There an order counts 1 at its own month, -1 with each neighbour's and 1 with both; one that has a neighbour in its
    own month adds up to nothing, so that such months need not be looked at.
    """
    members = who(scope)
    single = (
        select(*first_columns(members), M.month, M.previous_month, M.next_month, M.gross)
        .select_from(customer_months.join(members, members.c.customer_id == M.customer_id))
        .where(M.orders == 1)
        .cte("single")
    )
    s = single.c

    def counted(month: ColumnElement[date], later: ColumnElement[date], sign: int) -> tuple:
        spans = (month.label("month"), later.label("later_month"))
        return (
            *first_columns(single),
            *spans,
            literal(sign, Integer).label("customers"),
            (s.gross * sign).label("gross"),
        )

    return union_all(
        select(*counted(s.month, s.month, 1)),
        select(*counted(s.previous_month, s.month, -1)).where(s.previous_month.is_not(None)),
        select(*counted(s.month, s.next_month, -1)).where(s.next_month.is_not(None)),
        select(*counted(s.previous_month, s.next_month, 1)).where(
            s.previous_month.is_not(None), s.next_month.is_not(None)
        ),
    ).subquery("single_orders")
