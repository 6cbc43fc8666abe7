"""/account: password, second factor, sessions, as somebody does it with forms."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from dash import Dash
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.app import create_app
from dashboard.web.access.browsers import browser_of, details
from tests.accounts.people import PASSWORD, said
from tests.dashboard.web.access.browser import EMAIL, Visitor, hidden, hosted, signed_in, text_of, visitor
from warehouse.settings import Settings

ANOTHER = "quite another password"


@pytest.fixture
def app(engine: Engine) -> Dash:
    return hosted(engine)


@pytest.fixture
def anna(engine: Engine, app: Dash) -> Visitor:
    return signed_in(engine, app, "marketer")


def test_it_says_who_one_is_and_what_one_may(anna: Visitor) -> None:
    shown = text_of(anna.see("/account"))
    assert "Anna Berg" in shown
    assert "Email anna@shop.example Role Marketer Countries All You may see all pages" in shown
    assert "bring files in" not in shown


def test_the_language_is_kept_for_all_browsers_and_taken_back(anna: Visitor) -> None:
    assert anna.send("/account/language", "/account", language="tlh").status_code == 400
    assert anna.send("/account/language", "/account", language="de").headers["Location"] == "/account?done=language"
    shown = anna.see("/account")
    assert ('<html lang="de"' in shown.text, "Abmelden" in shown.text) == (True, True)
    anna.send("/account/language", "/account", language="")
    assert '<html lang="en"' in anna.see("/account").text


def test_another_password_ends_the_other_sessions(engine: Engine, app: Dash, anna: Visitor) -> None:
    elsewhere = visitor(app)
    elsewhere.sign_in()
    given = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    for wrong, sentence in (
        ({"current": "not this one"}, "The present password is not right."),
        ({"again": "x"}, "The two passwords are not the same."),
        ({"password": "password1234", "again": "password1234"}, "most common"),
    ):
        answer = anna.send("/account/password", "/account", **given | wrong)
        assert (answer.status_code, sentence in text_of(answer)) == (400, True), text_of(answer)
    right = anna.send("/account/password", "/account", **given)
    assert right.headers["Location"] == "/account?done=password"
    assert "Your password is changed" in text_of(anna.see("/account?done=password"))
    assert elsewhere.see("/account").status_code == 302
    assert [action for action, _ in said(engine)][-2:] == ["sign_in_refused", "password"]


def test_the_second_factor(engine: Engine, anna: Visitor) -> None:
    shown = anna.send("/account/second-factor", "/account")
    page = shown.get_data(as_text=True)
    assert "<svg" in page
    uri = hidden(page)["uri"]
    totp = pyotp.parse_uri(uri)
    assert isinstance(totp, pyotp.TOTP)
    again = anna.post("/account/second-factor/confirm", {"form": hidden(page)["form"], "uri": uri, "code": "1"})
    assert (again.status_code, hidden(again.get_data(as_text=True))["uri"]) == (400, uri)  # the same code to read
    sent = {"form": hidden(page)["form"], "uri": uri, "code": totp.at(datetime.now(UTC))}
    codes = re.findall(r"<li><code>([A-Z0-9-]+)</code>", anna.post("/account/second-factor/confirm", sent).text)
    assert len(codes) == 10
    assert "Second factor: on" in text_of(anna.see("/account"))
    assert all(code not in anna.see("/account").text for code in codes)  # shown once
    refused = anna.send("/account/second-factor/off", "/account", code="nonsense")
    assert (refused.status_code, "This code is not right" in text_of(refused)) == (400, True)
    fresh = anna.send("/account/second-factor/recovery-codes", "/account", code=codes[0])
    others = re.findall(r"<li><code>([A-Z0-9-]+)</code>", fresh.text)
    assert (len(others), set(others) & set(codes)) == (10, set())
    off = anna.send("/account/second-factor/off", "/account", code=others[0])
    assert off.headers["Location"] == "/account?done=factor-off"
    assert "Second factor: off" in text_of(anna.see("/account"))


def test_what_is_sent_in_place_of_the_address_of_an_app_is_shown_nowhere(anna: Visitor) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = anna.send("/account/second-factor/confirm", "/account", code="1", uri=hostile)
    assert (answer.status_code, "alert(1)" in answer.text) == (400, False)
    answer = anna.send("/account/second-factor/confirm", "/account", code="1", uri="otpauth://totp/x" + hostile)
    assert "<script>alert" not in answer.text


def test_without_a_secret_key_there_is_no_second_factor(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    anna = signed_in(engine, create_app(Settings(database_url=url, sign_in="always"), engine))
    answer = anna.send("/account/second-factor", "/account")
    assert (answer.status_code, "SECRET_KEY is not set" in text_of(answer)) == (400, True)


def test_sessions_are_listed_and_ended(engine: Engine, app: Dash, anna: Visitor) -> None:
    phone = visitor(app)
    phone.headers = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Version/18.0 Safari/605.1"}
    phone.sign_in()
    shown = anna.see("/account").text
    assert "Safari on iPhone" in shown
    numbers = re.findall(r'name="session" value="(\d+)"', shown)
    assert len(numbers) == 2
    stranger = signed_in(engine, app, "viewer", "eve@shop.example")
    for number in numbers:  # of somebody else
        stranger.send("/account/sessions", "/account", session=number)
    assert phone.see("/account").status_code == 200
    anna.send("/account/sessions", "/account", session="all")
    assert (anna.see("/account").status_code, phone.see("/account").status_code) == (200, 302)
    assert "End all others" not in text_of(anna.see("/account"))
    for nonsense in ("", "x", "-1", "9" * 40):
        assert anna.send("/account/sessions", "/account", session=nonsense).status_code == 303


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1", "Safari on Mac"),
        ("curl/8.0", "Unknown browser"),
        (None, "Unknown browser"),
    ],
)
def test_browsers_have_names(agent: str | None, words: str) -> None:
    assert browser_of(agent) == words


def test_details_read_as_words() -> None:
    said_so = {"user": EMAIL, "before": {"role": "viewer", "countries": None}, "countries": ["DE", "FR"]}
    assert details(said_so) == f"user {EMAIL}, before (role viewer, countries all), countries DE FR"


def test_whether_one_was_shown_around_is_kept_with_ones_account(engine: Engine, app: Dash, anna: Visitor) -> None:
    ben = signed_in(engine, app, "viewer", "ben@shop.example")
    assert visitor(app).see("/visit").status_code == 401
    assert anna.see("/visit").get_json() == {"over": False}
    assert anna.post("/visit", {}, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for _ in range(2):
        assert anna.post("/visit", {}).status_code == 204
    elsewhere = visitor(app)
    elsewhere.sign_in()
    assert [one.see("/visit").get_json()["over"] for one in (anna, elsewhere, ben)] == [True, True, False]
    with engine.begin() as connection, pytest.raises(DBAPIError, match="without having shown"):
        connection.execute(text("update users set visited_at = null"))  # by the web's role, for somebody


def test_without_accounts_the_browser_remembers_it(engine: Engine, tmp_path: Path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    client = create_app(Settings(database_url=url, home=tmp_path), engine).server.test_client()
    assert client.get("/visit").get_json() == {"over": None}
    assert client.post("/visit").status_code == 204
