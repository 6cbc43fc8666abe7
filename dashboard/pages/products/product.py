"""/products/<stock_code>: one product's sales, who buys it, what before and after, what goes with it."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, link, notice, place
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.offers import CERTAIN, EVER, product_cell
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.figures.sales.products import buyers as buyers_figure
from dashboard.figures.sales.trend import monthly_sales
from dashboard.filters import scope_words
from dashboard.filters.naming import full_months, named_segments
from dashboard.filters.narrowing.who import buyers as buyers_of
from dashboard.filters.selection import Scope
from dashboard.pages.products import around, buying, counted
from dashboard.queries.products import baskets
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from wording.languages import days, say, say_n, to_say_n

FEWEST_MONTHS = 3  # before a month is called the best one
BOUGHT_IT = to_say_n(  # who of a segment, in the box of its bar
    "<b>{segment}</b>: {bought} of {n} customer bought it,<br>against {other} of all others; the lift of {lift}<br>"
    "is at least {least}, and {usual} is usual for them",
    "<b>{segment}</b>: {bought} of {n} customers bought it,<br>against {other} of all others; the lift of {lift}<br>"
    "is at least {least}, and {usual} is usual for them",
)
FEWEST_CUSTOMERS = 10  # before a title compares segments


def layout(shop: Shop, stock_code: str) -> Children:
    """The page's skeleton; what was never sold, or is postage or a fee, gets a notice."""
    found = shop.ask(baskets.find_product, shop.published().version, stock_code)
    back = link(say("See all products"), "/products")
    if found is None:
        return notice(say("There is no product {code}", code=stock_code[:60]), back, "exclamation-circle")
    if not found["is_product"]:
        name = found["description"] or stock_code
        text = [say("“{name}” is postage, a fee or a booking by hand.", name=name) + " ", back]
        shown = formats.product_code(found["description"], stock_code) or name
        return notice(say("{code} is no product", code=shown[:60]), text, "exclamation-circle")
    return page(
        bare("product-head", height=56),
        bare("product-figures", height=96),
        graph_card("product-trend", say("Sales by month"), columns=7, height=300),
        graph_card("product-buyers", say("Who buys it"), columns=5, height=300),
        content_card("product-customers", say("Its customers"), height=360),
        content_card("product-before", say("Bought before it"), columns=6, height=200),
        content_card("product-after", say("Bought after it"), columns=6, height=200),
        content_card("product-rules", say("What goes with it"), height=200),
        argument=stock_code,
    )


def _described(shop: Shop, where: Place) -> str:
    found = shop.ask(baskets.find_product, shop.published().version, where.argument)
    return (found or {}).get("description") or ""


def _name(shop: Shop, where: Place) -> str:
    return _described(shop, where) or where.argument or ""


def head(shop: Shop, where: Place, scope: Scope) -> Children:
    """Name, code and rank."""
    standing = shop.ask(baskets.product_standing, scope, where.argument)
    period = scope_words.period(shop.published(), scope)
    ranked = say("no sales of it among the best sellers")
    if standing is not None:
        ranked = counted.rank(shop, scope, int(standing["rank"]), int(standing["all_products"]))
    code = formats.product_code(_described(shop, where), where.argument or "")
    subtitle = " · ".join(filter(None, (code, ranked, period)))
    bought = where.filters.only(parts=tuple(dict.fromkeys((*where.filters.parts, buyers_of(where.argument or "")))))
    actions = [
        link(say("All products"), place(where.filters, "products"), "button"),
        link(say("See its buyers"), place(bought, "customers"), "button") if asker().may("lists") else None,
    ]
    return page_head(_name(shop, where), subtitle, actions)


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """Its key figures: sales of the selection, buyers of all time."""
    own = shop.ask(baskets.product_standing, scope, where.argument) or {}
    net, gross, units = own.get("net"), own.get("gross"), own.get("units")
    share = formats.share(net, own.get("all_net"))
    return key_figures(
        [
            KeyFigure(
                say("Net sales"),
                formats.money(net, shop.currency),
                change_note=counted.part_of_sales(shop, scope, share),
            ),
            KeyFigure(say("Units"), formats.count(units), change_note=say("of sale lines")),
            KeyFigure(
                say("Average price"),
                formats.money(formats.ratio(gross, units), shop.currency),
                change_note=say("a unit sold"),
            ),
            *buying.key_figures_of(shop, where),
        ]
    )


