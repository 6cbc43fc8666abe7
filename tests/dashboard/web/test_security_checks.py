"""What docs/security-checks.md says and no other test shows, as a browser or a program without one meets it."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from sqlalchemy import Engine
from werkzeug.routing import Rule

from accounts.audit import COMMAND_LINE
from accounts.sign_in import invitations
from accounts.users import named
from tests.accounts.people import NOW, PASSWORD
from tests.dashboard.web.access.browser import EMAIL, Visitor, hosted, signed_in, visitor
from tests.databases import connected

PAGES = ("/", "/segments", "/account", "/users", "/users/1", "/audit", "/no-such-page")


@pytest.fixture(scope="module")
def store(server_url: str, worker_id: str) -> Iterator[Engine]:
    with connected(server_url, f"checks_{worker_id}") as engine:
        yield engine


@pytest.fixture(scope="module")
def app(store: Engine) -> Dash:
    return hosted(store)


@pytest.fixture(scope="module")
def admin(store: Engine, app: Dash) -> Visitor:
    return signed_in(store, app)


def test_the_token_of_a_session_is_in_the_cookie_alone(admin: Visitor) -> None:
    token = admin.client.get_cookie("regulars")
    assert token is not None
    for path in (*PAGES, "/sign-in", "/_dash-layout", "/_dash-dependencies"):
        answer = admin.see(path)
        said = answer.get_data(as_text=True) + str([pair for pair in answer.headers if pair[0] != "Set-Cookie"])
        assert token.value not in said, path


def test_a_token_in_the_address_opens_nothing(app: Dash, admin: Visitor) -> None:
    token = admin.client.get_cookie("regulars")
    assert token is not None
    assert visitor(app).see(f"/account?regulars={token.value}").status_code == 302
    stranger = Visitor(app.server.test_client(), headers={"Authorization": f"Bearer {token.value}"})
    assert stranger.see("/account").status_code == 302


def test_password_fields_are_for_managers_and_pasting(app: Dash, admin: Visitor) -> None:
    for browser, path, kinds in (
        (visitor(app), "/sign-in", ["current-password"]),
        (admin, "/account", ["current-password", "new-password", "new-password"]),
    ):
        fields = re.findall(r'<input[^>]*type="password"[^>]*>', browser.see(path).get_data(as_text=True))
        assert re.findall(r'autocomplete="([\w-]+)"', "".join(fields)) == kinds
        assert not re.search(r"\son\w+=", "".join(fields))


def test_no_route_takes_a_method_that_it_does_not_need(app: Dash, admin: Visitor) -> None:
    rules: dict[str, set[str]] = {}
    own: dict[str, Any] = {"headers": {"Sec-Fetch-Site": "same-origin"}, "buffered": True}
    for rule in app.server.url_map.iter_rules():
        rules.setdefault(_address(rule), set()).update(rule.methods or ())
    assert len(rules) > 30
    taken = {
        (method, path)
        for path, methods in rules.items()
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW")
        if method not in methods and admin.client.open(path, method=method, **own).status_code < 400
    }
    assert taken == set()


def _address(rule: Rule) -> str:
    given = {name: "segments" if name == "path" else "7" for name in rule.arguments}
    return rule.map.bind("localhost").build(rule.endpoint, given) if rule.map else rule.rule


def test_no_other_site_may_read_an_answer_and_none_says_what_serves_it(admin: Visitor) -> None:
    for path in (*PAGES, "/healthz", "/_dash-layout", "/assets/regulars.js"):
        answer = admin.client.get(path, headers={"Origin": "https://evil.example"}, buffered=True)
        assert [name for name, _ in answer.headers if name.startswith("Access-Control-")] == [], path
        assert [name for name in ("Server", "X-Powered-By", "Via") if name in answer.headers] == [], path


def test_every_text_says_its_letters(admin: Visitor) -> None:
    for path in (*PAGES, "/audit.csv", "/data/uploads/7", "/exports/customers.csv"):
        kind = admin.see(path).headers["Content-Type"]
        assert kind == "application/json" or kind.endswith("charset=utf-8"), path


def test_nothing_of_development_is_served(app: Dash, admin: Visitor) -> None:
    assert (app.server.debug, app.server.testing, app._dev_tools.ui) == (False, False, False)
    for path in ("/console", "/_alive_1", "/.env", "/.git/config", "/assets/", "/assets/css/"):
        assert (path, admin.see(path).status_code) == (path, 404)


def test_whoever_is_refused_is_in_the_log(store: Engine, app: Dash, caplog: pytest.LogCaptureFixture) -> None:
    vera = signed_in(store, app, "viewer", "vera@shop.example")
    with store.connect() as connection:
        number = named(connection, "vera@shop.example").user_id
    with caplog.at_level(logging.WARNING, "dashboard"):
        assert vera.see("/users/1?name=Anna").status_code == 403
    assert [one.getMessage() for one in caplog.records] == [
        f"refused: /users/<int:user_id> needs more than user {number} may, who is viewer"
    ]


def test_fields_that_a_form_does_not_have_change_nothing(store: Engine, app: Dash) -> None:
    with store.begin() as connection:
        token = invitations.invite(connection, "mark@shop.example", "viewer", ["DE"], COMMAND_LINE, now=NOW)
    more = {"role": "admin", "countries": "", "user_id": "1", "email": EMAIL, "disabled_at": ""}
    answer = visitor(app).send(f"/invitation/{token}", name="Mark", password=PASSWORD, again=PASSWORD, **more)
    assert answer.status_code == 303
    with store.connect() as connection:
        mark = named(connection, "mark@shop.example")
    assert (mark.role, mark.countries) == ("viewer", ("DE",))


def test_a_value_that_is_said_twice_is_refused(admin: Visitor) -> None:
    twice = admin.see("/exports/customers.csv?sort=sales&sort=orders")
    assert (twice.status_code, "more than once" in twice.get_data(as_text=True)) == (400, True)
