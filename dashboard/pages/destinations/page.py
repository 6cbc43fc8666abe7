"""/destinations: the list, the form of a new connection, and of what is sent by itself."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from audiences.destinations import connections
from dashboard.components.asking import data, heard, redrawn
from dashboard.components.basics import Children
from dashboard.components.panels import failure
from dashboard.components.shell import page, page_head
from dashboard.pages.destinations.actions import act
from dashboard.pages.destinations.form import adding, repeating
from dashboard.pages.destinations.listing import content, sent_by_itself
from dashboard.pages.destinations.reading import newest_jobs, repeated, sendable
from dashboard.shop import Shop
from dashboard.web.routing import Page
from wording.languages import say, to_say

EVERY_MS = 2_000
SUBTITLE = to_say("Where lists of customers are sent, and whether it answers. The filters do not apply here.")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    parts = [
        dcc.Store(id="destinations-asked"),
        dcc.Store(id="destinations-acted"),
        dcc.Store(id="destinations-shown"),
        dcc.Interval(id="destinations-pulse", interval=EVERY_MS),
        html.P(id="destinations-error", className="span-12 data-error", role="alert"),
        html.P(id="destinations-told", className="span-12 hint", role="status"),
        html.Div(id="destinations-list", className="span-12 place"),
        html.Div(id="destinations-repeat", className="span-12 place"),
        html.Div(adding("0"), id="destinations-form", className="span-12 place"),
    ]
    asks = data(asks="destinations-asked")
    return page(
        page_head(say("Destinations"), say(SUBTITLE)), html.Div(parts, className="span-12 grid", **asks), filtered=False
    )


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    shop.refuse_a_part()
    sure = (acted or {}).get("sure")
    with shop.connect() as connection:
        found, last = connections.listed(connection), newest_jobs(connection)
        again, names = repeated(connection), dict(sendable(connection))
    states = [(one.job_id, one.state, one.step) for one in last.values()]
    runs = [(one.schedule, one.problem, one.run and one.run.state) for one in again]
    parts = [*content(found, last, shop.zone, sure), *sent_by_itself(again, names)]
    return str((found, states, runs, names, sure)), parts


def offer(shop: Shop, acted: dict[str, Any] | None) -> Children:
    """The form of what is sent by itself, where there is something to send and a place to send it to."""
    shop.refuse_a_part()
    with shop.connect() as connection:
        found, lists = connections.listed(connection), sendable(connection)
    return repeating(found, lists, shop.zone, str((acted or {}).get("at", "0"))) if found and lists else None


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the list to what there is."""

    def ask(asked: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update, no_update, no_update, no_update
        kept, error, told = heard(asked, "retire-ask", "connection", lambda said: act(shop, said))
        is_added = asked.get("act") == "add" and not error
        return kept, error, told, adding(kept["at"]) if is_added else no_update

    def fill(acted: dict[str, Any] | None, _ticks: int | None, before: str | None) -> Any:
        return redrawn(lambda: show(shop, acted), before)

    def fill_form(acted: dict[str, Any] | None) -> Any:
        if (acted or {}).get("at") and not (acted or {}).get("done"):
            return no_update  # what was written stays until it is done
        try:
            return offer(shop, acted)
        except Exception as error:
            failure(error)
            return None  # the list says what is wrong

    app.callback(
        Output("destinations-acted", "data"),
        Output("destinations-error", "children"),
        Output("destinations-told", "children"),
        Output("destinations-form", "children"),
        Input("destinations-asked", "data"),
    )(ask)
    app.callback(
        Output("destinations-list", "children"),
        Output("destinations-shown", "data"),
        Input("destinations-acted", "data"),
        Input("destinations-pulse", "n_intervals"),
        State("destinations-shown", "data"),
    )(fill)
    app.callback(Output("destinations-repeat", "children"), Input("destinations-acted", "data"))(fill_form)


PAGE = Page("destinations", to_say("Destinations"), layout, needs_segments=False, needs_orders=False)
