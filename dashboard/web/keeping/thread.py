"""What people say of a kept view or a board: the thread on its page, and on the view itself a line that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output, State, dcc, html
from sqlalchemy import Connection

from accounts.kept import comments, saved_views
from accounts.kept.comments import BOARD, VIEW, Comment, Thread
from dashboard.components.asking import button, card, confirmation, data, heard, list_of, redrawn
from dashboard.components.basics import Children, icon, link
from dashboard.components.panels import failure
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD, read_fields, read_form, read_number, to_number
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import days, say, to_say

LOOKS_AFTER_ALL = "users"  # the right of those who may take comments of others away
NONE = to_say("Nobody has said anything yet. Whoever may open this reads what you write.")
READ = to_say("Whoever may open this reads them.")


def section(thread: Thread) -> html.Div:
    """The thread of a page; a page has one."""
    of = dcc.Store(id="comments-of", data={"of": thread.of, "number": str(thread.number)})
    return html.Div([of, *list_of("comments")], className="span-12 grid comments", **data(asks="comments-asked"))


def register(app: Dash, shop: Shop) -> None:
    """Bind the thread of a page, and the line on views that are kept."""

    def ask(asked: dict[str, Any] | None, of: dict[str, str] | None) -> Any:
        if not isinstance(asked, dict):
            return {"at": "", "sure": None}, "", ""
        return heard(asked, "remove-ask", "comment", lambda said: act(shop, read_thread(of), said))

    def fill(acted: dict[str, Any] | None, of: dict[str, str] | None, before: str | None) -> Any:
        return redrawn(lambda: show(shop, read_thread(of), acted), before)

    def lead(pathname: str | None, search: str | None, _told: Any) -> Children:
        try:
            return line(shop, (pathname or "/") + (search or ""))
        except Exception as error:  # the page itself tells what is wrong
            failure(error)
            return []

    app.callback(
        Output("comments-acted", "data"),
        Output("comments-error", "children"),
        Output("comments-told", "children"),
        Input("comments-asked", "data"),
        State("comments-of", "data"),
    )(ask)
    app.callback(
        Output("comments-list", "children"),
        Output("comments-shown", "data"),
        Input("comments-acted", "data"),
        State("comments-of", "data"),
        State("comments-shown", "data"),
    )(fill)
    given = (Input("url", "pathname"), Input("url", "search"), Input("view-told", "children"))
    app.callback(Output("view-thread", "children"), *given)(lead)


def read_thread(of: object) -> Thread:
    """Of what a page's thread is. Raises InputError."""
    if not isinstance(of, dict) or of.get("of") not in (VIEW, BOARD):
        raise InputError(UNREAD)
    return Thread(str(of["of"]), to_number(of.get("number")))


def act(shop: Shop, thread: Thread, asked: Mapping[str, Any]) -> str:
    """Write a comment or take one away; what to tell. Raises InputError."""
    said, who = read_form(asked), asker()
    is_new = said.get("act") == "say"
    if not is_new and said.get("act") != "remove":
        raise InputError(UNREAD)

    def do(connection: Connection) -> str:
        if is_new:
            words = read_fields(said).get("words", "")
            comments.write(connection, thread, words, who.name, now=datetime.now(UTC))
        else:
            of_others = who.may(LOOKS_AFTER_ALL)
            comments.remove(connection, thread, read_number(said, "comment"), who.name, of_others=of_others)
        return ""

    return done(shop, f"comments {thread}", said, do, adds=is_new)


def show(shop: Shop, thread: Thread, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the thread is made from, in short, and the thread."""
    sure = (acted or {}).get("sure")
    with shop.connect() as connection:
        found = comments.visible(connection, thread)
    title = formats.plural(len(found), "comment") if found else say("Comments")
    rows = [_question(one) if one.comment_id == sure else _row(one, shop.zone) for one in found]
    parts = card(title, say(READ if found else NONE), *rows, _form(len(found)))
    return str((found, sure, (acted or {}).get("at"))), [parts]


def _row(one: Comment, zone: str) -> html.Article:
    at, who = one.made_at.astimezone(ZoneInfo(zone)), asker()
    when = html.Span(f"{formats.day(at.date())}, {days.hour(at)}", className="muted")
    name = [html.Strong(one.made_by)] if one.made_by else []
    is_own = one.made_by == who.name or who.may(LOOKS_AFTER_ALL)
    said = say("Delete the comment “{words}”", words=one.words[:40])
    tools = [button(say("Delete"), "remove-ask", "quiet", label_for=said, comment=one.comment_id)] if is_own else []
    head = html.Div([*name, when, *tools], className="schedule-head comment-head")
    return html.Article([head, html.P(one.words, className="comment-words")], className="schedule comment")


def _question(one: Comment) -> html.Article:
    delete = button(say("Delete it"), "remove", "danger", comment=one.comment_id)
    leave = button(say("Leave it"), "keep", comment=one.comment_id)
    return html.Article(confirmation(say("Delete this comment?"), delete, leave), className="schedule comment")


def _form(number: int) -> html.Div:
    area = html.Textarea(name="words", className="form-control", rows=2, maxLength=comments.LONGEST)
    label = html.Label([html.Span(say("Write a comment")), area], className="field")
    return html.Div(
        [label, button(say("Comment", sense="verb"), "say", "primary")],
        className="asking-form comment-form",
        key=str(number),
    )


def line(shop: Shop, address: str) -> list[Children]:
    """What a view is kept as, with the way to what was said of it; nothing on a view that nobody keeps."""
    who = asker().name
    with shop.connect() as connection:
        found = [one for one in saved_views.at(connection, address) if one.owner == who or one.is_shared]
        if not found or address.startswith("/boards/"):
            return []
        counts = comments.counts(connection, VIEW, [one.view_id for one in found])
    first = max(found, key=lambda one: (counts.get(one.view_id, 0), one.owner == who))
    number = counts.get(first.view_id, 0)
    words = formats.plural(number, "comment") if number else say("Comment on it")
    return [
        icon("bookmark"),
        html.Span(say("Kept as “{name}”", name=first.name)),
        link(words, f"/views/{first.view_id}"),
    ]
