"""/audiences, the list, and /audiences/list-N, one list that was brought: what is shown, and what buttons do."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.asking import card, data
from dashboard.components.basics import Children, icon, link
from dashboard.components.panels import failure
from dashboard.components.shell import page, page_head
from dashboard.pages.audiences.actions import act, bring, brought_in_words
from dashboard.pages.audiences.brought_list import list_content, list_number
from dashboard.pages.audiences.known import sentence
from dashboard.pages.audiences.listing import Sure, content
from dashboard.pages.audiences.ranked.suggesting import suggested
from dashboard.shop import Shop
from warehouse.errors import NoDataError
from wording.languages import say, to_say

SUBTITLE = to_say("Who is to hear from you: customers by conditions, kept under a name. The filters do not apply here.")
ASKS = {
    "rename-ask": ("rename", "audience"),
    "remove-ask": ("remove", "audience"),
    "list-remove-ask": ("list-remove", "list"),
}


def layout(argument: str | None = None, name: str = "") -> Children:
    """The page's skeleton."""
    build = link([icon("plus-lg"), say("Build an audience")], "/audiences/new", "button primary")
    compare = link(say("Compare two"), "/audiences/compare", "button")
    head = page_head(say("Audiences"), say(SUBTITLE), [compare, build])
    if argument:
        back = link(say("All audiences"), "/audiences", "button")
        head = page_head(
            name, say("A list: customers chosen elsewhere. It stays as it is until somebody changes it."), back
        )
    parts = [
        dcc.Store(id="audiences-asked"),
        dcc.Store(id="audiences-acted"),
        dcc.Store(id="lists-asked"),
        dcc.Store(id="lists-came"),
        dcc.Store(id="lists-heard"),
        html.P(id="audiences-error", className="span-12 data-error", role="alert"),
        html.P(id="audiences-told", className="span-12 hint", role="status"),
        html.Div(id="audiences-list", className="span-12 place"),
        html.Div(id="audiences-suggested", className="span-12"),
    ]
    return page(
        head,
        html.Div(parts, className="span-12 grid", **data(asks="audiences-asked")),
        argument=argument,
        filtered=False,
    )


def sure_of(asked: dict[str, Any]) -> Sure:
    """What a button wants to have asked once more."""
    act_, what = ASKS.get(str(asked.get("act")), ("", ""))
    number = str(asked.get(what, ""))
    return (act_, int(number)) if act_ and number.isascii() and number.isdecimal() and len(number) < 10 else None


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the cards to what there is."""

    def ask(asked: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update, no_update, no_update
        at = str(asked.get("at"))
        if asked.get("act") in (*ASKS, "keep"):
            return {"at": at, "sure": sure_of(asked)}, "", ""
        try:
            told = act(shop, asked)
        except Exception as problem:
            again = sure_of({**asked, "act": f"{asked.get('act')}-ask"}) if asked.get("act") == "rename" else None
            return {"at": at, "sure": again}, sentence(problem), ""
        return {"at": at, "sure": None}, "", told

    def come(asked: dict[str, Any] | None, before: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update, no_update, no_update
        try:
            came = bring(shop, asked, before)
        except Exception as problem:
            return no_update, sentence(problem), ""
        return came, "", brought_in_words(came)

    def fill(acted: dict[str, Any] | None, came: dict[str, Any] | None, argument: str | None) -> Any:
        sure = (acted or {}).get("sure")
        key = f"{(acted or {}).get('at')}-{(came or {}).get('at')}"
        try:
            asked = (str(sure[0]), int(sure[1])) if isinstance(sure, list) and len(sure) == 2 else None
            number = list_number(argument)
            found = content(shop, asked) if number is None else list_content(shop, number)
        except Exception as error:
            return card(*failure(error))
        return html.Div(found, className="place", key=key)

    def suggest(argument: str | None) -> Children:
        try:
            return "" if argument else suggested(shop)
        except NoDataError:
            return ""  # the list says so
        except Exception as problem:
            return html.P(sentence(problem), className="muted")

    app.callback(
        Output("audiences-acted", "data"),
        Output("audiences-error", "children"),
        Output("audiences-told", "children"),
        Input("audiences-asked", "data"),
    )(ask)
    app.callback(
        Output("lists-came", "data"),
        Output("audiences-error", "children", allow_duplicate=True),
        Output("audiences-told", "children", allow_duplicate=True),
        Input("lists-asked", "data"),
        State("lists-came", "data"),
        prevent_initial_call=True,
    )(come)
    app.callback(
        Output("audiences-list", "children"),
        Input("audiences-acted", "data"),
        Input("lists-came", "data"),
        State("argument", "data"),
    )(fill)
    app.callback(Output("audiences-suggested", "children"), Input("argument", "data"))(suggest)
    app.clientside_callback(  # runs in the browser: assets/audiences.js
        ClientsideFunction("audiences", "came"), Output("lists-heard", "data"), Input("lists-came", "data")
    )
