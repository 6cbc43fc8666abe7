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

HOW = "Then fill it: “Add to a board” at the top of each page, and in the menu (⋯) of each chart."
NONE = (
    "A board is a page of your own: the charts and key figures that you look at on Mondays, side by side. Give one a "
    "name above, or choose “Add to a board” at the top of any page."
)
LOOKS_AFTER_ALL = "users"  # the right of those who may take shared boards of others away
FIELDS = Fields("boards")


def new() -> html.Section:
    """The form of a new board."""
    fields = row(FIELDS.text("name", "Name", maxLength=LONGEST_NAME, required=True))
    make = html.Div(button("Make it", "make", "primary"), className="form-row")
    return card("New board", HOW, html.Div([fields, make], className="asking-form form"))


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    sure, who = (acted or {}).get("sure"), asker().name
    with shop.connect() as connection:
        found = boards.visible(connection, who)
        said = comments.counts(connection, BOARD, [one.board_id for one in found])
        start = saved_views.start_of(connection, who)
    key = str((found, said, start, sure, (acted or {}).get("at")))
    if not found:
        return key, [card("No boards yet", NONE, key="boards-none")]
    own, others = ([one for one in found if (one.owner == who) is is_own] for is_own in (True, False))
    groups = (
        (own, formats.plural(len(own), "board of your own", "boards of your own")),
        (others, f"{formats.plural(len(others), 'board')} shared by others"),
    )
    drawn = [
        card(title, "", *(_question(one) if one.board_id == sure else _row(one, said, start) for one in group))
        for group, title in groups
        if group
    ]
    return key, [html.Div(drawn, className="stacked")]


def _row(one: Board, said: Mapping[int, int], start: str | None) -> html.Article:
    is_own = one.owner == asker().name
    marks = [html.Span("Start page", className="chip")] if one.address == start else []
    marks += [html.Span("Shared", className="chip")] if one.is_shared and is_own else []
    head = html.Div([link(html.Strong(one.name), one.address), *marks], className="schedule-head")
    number = said.get(one.board_id, 0)
    parts = [formats.plural(one.cards, "card"), *([formats.plural(number, "comment")] if number else [])]
    by = [f"by {one.owner}"] if one.owner and not is_own else []
    told = html.P(" · ".join([*parts, f"made on {formats.day(one.made_at.date())}", *by]), className="muted")
    row_of_tools = html.Div(tools(one, is_own, one.address == start), className="form-row schedule-tools")
    return html.Article([head, told, row_of_tools], className="schedule", key=f"board-{one.board_id}-{one.name}")


def tools(one: Board, is_own: bool, is_start: bool) -> list[Children]:
    """What can be done with a board as such."""
    number, name = one.board_id, one.name
    share = ("Keep to yourself", "unshare") if one.is_shared else ("Share", "share")
    begin = ("Begin with the overview", "overview") if is_start else ("Set as start page", "start")
    star = "star-fill" if is_start else "star"
    found = [button(share[0], share[1], label_for=f"{share[0]}: {name}", board=number)] if is_own else []
    found.append(button(begin[0], begin[1], "", star, f"{begin[0]}: {name}", board=number))
    if is_own or asker().may(LOOKS_AFTER_ALL):
        found.append(button("Delete", "remove-ask", "quiet", label_for=f"Delete: {name}", board=number))
    return found


def _question(one: Board) -> html.Article:
    delete = button("Delete it", "remove", "danger", label_for=f"Delete it: {one.name}", board=one.board_id)
    leave = button("Leave it", "keep", label_for=f"Leave it: {one.name}", board=one.board_id)
    kept = " Its charts stay on their pages." if one.cards else ""
    return html.Article(confirmation(f"Delete {one.name}?{kept}", delete, leave), className="schedule")
