"""Signing in with an OpenID provider, against a real one."""

import hmac
import json
import re
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from joserfc.jws import JWSRegistry
from sqlalchemy import Engine, select

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.sign_in.provider import DISABLED, NO_ADDRESS, NO_ROLE, TAKEN
from accounts.users import by_email, named
from dashboard.app import create_app
from dashboard.web.access import visitors
from dashboard.web.access.provider import client
from dashboard.web.access.provider.groups import mapping
from dashboard.web.access.provider.person import person_of
from tests.accounts.people import PASSWORD, SECRET_KEY, by_owner, person, recorded, said
from tests.dashboard.web.access.browser import Visitor, signed_in, text_of, visitor
from tests.dashboard.web.access.identity import CLIENT_ID, SECRET, Identity, identity, self_signed, shown, there
from warehouse.access import let_provider_in
from warehouse.errors import SettingsError
from warehouse.provider_settings import ProviderSettings
from warehouse.schema import identities, used_states
from warehouse.settings import Settings

pytestmark = pytest.mark.slow
FAILED = "Signing in with Shop ID did not work. Please begin again."
AWAY = "Shop ID does not answer just now. Please try again in a moment."
EVA = "eva@shop.example"


@pytest.fixture(autouse=True)
def counted(engine: Engine) -> Iterator[None]:
    """The word of a provider counts, as the start of a dashboard with one says."""
    with by_owner(engine) as connection:
        let_provider_in(connection, True)
    yield
    with by_owner(engine) as connection:
        let_provider_in(connection, False)


@pytest.fixture(scope="module")
def idp() -> Iterator[Identity]:
    with identity() as found:
        yield found


def settings(idp: Identity, **more: object) -> ProviderSettings:
    groups, scopes = "chiefs=admin; france=marketer:FR; all=viewer", "openid email profile groups"
    return replace(
        ProviderSettings(idp.address, CLIENT_ID, SECRET, groups, name="Shop ID", scopes=scopes), **more  # type: ignore[arg-type]
    )  # fmt: skip


def served(engine: Engine, provider: ProviderSettings) -> Dash:
    url = engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, secret_key=SECRET_KEY, provider=provider), engine)


@pytest.fixture
def app(engine: Engine, idp: Identity) -> Dash:
    return served(engine, settings(idp))


def enter(browser: Visitor, name: str, onward: str = "/") -> tuple[int, str]:
    """The whole way; the status, and where it leads or what is said."""
    answer = browser.see(shown(there(browser, onward), name))
    return answer.status_code, answer.headers.get("Location") or text_of(answer)


def test_the_role_is_that_of_the_groups_at_each_sign_in(engine: Engine, app: Dash, idp: Identity) -> None:
    idp.has("eva", EVA, ("france", "other"))
    browser = visitor(app)
    assert "Sign in with Shop ID" in text_of(browser.see("/sign-in"))  # though there is no user yet
    assert enter(browser, "eva", "/segments?country%3DFR") == (303, "/segments?country=FR")
    assert browser.see("/users").status_code == 403
    assert "Marketer Countries FR" in text_of(browser.see("/account"))
    assert said(engine) == [("user_added", EVA), ("sign_in", EVA)]
    assert recorded(engine)[-1].details == {"by": "provider"}

    idp.has("eva", EVA, ("chiefs", "all"))
    first = browser.client.get_cookie("regulars")
    browser.send("/sign-out", "/account")
    assert enter(browser, "eva") == (303, "/")
    assert browser.see("/users").status_code == 200
    again = browser.client.get_cookie("regulars")
    assert (first and first.value) != (again and again.value)

    idp.has("bob", "bob@shop.example", ("chiefs",))  # else Eva is the last administrator, who keeps the role
    assert enter(visitor(app), "bob")[0] == 303
    idp.has("eva", EVA, ())
    status, sentence = enter(visitor(app), "eva")
    assert (status, NO_ROLE in sentence) == (403, True)
    assert browser.see("/users").status_code == 302  # where she was still signed in


