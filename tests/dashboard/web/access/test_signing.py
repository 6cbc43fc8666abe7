"""The ways in and out, as a browser without scripts goes them."""

import re
import time
from datetime import UTC, datetime, timedelta, tzinfo

import pyotp
import pytest
from dash import Dash
from sqlalchemy import Engine, text

from accounts.audit import COMMAND_LINE
from accounts.sign_in import attempts, first_run, invitations, second_factor, sessions
from accounts.users import named
from dashboard.web.access import starting, visitors
from tests.accounts.people import PASSWORD, SECRET_KEY, by_owner, person, said
from tests.dashboard.web.access.browser import EMAIL, Visitor, hidden, hosted, signed_in, text_of, visitor

ANOTHER = "quite another password"


@pytest.fixture
def app(engine: Engine) -> Dash:
    return hosted(engine)


def cookie(browser: Visitor, name: str = "regulars") -> str | None:
    found = browser.client.get_cookie(name)
    return None if found is None else found.value


def test_the_first_run(engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_told", {})  # of a database that another test had before
    app = hosted(engine)
    printed = re.search(r"the first administrator with the code (\S+)", capsys.readouterr().err)
    assert printed is not None
    browser = visitor(app)
    assert browser.see("/segments").headers["Location"] == "/sign-in?next=/segments"
    assert browser.see("/sign-in").headers["Location"] == "/set-up"
    given = {"code": "WRONG", "email": EMAIL, "name": "Anna Berg", "password": PASSWORD, "again": PASSWORD}
    wrong = browser.send("/set-up", **given)
    assert (wrong.status_code, "This code is not right" in text_of(wrong)) == (401, True)
    given["code"] = printed[1]
    unlike = browser.send("/set-up", **given | {"again": ANOTHER})
    assert (unlike.status_code, "The two passwords are not the same." in text_of(unlike)) == (401, True)
    weak = browser.send("/set-up", **given | {"password": "short", "again": "short"})
    assert "it needs at least 12" in text_of(weak)
    right = browser.send("/set-up", **given)
    assert (right.status_code, right.headers["Location"]) == (303, "/")
    assert browser.see("/users").status_code == 200
    assert visitor(app).see("/set-up").headers["Location"] == "/sign-in"
    assert said(engine)[1:] == [("user_added", EMAIL), ("sign_in", EMAIL)]


def test_no_code_is_told_once_there_is_a_user(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    person(engine)
    hosted(engine)
    assert capsys.readouterr().err == ""
    assert first_run.begin(engine, now=datetime.now(UTC)) is None


def test_signing_in_and_out(engine: Engine, app: Dash) -> None:
    person(engine)
    browser = visitor(app)
    assert browser.client.head("/sign-in").status_code == 200  # whether it is there is no attempt
    wrong, unknown = browser.sign_in(password="not this one"), browser.sign_in("eve@shop.example")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert text_of(wrong).replace(EMAIL, "") == text_of(unknown).replace("eve@shop.example", "")
    assert cookie(browser) is None
    right = browser.sign_in(onward="/segments?country=FR")
    assert (right.status_code, right.headers["Location"]) == (303, "/segments?country=FR")
    token = cookie(browser)
    assert browser.see("/account").status_code == 200
    assert browser.see("/sign-in?next=/value").headers["Location"] == "/value"
    browser.see("/sign-out")  # a link, as an image of another site could be
    assert browser.see("/account").status_code == 200
    out = browser.send("/sign-out", "/account")
    assert (out.status_code, out.headers["Location"], cookie(browser)) == (303, "/sign-in", None)
    browser.client.set_cookie("regulars", token or "")  # kept by somebody
    assert browser.see("/account").status_code == 302


def test_the_session_is_another_after_signing_in(engine: Engine, app: Dash) -> None:
    """A token planted before is worth nothing after, and the session of before ends."""
    person(engine)
    browser = visitor(app)
    browser.client.set_cookie("regulars", "planted")
    browser.sign_in()
    first = cookie(browser)
    assert first not in (None, "planted")
    form = browser.see("/account").get_data(as_text=True)
    again = browser.post("/sign-in", {**hidden(form), "email": EMAIL, "password": PASSWORD})
    assert (again.status_code, cookie(browser) == first) == (303, False)
    with engine.connect() as connection:
        assert len(sessions.open_of(connection, 1, now=datetime.now(UTC))) == 1


@pytest.mark.parametrize(
    ("base", "headers", "name", "is_secure"),
    [
        ("http://localhost", {}, "regulars", False),
        ("https://localhost", {}, "__Host-regulars", True),
        ("http://localhost", {"X-Forwarded-Proto": "https"}, "regulars", False),  # whoever may say so
    ],
)
def test_the_cookie(engine: Engine, app: Dash, base: str, headers: dict[str, str], name: str, is_secure: bool) -> None:
    person(engine)
    browser = Visitor(app.server.test_client(), base, headers)
    form = re.search(r'name="form" value="(\w+)"', browser.see("/sign-in").get_data(as_text=True))
    browser.client.set_cookie("x", "y")
    answer = browser.post("/sign-in", {"form": form[1] if form else "", "email": EMAIL, "password": PASSWORD})
    set_one = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(set_one.split("; "))
    assert (("Secure" in set_one), ("Domain" in set_one), ("Expires" in set_one)) == (is_secure, False, False)


def test_strangers_lock_nobody_out_where_they_signed_in_before(engine: Engine, app: Dash) -> None:
    browser, stranger = signed_in(engine, app), visitor(app)
    kept = browser.client.get_cookie("regulars-device")
    assert kept is not None
    assert (kept.http_only, kept.same_site, kept.max_age) == (True, "Lax", 180 * 86_400)
    for _ in range(5):
        assert stranger.sign_in(password="not this one").status_code == 401
    assert stranger.sign_in().status_code == 429
    browser.send("/sign-out", "/account")
    assert browser.sign_in().status_code == 303


def test_a_proxy_of_ours_is_believed_that_the_visitor_speaks_tls(engine: Engine) -> None:
    person(engine)
    app = hosted(engine, proxies=1)
    browser = Visitor(app.server.test_client(), headers={"X-Forwarded-Proto": "https"})
    form = re.search(r'name="form" value="(\w+)"', browser.see("/sign-in").get_data(as_text=True))
    browser.base = "https://localhost"  # whose cookies the client sends
    answer = browser.post("/sign-in", {"form": form[1] if form else "", "email": EMAIL, "password": PASSWORD})
    set_one = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-regulars="))
    assert "Secure" in set_one.split("; ")


def test_over_tls_a_cookie_that_a_plain_answer_set_counts_for_nothing(engine: Engine, app: Dash) -> None:
    browser = signed_in(engine, app)
    assert browser.see("/account").status_code == 200
    browser.base = "https://localhost"
    assert browser.see("/account").status_code == 302


def test_the_second_factor_is_asked_for(engine: Engine, app: Dash) -> None:
    user, now = person(engine), datetime.now(UTC)
    with by_owner(engine) as connection:
        uri = second_factor.begin(connection, user, SECRET_KEY)
        totp = pyotp.parse_uri(uri)
        assert isinstance(totp, pyotp.TOTP)
        codes = second_factor.confirm(connection, user, totp.at(now), SECRET_KEY, COMMAND_LINE, now=now)
    browser = visitor(app)
    answer = browser.sign_in(onward="/value")
    assert answer.headers["Location"] == "/sign-in/code?next=/value"
    assert (cookie(browser), browser.see("/account").status_code) == (None, 302)  # not in yet
    wrong = browser.send("/sign-in/code", code="123", next="/value")
    assert (wrong.status_code, "This code is not right" in text_of(wrong)) == (401, True)
    used = browser.send("/sign-in/code", code=totp.at(now), next="/value")
    assert used.status_code == 401
    right = browser.send("/sign-in/code", code=codes[0].lower(), next="/value")
    assert (right.status_code, right.headers["Location"]) == (303, "/value")
    assert (browser.see("/account").status_code, cookie(browser, "regulars-code")) == (200, None)
    assert visitor(app).see("/sign-in/code").headers["Location"] == "/sign-in?next=/"


def test_too_many_attempts_have_to_wait(engine: Engine, app: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    person(engine)
    moment = datetime.now(UTC)
    monkeypatch.setattr(visitors, "now", lambda: moment)  # a slow machine would have waited long enough by itself
    browser = visitor(app)
    answers = [browser.sign_in(password="not this one") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert "There were too many attempts" in text_of(answers[-1])
    assert said(engine)[-1] == ("sign_in_refused", EMAIL)
    monkeypatch.setattr(visitors, "now", lambda: moment + timedelta(seconds=0.7))
    still = browser.sign_in()  # the right one, a little too early: to be tried again, not wrong
    assert (still.status_code, still.headers["Retry-After"]) == (429, "1")


def test_no_clock_that_is_ahead_ends_a_lockout(engine: Engine, app: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Ahead":
            return cls.fromtimestamp(time.time() + 1_800, tz)

    person(engine)
    locked = "insert into sign_in_attempts values ('email', :subject, 9, now(), now() + interval '10 minutes')"
    with by_owner(engine) as connection:
        connection.execute(text(locked), {"subject": attempts.subject_of(EMAIL)})
    monkeypatch.setattr(visitors, "datetime", Ahead)
    assert visitor(app).sign_in().status_code == 429


def test_an_invitation(engine: Engine, app: Dash) -> None:
    now = datetime.now(UTC)
    with by_owner(engine) as connection:
        token = invitations.invite(connection, "new@shop.example", "marketer", ["DE"], COMMAND_LINE, now=now)
    browser, path = visitor(app), f"/invitation/{token}"
    person(engine)
    assert "You were invited as marketer" in text_of(browser.see(path))
    given = {"name": "Nora", "password": ANOTHER, "again": ANOTHER}
    assert "The two passwords are not the same." in text_of(browser.send(path, **given | {"again": "x"}))
    assert browser.send(path, **given).status_code == 303
    assert "Marketer" in text_of(browser.see("/account"))
    again = visitor(app).see(path)
    assert (again.status_code, "This link is not valid" in text_of(again)) == (404, True)


def test_a_link_for_a_new_password(engine: Engine, app: Dash) -> None:
    browser = signed_in(engine, app)
    with by_owner(engine) as connection:
        token = invitations.reset(connection, named(connection, EMAIL), COMMAND_LINE, now=datetime.now(UTC))
    other = visitor(app)
    assert other.see(f"/invitation/{token}").status_code == 404  # of another kind
    assert other.send(f"/reset/{token}", password=ANOTHER, again=ANOTHER).status_code == 303
    assert browser.see("/account").status_code == 302  # where they were signed in before
    assert (visitor(app).sign_in().status_code, visitor(app).sign_in(password=ANOTHER).status_code) == (401, 303)


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere(engine: Engine, app: Dash, onward: str) -> None:
    person(engine)
    assert visitor(app).sign_in(onward=onward).headers["Location"] == "/"
