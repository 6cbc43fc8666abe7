import socket
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text

from dashboard.web import health
from warehouse.errors import EmbeddedError


def test_a_database_that_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok", "database": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_database_that_does_not(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is asked every few seconds: each time a line of log, and no traceback."""
    server = Flask("test")
    health.register(server, create_engine(f"postgresql+psycopg2:///none?host={tmp_path}"))
    answer = server.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable", "database": "unreachable"})
    (line,) = caplog.records
    assert (line.levelname, line.exc_info, line.getMessage().partition(":")[0]) == (
        "WARNING", None, "health check failed",
    )  # fmt: skip


def test_a_database_that_says_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """It takes connections, and that is all: whoever asks hears so before they give the server up."""
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    server = Flask("test")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        health.register(server, create_engine(f"postgresql+psycopg2://x@127.0.0.1:{port}/x"))
        client = server.test_client()
        for path in ("/healthz", "/readyz", "/healthz"):  # more than there are threads to ask
            assert (path, client.get(path).status_code) == (path, 503)
    assert {line.exc_info for line in caplog.records} == {None}


def test_a_store_that_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ready", "database": "ok"})


def test_tables_of_another_version_are_not_ready(engine: Engine) -> None:
    server = Flask("test")
    health.register(server, engine)
    with engine.begin() as connection:
        connection.execute(text("update regulars_version set version_num = '0001'"))
    answer = server.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable", "tables": "of another version"})


def test_an_unreachable_store_is_not_ready(tmp_path: Path) -> None:
    server = Flask("test")
    health.register(server, create_engine(f"postgresql+psycopg2:///none?host={tmp_path}"))
    assert server.test_client().get("/readyz").status_code == 503


def test_an_embedded_server_that_cannot_be_started() -> None:
    class Broken:
        def connect(self) -> None:
            raise EmbeddedError("The disk is full.")

    server = Flask("test")
    health.register(server, Broken())  # type: ignore[arg-type]
    answer = server.test_client().get("/healthz")
    assert answer.status_code == 503
    assert "disk" not in answer.get_data(as_text=True)