def test_a_session_held_before_ends(engine: Engine, app: Dash, idp: Identity) -> None:
    idp.has("eva", EVA, ("all",))
    browser = visitor(app)
    browser.client.set_cookie("regulars", "planted")
    assert enter(browser, "eva")[0] == 303
    found = browser.client.get_cookie("regulars")
    assert found is not None
    assert found.value != "planted"
    assert browser.client.get_cookie("regulars-provider") is None
    assert browser.see("/sign-in/provider?next=/value").headers["Location"] == "/value"  # is in already


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (r"state=[\w-]+", "state=another"),
        (r"nonce=[\w-]+", "nonce=another"),
        (r"code_challenge=[\w-]+", "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
    ],
)
def test_a_way_that_was_tampered_with(engine: Engine, app: Dash, idp: Identity, part: str, other: str) -> None:
    idp.has("eva", EVA, ("all",))
    browser = visitor(app)
    address = there(browser)
    assert "code_challenge_method=S256" in address
    back = shown(re.sub(part, other, address), "eva")
    answer = browser.see(back)
    assert (answer.status_code, FAILED in text_of(answer)) == (401, True)
    assert said(engine) == [("sign_in_refused", None)]
    assert (browser.see("/account").status_code, browser.client.get_cookie("regulars-provider")) == (302, None)


def test_a_code_works_once_and_in_its_own_browser(engine: Engine, app: Dash, idp: Identity) -> None:
    idp.has("eva", EVA, ("all",))
    browser, other = visitor(app), visitor(app)
    back = shown(there(browser), "eva")
    kept = browser.client.get_cookie("regulars-provider")
    assert other.see(back).status_code == 401
    there(other)  # has begun something of its own
    assert other.see(back).status_code == 401
    assert browser.see(back).status_code == 303
    again = visitor(app)
    assert kept is not None
    again.client.set_cookie("regulars-provider", kept.value)  # what was kept as well
    answer = again.see(back)
    assert (answer.status_code, FAILED in text_of(answer)) == (401, True)


def test_a_way_back_is_taken_once(engine: Engine, app: Dash, idp: Identity) -> None:
    """Also by a code that the provider has given nobody yet, with a copy of what the browser had kept."""
    idp.has("eva", EVA, ("all",))
    browser, again = visitor(app), visitor(app)
    address = there(browser)
    first, second = shown(address, "eva"), shown(address, "eva")
    assert first != second
    kept = browser.client.get_cookie("regulars-provider")
    assert kept is not None
    assert browser.see(first).status_code == 303
    again.client.set_cookie("regulars-provider", kept.value)
    answer = again.see(second)
    assert (answer.status_code, FAILED in text_of(answer)) == (401, True)
    with engine.connect() as connection:
        (used,) = connection.scalars(select(used_states.c.state_hash))
    assert kept.value.encode() not in bytes(used)


