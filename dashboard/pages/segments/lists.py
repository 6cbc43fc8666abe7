"""What one segment buys most, and who buys most in it."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.basics import place
from dashboard.components.offers import coded, of_products
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Column, data_table, link_cell
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.selection import Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_page
from dashboard.queries.products.products import top_products
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import find, inside
from dashboard.words import formats
from wording.languages import say, say_n, to_say, to_say_n

SHOWN_CUSTOMERS = 10
NO_ORDERS = {
    "prospect": to_say("Known customers who have not ordered yet"),
    "returns-only": to_say("They only returned goods: what they bought is older than the data"),
    "free-only": to_say("They ordered, but only what was free of charge"),
}

OF_ALL = to_say_n(
    "The first {shown} of {n} product make {share} of its product sales",
    "The first {shown} of {n} products make {share} of its product sales",
)
OF_BEST_SELLERS = to_say_n(
    "The first {shown} of {n} best seller make {share} of its best sellers' sales",
    "The first {shown} of {n} best sellers make {share} of its best sellers' sales",
)


def products(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What it buys most."""
    own = inside(where, scope)
    frame = shop.ask(top_products, own)
    note = scope_words.basis(shop.published(), own, say("Sales of products net of returns, without postage and fees"))
    if frame.empty:
        return Panel(
            say("Best-selling products"), note, html.P(say("No products in this selection."), className="muted")
        )
    total, top = float(frame.at[0, "all_net"]), max(float(frame.at[0, "net"]), 1e-9)
    segment = find(shop, where, scope)
    colour = segment_colour(segment.position if segment else 0)
    rows = [
        [
            coded(row.description or row.stock_code, row.stock_code, row.description),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top, colour),
            formats.count(row.units),
            formats.share(row.net, total),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Product"), False),
        Column(say("Net sales"), sort="descending"),
        Column(say("Units")),
        Column(say("Share")),
    ]
    forms = OF_ALL if of_products(shop, scope)[0] == "product" else OF_BEST_SELLERS
    part, of = formats.share(frame["net"].sum(), total, 0), int(frame.at[0, "all_products"])
    title = say_n(of, *forms, shown=len(frame), share=part)
    return Panel(title, note, data_table(columns, rows, caption=say("Best-selling products"), sorts=True))


def customers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its customers with most sales, net of returns."""
    own, published = inside(where, scope), shop.published()
    as_of = formats.day(published.of(scope).as_of)
    measure = (
        say("By sales net of returns, ever, as of {as_of}", as_of=as_of)
        if where.argument in NO_ORDERS
        else say("By sales net of returns, ever, as of {as_of}; with an order in the period", as_of=as_of)
    )
    note = scope_words.basis(published, own, measure, guests=False)
    frame = shop.ask(customer_page, own, CustomerFilter(), shop.people())[0].head(SHOWN_CUSTOMERS)
    if frame.empty:
        return Panel(
            say("Customers with most sales"), note, html.P(say("No customers in this selection."), className="muted")
        )
    segment = find(shop, where, scope)
    colour, top = segment_colour(segment.position if segment else 0), max(float(frame["net"].max()), 1e-9)
    rows = [
        [
            link_cell(row.customer_id, place(where.filters, "customers", row.customer_id)),
            link_cell(
                published.country_name(row.country), place(where.filters, "countries", row.country), "plain-link"
            ),
            formats.day(None if pd.isna(row.last_order_at) else row.last_order_at),
            formats.count(row.frequency),
            formats.money(row.average_order_value, shop.currency),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top, colour),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Customer"), False),
        Column(say("Country"), False),
        Column(say("Last order")),
        Column(say("Orders")),
    ]
    columns += [Column(say("Average order")), Column(say("Net sales"), sort="descending")]
    title = say(NO_ORDERS.get(segment.segment_id if segment else "", to_say("Customers without an order")))
    if frame.at[0, "frequency"]:
        title = say(
            "Customer {customer} leads with {amount}",
            customer=frame.at[0, "customer_id"],
            amount=formats.money(frame.at[0, "net"], shop.currency),
        )
    return Panel(title, note, data_table(columns, rows, caption=say("Customers with most sales"), sorts=True))
