"""/products: what sells in the selection, what goes together, what each segment takes to."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children
from dashboard.components.cards import content_card, graph_card
from dashboard.components.offers import CERTAIN, EVER, of_products, product_cell
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, Words, data_table
from dashboard.figures.sales import products as figures
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope
from dashboard.pages.products import product
from dashboard.queries.products import baskets
from dashboard.queries.products.products import top_products
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats

SHOWN = 15


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head("Products", "What sells, what goes together, and what each segment takes to."),
        content_card("products-ranked", "Best-selling products", columns=5, height=600),
        content_card("products-together", "Bought together", columns=7, height=600),
        graph_card("products-favourites", "What each segment takes to", height=420),
    )


def ranked(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The products of the selection by sales."""
    frame = shop.ask(top_products, scope, SHOWN)
    note = scope_words.basis(shop.published(), scope, "Sales of products net of returns, without postage and fees")
    if frame.empty:
        return Panel("Best-selling products", note, html.P("No products in this selection.", className="muted"))
    total, top = float(frame.at[0, "all_net"]), max(float(frame.at[0, "net"]), 1e-9)
    rows: list[list[Cell]] = [
        [
            Words(
                [
                    product_cell(where.filters, row.stock_code, row.description),
                    Words(row.stock_code, "product-code"),
                ]
            ),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top),
            formats.count(row.units),
            formats.share(row.net, total),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column("Product", False), Column("Net sales", sort="descending"), Column("Units"), Column("Share")]
    part, (kind, whose) = formats.share(frame["net"].sum(), total, 0), of_products(shop, scope)
    of = formats.plural(int(frame.at[0, "all_products"]), kind)
    title = f"The first {len(frame)} of {of} make {part} of {whose}"
    return Panel(title, note, data_table(columns, rows, caption="Best-selling products", sorts=True))


def together(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The pairs in most orders."""
    frame = shop.ask(baskets.frequent_pairs, scope.version)
    note = f"Orders of identified customers: guests' invoices bundle many buyers · lift at least so, {CERTAIN} · {EVER}"
    if frame.empty:
        text = "No two products were ordered together by 10 customers more often than chance would have it."
        return Panel("Nothing clearly goes together", note, html.P(text, className="muted"))
    most = float(frame["orders"].max())
    rows: list[list[Cell]] = [
        [
            Words(
                [
                    product_cell(where.filters, row.stock_code, row.description),
                    Words(" with ", "muted"),
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
        Column("Products", False),
        Column("Orders", hint="That hold both", sort="descending"),
        Column("Of the first's", hint="Share of the orders with the first product that hold the second"),
        Column("Lift, at least", hint="How much more often than in all orders"),
    ]
    first = frame.iloc[0]
    names = f"{first['description'] or first['stock_code']} and {first['other_description']}"
    title = f"{names} go together in {formats.plural(int(first['orders']), 'order')}"
    return Panel(title, note, data_table(columns, rows, caption="Bought together", sorts=True))


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
    title = "What each segment takes to"
    if not frame.empty:
        best = frame.loc[frame["bound"].idxmax()]
        least = formats.times(best["bound"])
        title = f"{best['product']} stands out most: {best['name']} buy it at least {least} their usual"
    note = (
        "Share of a segment's customers who ever bought it over that of all others, against the same for all products "
        f"(1×) · line: down to its lower bound, {CERTAIN} · {EVER}; the season they bought in shows too"
    )
    if missing and not frame.empty:
        note += f" · nothing stands out for {', '.join(missing)}"
    return Panel(title, note, figures.favourites(frame))


def favourites_frame(shop: Shop, scope: Scope) -> pd.DataFrame:
    """One row a filtered segment that has a favourite: what `figures.sales.products.favourites` takes."""
    found = shop.ask(baskets.favourites, scope.version, scope.segmentation_id)
    if scope.segments:
        found = found[found["segment_id"].isin(scope.segments)]
    frame = named_segments(found, shop.published().of(scope))
    texts = [
        f"<b>{row.name}</b>: {formats.share(row.customers, row.buyers)} bought<br>{row.description or row.stock_code}"
        f"<br>against {formats.share(row.other_customers, row.other_buyers)} of all others: {formats.times(row.lift)};"
        f"<br>of all products it buys {formats.times(row.usual_lift)} as often as others"
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


PAGE = Page("products", "Products", layout, product.layout)
