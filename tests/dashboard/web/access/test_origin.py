"""What other sites send is refused, whoever's browser they use; and nobody is led elsewhere."""

import pytest
from sqlalchemy import Engine

from dashboard.web.access.origin import own_path
from tests.dashboard.web.access.browser import hosted, signed_in

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # another host of the same domain
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://["},  # no address
]
OWN = [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]


def test_what_another_site_asks_for_is_refused(engine: Engine) -> None:
    browser = signed_in(engine, hosted(engine))
    sent = {"form": "x", "email": "eve@evil.example", "role": "admin", "countries": ""}
    answers = [browser.post("/users/invite", sent, **headers) for headers in FOREIGN]
    assert [answer.status_code for answer in answers] == [403] * len(FOREIGN)
    calls = [
        browser.client.post("/_dash-update-component", json={"output": "page.children"}, headers=headers)
        for headers in FOREIGN
    ]
    assert [answer.status_code for answer in calls] == [403] * len(FOREIGN)
    assert browser.see("/users").get_data(as_text=True).count("evil.example") == 0


@pytest.mark.parametrize("headers", OWN)
def test_what_our_own_pages_send_is_taken(engine: Engine, headers: dict[str, str]) -> None:
    browser = signed_in(engine, hosted(engine))
    browser.headers = headers
    answer = browser.send("/users/invite", "/users", email="new@shop.example", role="viewer", countries="")
    assert (answer.status_code, "The invitation is ready" in answer.get_data(as_text=True)) == (200, True)


def test_a_form_without_its_token_is_refused(engine: Engine) -> None:
    browser = signed_in(engine, hosted(engine))
    for token in ("", "0" * 64, "ä"):
        answer = browser.post("/sign-out", {"form": token})
        assert (answer.status_code, "out of date" in answer.get_data(as_text=True)) == (400, True)
    assert browser.see("/account").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_callback_as_a_form_could_send_it_is_refused(engine: Engine, kind: str) -> None:
    browser = signed_in(engine, hosted(engine))
    answer = browser.client.post("/_dash-update-component", data='{"output": "page.children"}', content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/segments?from=2011-01&country=FR", "/segments?from=2011-01&country=FR"),
        ("/customers/O%27Neil", "/customers/O%27Neil"),
        (None, "/"),
        ("", "/"),
        ("https://evil.example", "/"),
        ("//evil.example/", "/"),
        ("//[evil", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/ok\r\nSet-Cookie: x=1", "/"),
        ("javascript:alert(1)", "/"),
        ("segments", "/"),
    ],
)
def test_after_signing_in_one_stays_here(asked: str | None, path: str) -> None:
    assert own_path(asked) == path
