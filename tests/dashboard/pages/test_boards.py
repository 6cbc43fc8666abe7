"""Boards over HTTP: made, filled from other pages, arranged, shared, begun with, deleted; and what is said of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.shop import Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import MakeApp

VIEW = "/countries/DE?from=2023-02"


@pytest.fixture
def boarding(small: Shop, make_app: MakeApp) -> Iterator[FlaskClient]:
    """An app on the literal shop, where nothing is kept before and after."""
    yield make_app(small.engine).server.test_client()
    with small.engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        connection.execute(text("truncate boards, board_cards, saved_views, view_comments restart identity"))


def add(client: FlaskClient, cards: str, address: str = VIEW, **fields: str) -> str:
    """What “Add to a board” tells."""
    asked = {"act": "board", "cards": cards, "fields": fields, "address": address, "at": 1}
    return said(call(client, "view-told.children", {"view-asked.data": asked})["view-told.children"])


def press(client: FlaskClient, act: str, search: str = "?arrange=yes", **asked: Any) -> tuple[str, str]:
    """What a button of the first board tells, and what its page shows then."""
    given = {"board-asked.data": {"act": act, **asked, "at": 2}, "board-number.data": "1"}
    done = call(client, "board-acted.data", given)
    given = {"board-acted.data": done["board-acted.data"], "url.search": search, "board-number.data": "1"}
    shown = said(call(client, "board-list.children", given)["board-list.children"])
    return done["board-error.children"] or done["board-told.children"], shown


def press_listed(client: FlaskClient, act: str, board: str = "1", **fields: str) -> tuple[str, str]:
    asked = {"act": act, "board": board, "fields": fields, "at": 2}
    done = call(client, "boards-acted.data", {"boards-asked.data": asked})
    shown = call(client, "boards-list.children", {"boards-acted.data": done["boards-acted.data"]})
    told = done["boards-error.children"] or done["boards-told.children"]
    return told, said(shown["boards-list.children"])


def say(client: FlaskClient, act: str, of: str = "board_id", comment: str = "", words: str = "") -> tuple[str, str]:
    thread = {"comments-of.data": {"of": of, "number": "1"}}
    asked = {"act": act, "comment": comment, "fields": {"words": words}, "at": 2}
    done = call(client, "comments-acted.data", {"comments-asked.data": asked, **thread})
    shown = call(client, "comments-list.children", {"comments-acted.data": done["comments-acted.data"], **thread})
    return done["comments-error.children"], said(shown["comments-list.children"])


def said(found: Any) -> str:
    return " ".join(texts(found).split())


def test_a_board_is_filled_from_pages_and_arranged(boarding: FlaskClient) -> None:
    assert "No boards yet" in press_listed(boarding, "keep")[1]
    assert add(boarding, "country-trend::300", name=" Monday ") == "It is on “Monday”: open the board ."
    assert boarding.get("/keep/boards").get_json() == {"boards": [{"id": 1, "name": "Monday", "room": 11}], "most": 12}
    several = "overview-figures:wide:180,overview-trend::344,overview-why:wide:344"
    assert add(boarding, several, "/", board="1") == "3 cards are on “Monday”: open the board ."
    assert add(boarding, several, "/", board="1").startswith("3 cards are on")  # where they are already
    assert add(boarding, "country-trend::300", board="1") == "This is on the board already."
    told, shown = press(boarding, "down", card="1", to="1")
    assert told == "It is number 2 now."
    assert "1. Overview: key figures" in shown
    assert "2. Countries: Sales by month Germany · Feb" in shown
    assert "Half width" in press(boarding, "widen", card="1")[1]
    assert press(boarding, "name-card", card="1", fields={"name": "Home market"})[0] == "It is renamed."
    assert "Take Home market off the board?" in press(boarding, "remove-ask", card="1")[1]
    told, shown = press(boarding, "take-off", card="1")
    assert told.startswith("It is off the board.")
    assert "3 cards of 12 at most" in shown
    assert press(boarding, "rename", fields={"name": "Tuesday"})[0] == "It is renamed."
    assert press(boarding, "keep", "")[1].startswith("Tuesday Each card has its own filters")
    assert boarding.get("/find?q=tuesday").get_json()["found"][0]["href"] == "/boards/1"


def test_a_board_is_begun_with_shared_and_deleted(boarding: FlaskClient) -> None:
    assert press_listed(boarding, "make", name="Monday")[0].startswith("“Monday” is made")
    assert press(boarding, "keep", "")[1].startswith("Monday Each card")
    assert "Nothing is on this board yet" in press(boarding, "keep", "")[1]
    assert press_listed(boarding, "share")[0].startswith("Everybody here finds it now")
    told, shown = press_listed(boarding, "start")
    assert told.startswith("You begin with it")
    assert "Monday Start page Shared 0 cards" in shown
    assert boarding.get("/").headers["Location"] == "/boards/1"
    assert [one["kind"] for one in boarding.get("/find?q=monday").get_json()["found"]] == ["Boards"]  # not twice
    with_board = press(boarding, "remove-ask", card="0")[1]
    assert "Delete Monday? Its charts stay on their pages." in with_board
    told, shown = press(boarding, "remove")
    assert told == "It is deleted."
    assert shown.startswith("Board This board is not there any more")
    assert boarding.get("/").status_code == 200


def test_one_begins_with_the_overview_where_the_board_has_gone(boarding: FlaskClient, small: Shop) -> None:
    """As where its owner shares it no more."""
    press_listed(boarding, "make", name="Monday")
    press_listed(boarding, "start")
    with small.engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        connection.execute(text("update boards set owner = 'anna@shop.example'"))
    assert boarding.get("/").status_code == 200


@pytest.mark.parametrize(
    ("cards", "address", "fields", "words"),
    [
        ("", VIEW, {"name": "x"}, "Choose what is to go on the board."),
        ("country-trend::300", VIEW, {}, "Say what the board is called."),
        ("overview-trend::300", VIEW, {"name": "x"}, "This cannot be understood. Open the page again."),
        ("country-table::300", VIEW, {"name": "x"}, "This cannot be understood. Open the page again."),
        ("country-trend::tall", VIEW, {"name": "x"}, "This cannot be understood. Open the page again."),
        ("country-trend::300", "//evil.example/", {"name": "x"}, "This cannot be understood. Open the page again."),
        ("country-trend::300", VIEW, {"board": "9"}, "This board is not there any more, or it is somebody else's."),
    ],
)
def test_what_cannot_go_on_a_board(
    boarding: FlaskClient, cards: str, address: str, fields: dict[str, str], words: str
) -> None:
    assert add(boarding, cards, address, **fields) == words
    assert boarding.get("/keep/boards").get_json()["boards"] == []


def test_what_people_say_of_a_board_and_of_a_view(boarding: FlaskClient) -> None:
    press_listed(boarding, "make", name="Monday")
    asked = {"act": "keep", "fields": {"name": "Spring"}, "address": VIEW, "at": 1}
    call(boarding, "view-told.children", {"view-asked.data": asked})
    assert say(boarding, "say")[0] == "Write a comment first."
    assert "Why <b>the dip</b>?" in say(boarding, "say", words="Why <b>the dip</b>?")[1]
    assert "Delete this comment?" in say(boarding, "remove-ask", comment="1")[1]
    assert "1 comment" in press_listed(boarding, "keep")[1]
    assert "Nobody has said anything yet" in say(boarding, "remove", comment="1")[1]
    assert say(boarding, "fly")[0] == "This cannot be understood. Open the page again."
    assert "Easter" in say(boarding, "say", "view_id", words="Easter")[1]
    assert say(boarding, "say", "user_id", words="x")[0] == "This cannot be understood. Open the page again."
    given = {"url.pathname": "/countries/DE", "url.search": "?from=2023-02"}
    assert said(call(boarding, "view-thread.children", given)["view-thread.children"]) == "Kept as “Spring” 1 comment"
    given = {"url.pathname": "/countries/DE", "url.search": ""}
    assert call(boarding, "view-thread.children", given)["view-thread.children"] == []
