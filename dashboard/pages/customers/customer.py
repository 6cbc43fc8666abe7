"""/customers/<customer_id>: one customer's figures, scores, orders and products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from dash import Dash

from dashboard.components import offers
from dashboard.components.basics import Children, link, notice, place
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, Words, data_table
from dashboard.filters import scope_words
from dashboard.filters.selection import Scope
from dashboard.pages.customers import erasing, standing, timeline
from dashboard.queries.customers import customer as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import listed, say


def layout(shop: Shop, customer_id: str) -> Children:
    """The page's skeleton; a customer that does not exist gets a notice."""
    profile = shop.ask(queries.customer_profile, shop.published().version, customer_id, shop.people())
    if profile is None:
        return notice(
            say("There is no customer {customer_id}", customer_id=customer_id),
            link(say("See all customers"), "/customers"),
            "exclamation-circle",
        )
    return page(
        bare("customer-head", height=52),
        bare("customer-figures", height=100),
        graph_card("customer-trend", say("Over the months"), columns=7, height=320),
        content_card("customer-segments", say("Segments and scores"), columns=5, height=320),
        content_card("customer-orders", say("Orders"), columns=7, height=320),
        content_card("customer-products", say("Products"), columns=5, height=320),
        content_card("customer-offers", say("Offer next"), height=160),
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
        facts.append(" · " + say("customer since {day}", day=formats.day(first)))
    facts += [f" · {fact}" for fact in _contacts(profile)]
    facts += [] if shop.viewer.personal else [" · " + say("who it is, is hidden from your account")]
    back = link(say("All customers"), place(where.filters, "customers"), "button")
    return page_head(say("Customer {number}", number=where.argument) + (f" · {name}" if name else ""), facts, [back])


def _contacts(profile: Mapping[str, Any]) -> Iterator[str]:
    """What is known of a person, in words."""
    if home := " ".join(part for part in (profile.get("postcode"), profile.get("city")) if part):
        yield home
    if profile.get("birth_year"):
        yield say("born {year}", year=f"{profile['birth_year']:.0f}")
    yield from (profile[name] for name in ("email", "phone") if profile.get(name))
    if profile.get("consent") is not None:
        yield say("agreed to mailings" if profile["consent"] else "wants no mailings")


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """The customer's key figures, ever."""
    p, currency = _profile(shop, where), shop.currency
    as_of = formats.day(shop.published().of(scope).as_of)
    recency = p.get("recency_days")
    never = say("before the data begins") if p.get("returns") else say("never ordered")
    since = never if recency is None else formats.plural(int(recency), "day")
    gross = say("of {amount} gross sales", amount=formats.money_exact(p.get("monetary"), currency))
    return key_figures(
        [
            KeyFigure(
                say("Net sales, ever"), formats.money_exact(p.get("net"), currency), change_note=say("net of returns")
            ),
            KeyFigure(say("Returns, ever"), formats.money_exact(p.get("returns"), currency), change_note=gross),
            KeyFigure(say("Orders, ever"), formats.count(p.get("frequency"))),
            KeyFigure(say("Since the last order"), since, change_note=say("as of {day}", day=as_of)),
        ]
    )


def orders(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The orders and returns within the months."""
    frame = shop.ask(queries.customer_orders, scope, where.argument)
    if frame.empty:
        return Panel(say("No orders in these months"), scope_words.period(shop.published(), scope), "")
    columns = [Column(say("Date"), False), Column(say("Invoice"), False), Column(say("Units"))]
    columns.append(Column(say("Net sales"), hint=say("Net of what the same invoice took back")))
    rows: list[list[Cell]] = [
        [
            [Words(formats.day(row.invoiced_at), "nowrap"), _beside(f"{row.invoiced_at:%H:%M}")],
            row.invoice_no,
            [formats.count(row.units), _beside(formats.plural(row.lines, "line"))],
            [formats.money_exact(row.gross + row.returns, shop.currency), *_returned(row, shop.currency)],
        ]
        for row in frame.itertuples()
    ]
    found, cancelled = shop.ask(queries.order_counts, scope, where.argument)
    parts = [say("Newest first"), scope_words.period(shop.published(), scope)]
    parts += [say("the latest {n} shown", n=formats.count(len(frame)))] if found + cancelled > len(frame) else []
    others = formats.plural(cancelled, "return or free invoice", "returns or free invoices")
    title = listed([formats.plural(found, "order"), *([others] if cancelled else [])])
    return Panel(title, " · ".join(parts), data_table(columns, rows, caption=say("Orders")))


def _beside(text: str) -> Words:
    return Words(text, "cell-beside", tag="div")


def _returned(row: Any, currency: str) -> list[Words]:
    """What the number is made of, where that is not a sale alone."""
    if row.returns and row.gross:
        sold, back = (formats.money_exact(abs(one), currency) for one in (row.gross, row.returns))
        return [_beside(say("{sold} less {back}", sold=sold, back=back))]
    return [_beside(say("returned"))] if row.returns else [] if row.gross else [_beside(say("free", sense="order"))]


def products(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What the customer buys most."""
    frame: pd.DataFrame = shop.ask(queries.customer_products, scope, where.argument)
    note = say("By sales net of returns") + f" · {scope_words.period(shop.published(), scope)}"
    if frame.empty:
        return Panel(say("Nothing bought in these months"), note, "")
    top = max(float(frame["net"].max()), 1e-9)
    rows: list[list[Cell]] = [
        [
            offers.product_cell(where.filters, row.stock_code, row.description)
            if row.is_product
            else Words(row.description or row.stock_code, title=formats.product_code(row.description, row.stock_code)),
            formats.count(row.orders),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column(say("Product"), False), Column(say("Orders")), Column(say("Net sales"))]
    return Panel(say("Bought most"), note, data_table(columns, rows, caption=say("Products")))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "customer-head", head)
    bind_bare(app, shop, "customer-figures", figures)
    bind(app, shop, "customer-trend", timeline.timeline)
    bind_content(app, shop, "customer-segments", standing.memberships)
    bind_content(app, shop, "customer-orders", orders)
    bind_content(app, shop, "customer-products", products)
    bind_content(app, shop, "customer-offers", offers.customer_offers)
    erasing.register(app, shop)
