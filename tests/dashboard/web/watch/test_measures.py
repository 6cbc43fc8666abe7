"""/metrics."""

import re
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.shop import Shop
from tests.dashboard.web.test_buffered import get, served
from warehouse.settings import Settings, libpq_url
from warehouse.web_settings import WebSettings


def client(shop: Shop, tmp_path: Path, web: WebSettings) -> FlaskClient:
    url = shop.engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, home=tmp_path, web=web), shop.engine).server.test_client()


def value(text: str, name: str) -> float:
    """The value of a measure, its labels as written."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_off_unless_asked_for(shop: Shop, tmp_path: Path) -> None:
    assert client(shop, tmp_path, WebSettings()).get("/metrics").status_code == 404


def test_what_is_measured(shop: Shop, tmp_path: Path) -> None:
    asked = client(shop, tmp_path, WebSettings(has_metrics=True))
    for path in ("/", "/customers/1", "/customers/2", "/wp-login.php"):
        asked.get(path, buffered=True)
    asked.open("/", method="BREW")
    text = asked.get("/metrics").get_data(as_text=True)
    assert value(text, 'regulars_requests_total{method="GET",route="/customers/<id>",status="200"}') == 2
    assert value(text, 'regulars_requests_total{method="GET",route="none",status="404"}') == 1
    assert value(text, 'regulars_requests_total{method="other",route="none",status="405"}') == 1
    assert value(text, 'regulars_request_seconds_count{route="/"}') == 1
    assert value(text, 'regulars_loads{status="done"}') == 1
    assert value(text, "regulars_database_up") == 1
    assert value(text, "regulars_segments_timestamp_seconds") > 1.7e9
    assert value(text, "regulars_query_seconds_count") > 0
    assert "wp-login" not in text


@pytest.mark.parametrize(("said", "status"), [("Bearer hush", 200), ("Bearer no", 401), ("", 401), ("Bearer é", 401)])
def test_a_token(shop: Shop, tmp_path: Path, said: str, status: int) -> None:
    asked = client(shop, tmp_path, WebSettings(has_metrics=True, metrics_token="hush"))
    assert asked.get("/metrics", headers={"Authorization": said}).status_code == status


@pytest.mark.parametrize(
    ("environ", "headers", "status"),
    [
        ({}, {}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, {}, 401),
        ({"REMOTE_ADDR": "192.0.2.7"}, {"Authorization": "Bearer "}, 401),
        ({}, {"X-Forwarded-For": "192.0.2.7"}, 401),
    ],
)
def test_without_a_token_only_this_machine_may_ask(
    shop: Shop, tmp_path: Path, environ: dict[str, str], headers: dict[str, str], status: int
) -> None:
    asked = client(shop, tmp_path, WebSettings(has_metrics=True))
    assert asked.get("/metrics", environ_overrides=environ, headers=headers).status_code == status


@pytest.mark.slow
@pytest.mark.store("sample_store")
def test_all_workers_count_together(database_url: str) -> None:
    with served("dashboard.wsgi:server", DATABASE_URL=libpq_url(database_url), REGULARS_METRICS="1") as port:
        before = get(f"http://127.0.0.1:{port}/metrics")[1]
        for _ in range(30):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/segments").read()
        after = get(f"http://127.0.0.1:{port}/metrics")[1]
        name = 'regulars_requests_total{method="GET",route="/segments",status="200"}'
        assert name not in before
        assert value(after, name) == 30
