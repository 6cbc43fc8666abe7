"""/customers/<customer_id>: one customer's figures, scores, orders and products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components import offers
from dashboard.components.basics import Children, link, notice, place, segment_badge
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Column, Words, data_table
from dashboard.figures.sales.trend import sales_and_returns
from dashboard.filters import scope_words
from dashboard.filters.published import Segment
from dashboard.filters.selection import Scope
from dashboard.pages.customers import erasing
from dashboard.queries.customers import customer as queries
from dashboard.queries.segments import value as value_queries
from dashboard.shop import Place, Shop
from dashboard.words import formats

SCORES = (("r_score", "Recency"), ("f_score", "Frequency"), ("m_score", "Monetary"))


def layout(shop: Shop, customer_id: str) -> Children:
    """The page's skeleton; a customer that does not exist gets a notice."""
    profile = shop.ask(queries.customer_profile, shop.published().version, customer_id, shop.people())
    if profile is None:
        return notice(
            f"There is no customer {customer_id}",
            link("See all customers", "/customers"),
            "exclamation-circle",
        )
    return page(
        bare("customer-head", height=52),
        bare("customer-figures", height=100),
        graph_card("customer-trend", "Sales by month", columns=8, height=240),
        content_card("customer-segments", "Segments and scores", columns=4, height=240),
        content_card("customer-orders", "Orders", columns=7, height=320),
        content_card("customer-products", "Products", columns=5, height=320),
        content_card("customer-offers", "Offer next", height=160),
        erasing.card(customer_id),
        argument=customer_id,
    )


def _profile(shop: Shop, where: Place) -> Mapping[str, Any]:
    found = shop.ask(queries.customer_profile, shop.published().version, where.argument, shop.people())
    return found or {}


def head(shop: Shop, where: Place, scope: Scope) -> Children:
    """Who it is."""
    profile = _profile(shop, where)
    country = profile.get("country") or ""
    name = " ".join(part for part in (profile.get("first_name"), profile.get("last_name")) if part)
    facts: list[Children] = [link(shop.published().country_name(country), place(where.filters, "countries", country))]
    first: datetime | None = profile.get("first_order_at")
    if first is not None:
        facts.append(f" · customer since {formats.day(first)}")
    facts += [f" · {fact}" for fact in _contacts(profile)]
    facts += [] if shop.viewer.personal else [" · who it is, is hidden from your account"]
    back = link("All customers", place(where.filters, "customers"), "button")
    return page_head(f"Customer {where.argument}" + (f" · {name}" if name else ""), facts, [back])


def _contacts(profile: Mapping[str, Any]) -> Iterator[str]:
    """What is known of a person, in words."""
    if home := " ".join(part for part in (profile.get("postcode"), profile.get("city")) if part):
        yield home
    if profile.get("birth_year"):
        yield f"born {profile['birth_year']:.0f}"
    yield from (profile[name] for name in ("email", "phone") if profile.get(name))
    if profile.get("consent") is not None:
        yield "agreed to mailings" if profile["consent"] else "wants no mailings"


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """The customer's key figures, ever."""
    p, currency = _profile(shop, where), shop.currency
    as_of = formats.day(shop.published().of(scope).as_of)
    recency = p.get("recency_days")
    never = "before the data begins" if p.get("returns") else "never ordered"
    since = never if recency is None else formats.plural(int(recency), "day")
    gross = f"of {formats.money_exact(p.get('monetary'), currency)} gross sales"
    return key_figures(
        [
            KeyFigure("Net sales, ever", formats.money_exact(p.get("net"), currency), change_note="net of returns"),
            KeyFigure("Returns, ever", formats.money_exact(p.get("returns"), currency), change_note=gross),
            KeyFigure("Orders, ever", formats.count(p.get("frequency"))),
            KeyFigure("Since the last order", since, change_note=f"as of {as_of}"),
        ]
    )


