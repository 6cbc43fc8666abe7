"""The marts of orders, from the orders of each customer."""

from __future__ import annotations

from sqlalchemy import Date, Integer, Subquery, cast, func, literal, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts.who import first_columns, who
from warehouse.schema import orders

O = orders.c  # noqa: E741
MONTH = cast(func.date_trunc("month", O.invoiced_at), Date).label("month")


def hours(scope: Scope) -> Subquery:
    """As `segment_hours`, a row a sale order."""
    members = who(scope)
    return (
        select(
            *first_columns(members),
            MONTH,
            cast(func.extract("isodow", O.invoiced_at), Integer).label("weekday"),
            cast(func.extract("hour", O.invoiced_at), Integer).label("hour"),
            literal(1, Integer).label("orders"),
            O.gross,
        )
        .select_from(orders.join(members, members.c.customer_id == O.customer_id))
        .where(O.gross > 0)
        .subquery("hours")
    )


def first_orders(scope: Scope) -> Subquery:
    """As `segment_first_orders` without the months of second orders, a row a customer."""
    members = who(scope)
    return (
        select(*first_columns(members), MONTH, literal(1, Integer).label("customers"), O.gross)
        .select_from(orders.join(members, members.c.customer_id == O.customer_id))
        .where(O.gross > 0)
        .distinct(O.customer_id)
        .order_by(O.customer_id, O.invoiced_at, O.invoice_no)
        .subquery("first_orders")
    )