def test_what_was_begun_too_long_ago_is_over(
    engine: Engine, app: Dash, idp: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    idp.has("eva", EVA, ("all",))
    browser = visitor(app)
    back = shown(there(browser), "eva")
    monkeypatch.setattr("dashboard.web.access.provider.client.COOKIE_SECONDS", -1)
    assert browser.see(back).status_code == 401


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=1", "?code=1&state=1", "?state=x"])
def test_whoever_comes_back_from_nowhere(engine: Engine, app: Dash, query: str) -> None:
    answer = visitor(app).see(f"/sign-in/provider/back{query}")
    assert (answer.status_code, FAILED in text_of(answer)) == (401, True)


def test_who_changes_their_mind_there(engine: Engine, app: Dash, idp: Identity) -> None:
    browser = visitor(app)
    state = re.search(r"state=([\w-]+)", there(browser))
    assert state is not None
    answer = browser.see(f"/sign-in/provider/back?error=access_denied&state={state[1]}")
    assert (answer.status_code, FAILED in text_of(answer)) == (401, True)


def test_nobody_takes_an_account_over(engine: Engine, app: Dash, idp: Identity) -> None:
    """By an address that the provider has not verified, or that it gave on to somebody else."""
    person(engine, "anna@shop.example", "admin")
    idp.has("mallory", "anna@shop.example", ("chiefs",), is_verified=False)
    status, sentence = enter(visitor(app), "mallory")
    assert (status, NO_ADDRESS in sentence) == (403, True)
    with engine.connect() as connection:
        assert connection.execute(select(identities)).all() == []
    idp.has("anna", "anna@shop.example", ("all",))
    assert enter(visitor(app), "anna") == (303, "/")
    idp.has("anna", "anna@elsewhere.example", ("all",))
    idp.has("mallory", "anna@shop.example", ("chiefs",))
    status, sentence = enter(visitor(app), "mallory")
    assert (status, TAKEN in sentence) == (403, True)
    browser = visitor(app)
    assert browser.sign_in("anna@shop.example").status_code == 303  # whose password and role are her own still
    assert browser.see("/users").status_code == 200


def test_who_is_disabled_here_stays_out(engine: Engine, app: Dash, idp: Identity) -> None:
    idp.has("eva", EVA, ("all",))
    assert enter(visitor(app), "eva")[0] == 303
    with by_owner(engine) as connection:
        administration.disable(connection, named(connection, EVA), COMMAND_LINE, now=datetime.now(UTC))
    status, sentence = enter(visitor(app), "eva")
    assert (status, DISABLED in sentence) == (403, True)


def test_a_provider_that_is_gone_is_told_in_a_sentence(
    engine: Engine, idp: Identity, caplog: pytest.LogCaptureFixture
) -> None:
    app = served(engine, settings(idp, issuer="http://localhost:1"))
    answer = visitor(app).see("/sign-in/provider")
    assert (answer.status_code, AWAY in text_of(answer)) == (503, True)
    assert 'name="password"' in answer.get_data(as_text=True)  # the other way in
    assert [one.exc_info for one in caplog.records if "OpenID provider" in one.message] == [None]


def test_a_provider_that_hangs_holds_one_request_at_a_time(
    engine: Engine, idp: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 1)
    with socket.create_server(("localhost", 0)) as silent:
        app = served(engine, settings(idp, issuer=f"http://localhost:{silent.getsockname()[1]}"))
        monkeypatch.setattr(client, "WAIT_SECONDS", 60)  # longer than a slow machine takes for all of them
        codes = [visitor(app).see("/sign-in/provider").status_code for _ in range(20)]
        silent.settimeout(0.1)
        asked = list(iter(lambda: _next(silent), None))
    assert (codes, len(asked)) == ([503] * 20, 1)


def _next(server: socket.socket) -> bool | None:
    """Whether somebody waits at a server's door."""
    try:
        server.accept()[0].close()
    except TimeoutError:
        return None
    return True


def test_a_provider_that_goes_while_somebody_is_there(engine: Engine) -> None:
    with identity() as lost:
        lost.has("eva", EVA, ("all",))
        browser = visitor(served(engine, settings(lost)))
        back = shown(there(browser), "eva")
    answer = browser.see(back)
    assert (answer.status_code, AWAY in text_of(answer)) == (503, True)


def test_a_provider_of_another_name_is_not_believed(engine: Engine, idp: Identity) -> None:
    other = idp.address.replace("localhost", "127.0.0.1")
    answer = visitor(served(engine, settings(idp, issuer=other))).see("/sign-in/provider")
    assert (answer.status_code, AWAY in text_of(answer)) == (503, True)


def test_a_certificate_that_nobody_signed_is_not_believed(
    engine: Engine, idp: Identity, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a real server, which would tell whatever it likes."""
    with self_signed(idp.app, tmp_path) as address:
        answer = visitor(served(engine, settings(idp, issuer=address))).see("/sign-in/provider")
    assert (answer.status_code, AWAY in text_of(answer)) == (503, True)
    assert "the OpenID provider cannot be used: SSLError" in caplog.messages


def test_a_wrong_client_secret_lets_nobody_in(engine: Engine, idp: Identity) -> None:
    idp.has("eva", EVA, ("all",))
    status, sentence = enter(visitor(served(engine, settings(idp, client_secret="no"))), "eva")
    assert (status, FAILED in sentence) == (401, True)


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_by_a_secret_or_by_nothing_shows_nobody(algorithm: str) -> None:
    """As Authlib reads it: who sends such a token is refused, and the provider is not called away."""
    key = RSAKey.generate_key(2048)
    head, said = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": algorithm}, {"sub": "1"})
    )
    signed = hmac.digest(key.as_pem(private=False), head + b"." + said, "sha256") if algorithm == "HS256" else b""
    token = b".".join((head, said, urlsafe_b64encode(signed).rstrip(b"="))).decode()
    registry = JWSRegistry(algorithms=client.SIGNATURES, strict_check_header=False)
    with pytest.raises(client.NotShownError, match="unsupported_algorithm"), client._told():
        jwt.decode(token, key=KeySet([key]), registry=registry)


def test_where_there_are_no_passwords(engine: Engine, idp: Identity) -> None:
    app = served(engine, settings(idp, has_passwords=False))
    idp.has("eva", EVA, ("chiefs",))
    browser = visitor(app)
    form = browser.see("/sign-in").get_data(as_text=True)
    assert ("Sign in with Shop ID" in form, 'type="password"' in form) == (True, False)
    person(engine)
    asked = {"email": "anna@shop.example", "password": PASSWORD, "next": "/"}
    assert enter(browser, "eva") == (303, "/")
    token = browser.see("/account").get_data(as_text=True)
    own = re.search(r'name="form" value="(\w+)"', token)
    assert own is not None
    for path in ("/sign-in", "/account/password", "/users/invite"):
        answer = browser.post(path, {"form": own[1], **asked})
        assert (path, answer.status_code) == (path, 403)
    for path in ("/set-up", "/invitation/x", "/reset/x", "/sign-in/code"):
        assert (path, visitor(app).see(path).status_code) == (path, 403)
    assert "Invite somebody" not in text_of(browser.see("/users"))


def test_too_many_have_to_wait(engine: Engine, app: Dash, idp: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime.now(UTC)
    monkeypatch.setattr(visitors, "now", lambda: moment)
    codes = [visitor(app).see("/sign-in/provider/back?code=1&state=1").status_code for _ in range(31)]
    assert codes == [401] * 30 + [429]


def test_a_user_with_a_password_keeps_the_role_given_here(engine: Engine, app: Dash, idp: Identity) -> None:
    signed_in(engine, app, "analyst", "kim@shop.example")
    idp.has("kim", "kim@shop.example", ("chiefs",))
    assert enter(visitor(app), "kim") == (303, "/")
    with engine.connect() as connection:
        kim = by_email(connection, "kim@shop.example")
    assert kim is not None
    assert kim.role == "analyst"


@pytest.mark.parametrize(
    ("said", "verified", "groups"),
    [
        ({"email_verified": True, "groups": ["a", 7, "b"]}, True, ("a", "b")),
        ({"email_verified": "true", "groups": "a"}, True, ("a",)),
        ({"email_verified": "false", "groups": None}, False, ()),
        ({"email_verified": 1, "groups": {"a": 1}}, False, ()),
        ({}, False, ()),
    ],
)
def test_what_is_said_of_somebody(said: dict[str, object], verified: bool, groups: tuple[str, ...]) -> None:
    found = person_of({"sub": "17\x00", "email": "e@x.example", "name": "Eva\nLind", **said}, "https://i", "groups")
    assert (found.subject, found.name, found.email_verified, found.groups) == ("17", "EvaLind", verified, groups)


def test_groups_may_be_inside_another_claim() -> None:
    claims = {"sub": "1", "realm_access": {"roles": ["a"]}, "https://x.example/groups": ["b"]}
    assert person_of(claims, "https://i", "realm_access.roles").groups == ("a",)
    assert person_of(claims, "https://i", "https://x.example/groups").groups == ("b",)
    assert person_of(claims, "https://i", "no.such").groups == ()


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ("chiefs", "REGULARS_OIDC_GROUPS cannot be read: 'chiefs' does not say what a group may do"),
        (" ; ", "REGULARS_OIDC_GROUPS names no group"),
    ],
)
def test_groups_that_cannot_be_read_stop_the_start(groups: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as error:
        mapping(Settings(provider=ProviderSettings("https://id.example", "x", groups=groups)))
    assert str(error.value).startswith(sentence)
