"""Cards of other pages: what a segment buys more than others, what to offer it, what to offer one customer."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.basics import place
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Cell, Column, Words, data_table, link_cell
from dashboard.figures.style.theme import ACCENT, segment_colour
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.products import baskets
from dashboard.queries.products.products import holds_all
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import find
from dashboard.words import formats
from wording.languages import say, say_n, to_say

EVER = to_say("all orders loaded, whatever the filters")
CERTAIN = to_say("95\u202f% certain for all of them at once")
THIN = to_say(
    "A product stands out when 10 customers here bought it and its lift is beyond chance and beyond how much more or "
    "less they buy of everything."
)


def begun(words: str) -> str:
    """Words that begin a sentence."""
    return words[0].upper() + words[1:]


def of_products(shop: Shop, scope: Scope) -> tuple[str, str]:
    """What products are counted, in the singular, and whose sales their shares are of: a large shop's mart holds its
    best sellers alone."""
    if not shop.viewer.is_limited and shop.ask(holds_all, scope.version, scope.segmentation_id):
        return "product", "product sales"
    return say("best seller"), say("the best sellers' sales")


def product_cell(filters: Filters, stock_code: str, description: str) -> Cell:
    """A product's name that leads to its page."""
    return link_cell(description or stock_code, place(filters, "products", stock_code), "plain-link")


def coded(name: Cell, stock_code: str, description: str) -> Cell:
    """A product's name, as it is or as a link, with its code where it has one."""
    code = formats.product_code(description, stock_code)
    return Words([name, Words(code, "product-code")]) if code else name


def favourites(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What the segment buys more than the others."""
    frame = shop.ask(baskets.favourites_of, scope.version, scope.segmentation_id, where.argument)
    if frame.empty:
        return Panel(
            say("No product stands out beyond its usual"), begun(say(EVER)), html.P(say(THIN), className="muted")
        )
    segment = find(shop, where, scope)
    colour, first = segment_colour(segment.position if segment else 0), frame.iloc[0]
    shares = frame["customers"] / frame["buyers"]
    others = frame["other_customers"] / frame["other_buyers"]
    rows: list[list[Cell]] = [
        [
            product_cell(where.filters, row.stock_code, row.description),
            Bar(formats.percent(share), share / shares.max(), colour),
            formats.percent(other),
            formats.times(row.lift),
            formats.times(row.lift_bound / row.usual_lift),
        ]
        for row, share, other in zip(frame.itertuples(), shares, others, strict=True)
    ]
    columns = [
        Column(say("Product"), False),
        Column(say("Of its customers"), hint=say("Share of the segment's customers with an order who ever bought it")),
        Column(say("Of others"), hint=say("The same share of all other customers")),
        Column(say("Lift"), hint=say("The one share over the other")),
        Column(
            say("Beyond usual, at least"),
            hint=say("Lower bound of the lift, over the segment's usual lift; {certain}", certain=say(CERTAIN)),
        ),
    ]
    share, other = formats.percent(shares.iloc[0], 0), formats.percent(others.iloc[0], 0)
    name = first["description"] or first["stock_code"]
    title = say("{share} bought {product}, against {other} of the others", share=share, product=name, other=other)
    if first["lift_bound"] <= 1:  # it buys less of everything
        title = say("{product} stands out among the little it buys", product=name)
    note = say(
        "Its customers buy all products {usual_lift} as often as others: listed is what they buy "
        "more than that, {certain} · {ever}; what was in season when they bought stands out too",
        usual_lift=formats.times(first["usual_lift"]),
        certain=say(CERTAIN),
        ever=say(EVER),
    )
    return Panel(title, note, data_table(columns, rows, caption=say("Buys more than others")))


def segment_offers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What to offer the segment next."""
    frame = shop.ask(baskets.offers_to, scope.version, scope.segmentation_id, where.argument)
    if frame.empty:
        text = say("There are not 10 of its customers who lack what clearly goes with what they have bought.")
        return Panel(say("Too little evidence for an offer"), begun(say(EVER)), html.P(text, className="muted"))
    segment, top = find(shop, where, scope), float(frame["expected"].max())
    colour, first = segment_colour(segment.position if segment else 0), frame.iloc[0]
    rows: list[list[Cell]] = [
        [
            product_cell(where.filters, row.other_stock_code, row.other_description),
            product_cell(where.filters, row.stock_code, row.description),
            formats.count(row.customers),
            formats.percent(row.confidence_bound, 0),
            Bar(formats.count(row.expected), row.expected / top, colour),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Offer"), False),
        Column(say("To those who bought"), False),
        Column(say("Customers"), hint=say("Of the segment, who bought the one and never the other")),
        Column(
            say("Orders with both"),
            hint=say(
                "Of the orders with the one, at least this share holds the other; {certain}", certain=say(CERTAIN)
            ),
        ),
        Column(say("Expected takers"), hint=say("Customers × that share")),
    ]
    title = say_n(
        int(first["customers"]),
        "Offer {product} to {n} customer",
        "Offer {product} to {n} customers",
        product=first["other_description"],
    )
    note = say(
        "Expected if each of them orders the first product again and does as other orders do; who "
        "never took it may not want it, so rather fewer · {ever}",
        ever=say(EVER),
    )
    return Panel(title, note, data_table(columns, rows, caption=say("Offer next")))


def customer_offers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What to offer one customer next, with the reason in words."""
    frame = shop.ask(baskets.offers_to_customer, scope.version, where.argument)
    if frame.empty:
        text = say("Nothing clearly goes with what this customer has bought and they have not bought yet.")
        note = say("Rules among the 300 most often ordered products · {ever}", ever=say(EVER))
        return Panel(say("Too little evidence for an offer"), note, html.P(text, className="muted"))
    rows: list[list[Cell]] = [
        [
            product_cell(where.filters, row.other_stock_code, row.other_description),
            Bar(formats.percent(row.confidence_bound, 0), row.confidence_bound, ACCENT),
            reason(pd.Series(row._asdict())),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Product"), False),
        Column(say("At least"), hint=say("Of such orders; {certain}", certain=say(CERTAIN))),
        Column(say("Why"), False),
    ]
    first = frame.iloc[0]
    note = say(
        "Not bought yet, and often ordered with what was · {ever}; a habit of others, not a promise", ever=say(EVER)
    )
    title = say("Offer {product} next", product=first["other_description"] or first["other_stock_code"])
    return Panel(title, note, data_table(columns, rows, caption=say("Offer next"), stacks=True))


def reason(rule: pd.Series) -> str:
    """`Bought with REGENCY CAKESTAND in 38 % of those orders (541 of 1,424), 4.2 times as often as usual`."""
    return say(
        "Bought with {product} in {share} of those orders ({orders} of {all}), {times} times as often as usual",
        product=rule["description"] or rule["stock_code"],
        share=formats.percent(rule["confidence"], 0),
        orders=formats.count(rule["orders"]),
        all=formats.count(rule["orders_of"]),
        times=formats.times(rule["lift"]).rstrip("×"),
    )
