"""/products: what sells in the selection, what goes together, what each segment takes to."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children
from dashboard.components.cards import content_card, graph_card
from dashboard.components.offers import CERTAIN, EVER, coded, product_cell
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, Words, data_table
from dashboard.figures.sales import products as figures
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope
from dashboard.pages.products import counted, product
from dashboard.queries.products import baskets
from dashboard.queries.products.products import top_products
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, say_n, to_say

SHOWN = 15


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Products", sense="page"), say("What sells, what goes together, and what each segment takes to.")
        ),
        content_card("products-ranked", say("Best-selling products"), columns=5, height=600),
        content_card("products-together", say("Bought together"), columns=7, height=600),
        graph_card("products-favourites", say("What each segment takes to"), height=420),
    )


def ranked(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The products of the selection by sales."""
    frame = shop.ask(top_products, scope, SHOWN)
    note = scope_words.basis(shop.published(), scope, say("Sales of products net of returns, without postage and fees"))
    if frame.empty:
        return Panel(
            say("Best-selling products"), note, html.P(say("No products in this selection."), className="muted")
        )
    total, top = float(frame.at[0, "all_net"]), max(float(frame.at[0, "net"]), 1e-9)
    rows: list[list[Cell]] = [
        [
            coded(product_cell(where.filters, row.stock_code, row.description), row.stock_code, row.description),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top),
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
    part, everything = formats.share(frame["net"].sum(), total, 0), int(frame.at[0, "all_products"])
    title = counted.first_make(shop, scope, len(frame), everything, part)
    return Panel(title, note, data_table(columns, rows, caption=say("Best-selling products"), sorts=True))


def together(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The pairs in most orders."""
    frame = shop.ask(baskets.frequent_pairs, scope.version)
    note = say(
        "Orders of identified customers: guests' invoices bundle many buyers · lift at least so, {certain} · {ever}",
        certain=say(CERTAIN),
        ever=say(EVER),
    )
    if frame.empty:
        text = say("No two products were ordered together by 10 customers more often than chance would have it.")
        return Panel(say("Nothing clearly goes together"), note, html.P(text, className="muted"))
    most = float(frame["orders"].max())
    rows: list[list[Cell]] = [
        [
            Words(
                [
                    product_cell(where.filters, row.stock_code, row.description),
                    Words(f" {say('with', sense='between two products')} ", "muted"),
                    product_cell(where.filters, row.other_stock_code, row.other_description),
                ]
            ),
            Bar(formats.count(row.orders), row.orders / most),
            formats.percent(row.confidence, 0),
            formats.times(row.lift_bound),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Products"), False),
        Column(say("Orders"), hint=say("That hold both"), sort="descending"),
        Column(say("Of the first's"), hint=say("Share of the orders with the first product that hold the second")),
        Column(say("Lift, at least"), hint=say("How much more often than in all orders")),
    ]
    first = frame.iloc[0]
    title = say_n(
        int(first["orders"]),
        "{one} and {other} go together in {n} order",
        "{one} and {other} go together in {n} orders",
        one=first["description"] or first["stock_code"],
        other=first["other_description"],
    )
    return Panel(title, note, data_table(columns, rows, caption=say("Bought together"), sorts=True))


def favourites(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The product each segment takes to most."""
    published = shop.published()
    segmentation = published.of(scope)
    frame = favourites_frame(shop, scope)
    missing = [
        segment.name
        for segment in segmentation.segments
        if segment.segment_id not in set(frame["segment_id"]) and scope.segments in ((), (segment.segment_id,))
    ]
    title = say("What each segment takes to")
    if not frame.empty:
        best = frame.loc[frame["bound"].idxmax()]
        least = formats.times(best["bound"])
        title = say(
            "{product} stands out most: {segment} buy it at least {least} their usual",
            product=best["product"],
            segment=best["name"],
            least=least,
        )
    note = say(
        "Share of a segment's customers who ever bought it over that of all others, against the sam"
        "e for all products (1×) · line: down to its lower bound, {certain} · {ever}; the season th"
        "ey bought in shows too",
        certain=say(CERTAIN),
        ever=say(EVER),
    )
    if missing and not frame.empty:
        note += " · " + say("nothing stands out for {segments}", segments=", ".join(missing))
    return Panel(title, note, figures.favourites(frame))


def favourites_frame(shop: Shop, scope: Scope) -> pd.DataFrame:
    """One row a filtered segment that has a favourite: what `figures.sales.products.favourites` takes."""
    found = shop.ask(baskets.favourites, scope.version, scope.segmentation_id)
    if scope.segments:
        found = found[found["segment_id"].isin(scope.segments)]
    frame = named_segments(found, shop.published().of(scope))
    texts = [
        say(
            "<b>{segment}</b>: {share} bought<br>{product}<br>against {other} of all others: {"
            "lift};<br>of all products it buys {usual_lift} as often as others",
            segment=row.name,
            share=formats.share(row.customers, row.buyers),
            product=row.description or row.stock_code,
            other=formats.share(row.other_customers, row.other_buyers),
            lift=formats.times(row.lift),
            usual_lift=formats.times(row.usual_lift),
        )
        for row in frame.itertuples()
    ]
    return frame.assign(
        product=[row.description or row.stock_code for row in frame.itertuples()],
        preference=(frame["lift"] / frame["usual_lift"]).astype(float),
        bound=(frame["lift_bound"] / frame["usual_lift"]).astype(float),
        text=texts,
    )


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_content(app, shop, "products-ranked", ranked)
    bind_content(app, shop, "products-together", together)
    bind(app, shop, "products-favourites", favourites)
    product.register(app, shop)


PAGE = Page("products", to_say("Products", sense="page"), layout, product.layout)
