"""/users: an administrator invites, changes, lets in again and shuts out."""

import re

import pytest
from dash import Dash
from sqlalchemy import Engine

from accounts.users import User, named
from dashboard.web.access.people import countries_of
from tests.accounts.people import PASSWORD, person, recorded, said
from tests.dashboard.web.access.browser import EMAIL, Visitor, hosted, signed_in, text_of, visitor

VERA = "vera@shop.example"


@pytest.fixture
def app(engine: Engine) -> Dash:
    return hosted(engine)


@pytest.fixture
def admin(engine: Engine, app: Dash) -> Visitor:
    return signed_in(engine, app)


def user(engine: Engine, email: str = VERA) -> User:
    with engine.connect() as connection:
        return named(connection, email)


def link_in(page: str) -> str:
    found = re.search(r'aria-label="Link" value="http://localhost([^"]+)"', page)
    assert found is not None
    return found[1]


def test_inviting_somebody(engine: Engine, app: Dash, admin: Visitor) -> None:
    given = {"email": "Vera@Shop.Example", "role": "viewer", "countries": "de; FR,"}
    link = link_in(admin.send("/users/invite", "/users", **given).text)
    assert "vera@shop.example Invitation Viewer" in text_of(admin.see("/users"))
    vera = visitor(app)
    assert vera.send(link, name="Vera", password=PASSWORD, again=PASSWORD).status_code == 303
    assert (user(engine).role, user(engine).countries) == ("viewer", ("DE", "FR"))
    assert "vera@shop.example Vera Viewer DE, FR Off" in text_of(admin.see("/users"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": "no address"}, "'no address' is not an email address."),
        ({"email": EMAIL}, "There is a user anna@shop.example already."),
        ({"role": "king"}, "'king' is not a role"),
        ({"countries": "Atlantis"}, "'Atlantis' is no country; give its ISO code, such as FR."),
    ],
)
def test_what_cannot_be_is_said_and_kept_in_the_form(admin: Visitor, given: dict[str, str], sentence: str) -> None:
    answer = admin.send("/users/invite", "/users", **{"email": VERA, "role": "viewer", "countries": ""} | given)
    assert (answer.status_code, sentence in text_of(answer)) == (400, True)
    assert f'value="{given.get("email", VERA)}"' in answer.text


def test_a_link_is_withdrawn(engine: Engine, app: Dash, admin: Visitor) -> None:
    link = link_in(admin.send("/users/invite", "/users", email=VERA, role="viewer", countries="").text)
    number = re.search(r'name="invitation" value="(\d+)"', admin.see("/users").text)
    assert number is not None
    assert admin.send("/users/withdraw", "/users", invitation=number[1]).status_code == 303
    assert visitor(app).see(link).status_code == 404
    last = recorded(engine)[-1]
    assert (last.action, last.user_email, last.details) == ("withdraw", EMAIL, {"user": VERA, "link": "invitation"})


def test_role_and_countries_change_at_once(engine: Engine, app: Dash, admin: Visitor) -> None:
    vera = signed_in(engine, app, "viewer", VERA)
    assert vera.see("/customers").status_code == 403
    path = f"/users/{user(engine).user_id}"
    admin.send(path, do="rights", role="marketer", countries="GB")
    assert (user(engine).role, user(engine).countries) == ("marketer", ("GB",))
    assert vera.see("/customers").status_code == 200
    admin.send(path, do="rights", role="marketer", countries="")
    assert vera.see("/customers").status_code == 200
    for role, countries, words in (("analyst", "Atlantis", "is no country"), ("admin", "FR", "sees all countries")):
        wrong = admin.send(path, do="rights", role=role, countries=countries)
        assert (wrong.status_code, words in text_of(wrong)) == (400, True)
    assert user(engine).role == "marketer"  # neither, where one cannot be


def test_shutting_out_and_letting_in_again(engine: Engine, app: Dash, admin: Visitor) -> None:
    vera = signed_in(engine, app, "viewer", VERA)
    path = f"/users/{user(engine).user_id}"
    assert "Unknown browser" in text_of(admin.see(path))
    admin.send(path, do="session", session="all")
    assert vera.see("/").status_code == 302
    admin.send(path, do="disable")
    assert (vera.sign_in(VERA).status_code, "disabled" in text_of(admin.see(path))) == (401, True)
    admin.send(path, do="enable")
    link = link_in(admin.send(path, do="reset").text)
    assert vera.send(link, password="a different one here", again="a different one here").status_code == 303
    assert [action for action, email in said(engine) if email == EMAIL][-4:] == [
        *("sessions_ended", "user_disabled", "user_enabled", "reset"),
    ]


def test_the_last_administrator_stays(engine: Engine, admin: Visitor) -> None:
    path = f"/users/{user(engine, EMAIL).user_id}"
    for given in ({"do": "disable"}, {"do": "rights", "role": "viewer", "countries": ""}):
        answer = admin.send(path, **given)
        assert (answer.status_code, "last administrator" in text_of(answer)) == (400, True)


def test_nobody_but_administrators_changes_users(engine: Engine, app: Dash) -> None:
    target = person(engine, VERA, "viewer").user_id
    eve = signed_in(engine, app, "analyst", "eve@shop.example")
    for path, given in (
        ("/users/invite", {"email": "x@shop.example", "role": "admin", "countries": ""}),
        (f"/users/{target}", {"do": "rights", "role": "admin", "countries": ""}),
        ("/audit/keep", {"days": "30"}),
    ):
        assert eve.send(path, "/account", **given).status_code == 403
    assert user(engine).role == "viewer"


@pytest.mark.parametrize("path", ["/users/999", "/users/99999999999999999999"])
def test_a_user_that_is_not_there(admin: Visitor, path: str) -> None:
    assert admin.see(path).status_code == 404
    assert admin.send(path, "/users", do="disable").status_code in (303, 404)


def test_what_is_typed_is_shown_and_not_run(engine: Engine, app: Dash, admin: Visitor) -> None:
    person(engine, VERA, "viewer")
    hostile = "<script>alert(1)</script>"
    answer = admin.send("/users/invite", "/users", email=hostile, role=hostile, countries=hostile)
    assert ("&lt;script&gt;" in answer.text, "<script>alert" in answer.text) == (True, False)


@pytest.mark.parametrize(
    ("text", "codes"), [("", None), (" , ;", None), ("DE", ["DE"]), ("de, FR;GB\nIT", ["de", "FR", "GB", "IT"])]
)
def test_countries_as_they_are_typed(text: str, codes: list[str] | None) -> None:
    assert countries_of(text) == codes
