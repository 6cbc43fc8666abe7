"""What shops' interfaces say within an order of what was given back of it, as an amount of the order.

Shopify lists refunds with their lines (`refund_line_items`, each with a `subtotal`) and payments (`transactions`);
WooCommerce with a `total` below nothing. Lines tell of goods that came back; payments hold shipping and taxes too.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from etl.names.labels import fold

Object = dict[str, Any]
REFUNDS = "refunds"
AMOUNT = "refunds.amount"
_KNOWN = ("amountrefunded", "totalrefunded", "refundedamount", "currentsubtotalprice")  # which tell it as well
_FAILED = ("failure", "error", "pending")


def with_refunds(order: Object) -> Object:
    """The order, with one amount in place of its list of refunds, where that tells one."""
    listed = order.get(REFUNDS)
    if not isinstance(listed, list) or any(fold(key) in _KNOWN for key in order):
        return order
    amounts = [_amount(each) for each in listed if isinstance(each, dict)]
    known = [each for each in amounts if each is not None]
    if len(known) < len(listed):
        return order
    return {key: value for key, value in order.items() if key != REFUNDS} | {AMOUNT: str(sum(known)) if known else None}


def _amount(refund: Object) -> Decimal | None:
    """What a refund comes to; None where it does not say."""
    if lines := _objects(refund.get("refund_line_items")):
        return _sum(line.get("subtotal") for line in lines)
    if payments := _objects(refund.get("transactions")):
        paid = [each for each in payments if each.get("kind") in (None, "refund") and each.get("status") not in _FAILED]
        return _sum(each.get("amount") for each in paid)
    return _sum([refund.get("total", refund.get("amount"))])


def _objects(value: Any) -> list[Object]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _sum(values: Any) -> Decimal | None:
    """Amounts of any sign added up; None where one is none."""
    try:
        return sum((abs(Decimal(str(value))) for value in values), Decimal(0))
    except InvalidOperation:
        return None
