"""/boards: the boards that one put together and those that others share; and the page of one."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html

from accounts.kept import boards
from accounts.kept.comments import BOARD, Thread
from dashboard.components.asking import bind_list, data, heard, list_of, redrawn
from dashboard.components.basics import Children
from dashboard.components.shell import page, page_head
from dashboard.pages.boards import acting, listed, one
from dashboard.shop import Shop
from dashboard.shop.said import to_number
from dashboard.web.keeping import thread
from dashboard.web.routing import Page
from wording.languages import say, to_say

SUBTITLE = to_say(
    "Pages that you put together of any charts and key figures, each with the filters it was taken with. Whoever opens "
    "one sees what they may see."
)


def layout(_shop: Shop) -> Children:
    """The skeleton of the list."""
    body = html.Div([listed.new(), *list_of("boards")], className="span-12 grid", **data(asks="boards-asked"))
    return page(page_head(say("Boards"), say(SUBTITLE)), body, filtered=False)


def of_one(_shop: Shop, argument: str) -> Children:
    """The skeleton of one board, which is there or not, and what is said of it."""
    number = to_number(argument, otherwise=say(boards.GONE))
    body = html.Div(list_of("board"), className="span-12 grid board", **data(asks="board-asked"))
    talk = thread.section(Thread(BOARD, number))
    return page(body, talk, dcc.Store(id="board-number", data=str(number)), argument=argument, filtered=False)


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, the list to what there is, and a board to its cards."""
    bind_list(app, "boards", "board", lambda said: acting.on_list(shop, said), lambda acted: listed.show(shop, acted))

    def ask(asked: dict[str, Any] | None, number: str | None) -> Any:
        if not isinstance(asked, dict):
            return {"at": "", "sure": None}, "", ""
        return heard(asked, "remove-ask", "card", lambda said: acting.on_board(shop, read(number), said))

    def fill(acted: dict[str, Any] | None, search: str | None, number: str | None, before: str | None) -> Any:
        return redrawn(lambda: one.show(shop, read(number), acted, search), before)

    app.callback(
        Output("board-acted", "data"),
        Output("board-error", "children"),
        Output("board-told", "children"),
        Input("board-asked", "data"),
        State("board-number", "data"),
    )(ask)
    app.callback(
        Output("board-list", "children"),
        Output("board-shown", "data"),
        Input("board-acted", "data"),
        Input("url", "search"),
        State("board-number", "data"),
        State("board-shown", "data"),
    )(fill)


def read(number: object) -> int:
    """The number of a board's page. Raises InputError."""
    return to_number(number, otherwise=say(boards.GONE))


PAGE = Page("boards", "Boards", layout, of_one, needs_orders=False, needs_segments=False)
