"""When accounts are in force: hosted always, on one's own machine with the first user."""

import pytest
from sqlalchemy import Engine

from dashboard.app import create_app
from dashboard.web.access import force
from tests.accounts.people import person
from tests.dashboard.calls import call
from tests.dashboard.web.access.browser import hosted, signed_in
from warehouse.settings import Settings

OPEN, CLOSED = 200, 302


@pytest.mark.parametrize(
    ("given", "environ", "headers", "status"),
    [
        ({}, {}, {}, OPEN),
        ({}, {"REMOTE_ADDR": "::1"}, {}, OPEN),
        ({}, {"REMOTE_ADDR": "192.0.2.7"}, {}, CLOSED),
        ({}, {"REMOTE_ADDR": ""}, {}, CLOSED),
        ({}, {"REMOTE_ADDR": "no address"}, {}, CLOSED),
        ({}, {}, {"X-Forwarded-For": "192.0.2.7"}, CLOSED),
        ({}, {}, {"Forwarded": "for=192.0.2.7"}, CLOSED),
        ({}, {}, {"X-Real-IP": "127.0.0.1"}, CLOSED),
        ({"sign_in": "always"}, {}, {}, CLOSED),
        ({"environment": "production", "secret_key": "k"}, {}, {}, CLOSED),
    ],
)
def test_who_needs_no_session(
    engine: Engine, given: dict[str, str], environ: dict[str, str], headers: dict[str, str], status: int
) -> None:
    url = engine.url.render_as_string(hide_password=False)
    client = create_app(Settings(database_url=url, **given), engine).server.test_client()  # type: ignore[arg-type]
    assert client.get("/", environ_overrides=environ, headers=headers).status_code == status


def test_the_first_user_closes_the_door(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(settings, engine).server.test_client()
    assert client.get("/").status_code == OPEN
    assert client.get("/account").headers["Location"] == "/"  # nobody has one
    person(engine)
    monkeypatch.setattr(force, "TRUST_SECONDS", 0.0)
    assert client.get("/").status_code == CLOSED


def test_the_rail_says_that_nobody_signs_in(engine: Engine, settings: Settings) -> None:
    client = create_app(settings, engine).server.test_client()
    shown = str(call(client, "rail-links.children", {"url.pathname": "/"}))
    assert ("No sign-in: only this machine reaches this page." in shown, "Sign out" in shown) == (True, False)
    anna = signed_in(engine, hosted(engine), "viewer").client
    shown = str(call(anna, "rail-links.children", {"url.pathname": "/"}))
    assert [word in shown for word in ("No sign-in", "Sign out", "Account", "Users", "Customers", "Segments")] == [
        *(False, True, True, False, False, True)
    ]


def test_what_is_known_is_not_asked_again(engine: Engine, settings: Settings) -> None:
    door = force.Force(engine, settings)
    assert door.is_anybody() is False
    person(engine)
    assert door.is_anybody() is True
    assert door.is_anybody() is True
