"""/views: the views that one keeps and those that others share; names, sharing, where one begins, what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, html
from sqlalchemy import Connection

from accounts.kept import comments, saved_views
from accounts.kept.comments import VIEW, Thread
from accounts.kept.named import LONGEST_NAME
from accounts.kept.saved_views import SavedView
from dashboard.components.asking import bind_list, button, card, confirmation, data, list_of
from dashboard.components.basics import Children, link
from dashboard.components.shell import page, page_head
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.said import read_fields, read_form, read_number, to_number
from dashboard.web.keeping import thread
from dashboard.web.keeping.buttons import BEGINS, Action, acted, begin_with_overview
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, say_n, to_say

SUBTITLE = to_say(
    "Views that you keep with “Keep this view”, and those that others share. Whoever opens one sees what they may see. "
    "The filters do not apply here."
)
NONE = to_say("Nothing is kept yet. Choose filters on any page, then “Keep this view” at its top.")
LOOKS_AFTER_ALL = "users"  # the right of those who may take shared views of others away


def layout(_shop: Shop) -> Children:
    """The page's skeleton."""
    body = html.Div(list_of("views"), className="span-12 grid", **data(asks="views-asked"))
    return page(page_head(say("Saved views"), say(SUBTITLE)), body, filtered=False)


def one_view(shop: Shop, argument: str) -> Children:
    """The page of one view: where it leads, and what was said of it."""
    with shop.connect() as connection:
        one = saved_views.get(connection, to_number(argument, otherwise=say(saved_views.GONE)), asker().name)
    actions = link(say("Open the view"), one.address, "button primary")
    talk = thread.section(Thread(VIEW, one.view_id))
    return page(page_head(one.name, _told(one), actions), talk, argument=argument, filtered=False)


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    sure, who = (acted or {}).get("sure"), asker().name
    with shop.connect() as connection:
        found = saved_views.visible(connection, who)
        said = comments.counts(connection, VIEW, [one.view_id for one in found])
    key = str((found, said, sure, (acted or {}).get("at")))
    if not found:
        return key, [card(say("No views are kept"), say(NONE), key="views-none")]
    own, others = ([one for one in found if (one.owner == who) is is_own] for is_own in (True, False))
    cards = []
    if own:
        cards.append(
            card(formats.plural(len(own), "view of your own", "views of your own"), "", *_rows(own, said, sure))
        )
    if others:
        cards.append(
            card(
                say_n(len(others), "{n} view shared by others", "{n} views shared by others"),
                "",
                *_rows(others, said, sure),
            )
        )
    return key, [html.Div(cards, className="stacked")]


def _rows(found: list[SavedView], said: Mapping[int, int], sure: int | None) -> list[html.Article]:
    return [_question(one) if one.view_id == sure else _row(one, said.get(one.view_id, 0)) for one in found]


def _told(one: SavedView) -> str:
    by = [say("by {owner}", owner=one.owner)] if one.owner and one.owner != asker().name else []
    kept = say("kept on {day}", day=formats.day(one.kept_at.date()))
    return " · ".join([one.address.partition("?")[0], kept, *by])


def _row(one: SavedView, comments_: int) -> html.Article:
    is_own = one.owner == asker().name
    marks = [html.Span(say("Start page"), className="chip")] if one.is_start and is_own else []
    marks += [html.Span(say("Shared"), className="chip")] if one.is_shared and is_own else []
    head = html.Div([link(html.Strong(one.name), one.address), *marks], className="schedule-head")
    words = formats.plural(comments_, "comment") if comments_ else say("Comment", sense="verb")
    talk: list[Children] = [] if one.address.startswith("/boards/") else [" · ", link(words, f"/views/{one.view_id}")]
    told = html.P([_told(one), *talk], className="muted")
    tools = html.Div(_own_tools(one) if is_own else _other_tools(one), className="form-row schedule-tools")
    return html.Article([head, told, tools], className="schedule", key=f"view-{one.view_id}-{one.name}")


def _own_tools(one: SavedView) -> list[Children]:
    number, name = one.view_id, one.name
    field = dbc.Input(value=name, name="name", size="sm", maxLength=LONGEST_NAME)
    label = html.Label([html.Span(say("Name of {name}", name=name), className="visually-hidden"), field])
    rename = button(say("Rename"), "rename", label_for=say("Rename: {name}", name=name), view=number)
    share = (say("Keep to yourself"), "unshare") if one.is_shared else (say("Share", sense="verb"), "share")
    start = (say("Begin with the overview"), "overview") if one.is_start else (say("Set as start page"), "start")
    return [
        html.Div([label, rename], className="asking-form view-rename"),
        button(share[0], share[1], label_for=f"{share[0]}: {name}", view=number),
        button(start[0], start[1], "", "star-fill" if one.is_start else "star", f"{start[0]}: {name}", view=number),
        button(say("Delete"), "remove-ask", "quiet", label_for=say("Delete: {name}", name=name), view=number),
    ]


def _other_tools(one: SavedView) -> list[Children]:
    words = say("Set as start page")
    tools = [button(words, "start", "", "star", f"{words}: {one.name}", view=one.view_id)]
    if asker().may(LOOKS_AFTER_ALL):
        named = say("Delete: {name}", name=one.name)
        tools.append(button(say("Delete"), "remove-ask", "quiet", label_for=named, view=one.view_id))
    return tools


def _question(one: SavedView) -> html.Article:
    number, name = one.view_id, one.name
    delete = button(say("Delete it"), "remove", "danger", label_for=say("Delete it: {name}", name=name), view=number)
    leave = button(say("Leave it"), "keep", label_for=say("Leave it: {name}", name=name), view=number)
    return html.Article(confirmation(say("Delete {name}?", name=name), delete, leave), className="schedule")


def act(shop: Shop, said: object) -> str:
    """Do what a button asks for; what to tell. Raises InputError."""
    asked = read_form(said)
    return acted(shop, "views", ACTIONS, read_number(asked, "view"), asked)


def _rename(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
    saved_views.change(connection, number, asker().name, {"name": read_fields(asked).get("name", "")})
    return ""


def _shared(is_shared: bool) -> Action:
    def share(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
        saved_views.change(connection, number, asker().name, {"is_shared": is_shared})
        return say("Everybody here finds it now.") if is_shared else ""

    return share


def _remove(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
    saved_views.remove(connection, number, asker().name, of_others=asker().may(LOOKS_AFTER_ALL))
    return ""


def _start(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
    saved_views.begin_with(connection, number, asker().name, now=datetime.now(UTC))
    return say(BEGINS)


def _overview(connection: Connection, _number: int, _asked: Mapping[str, Any]) -> str:
    begin_with_overview(connection)
    return ""


ACTIONS: Mapping[str, Action] = {
    "rename": _rename,
    "share": _shared(True),
    "unshare": _shared(False),
    "remove": _remove,
    "start": _start,
    "overview": _overview,
}


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the list to what there is."""
    bind_list(app, "views", "view", lambda said: act(shop, said), lambda acted: show(shop, acted))


PAGE = Page("views", "Saved views", layout, one_view, needs_orders=False, needs_segments=False)
