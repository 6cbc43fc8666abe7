"""Lines of log."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.shop import Shop
from dashboard.web.watch.logs import formatter
from tests.dashboard.calls import post
from warehouse.settings import Settings
from warehouse.web_settings import WebSettings


class Kept(logging.Handler):
    """Keeps what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    handler.setFormatter(formatter("json"))
    logger = logging.getLogger("dashboard")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


def client(shop: Shop, tmp_path: Path, proxies: int = 0) -> FlaskClient:
    web = WebSettings(log_format="json", proxies=proxies)
    url = shop.engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, home=tmp_path, web=web), shop.engine).server.test_client()


def test_a_request_is_one_line_with_its_number(shop: Shop, tmp_path: Path, kept: Kept) -> None:
    answer = client(shop, tmp_path).get("/customers/12345?q=ada@shop.example", buffered=True)
    (line,) = [json.loads(one) for one in kept.lines]
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])
    assert line.pop("milliseconds") >= 0
    assert re.match(r"\d{4}-\d\d-\d\dT", line.pop("timestamp"))
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "dashboard.web.watch.logs",
        "method": "GET",
        "request": answer.headers["X-Request-ID"],
        "route": "/customers/<id>",
        "status": 200,
    }


@pytest.mark.parametrize(
    ("path", "route"),
    [("/", "/"), ("/segments", "/segments"), ("/ada@shop.example", "none"), ("/exports/customers.csv?q=ada", None)],
)
def test_no_address_is_in_the_log(shop: Shop, tmp_path: Path, kept: Kept, path: str, route: str | None) -> None:
    client(shop, tmp_path).get(path, buffered=True)
    (line,) = kept.lines
    assert "ada" not in line
    assert json.loads(line)["route"] == (route or "/exports/customers.csv")


def test_what_is_said_within_a_request_carries_its_number(shop: Shop, tmp_path: Path, kept: Kept) -> None:
    answer = client(shop, tmp_path).post("/_dash-update-component", data=b"{", content_type="application/json")
    assert [json.loads(line)["request"] for line in kept.lines] == [answer.headers["X-Request-ID"]] * 2


def test_a_proxy_s_number_is_kept_where_proxies_are_believed(shop: Shop, tmp_path: Path) -> None:
    said = {"X-Request-ID": "from-the-proxy-1"}
    assert client(shop, tmp_path, proxies=1).get("/", headers=said).headers["X-Request-ID"] == "from-the-proxy-1"
    assert client(shop, tmp_path).get("/", headers=said).headers["X-Request-ID"] != "from-the-proxy-1"
    said["X-Request-ID"] = "x\ty" * 5
    assert client(shop, tmp_path, proxies=1).get("/", headers=said).headers["X-Request-ID"] != said["X-Request-ID"]


def test_a_callback_s_failure_is_told_with_its_number_alone(
    shop: Shop, tmp_path: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = client(shop, tmp_path)
    monkeypatch.setattr(Shop, "scope", lambda *_: 1 / 0)
    answer = post(asked, "customers-list-content.children", {"filters.data": {"search": "?q=ada@shop.example"}})
    assert answer.status_code == 200
    (line,) = [json.loads(one) for one in kept.lines if "ZeroDivisionError" in one]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert "ada" not in json.dumps(line)


def test_text_for_people() -> None:
    record = logging.LogRecord("dashboard.x", logging.WARNING, "x.py", 1, "it is %s", ("late",), None)
    record.status = 503
    assert re.fullmatch(r"\S+Z WARNING dashboard\.x it is late \(status=503\)", formatter("text").format(record))
