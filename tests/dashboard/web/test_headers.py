"""Every answer's headers; static files compressed once and kept by browsers, data by nobody."""

import hashlib
import re

import brotli  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from flask_compress import flask_compress

from dashboard.app import ASSETS
from dashboard.web import headers
from tests.dashboard.calls import post

DATA = ["/", "/customers", "/_dash-layout", "/_dash-dependencies", "/healthz", "/exports/customers.csv"]


def addresses(client: FlaskClient) -> list[str]:
    """Everything that the index page loads from us."""
    found: list[str] = re.findall(r'(?:src|href)="(/[^"]+)"', client.get("/").get_data(as_text=True))
    return found


@pytest.mark.parametrize("path", [*DATA, "/assets/regulars.js", "/no/such/page", "/assets/none.js"])
def test_security_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    answer.get_data()


def test_the_policy_names_nobody_else(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert rules["default-src"] == ["'self'"]
    assert rules["frame-ancestors"] == rules["object-src"] == ["'none'"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert all(source.startswith(("'self'", "'sha256-")) for source in rules["script-src"])


def test_the_page_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    assert '<html lang="en"' in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert len(addresses(client)) > 10


def test_everything_the_page_names_is_there_and_kept(client: FlaskClient) -> None:
    for address in addresses(client):
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200, address
        kept = answer.headers["Cache-Control"]
        expected = 3600 if address.endswith("favicon.svg") else 31_536_000
        assert kept == f"public, max-age={expected}", address


@pytest.mark.parametrize("part", [*headers.MENDS])
def test_dash_s_scripts_are_the_ones_that_are_mended(client: FlaskClient, part: str) -> None:
    """The renderer compares callbacks of the same outputs alone, and asks nobody for a page that was left; a chart that
    is gone is not drawn. A new version of Dash needs a new look."""
    path = next((one for one in addresses(client) if part in one), f"/_dash-component-suites{part}js")
    sent = client.get(path, headers={"Accept-Encoding": "br"}, buffered=True)
    script = brotli.decompress(sent.get_data())
    for made, mended in headers.MENDS[part]:
        assert (script.count(mended), script.count(made)) == (1, 0)


@pytest.mark.parametrize("path", DATA)
def test_answers_with_data_are_kept_by_nobody(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    answer.get_data()
    assert answer.headers["Cache-Control"] == "no-store"


def test_callback_answers_are_kept_by_nobody(client: FlaskClient) -> None:
    answer = post(client, "data-content.children", {})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_static_file_is_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compressed = []
    real = flask_compress._compress_data

    def counting(app, data, algorithm):  # type: ignore[no-untyped-def]
        compressed.append(algorithm)
        return real(app, data, algorithm)

    monkeypatch.setattr(flask_compress, "_compress_data", counting)
    plain = client.get("/assets/vendor/bootstrap.min.css", buffered=True).get_data()
    bodies = {}
    for algorithm in ("br", "gzip"):
        for _ in range(3):
            answer = client.get(
                "/assets/vendor/bootstrap.min.css", headers={"Accept-Encoding": algorithm}, buffered=True
            )
            assert answer.headers["Content-Encoding"] == algorithm
            assert "Accept-Encoding" in answer.headers["Vary"]
            bodies[algorithm] = answer.get_data()
    assert compressed == ["br", "gzip"]
    assert len(bodies["br"]) < len(bodies["gzip"]) < len(plain) / 3


def test_a_callback_s_answer_is_compressed_each_time(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(flask_compress, "_compress_data", lambda app, data, algorithm: seen.append(data) or b"")
    for _ in range(2):
        client.get("/_dash-dependencies", headers={"Accept-Encoding": "gzip"})
    assert len(seen) == 2


def test_a_file_a_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/assets/regulars.js?v=1", buffered=True)
    again = client.get("/assets/regulars.js?v=1", headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=31536000"


def test_a_file_that_lies_compressed_is_sent_so_to_who_takes_it(client: FlaskClient) -> None:
    (address,) = re.findall(r'data-plotly="([^"]+)"', client.get("/").get_data(as_text=True))
    whole = client.get(address, headers={"Accept-Encoding": "identity"}, buffered=True)
    small = client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert "Content-Encoding" not in whole.headers
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.get_data()) == whole.get_data()
    assert len(small.get_data()) < 480_000
    tags = [one.headers["ETag"] for one in (whole, small)]
    assert len({*tags}) == 2
    has = {"Accept-Encoding": "br", "If-None-Match": tags[1]}
    assert client.get(address, headers=has, buffered=True).status_code == 304


def test_what_style_sheets_name_has_its_fingerprint() -> None:
    for sheet in sorted((ASSETS / "css").glob("*.css")):
        for name, fingerprint in re.findall(r'url\("([^"?]+)(?:\?v=)?([^"]*)"\)', sheet.read_text(encoding="utf-8")):
            made = hashlib.sha256((sheet.parent / name).read_bytes()).hexdigest()
            assert fingerprint == made[:12], f"{sheet.name}: {name}"


@pytest.mark.parametrize("path", ["/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/assets//etc/passwd"])
def test_no_way_out_of_the_assets(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert b"[tool." not in answer.get_data()
    assert b"root:" not in answer.get_data()
