"""Which lines an order of the last fit holds."""

from sqlalchemy import ColumnCollection, ColumnElement, func, or_


def holds(order: ColumnCollection, line: ColumnCollection) -> ColumnElement[bool]:
    """Whether a line of `transactions` is of an order of `orders`: of the customer's number, and where that comes back,
    of this order's time."""
    return (
        (order.customer_id == line.customer_id)
        & (func.coalesce(order.shop_number, order.invoice_no) == line.invoice_no)
        & or_(order.begun_on.is_(None), line.invoiced_at >= order.begun_on)
        & or_(order.followed_on.is_(None), line.invoiced_at < order.followed_on)
    )
