"""“Keep this view”, /views, the start page and what Find offers, over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.shop import Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import MakeApp

VIEW = "/countries/DE?from=2024-03&to=2024-08"


@pytest.fixture
def keeper(small: Shop, make_app: MakeApp) -> Iterator[FlaskClient]:
    """An app on the literal shop, where no view is kept before and after."""
    yield make_app(small.engine).server.test_client()
    with small.engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        connection.execute(text("delete from saved_views; delete from asked_forms"))


def keep(client: FlaskClient, name: str, address: str = VIEW, **fields: str) -> str:
    asked = {"act": "keep", "fields": {"name": name, **fields}, "address": address, "at": 1}
    told = call(client, "view-told.children", {"view-asked.data": asked})["view-told.children"]
    return " ".join(texts(told).split())


def press(client: FlaskClient, act: str, view: str, **fields: Any) -> tuple[str, str]:
    """What a button of /views tells, and what the page shows then."""
    asked = {"act": act, "view": view, "fields": fields, "at": 2}
    done = call(client, "views-acted.data", {"views-asked.data": asked})
    shown = call(client, "views-list.children", {"views-acted.data": done["views-acted.data"]})
    told = done["views-error.children"] or done["views-told.children"]
    return told, " ".join(texts(shown["views-list.children"]).split())


def number(client: FlaskClient, small: Shop) -> str:
    with small.connect() as connection:
        return str(connection.scalar(text("select max(view_id) from saved_views")))


def test_a_view_is_kept_found_renamed_and_begun_with(keeper: FlaskClient, small: Shop) -> None:
    assert "Nothing is kept yet" in press(keeper, "keep", "")[1]
    assert keep(keeper, "  Germany in spring ") == "“Germany in spring” is kept: Saved views ."
    found = keeper.get("/find?q=germany in").get_json()["found"]
    assert [(one["kind"], one["name"], one["href"]) for one in found[:1]] == [
        ("Saved views", "Germany in spring", VIEW)
    ]
    one = number(keeper, small)
    told, shown = press(keeper, "rename", one, name="DE, spring")
    assert told == ""
    assert "1 view of your own" in shown
    assert "DE, spring /countries/DE · kept on" in shown
    assert press(keeper, "share", one)[0] == "Everybody here finds it now."
    assert keeper.get("/").status_code == 200
    assert "Start page" in press(keeper, "start", one)[1]
    answer = keeper.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, VIEW)
    assert keeper.get("/?from=2024-03").status_code == 200  # the overview, as asked for
    assert "Set as start page" in press(keeper, "overview", one)[1]
    assert keeper.get("/").status_code == 200
    assert "Delete DE, spring?" in press(keeper, "remove-ask", one)[1]
    assert "Nothing is kept yet" in press(keeper, "remove", one)[1]


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("", VIEW, "Say what the view is called."),
        ("x", "//evil.example/", "This cannot be understood. Open the page again."),
        ("x", "https://evil.example/", "This cannot be understood. Open the page again."),
        ("x", "/\\evil.example", "This cannot be understood. Open the page again."),
        ("x", "/?\r\nX-Y: z", "This cannot be understood. Open the page again."),
        ("x", "/countries?country=DE\nX", "This cannot be understood. Open the page again."),
        ("x", "/segments/..//evil.example", "This cannot be understood. Open the page again."),
        ("x", "/segments/%2e%2e/x", "This cannot be understood. Open the page again."),
        ("x", "/segments//x", "This cannot be understood. Open the page again."),
        ("x", "/nothing/here", "This cannot be understood. Open the page again."),
        ("x", "/views", "This page cannot be kept."),
    ],
)
def test_what_is_no_view_is_not_kept(keeper: FlaskClient, name: str, address: str, words: str) -> None:
    assert keep(keeper, name, address) == words


@pytest.mark.parametrize(("act", "view"), [("fly", "1"), ("rename", "x"), ("start", "999999")])
def test_buttons_that_nobody_drew_do_nothing(keeper: FlaskClient, act: str, view: str) -> None:
    assert press(keeper, act, view, name="x")[0] in (
        "This cannot be understood. Open the page again.",
        "This view is not there any more, or it is somebody else's.",
    )


@pytest.mark.parametrize(
    ("kept", "status", "place"),
    [
        ("/?", 200, None),
        ("/?#x", 200, None),
        ("/?\r\nX-Y: z", 200, None),
        ("//evil.example", 200, None),
        ("/segments?#x", 302, "/segments"),
        ("/segments?country=DE#x", 302, "/segments?country=DE"),
    ],
)
def test_one_begins_with_an_address_of_this_site_alone(
    keeper: FlaskClient, small: Shop, kept: str, status: int, place: str | None
) -> None:
    """Whatever an earlier version kept."""
    assert keep(keeper, "Begin").startswith("“Begin” is kept")
    with small.engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        connection.execute(text("update saved_views set is_start = true, address = :kept"), {"kept": kept})
    answer = keeper.get("/")
    assert (answer.status_code, answer.headers.get("Location")) == (status, place)
