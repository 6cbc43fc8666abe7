"""The list of boards: one's own and those that others share, and the form of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from accounts.kept import boards, comments, saved_views
from accounts.kept.boards import Board
from accounts.kept.comments import BOARD
from accounts.kept.named import LONGEST_NAME
from dashboard.components.asking import button, card, confirmation
from dashboard.components.basics import Children, link
from dashboard.components.forms import Fields, row
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from wording.languages import say, say_n, to_say

HOW = to_say("Then fill it: “Add to a board” at the top of each page, and in the menu (⋯) of each chart.")
NONE = to_say(
    "A board is a page of your own: the charts and key figures that you look at on Mondays, side by side. Give one a "
    "name above, or choose “Add to a board” at the top of any page."
)
LOOKS_AFTER_ALL = "users"  # the right of those who may take shared boards of others away
FIELDS = Fields("boards")


def new() -> html.Section:
    """The form of a new board."""
    fields = row(FIELDS.text("name", say("Name"), maxLength=LONGEST_NAME, required=True))
    make = html.Div(button(say("Make it"), "make", "primary"), className="form-row")
    return card(say("New board"), say(HOW), html.Div([fields, make], className="asking-form form"))


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    sure, who = (acted or {}).get("sure"), asker().name
    with shop.connect() as connection:
        found = boards.visible(connection, who)
        said = comments.counts(connection, BOARD, [one.board_id for one in found])
        start = saved_views.start_of(connection, who)
    key = str((found, said, start, sure, (acted or {}).get("at")))
    if not found:
        return key, [card(say("No boards yet"), say(NONE), key="boards-none")]
    own, others = ([one for one in found if (one.owner == who) is is_own] for is_own in (True, False))
    groups = (
        (own, formats.plural(len(own), "board of your own", "boards of your own")),
        (others, say_n(len(others), "{n} board shared by others", "{n} boards shared by others")),
    )
    drawn = [
        card(title, "", *(_question(one) if one.board_id == sure else _row(one, said, start) for one in group))
        for group, title in groups
        if group
    ]
    return key, [html.Div(drawn, className="stacked")]


def _row(one: Board, said: Mapping[int, int], start: str | None) -> html.Article:
    is_own = one.owner == asker().name
    marks = [html.Span(say("Start page"), className="chip")] if one.address == start else []
    marks += [html.Span(say("Shared"), className="chip")] if one.is_shared and is_own else []
    head = html.Div([link(html.Strong(one.name), one.address), *marks], className="schedule-head")
    number = said.get(one.board_id, 0)
    parts = [formats.plural(one.cards, "card"), *([formats.plural(number, "comment")] if number else [])]
    by = [say("by {owner}", owner=one.owner)] if one.owner and not is_own else []
    made = say("made on {day}", day=formats.day(one.made_at.date()))
    told = html.P(" · ".join([*parts, made, *by]), className="muted")
    row_of_tools = html.Div(tools(one, is_own, one.address == start), className="form-row schedule-tools")
    return html.Article([head, told, row_of_tools], className="schedule", key=f"board-{one.board_id}-{one.name}")


def tools(one: Board, is_own: bool, is_start: bool) -> list[Children]:
    """What can be done with a board as such."""
    number, name = one.board_id, one.name
    share = (say("Keep to yourself"), "unshare") if one.is_shared else (say("Share", sense="verb"), "share")
    begin = (say("Begin with the overview"), "overview") if is_start else (say("Set as start page"), "start")
    star = "star-fill" if is_start else "star"
    found = [button(share[0], share[1], label_for=f"{share[0]}: {name}", board=number)] if is_own else []
    found.append(button(begin[0], begin[1], "", star, f"{begin[0]}: {name}", board=number))
    if is_own or asker().may(LOOKS_AFTER_ALL):
        found.append(
            button(say("Delete"), "remove-ask", "quiet", label_for=say("Delete: {name}", name=name), board=number)
        )
    return found


def _question(one: Board) -> html.Article:
    number, name = one.board_id, one.name
    delete = button(say("Delete it"), "remove", "danger", label_for=say("Delete it: {name}", name=name), board=number)
    leave = button(say("Leave it"), "keep", label_for=say("Leave it: {name}", name=name), board=number)
    with_charts = say("Delete {name}? Its charts stay on their pages.", name=name)
    words = with_charts if one.cards else say("Delete {name}?", name=name)
    return html.Article(confirmation(words, delete, leave), className="schedule")
