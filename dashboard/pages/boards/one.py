"""The page of one board: its cards as they are looked at, or, to arrange them, as a list."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from accounts.kept import boards, cards, saved_views
from accounts.kept.boards import Board
from accounts.kept.cards import Card
from accounts.kept.named import LONGEST_NAME
from dashboard.components.asking import button, card, confirmation, data
from dashboard.components.basics import Children, aria, icon, link, notice
from dashboard.components.cards import graph_card, skeleton
from dashboard.components.panels import FIGURES
from dashboard.components.shell import page_head
from dashboard.filters.selection import query_fields
from dashboard.pages.boards.listed import tools
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.web.charting.boards import SLOTS, basis, called, page_word
from warehouse.errors import InputError
from wording.languages import say, say_n, to_say

ARRANGE = "arrange"  # in the address: the list instead of the cards
EMPTY = to_say("Nothing is on this board yet")
HOW = to_say(
    "Go to any page and choose “Add to a board”: at its top for several cards, in the menu (⋯) of a chart for one. "
    "Each keeps the filters that you see it with."
)
BY_OTHERS = to_say("Whoever made it has put nothing on it so far.")
ARRANGING = to_say("Move, rename and widen the cards, or take them off. What you do is kept at once.")
WHOLE, HALF = 12, 6  # columns of the grid's twelve


def show(shop: Shop, number: int, acted: dict[str, Any] | None, search: str | None) -> tuple[str, list[Children]]:
    """What the board is made from, in short, and the board."""
    who, sure = asker().name, (acted or {}).get("sure")
    with shop.connect() as connection:
        try:
            board = boards.get(connection, number, who)
        except InputError as gone:
            said = html.Div(notice(str(gone), link(say("To the boards"), "/boards")), className="card-panel")
            return "gone", [page_head(say("Board")), said]
        found = cards.of_board(connection, number)
        is_start = saved_views.start_of(connection, who) == board.address
    is_own = board.owner == who
    is_arranged = is_own and ARRANGE in dict(query_fields(search))
    head = page_head(board.name, _subtitle(board), _actions(shop, board, is_own, is_arranged, bool(found)))
    if is_arranged:
        parts = [head, *_arranging(shop, board, found, is_start, sure)]
        return str((board, found, is_start, sure, (acted or {}).get("at"))), parts
    if not found:
        words = html.P(say(HOW if is_own else BY_OTHERS))
        return str((board, is_own)), [head, html.Div(notice(say(EMPTY), words, "columns-gap"), className="card-panel")]
    shown = [drawn(one, slot) for one, slot in zip(found, SLOTS, strict=False)]
    return str((board, found)), [head, html.Div(shown, className="grid board-cards")]


def _subtitle(board: Board) -> str:
    by = [say("By {owner}.", owner=board.owner)] if board.owner and board.owner != asker().name else []
    shared = [say("Shared: each sees what they may see.")] if board.is_shared else []
    return " ".join([*by, *shared, say("Each card has its own filters, which stand under its title.")])


def _actions(shop: Shop, board: Board, is_own: bool, is_arranged: bool, has_cards: bool) -> Children:
    if is_arranged:
        return link(say("Done"), board.address, "button primary")
    words = say("Arrange") if has_cards else say("Settings")
    arrange = [link(words, f"{board.address}?{ARRANGE}=yes", "button")] if is_own else []
    mail = [link(say("Mail this board"), f"/exports?board={board.board_id}", "button")]
    return [*(mail if has_cards and asker().may("export") and shop.viewer.countries is None else []), *arrange]


def drawn(one: Card, slot: str) -> html.Section:
    """A card as its page draws it, with the way to that page."""
    told = {"card": one.card, "address": one.address, "name": one.name}
    columns = WHOLE if one.is_wide else HALF
    title = one.name or "\u00a0"
    if not one.card.endswith(FIGURES):
        chart = graph_card(one.card, title, height=one.height, columns=columns, slot=slot, **data(address=one.address))
        chart.children.append(dcc.Store(id=f"{slot}-card", data=told))
        return chart
    head = html.Header(
        [
            html.H2(title, id=f"{slot}-figures-title", className="card-title"),
            html.P("\u00a0", id=f"{slot}-figures-note", className="card-note"),
            link(icon("arrow-right"), one.address, "icon-button board-open"),
        ],
        className="card-head",
    )
    head.children[2].title = say("Open {page}", page=page_word(one.address))
    body = html.Div(skeleton(one.height), id=f"{slot}-figures", className="bare")
    parts = [head, body, dcc.Store(id=f"{slot}-strip", data=told)]
    named = aria(labelledby=f"{slot}-figures-title")
    return html.Section(parts, className=f"card-panel board-strip span-{columns}", id=slot, **named)


def _arranging(shop: Shop, board: Board, found: list[Card], is_start: bool, sure: int | None) -> list[Children]:
    last = len(found) - 1
    rows = [_question(one) if one.card_id == sure else _row(shop, one, at, last) for at, one in enumerate(found)]
    title = say_n(len(found), "{n} card of {most} at most", "{n} cards of {most} at most", most=cards.MOST)
    field = dbc.Input(value=board.name, name="name", size="sm", maxLength=LONGEST_NAME)
    label = html.Label([html.Span(say("Name of the board"), className="visually-hidden"), field])
    name = html.Div(
        [label, button(say("Rename"), "rename", label_for=say("Rename the board"))], className="asking-form view-rename"
    )
    if sure == 0:
        called_ = say("Delete it: {name}", name=board.name), say("Leave it: {name}", name=board.name)
        delete = button(say("Delete it"), "remove", "danger", label_for=called_[0], card=0)
        leave = button(say("Leave it"), "keep", label_for=called_[1], card=0)
        words = say("Delete {name}? Its charts stay on their pages.", name=board.name)
        own: Children = confirmation(words, delete, leave)
    else:
        own = html.Div(
            [name, *_of_board(board, is_start)], className="form-row schedule-tools", key=f"own-{board.name}"
        )
    return [
        card(say("The board"), say("What it is called, who finds it, and whether you begin with it."), own),
        card(
            title if found else say(EMPTY),
            say(ARRANGING if found else HOW),
            html.Div(rows, className="board-rows", **data(cards=len(found))),
        ),
    ]


def _of_board(board: Board, is_start: bool) -> list[Children]:
    """The tools of the list, which here ask about the board as card 0."""
    found = tools(board, True, is_start)
    return [
        *found[:-1],
        button(say("Delete"), "remove-ask", "quiet", label_for=say("Delete: {name}", name=board.name), card=0),
    ]


def _row(shop: Shop, one: Card, at: int, last: int) -> html.Article:
    number, named = one.card_id, one.name or called(one.card, one.address)
    head = html.Div(
        [
            html.Span(icon("grip-vertical"), className="board-grip", title=say("Drag to move"), **aria(hidden="true")),
            html.Strong(f"{at + 1}. {named}"),
            html.Span(basis(shop, {"address": one.address}), className="muted"),
        ],
        className="schedule-head",
    )
    field = dbc.Input(
        value=one.name, name="name", size="sm", placeholder=say("As the chart says"), maxLength=LONGEST_NAME
    )
    label = html.Label([html.Span(say("Name of {name}", name=named), className="visually-hidden"), field])
    rename = button(say("Rename"), "name-card", label_for=say("Rename: {name}", name=named), card=number)
    up = button(
        say("Up", sense="move"),
        "up",
        "",
        "arrow-up",
        say("Move up: {name}", name=named),
        card=number,
        to=max(at - 1, 0),
    )
    down = button(
        say("Down", sense="move"),
        "down",
        "",
        "arrow-down",
        say("Move down: {name}", name=named),
        card=number,
        to=min(at + 1, last),
    )
    for ended, tool in ((at == 0, up), (at == last, down)):
        if ended:
            setattr(tool, "aria-disabled", "true")
    width = (say("Half width"), "halve") if one.is_wide else (say("Full width"), "widen")
    found = [
        up,
        down,
        button(width[0], width[1], label_for=f"{width[0]}: {named}", card=number),
        html.Div([label, rename], className="asking-form view-rename"),
        button(say("Take off"), "remove-ask", "quiet", label_for=say("Take off: {name}", name=named), card=number),
    ]
    row_of_tools = html.Div(found, className="form-row schedule-tools")
    moved = data(moves=number, at=at)
    return html.Article([head, row_of_tools], className="schedule board-row", key=f"card-{number}-{one.name}", **moved)


def _question(one: Card) -> html.Article:
    named = one.name or called(one.card, one.address)
    off = button(
        say("Take it off"), "take-off", "danger", label_for=say("Take it off: {name}", name=named), card=one.card_id
    )
    leave = button(say("Leave it"), "keep", label_for=say("Leave it: {name}", name=named), card=one.card_id)
    return html.Article(confirmation(say("Take {name} off the board?", name=named), off, leave), className="schedule")
