"""What was clicked in a chart -> the address; the address -> chips, and the way down to a page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from accounts.kept import saved_views
from dashboard.components.basics import Children
from dashboard.components.narrowing import chips_of, trail_of
from dashboard.components.panels import failure
from dashboard.filters.implied import Own, on_page, own_of
from dashboard.filters.narrowing import marks
from dashboard.filters.narrowing.chips import Chip, chips
from dashboard.filters.narrowing.narrow import held, narrowed, opened
from dashboard.filters.narrowing.trail import trail
from dashboard.filters.published import Published
from dashboard.filters.selection import CURSORS, Filters, join_queries, page_query
from dashboard.queries.products import baskets
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.web.access import table
from warehouse.errors import RegularsError
from wording.languages import say, to_say

OPEN = "open"  # the second gesture: to the page of what a mark means
NOTHING = to_say("All customers and months.")


def register(app: Dash, shop: Shop) -> None:
    """Bind clicks to the address, and the address to the row of chips."""

    def go(told: dict[str, Any] | None, search: str | None, pathname: str | None) -> tuple[Any, Any]:
        try:
            found = address(shop.published(), told or {}, *whence(told or {}, search or "", pathname or "/"))
        except RegularsError:  # there is nothing to narrow, which the page tells
            found = None
        if found is None:
            raise PreventUpdate
        path, query = found
        return no_update if path == pathname else path, no_update if query == (search or "") else query

    def show(kept: dict[str, str] | None, pathname: str | None) -> tuple[list[Children], bool, str, Children]:
        search = (kept or {}).get("search", "")
        try:
            published = shop.published()
        except Exception:  # which the page tells
            return [], True, "", None
        filters = Filters.from_query(search)
        own = own_of(pathname, published, filters.segmentation)
        found = chips(filters, published, own, _words(shop, filters))
        extras = page_query(search, without=CURSORS)
        drawn = chips_of(found, lambda one: join_queries(on_page(one, own, chosen=False).said.to_query(), extras))
        return drawn, not found, said(found), trail_of(trail(pathname, filters, published), _name_of(shop))

    app.callback(
        Output("url", "pathname", allow_duplicate=True),
        Output("url", "search", allow_duplicate=True),
        Input("mark", "data"),
        State("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )(go)
    app.callback(
        Output("chips", "children"),
        Output("chip-row", "hidden"),
        Output("narrowed-said", "children"),
        Output("trail", "children"),
        Input("filters", "data"),
        Input("url", "pathname"),
    )(show)


def whence(told: Mapping[str, Any], search: str, pathname: str) -> tuple[str, str]:
    """Query and path of the view that a chart is of: of a card on a board, of the view that it was taken from."""
    said = saved_views.as_address(str(told.get("address") or ""))
    if said is None:
        return search, pathname
    path, _, query = said.partition("?")
    return (f"?{query}" if query else ""), path


def address(published: Published, told: Mapping[str, Any], search: str, pathname: str) -> tuple[str, str] | None:
    """Path and query of the view that a click leads to; None where it means nothing here."""
    kind = marks.MARKS.get(str(told.get("chart")))
    mark = marks.clicked(kind, told.get("points"), search)
    if mark is None:
        return None
    asked = Filters.from_query(search)
    own = own_of(pathname, published, asked.segmentation)
    view = on_page(asked, own, chosen=False).filters
    if told.get("act") == OPEN or kind in marks.OPENED:
        page = opened(mark)
        if page is not None:
            return _page(page, view)
    filters = (held if told.get("act") == OPEN else narrowed)(view, mark, published)
    shown = on_page(filters, own, chosen=own is not None and getattr(filters, own.field) != (own.value,))
    extras = page_query(search, without=CURSORS)
    return shown.pathname or pathname, join_queries(shown.said.to_query(), extras)


def _page(page: Own | str, view: Filters) -> tuple[str, str] | None:
    """The page of a mark, with all that the view is narrowed to beside it; None where the asker may not open it."""
    path = page.page if isinstance(page, Own) else page
    if not asker().may(table.page_right(path) or ""):
        return None
    return path, (page.without(view) if isinstance(page, Own) else view).to_query()


def said(found: list[Chip]) -> str:
    """What a view is narrowed to, for who hears it."""
    return say("Narrowed to {what}.", what=", ".join(one.label for one in found)) if found else say(NOTHING)


def _words(shop: Shop, filters: Filters) -> tuple[str, ...]:
    if not filters.parts:
        return ()
    try:
        members = shop.scope(filters).audience
    except RegularsError:  # which each card tells
        return ()
    return members.words if members is not None else ()


def _name_of(shop: Shop) -> Any:
    def name(code: str) -> str:
        try:
            found = shop.ask(baskets.find_product, shop.published().version, code)
        except Exception as error:
            failure(error)
            return code
        return (found or {}).get("description") or code

    return name