def trend(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Sales and returns by month."""
    frame = shop.ask(queries.customer_trend, scope, where.argument)
    note = f"Gross sales and returns · {scope_words.period(shop.published(), scope)}"
    active = int((frame["orders"] > 0).sum())
    title = f"Ordered in {formats.plural(active, 'month')}" if active else "No orders in these months"
    return Panel(title, note, sales_and_returns(frame, shop.currency, scope.start, scope.end))


def memberships(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Which segment the customer is in, by each segmentation, and the RFM scores."""
    frame = shop.ask(queries.customer_memberships, shop.published().version, where.argument)
    facts: list[Children] = []
    for row in frame.itertuples():
        segment = Segment(row.segment_id, row.name, row.position, "", "", 0)
        facts += [html.Dt(row.segmentation), html.Dd(segment_badge(segment))]
    scored = frame[frame["r_score"].notna()]
    if not scored.empty:
        for column, label in SCORES:
            facts += [html.Dt(label), html.Dd(_score(int(scored.iloc[0][column])))]
    facts += _prediction(shop, where)
    as_of = formats.day(shop.published().of(scope).as_of)
    money = scope_words.money(shop.published().of(scope)).lower()
    note = f"As of {as_of} · scores from 1 to 5 against all customers, 5 is best · money: {money}"
    return Panel("Segments and scores", note, html.Dl(facts, className="facts"))


def _prediction(shop: Shop, where: Place) -> list[Children]:
    """What the customer may bring, as far as it can be said."""
    found = shop.ask(value_queries.of_customer, shop.published().version, where.argument) or {}
    facts: list[Children] = []
    if found.get("order_chance_90d") is not None:
        facts += [html.Dt("Order within 90 days"), html.Dd(f"{formats.percent(found['order_chance_90d'], 0)} chance")]
    if found.get("expected_orders_12m") is not None:
        spend = formats.money(found.get("expected_spend_12m"), shop.currency)
        words_ = f"{formats.short(round(found['expected_orders_12m'], 1))} orders, {spend}"
        facts += [html.Dt("Expected in 12 months"), html.Dd(words_)]
        facts += [html.Dt("Still active"), html.Dd(f"{formats.percent(found['probability_alive'], 0)} likely")]
    return facts


def _score(score: int) -> html.Span:
    marks = [html.Span(className="score-mark on" if i < score else "score-mark") for i in range(5)]
    return html.Span([*marks, html.Span(f"{score} of 5", className="score-text")], className="score")


def orders(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The orders and returns within the months."""
    frame = shop.ask(queries.customer_orders, scope, where.argument)
    if frame.empty:
        return Panel("No orders in these months", scope_words.period(shop.published(), scope), "")
    columns = [Column("Invoice", False), Column("Date", False), Column("Lines"), Column("Units"), Column("Gross sales")]
    columns.append(Column("Returns"))
    rows = [
        [
            row.invoice_no,
            [Words(f"{formats.day(row.invoiced_at)},", "nowrap"), " ", Words(f"{row.invoiced_at:%H:%M}", "nowrap")],
            formats.count(row.lines),
            formats.count(row.units),
            formats.money_exact(row.gross, shop.currency) if row.gross else formats.NOTHING,
            formats.money_exact(row.returns, shop.currency) if row.returns else formats.NOTHING,
        ]
        for row in frame.itertuples()
    ]
    found, cancelled = shop.ask(queries.order_counts, scope, where.argument)
    most = f" · the latest {len(frame)} shown" if found + cancelled > len(frame) else ""
    title = formats.plural(found, "order")
    title += (
        f" and {formats.plural(cancelled, 'return or free invoice', 'returns or free invoices')}" if cancelled else ""
    )
    note = f"Newest first · {scope_words.period(shop.published(), scope)}{most}"
    return Panel(title, note, data_table(columns, rows, caption="Orders"))


def products(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What the customer buys most."""
    frame: pd.DataFrame = shop.ask(queries.customer_products, scope, where.argument)
    note = f"By sales net of returns · {scope_words.period(shop.published(), scope)}"
    if frame.empty:
        return Panel("Nothing bought in these months", note, "")
    top = max(float(frame["net"].max()), 1e-9)
    rows = [
        [
            Words(row.description or row.stock_code, title=row.stock_code),
            formats.count(row.orders),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column("Product", False), Column("Orders"), Column("Net sales")]
    return Panel("Bought most", note, data_table(columns, rows, caption="Products"))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "customer-head", head)
    bind_bare(app, shop, "customer-figures", figures)
    bind(app, shop, "customer-trend", trend)
    bind_content(app, shop, "customer-segments", memberships)
    bind_content(app, shop, "customer-orders", orders)
    bind_content(app, shop, "customer-products", products)
    bind_content(app, shop, "customer-offers", offers.customer_offers)
    erasing.register(app, shop)
