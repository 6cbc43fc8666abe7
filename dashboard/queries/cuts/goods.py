"""The mart of products, from the lines of each customer: the one cut whose cost grows with the lines, at first."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, Date, Subquery, case, cast, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts.who import first_columns, who
from warehouse.orders import holds, product_of
from warehouse.schema import orders, segment_products, transactions


def products(scope: Scope) -> Subquery:
    """As `segment_products`, a row a sale or return line, of the products that the mart has.

    Only lines whose order was there at the last fit: a file that came since counts with the next one, as elsewhere.
    """
    line, order = transactions.c, _orders(scope).c
    amount = line.quantity * line.unit_price

    def of(kind: str, value: ColumnElement) -> ColumnElement:
        return case((line.kind == kind, value), else_=0)

    return (
        select(
            *first_columns(order.country.table),
            order.month,
            product_of(line).label("stock_code"),
            of("sale", amount).label("gross"),
            of("return", amount).label("returns"),
            of("sale", line.quantity).label("units"),
        )
        .select_from(transactions.join(order.country.table, holds(order, line)))
        .where(line.kind.in_(("sale", "return")), _is_in_mart(scope))
        .subquery("products")
    )


def _orders(scope: Scope) -> CTE:
    """One row an order of theirs, with its month and whose it is. By itself: lines are then matched with all of them at
    once, and not each looked up."""
    members, order = who(scope), orders.c
    month = cast(func.date_trunc("month", order.invoiced_at), Date).label("month")
    told_by = (order.customer_id, order.invoice_no, order.shop_number, order.begun_on, order.followed_on)
    theirs = select(*first_columns(members), *told_by, month).select_from(
        orders.join(members, members.c.customer_id == order.customer_id)
    )
    return theirs.cte("theirs").prefix_with("materialized")


def _is_in_mart(scope: Scope) -> ColumnElement[bool]:
    """Whether a line's product is one of the mart's. As a truth of its own: joined, they were read again a line."""
    m = segment_products.c
    kept = select(m.stock_code).where(m.segmentation_id == scope.segmentation_id).distinct()
    return product_of(transactions.c).in_(kept).is_(True)
