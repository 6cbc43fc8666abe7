"""A list of those who bought a product says so, and leads to the product and back to everybody."""

from __future__ import annotations

from dashboard.components.basics import Children, link, place
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.products.baskets import find_product
from dashboard.shop import Place, Shop
from dashboard.words import formats


def buyers_said(shop: Shop, where: Place, wanted: CustomerFilter, everybody: str) -> list[Children]:
    """`Who bought RED CUP, not in the last 90 days · Everybody`; `everybody` is the address of the list without it."""
    found = shop.ask(find_product, shop.published().version, wanted.bought) or {}
    name = formats.product_name(found.get("description"), wanted.bought)
    days = wanted.unbought_days
    lately = "" if days is None else f", not in the last {formats.plural(days, 'day')}"
    product = link(name, place(where.filters, "products", wanted.bought))
    return ["Who bought ", product, f"{lately} · ", link("Everybody", everybody)]
