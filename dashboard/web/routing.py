"""The address -> the page, and the rail that leads to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update
from flask import Response, g, request

from dashboard.components.basics import Children, headed, icon, link, notice, woven
from dashboard.components.linknotice import link_notice
from dashboard.components.panels import failure
from dashboard.components.shell import navigation
from dashboard.filters.implied import own_of
from dashboard.filters.link_doubts import doubts
from dashboard.filters.selection import CURSORS, Filters, Scope, page_query, query_fields
from dashboard.filters.unread import Doubt, fields_of_other_pages
from dashboard.queries.store.stages import AT_WORK, EMPTY, FIRST_LOAD, LATER_LOAD, LOADED, NothingPublishedError
from dashboard.shop import FewError, Place, Shop
from dashboard.shop.asker import asker, for_whom
from dashboard.web.access import rail, table
from warehouse.errors import InputError, LockedError
from wording.languages import say, to_say

ANY_PATH = "/<path:path>"  # Dash's rule for what no other rule takes


@dataclass(frozen=True)
class Page:
    """A page: its first path segment, its name, and its layouts without and with an argument."""

    path: str
    title: str
    layout: Callable[[Shop], Children]
    detail: Callable[[Shop, str], Children] | None = None
    needs_orders: bool = True  # whether it shows nothing without transactions
    needs_segments: bool = True  # whether it shows nothing until a segmentation is published
    # What its own fields of an address ask for that is not there.
    doubts: Callable[[Shop, Place, Scope], Iterable[Doubt]] = lambda shop, where, scope: ()


# What is left to do at each stage of a store: by whoever may do it on a page, and by somebody else.
_FITS = to_say("Its segments are worked out under Data when it is done.")
_ON_THE_PAGE = {
    EMPTY[0]: to_say("Drop your files under Data; their segments are worked out there."),
    FIRST_LOAD[0]: _FITS,
    LATER_LOAD[0]: _FITS,
    AT_WORK[0]: to_say("If segments are being worked out, they show when that is done."),
    LOADED[0]: to_say("The segments are worked out under Data."),
}
_LATER = to_say("Somebody whose role lets them works its segments out when it is done.")
_BY_OTHERS = _ON_THE_PAGE | {
    EMPTY[0]: to_say("Somebody whose role lets them, such as an analyst, has to bring the shop's files in."),
    FIRST_LOAD[0]: _LATER,
    LATER_LOAD[0]: _LATER,
    LOADED[0]: to_say("Somebody whose role lets them, such as an analyst, has to work the segments out."),
}


def find_page(pages: Sequence[Page], pathname: str | None) -> tuple[Page, str | None] | None:
    """The page of an address and its argument; None where there is none."""
    parts = [unquote(part) for part in (pathname or "/").split("/") if part]
    if any("\x00" in part for part in parts):  # which no name holds, and PostgreSQL takes in no text
        return None
    head, *rest = parts or [""]
    for page in pages:
        if page.path == head and (not rest or (len(rest) == 1 and page.detail)):
            return page, (rest[0] if rest else None)
    return None


def no_orders(title: str) -> Children:
    """What a view that needs transactions shows in a shop that has customers only."""
    load, fit = html.Code("python -m etl load FILE"), html.Code("python -m models fit")
    wanted: list[Children] = for_whom(
        "load",
        in_a_shell=woven(say("Load them with {load}, then run {fit}."), load=load, fit=fit),
        on_the_page=woven(say("Bring them in under {data}."), data=link(say("Data", sense="page"), "/data")),
        by_others=[say("They show when somebody whose role lets them has brought them in.")],
    )
    known = woven(
        say("What is known so far: {attributes}"), attributes=link(say("Attributes", sense="page"), "/attributes")
    )
    return notice(
        say("This shop has customers but no transactions yet"),
        html.Span([say("{page} is about orders.", page=say(title, sense="page")), " ", *wanted, " ", *known]),
    )


def waiting(shop: Shop) -> Children | None:
    """What every view shows until there is something to read; None where there is."""
    try:
        shop.published()
    except NothingPublishedError as reason:
        title, text = reason.title, reason.text
    except LockedError as reason:
        title, text = failure(reason)
    else:
        return None
    own = [html.Code(part) if number % 2 else part for number, part in enumerate(say(text).split("`"))]
    if title not in _ON_THE_PAGE:
        return notice(say(title), html.Span([*own, " ", link(say("See what is loaded"), "/data")]))
    words: list[Children] = for_whom(
        "load",
        in_a_shell=[say("In a shell:"), " ", *own],
        on_the_page=[say(_ON_THE_PAGE[title])],
        by_others=[say(_BY_OTHERS[title])],
    )
    if title not in (EMPTY[0], LOADED[0]) or not asker().may("load"):
        loaded = link(say("See what is loaded"), "/data")
        return notice(say(title), html.Span([*words, " ", say("This page fills by itself."), " ", loaded]))
    wanted = say("Bring your files in") if title == EMPTY[0] else say("Go on under Data")
    button = html.P(link([icon("upload"), wanted], "/data", "button primary"), className="notice-actions")
    return notice(say(title), html.Div([button, html.P([*words, " ", say("This page fills by itself.")])]))


def register(app: Dash, shop: Shop, pages: Sequence[Page]) -> None:
    """Bind the address to the content and the rail."""

    def show(pathname: str | None, _ticks: int | None) -> Children:
        return headed(content(pathname))

    def content(pathname: str | None) -> Children:
        found = find_page(pages, pathname)
        if found is None:
            return notice(say("There is no such page"), link(say("Go to the overview"), "/"), "exclamation-circle")
        page, argument = found
        if not asker().may(table.PAGES[page.path]):
            return notice(
                say("Not part of your role"), say("An administrator can give you another one."), "info-circle"
            )
        try:
            if page.needs_segments:
                return waiting(shop) or _content(shop, page, argument)
            return no_update if ctx.triggered_id == "again" else _content(shop, page, argument)  # its panel looks again
        except Exception as error:
            title, text = failure(error)
            return notice(title, [text, " ", link(say("See what is loaded"), "/data")], "exclamation-circle")

    def is_filled(_pathname: str | None, _ticks: int | None) -> bool:
        """Whether there is no need to look again."""
        try:
            return waiting(shop) is None
        except Exception:  # which the page tells
            return True

    def rail_links(pathname: str | None, filters: dict[str, str] | None) -> Children:
        view = Filters.from_query((filters or {}).get("search"))
        try:
            own = own_of(pathname, shop.published(), view.segmentation)
        except Exception:  # which the page tells
            own = None
        return [*navigation(pathname, view, rail.views(), own), *rail.own()]

    def page_doubts(pathname: str | None, search: str | None) -> list[Doubt]:
        """What a link says beside the filters that its page cannot do."""
        path = (pathname or "/").strip("/").split("/")[0]
        found = list(fields_of_other_pages(path, [name for name, _ in query_fields(search)]))
        page, argument = find_page(pages, pathname) or (None, None)
        if page is not None and argument is None:
            where = Place(Filters.from_query(search), None, search or "")
            found += page.doubts(shop, where, shop.scope(where.filters))
        return found

    def part_doubts(view: Filters) -> list[Doubt]:
        """What a link says of customers that cannot be had."""
        try:
            if view.parts:
                shop.scope(view)
        except (InputError, FewError) as error:
            words = str(error)
            everybody = view.only(parts=())
            return [Doubt(words[:1].upper() + words[1:], say("So there is nothing to show."), "everybody", everybody)]
        return []

    def tell(filters: dict[str, str] | None, pathname: str | None) -> Children:
        """What the link asks for that is not there."""
        search = (filters or {}).get("search")
        try:
            view = Filters.from_query(search)
            found = [*doubts(view, shop.published()), *part_doubts(view), *page_doubts(pathname, search)]
        except Exception:  # which the page tells
            return None
        return link_notice(found, page_query(search, without=CURSORS))

    app.server.after_request(lambda answer: _with_status(pages, answer))
    app.callback(Output("link-notice", "children"), Input("filters", "data"), Input("url", "pathname"))(tell)
    app.callback(Output("page", "children"), Input("url", "pathname"), Input("again", "n_intervals"))(show)
    app.callback(Output("again", "disabled"), Input("url", "pathname"), Input("again", "n_intervals"))(is_filled)
    app.callback(Output("rail-links", "children"), Input("url", "pathname"), Input("filters", "data"))(rail_links)
    app.clientside_callback(  # runs in the browser: assets/regulars.js
        ClientsideFunction("regulars", "theme"),
        Output("theme", "data"),
        Output("narrow", "data"),
        Input("theme-toggle", "n_clicks"),
        State("theme", "data"),
    )


def _with_status(pages: Sequence[Page], answer: Response) -> Response:
    """The same page around the content is served for every address: one that is no page is not found all the same."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.endswith(ANY_PATH) and answer.status_code == 200:
        raw = request.environ.get("REQUEST_URI", quote(request.path)).partition("?")[0]  # %2F is no slash
        g.is_page = find_page(pages, raw.removeprefix(request.root_path)) is not None
        answer.status_code = 200 if g.is_page else 404
    return answer


def _content(shop: Shop, page: Page, argument: str | None) -> Children:
    """The page's layout, or why it has nothing to show."""
    if page.needs_segments and page.needs_orders and not shop.published().has_orders:
        return no_orders(page.title)
    content = page.detail(shop, argument) if argument is not None and page.detail else page.layout(shop)
    return _without(content, {card for card, right in table.CARDS.items() if not asker().may(right)})


def _without(content: Children, cards: set[str]) -> Children:
    """A layout without the cards of these ids."""
    children = getattr(content, "children", None)
    if isinstance(children, list) and cards:
        content.children = [_without(child, cards) for child in children if getattr(child, "id", None) not in cards]
    return content
