"""Files in pieces over HTTP: what is taken, where it goes on, what is refused, and what a browser hears then."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from dashboard.shop.asker import Asker, asking
from dashboard.web import uploading
from dashboard.web.uploading import FOREIGN, NO_UPLOAD, PATH, UNREAD
from warehouse.settings import Settings
from warehouse.uploads import files as uploads

CONTENT = b"Order,Date\n" + b"1,2024-04-13\n" * 400
SAME = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


@pytest.fixture
def client(engine: Engine, settings: Settings) -> FlaskClient:
    """The routes on an empty store, which take files up to 10 kB; without the gate before them."""
    server = Flask("uploads")
    uploading.register(server, engine, replace(settings, upload_limit=10_000))
    return server.test_client()


def begin(client: FlaskClient, name: str = "shop.csv", size: int = len(CONTENT)) -> str:
    answer = client.post(PATH, json={"name": name, "size": size}, headers=SAME)
    assert answer.status_code == 201, answer.get_json()
    found: str = answer.get_json()["upload_id"]
    return found


def put(client: FlaskClient, upload_id: str, offset: object, piece: bytes, **headers: str) -> TestResponse:
    return client.put(f"{PATH}/{upload_id}?offset={offset}", data=piece, headers={**SAME, **headers})


def test_a_file_comes_in_pieces_and_is_whole(client: FlaskClient, settings: Settings, engine: Engine) -> None:
    upload_id = begin(client, "shops/north/../shop.csv")
    assert put(client, upload_id, 0, CONTENT[:1000]).get_json() == {
        "upload_id": upload_id,
        "name": "shops/north/shop.csv",
        "size": len(CONTENT),
        "offset": 1000,
        "state": "receiving",
    }
    assert put(client, upload_id, 1000, CONTENT[1000:]).get_json()["state"] == "complete"
    assert uploads.path_of(settings, upload_id).read_bytes() == CONTENT
    with engine.connect() as connection:
        (kept,) = uploads.kept(connection)
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_it_goes_on_where_it_ended(client: FlaskClient) -> None:
    upload_id = begin(client)
    put(client, upload_id, 0, CONTENT[:1000])
    for answer in (client.get(f"{PATH}/{upload_id}"), client.head(f"{PATH}/{upload_id}")):
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, "1000")
    wrong = put(client, upload_id, 2000, CONTENT[2000:])
    assert (wrong.status_code, wrong.get_json()) == (
        409,
        {"error": "The upload goes on at byte 1,000.", "offset": 1000},
    )
    assert put(client, upload_id, 0, CONTENT[:1000]).status_code == 409  # a piece whose answer was lost, again
    assert put(client, upload_id, 1000, CONTENT[1000:]).get_json()["state"] == "complete"


def test_a_file_that_is_not_wanted_any_more_goes(client: FlaskClient, settings: Settings) -> None:
    upload_id = begin(client)
    put(client, upload_id, 0, CONTENT)
    assert client.delete(f"{PATH}/{upload_id}", headers=SAME).get_json() == {"removed": True}
    assert not uploads.path_of(settings, upload_id).exists()
    assert client.get(f"{PATH}/{upload_id}").get_json()["state"] == "removed"
    assert put(client, upload_id, 0, CONTENT).status_code == 400


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"name": "a.csv", "size": 10_001}, 400, "that a file may have here. Split it, or load it on the server"),
        ({"name": "a.csv", "size": 0}, 400, "a.csv is empty."),
        ({"name": "a.csv", "size": -1}, 400, UNREAD),
        ({"name": "a.csv", "size": True}, 400, UNREAD),
        ({"name": "a.csv", "size": "10"}, 400, UNREAD),
        ({"name": 7, "size": 10}, 400, UNREAD),
        ({"size": 10}, 400, UNREAD),
        ([], 400, UNREAD),
        ({"name": "x" * 9_000, "size": 10}, 400, UNREAD),
    ],
)
def test_what_cannot_be_announced(client: FlaskClient, said: Any, status: int, sentence: str) -> None:
    answer = client.post(PATH, json=said, headers=SAME)
    assert (answer.status_code, sentence in answer.get_json()["error"]) == (status, True), answer.get_json()


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 8_000, b""])
def test_what_is_no_announcement(client: FlaskClient, body: bytes) -> None:
    answer = client.post(PATH, data=body, headers=SAME, content_type="application/json")
    assert (answer.status_code, answer.get_json()) == (400, {"error": UNREAD})


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "..", "..\\..\\boot.ini", "C:\\x\x1b[2J.csv", "a/../../b.csv", "\u202egnp.exe"]
)
def test_a_name_is_never_a_path(client: FlaskClient, settings: Settings, name: str) -> None:
    upload_id = begin(client, name)
    shown = put(client, upload_id, 0, CONTENT).get_json()["name"]
    assert not any(part in ("", "..", ".") for part in shown.split("/"))
    assert shown.isprintable()
    assert sorted(path.name for path in settings.home.rglob("*") if path.is_file()) == [upload_id]


@pytest.mark.parametrize(
    "upload_id", ["0" * 32, "x", "..%5cetc%5cpasswd", "%00", "%ff", "0" * 31 + "%20", "é" * 32, "0" * 5_000]
)
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_an_upload_that_is_not_there(client: FlaskClient, upload_id: str, method: str) -> None:
    answer = getattr(client, method)(f"{PATH}/{upload_id}?offset=0", headers=SAME)
    assert (answer.status_code, answer.get_json()) == (404, {"error": NO_UPLOAD})


def test_a_path_in_place_of_an_upload_reaches_none(client: FlaskClient) -> None:
    for upload_id in ("..%2f..%2fetc%2fpasswd", "../../etc/passwd", "0" * 32 + "/x"):
        assert put(client, upload_id, 0, CONTENT).status_code in (404, 405)
        assert client.get(f"{PATH}/{upload_id}").status_code == 404


@pytest.mark.parametrize("offset", ["", "-1", "x", "1.5", "9" * 40, "²"])
def test_an_offset_is_a_number(client: FlaskClient, offset: str) -> None:
    answer = put(client, begin(client), offset, CONTENT)
    assert (answer.status_code, answer.get_json()) == (400, {"error": "A piece needs its offset."})


def test_a_piece_that_does_not_fit(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    upload_id = begin(client)
    too_long = put(client, upload_id, 0, CONTENT + b"x")
    assert (too_long.status_code, too_long.get_json()["error"]) == (
        400,
        "A piece of shop.csv has a size that does not fit.",
    )
    assert put(client, upload_id, 0, b"").status_code in (400, 413)
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 100)
    assert put(client, upload_id, 0, CONTENT[:101]).status_code == 413  # before it is read
    assert put(client, upload_id, 0, CONTENT[:100]).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_another_site_brings_nothing_in(client: FlaskClient, headers: dict[str, str]) -> None:
    upload_id = begin(client)
    for answer in (
        client.post(PATH, json={"name": "a.csv", "size": 1}, headers=headers),
        client.put(f"{PATH}/{upload_id}?offset=0", data=CONTENT, headers=headers),
        client.delete(f"{PATH}/{upload_id}", headers=headers),
    ):
        assert (answer.status_code, answer.get_json()) == (403, {"error": FOREIGN})


def test_our_own_pages_bring_files_in_behind_a_proxy_that_names_us_otherwise(client: FlaskClient) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "https://shop.example"}
    assert client.post(PATH, json={"name": "a.csv", "size": 1}, headers=own).status_code == 201


def test_what_a_form_of_another_site_could_send_is_not_read(client: FlaskClient) -> None:
    answer = client.post(PATH, data='{"name": "a.csv", "size": 1}', content_type="text/plain")
    assert (answer.status_code, answer.get_json()) == (400, {"error": UNREAD})


def test_files_are_their_owner_s_and_need_the_right(client: FlaskClient) -> None:
    with asking(Asker("anna", frozenset({"upload"}))):
        upload_id = begin(client)
    with asking(Asker("bob", frozenset({"upload"}))):
        assert client.get(f"{PATH}/{upload_id}").status_code == 404
        assert put(client, upload_id, 0, CONTENT).status_code == 404
    with asking(Asker("anna", frozenset({"look"}))):
        assert client.get(f"{PATH}/{upload_id}").status_code == 403
        assert client.post(PATH, json={"name": "a.csv", "size": 1}, headers=SAME).status_code == 403
