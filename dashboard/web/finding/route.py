"""/find?q=…: places to go to, as JSON; `in` is the query string of the page that asks, whose filters they keep."""

from __future__ import annotations

from dataclasses import asdict

from flask import Flask, Response, jsonify, request

from accounts.kept import boards, saved_views
from dashboard.components.basics import place
from dashboard.components.panels import failure, status_of
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters
from dashboard.queries.customers.finding import Named, customers_called
from dashboard.queries.products.finding import products_called
from dashboard.queries.store.stages import NothingPublishedError
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.web.access import rail
from dashboard.web.access.table import page_right
from dashboard.web.finding.places import BOARD_ICON, BOARDS, MOST, SAVED, SAVED_ICON, Found, best, places
from dashboard.words import formats
from wording.languages import say, to_say

MOST_LETTERS = 100
FEWEST_LETTERS = 2  # before products and customers are looked through
PRODUCTS, CUSTOMERS = to_say("Products"), to_say("Customers")


def register(server: Flask, shop: Shop) -> None:
    """Add the route."""

    def find() -> Response | tuple[Response, int]:
        words = " ".join(request.args.get("q", "").replace("\x00", " ")[:MOST_LETTERS].split())
        filters = Filters.from_query(request.args.get("in"))
        try:
            found = everything(shop, words, filters)
        except Exception as error:
            title, text = failure(error)
            return jsonify(error=f"{title}. {text}"), status_of(error)
        return jsonify(found=[_told(one) for one in found])

    server.add_url_rule("/find", view_func=find)


def _told(one: Found) -> dict[str, str]:
    return {**asdict(one), "kind": say(one.kind), "href": request.script_root + one.href}


def everything(shop: Shop, words: str, filters: Filters) -> list[Found]:
    """All kinds of places that a text means and that who asks may open."""
    published = _published(shop)
    found = best(_saved(shop), words)
    found += places(published, [one for one in rail.views() if one is not None], filters, words)
    if published is None or len(words) < FEWEST_LETTERS:
        return found
    has_customers = asker().may(page_right("/customers") or "lists")
    with shop.connect() as connection:
        named = products_called(connection, words, MOST) if published.has_orders else []
        people = customers_called(connection, words, MOST) if has_customers else []
    found += [_product(code, description, filters) for code, description in named]
    return [*found, *(_customer(one, published, filters) for one in people)]


def _saved(shop: Shop) -> list[Found]:
    """Boards, and views that are kept, as they were: their filters are their own."""
    who = asker().name
    with shop.connect() as connection:
        found = [(SAVED, one.name, one.owner, one.address, SAVED_ICON) for one in saved_views.visible(connection, who)]
        own = [(BOARDS, one.name, one.owner, one.address, BOARD_ICON) for one in boards.visible(connection, who)]
    known = {address for _, _, _, address, _ in own}  # one that somebody begins with is kept as a view, too
    return [
        Found(kind, name, "" if owner == who else say("by {owner}", owner=owner), address, icon)
        for kind, name, owner, address, icon in (*own, *(one for one in found if one[3] not in known))
    ]


def _published(shop: Shop) -> Published | None:
    try:
        return shop.published()
    except NothingPublishedError:
        return None


def _product(code: str, description: str | None, filters: Filters) -> Found:
    name, note = formats.product_name(description, code), formats.product_code(description, code)
    return Found(PRODUCTS, name, note, place(filters, "products", code), "box-seam")


def _customer(one: Named, published: Published, filters: Filters) -> Found:
    country = published.country_name(one.country) if one.country else None
    who = " ".join(part for part in (one.first_name, one.last_name) if part)
    note = " · ".join(part for part in (who, one.city, country) if part)
    return Found(CUSTOMERS, one.customer_id, note, place(filters, "customers", one.customer_id), "people")
