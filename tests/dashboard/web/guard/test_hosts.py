"""Names that a request may ask for; proxies; https."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.shop import Shop
from dashboard.web.guard.hosts import host_name, own_names
from warehouse.settings import Settings
from warehouse.web_settings import WebSettings

Serve = Callable[[WebSettings], FlaskClient]
REFUSED = "This dashboard does not answer to the name in this address. Its operator can add it to REGULARS_HOSTS.\n"


def served_by(shop: Shop, **web: Any) -> FlaskClient:
    """A shop served by these settings."""
    url = shop.engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, web=WebSettings(**web)), shop.engine).server.test_client()


@pytest.fixture
def serve(shop: Shop, tmp_path: Path) -> Serve:
    url = shop.engine.url.render_as_string(hide_password=False)
    return lambda web: create_app(Settings(database_url=url, home=tmp_path, web=web), shop.engine).server.test_client()


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Shop.example:8050", "shop.example"),
        ("shop.example.", "shop.example"),
        ("[::1]:80", "[::1]"),
        ("[::1]", "[::1]"),
        ("[::1]x", None),
        ("a:b:c", None),
        ("", None),
        (":80", None),
    ],
)
def test_the_name_of_a_host(host: str, name: str | None) -> None:
    assert host_name(host) == name


def test_names_that_are_not_ours_are_refused(serve: Serve) -> None:
    client = serve(WebSettings(hosts=("regulars.shop.example", ".intern.example")))
    for host in ("regulars.shop.example", "REGULARS.shop.example:8050", "a.b.intern.example", "localhost:8050"):
        assert client.get("/", headers={"Host": host}).status_code == 200, host
    for host in ("127.0.0.1:8050", "127.1.2.3", "[::1]:8050", "x.localhost"):
        assert client.get("/", headers={"Host": host}).status_code == 200, host
    for host in ("evil.example", "shop.example", "intern.example", "xintern.example", "192.168.1.5", "a@b", "<b>"):
        answer = client.get("/_dash-layout", headers={"Host": host})
        assert (host, answer.status_code) == (host, 400)
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert client.get("/", headers={"Host": "evil.example"}).get_data(as_text=True) == REFUSED


def test_without_a_setting_it_answers_to_addresses_and_its_own_names(serve: Serve) -> None:
    client = serve(WebSettings())
    for host in ("192.168.1.5:8050", "[fe80::1]:8050", own_names()[0]):
        assert client.get("/", headers={"Host": host}).status_code == 200, host
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_what_a_proxy_says_is_believed_by_setting_alone(serve: Serve) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example", "X-Forwarded-For": "203.0.113.7"}
    alone = serve(WebSettings(hosts=("shop.example",))).get("/healthz", headers=said)
    assert "Strict-Transport-Security" not in alone.headers
    behind = serve(WebSettings(hosts=("shop.example",), proxies=1)).get("/healthz", headers=said)
    assert behind.status_code == 200
    assert behind.headers["Strict-Transport-Security"] == "max-age=31536000"
    said["X-Forwarded-Host"] = "evil.example"
    assert serve(WebSettings(hosts=("shop.example",), proxies=1)).get("/", headers=said).status_code == 400


def test_https_on_this_machine_binds_nobody(serve: Serve) -> None:
    assert "Strict-Transport-Security" not in serve(WebSettings()).get("/", base_url="https://localhost").headers
