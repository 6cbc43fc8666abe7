"""Who bought a product, how often and since when, as a condition on a row of `listed_customers`."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from audiences.conditions.definition import Bought
from audiences.conditions.store import Store
from warehouse.errors import InputError
from warehouse.schema import customer_products, listed_customers, product_names


def bought(node: Bought, store: Store) -> ColumnElement[bool]:
    """Raises InputError where a version before this one made the last fit."""
    if not store.knows_products:
        raise InputError("Who bought which product has not been worked out yet: run python -m models fit.")
    b = customer_products.c
    if node.code is not None:
        product = b.stock_code == node.code
    else:
        named = func.strpos(func.lower(product_names.c.description), (node.words or "").lower()) > 0
        product = b.stock_code.in_(select(product_names.c.stock_code).where(named))
    buyers = select(b.customer_id).where(product)
    if node.within_days is None and node.times == 1:
        return listed_customers.c.customer_id.in_(buyers)
    since = None if node.within_days is None else store.as_of - timedelta(days=node.within_days)
    return listed_customers.c.customer_id.in_(_often(buyers, since, node))


def _often(buyers: Select[Any], since: date | None, node: Bought) -> Select[Any]:
    """Those who bought on as many days: several products of one day are one day."""
    b = customer_products.c
    if since is not None:
        buyers = buyers.where(b.last_on >= since)
    if node.code is not None and since is None:
        return buyers.where(func.cardinality(b.days) >= node.times)
    if node.times == 1:
        return buyers
    day = func.unnest(b.days).table_valued("day").render_derived(name="bought")
    buyers = buyers.join(day, true()).group_by(b.customer_id)
    if since is not None:
        buyers = buyers.where(day.c.day >= since)
    return buyers.having(func.count(day.c.day.distinct()) >= node.times)
