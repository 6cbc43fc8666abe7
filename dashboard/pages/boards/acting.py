"""What the buttons of the list of boards, and of one board, do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from accounts.kept import boards, cards
from dashboard.pages.boards.listed import LOOKS_AFTER_ALL
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import done
from dashboard.shop.said import read_fields, read_form, read_number
from dashboard.web.keeping.buttons import BEGINS, Action, acted, begin_with_overview
from wording.languages import say


def on_list(shop: Shop, said: object) -> str:
    """Do what a button of the list asks for; what to tell. Raises InputError."""
    asked = read_form(said)
    if asked.get("act") == "make":
        name = boards.checked(read_fields(asked).get("name", ""))
        return done(shop, "boards", asked, lambda connection: _make(connection, name), adds=True)
    return acted(shop, "boards", OF_BOARD, read_number(asked, "board"), asked)


def on_board(shop: Shop, number: int, said: object) -> str:
    """The same for a button on the page of a board."""
    return acted(shop, "boards", {**OF_BOARD, **OF_CARD}, number, read_form(said))


def _make(connection: Connection, name: str) -> str:
    boards.make(connection, name, asker().name, now=datetime.now(UTC))
    return say("“{name}” is made: open it, or go to any page and add charts to it.", name=name)


def _rename(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
    boards.change(connection, number, asker().name, {"name": read_fields(asked).get("name", "")})
    return say("It is renamed.")


def _shared(is_shared: bool) -> Action:
    def share(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
        boards.change(connection, number, asker().name, {"is_shared": is_shared})
        if not is_shared:
            return say("It is yours alone.")
        return say("Everybody here finds it now; each sees what they may see.")

    return share


def _remove(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
    boards.remove(connection, number, asker().name, of_others=asker().may(LOOKS_AFTER_ALL))
    return say("It is deleted.")


def _start(connection: Connection, number: int, _asked: Mapping[str, Any]) -> str:
    boards.begin_with(connection, number, asker().name, now=datetime.now(UTC))
    return say(BEGINS)


def _overview(connection: Connection, _number: int, _asked: Mapping[str, Any]) -> str:
    begin_with_overview(connection)
    return say("You begin with the overview again.")


def _name_card(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
    name = read_fields(asked).get("name", "")
    cards.change(connection, number, read_number(asked, "card"), asker().name, {"name": name})
    return say("It is renamed.") if name else say("It is called what it says itself again.")


def _wide(is_wide: bool) -> Action:
    def widen(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
        cards.change(connection, number, read_number(asked, "card"), asker().name, {"is_wide": is_wide})
        return ""

    return widen


def _move(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
    place = cards.move(connection, number, read_number(asked, "card"), asker().name, read_number(asked, "to"))
    return say("It is number {number} now.", number=place + 1)


def _take_off(connection: Connection, number: int, asked: Mapping[str, Any]) -> str:
    cards.remove(connection, number, read_number(asked, "card"), asker().name)
    return say("It is off the board. The chart stays on its page.")


OF_BOARD: Mapping[str, Action] = {
    "rename": _rename,
    "share": _shared(True),
    "unshare": _shared(False),
    "remove": _remove,
    "start": _start,
    "overview": _overview,
}
OF_CARD: Mapping[str, Action] = {
    "name-card": _name_card,
    "widen": _wide(True),
    "halve": _wide(False),
    "up": _move,
    "down": _move,
    "place": _move,
    "take-off": _take_off,
}