def trend(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its sales by month."""
    published = shop.published()
    frame = shop.ask(baskets.product_months, scope, where.argument)
    partial = scope_words.months_in_part(published, scope)
    full, title = full_months(frame, partial), say("Sales by month")
    if len(full) >= FEWEST_MONTHS:
        best = full.loc[full["net"].idxmax()]
        title = say(
            "Sold best in {month}, for {amount} net of returns",
            month=days.month_in_full(best["month"]),
            amount=formats.money(best["net"], shop.currency),
        )
    return Panel(title, scope_words.basis(published, scope), monthly_sales(frame, shop.currency, partial))


def buyers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Which segments bought it."""
    frame = buyers_frame(shop, where, scope)
    title = say("Who buys it")
    if not frame.empty and frame["customers"].max() >= FEWEST_CUSTOMERS:
        best = frame[frame["customers"] >= FEWEST_CUSTOMERS].sort_values("share", ascending=False).iloc[0]
        title = say(
            "{share} of {segment} have bought it, more than of any other segment",
            share=formats.percent(best["share"], 0),
            segment=best["name"],
        )
    note = say(
        "Share of its customers who ever bought it, how many they are, lift against all others · {ever}", ever=say(EVER)
    )
    return Panel(title, note, buyers_figure(frame))


def buyers_frame(shop: Shop, where: Place, scope: Scope) -> pd.DataFrame:
    """One row a segment, best first: what `figures.sales.products.buyers` takes."""
    found = shop.ask(baskets.buyers_of, scope.version, scope.segmentation_id, where.argument)
    frame = named_segments(found, shop.published().of(scope))
    texts = [
        say_n(
            int(row.buyers),
            *BOUGHT_IT,
            segment=row.name,
            bought=formats.count(row.customers),
            other=formats.share(row.other_customers, row.other_buyers),
            lift=formats.times(row.lift),
            least=formats.times(row.lift_bound),
            usual=formats.times(row.usual_lift),
        )
        for row in frame.itertuples()
    ]
    return frame.assign(share=(frame["customers"] / frame["buyers"]).astype(float), text=texts)


def rules(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What else is in the orders that hold it."""
    frame = shop.ask(baskets.rules_of, scope.version, where.argument)
    note = say(
        "Of the orders with this product, those that hold the other; without guests · at least: {certain} · {ever}",
        certain=say(CERTAIN),
        ever=say(EVER),
    )
    if frame.empty:
        text = say(
            "Nothing clearly goes with it. Rules are sought among the 300 most often ordered products, and 10 "
            "customers have to have ordered both at once, more often than chance would have it."
        )
        return Panel(say("Nothing clearly goes with it"), note, html.P(text, className="muted"))
    rows: list[list[Cell]] = [
        [
            product_cell(where.filters, row.other_stock_code, row.other_description),
            Bar(formats.percent(row.confidence), row.confidence),
            formats.percent(row.confidence_bound),
            formats.count(row.orders),
            formats.count(row.customers),
            formats.times(row.lift),
            formats.times(row.lift_bound),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Product"), False),
        Column(say("Of its orders"), hint=say("Share of the orders with this product that hold the other")),
        Column(say("At least"), sort="descending"),
        Column(say("Orders with both")),
        Column(say("Customers"), hint=say("Who ordered both at once")),
        Column(say("Lift"), hint=say("How many times as often as in all orders")),
        Column(say("At least")),
    ]
    first = frame.iloc[0]
    share, name = formats.percent(first["confidence"], 0), first["other_description"] or first["other_stock_code"]
    title = say(
        "{share} of its {orders} orders also hold {product}",
        share=share,
        orders=formats.count(first["orders_of"]),
        product=name,
    )
    return Panel(title, note, data_table(columns, rows, caption=say("What goes with it"), sorts=True))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "product-head", head)
    bind_bare(app, shop, "product-figures", figures)
    bind(app, shop, "product-trend", trend)
    bind(app, shop, "product-buyers", buyers)
    bind_content(app, shop, "product-customers", buying.customers)
    bind_content(app, shop, "product-before", around.before)
    bind_content(app, shop, "product-after", around.after)
    bind_content(app, shop, "product-rules", rules)
