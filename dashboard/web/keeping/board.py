"""Charts and key figures that are put on a board, from the menu of one or from the head of their page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify
from sqlalchemy import Connection

from accounts.kept import boards, cards
from dashboard.components.basics import Children, link, woven
from dashboard.components.panels import failure
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import once
from dashboard.shop.said import UNREAD, read_fields, read_form, read_number, to_number
from dashboard.web.access.table import CallbackRights
from dashboard.web.charting.boards import is_allowed, output_of
from warehouse.errors import InputError
from wording.languages import say, say_form, to_say, to_say_n

ACT = "board"
NEW = ""  # of the form's choice of boards
NOTHING = to_say("Choose what is to go on the board.")
ARE_ON = to_say_n("{n} card is on “{board}”: {open}.", "{n} cards are on “{board}”: {open}.")
WIDE = "wide"
MOST_DIGITS = 4  # of a height


def names(shop: Shop) -> Response:
    """One's own boards, for the form; those of others nobody changes."""
    try:
        who = asker().name
        with shop.connect() as connection:
            found = [one for one in boards.visible(connection, who) if one.owner == who]
    except Exception as error:
        title, text = failure(error)
        return jsonify(error=f"{title}. {text}")
    room = [{"id": one.board_id, "name": one.name, "room": cards.MOST - one.cards} for one in found]
    return jsonify(boards=room, most=cards.MOST)


def put(server: Any, shop: Shop, rights: CallbackRights, asked: object, address: str) -> Children:
    """Put what a form asks for on a board, or on a new one; what to tell. Raises InputError."""
    said = read_form(asked)
    fields, now = read_fields(said), datetime.now(UTC)
    wanted = [_read(server, rights, one, address) for one in str(said.get("cards", "")).split(",") if one]
    if not wanted:
        raise InputError(say(NOTHING))
    who, is_new = asker().name, fields.get("board", NEW) == NEW

    def keep(connection: Connection) -> str:
        name = fields.get("name", "")
        number = boards.make(connection, name, who, now=now) if is_new else read_number(fields, "board")
        for card, is_wide, height in wanted:
            try:
                cards.put(connection, number, who, card, address, is_wide=is_wide, height=height, now=now)
            except InputError as error:
                if len(wanted) == 1 or str(error) != say(cards.HELD):  # of several, those that are there stay
                    raise
        return str(number)

    number = int(once(shop, "cards", said, keep))
    with shop.connect() as connection:
        board = boards.get(connection, number, who)
    told = say("It is on “{board}”: {open}.") if len(wanted) == 1 else say_form(len(wanted), *ARE_ON)
    return woven(told, n=str(len(wanted)), board=board.name, open=link(say("open the board"), board.address))


def _read(server: Any, rights: CallbackRights, said: str, address: str) -> tuple[str, bool, int]:
    """`overview-trend:wide:320` -> its name, whether it is as wide as the page, how high. Raises InputError for what is
    no card of the page of that address, or not the asker's to see."""
    card, width, height = (*said.split(":"), "", "")[:3]
    output = output_of(server, card)
    page = address.partition("?")[0].strip("/").split("/")[0]
    if output is None or rights.page_of(output) != page or not is_allowed(rights, output):
        raise InputError(UNREAD)
    return card, width == WIDE, to_number(height or "0", MOST_DIGITS)
