"""/healthz: 200 and JSON when the database answers, else 503. /readyz: the same, and its tables are ours."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from flask import Flask, Response, jsonify
from sqlalchemy import Connection, Engine, select

from dashboard.web.guard import away
from warehouse.errors import WarehouseError
from warehouse.migrations import HEAD, current_version

PATIENCE = 5.0  # seconds: whoever asks takes a server for dead that says nothing
SILENT = "The database says nothing."
ASKERS = 2  # threads; what hangs in them lets the next ones wait for as long
log = logging.getLogger(__name__)


def _patiently(askers: Executor, engine: Engine, ask: Callable[[Connection], Any]) -> Any:
    """The answer; WarehouseError after a few seconds. A database that comes back may take longer: it is asked on."""

    def answer() -> Any:
        with engine.connect() as connection:
            return ask(connection)

    try:
        return askers.submit(answer).result(PATIENCE)
    except TimeoutError:
        raise WarehouseError(SILENT) from None


def register(server: Flask, engine: Engine) -> None:
    """Add the health check."""

    askers = ThreadPoolExecutor(ASKERS, "health")

    def healthz() -> tuple[Response, int]:
        try:
            _patiently(askers, engine, lambda connection: connection.execute(select(1)))
        except Exception as error:  # the embedded server's own errors too
            away.tell(log, "health check failed", error)
            return jsonify(status="unavailable", database="unreachable"), 503
        return jsonify(status="ok", database="ok"), 200

    def readyz() -> tuple[Response, int]:
        """Whether requests may come: the database answers, and its tables are those of this program."""
        try:
            version = _patiently(askers, engine, current_version)
        except Exception:
            log.warning("not ready: the database is unreachable")
            return jsonify(status="unavailable", database="unreachable"), 503
        if version != HEAD:
            return jsonify(status="unavailable", tables="of another version"), 503
        return jsonify(status="ready", database="ok"), 200

    server.add_url_rule("/healthz", view_func=healthz)
    server.add_url_rule("/readyz", view_func=readyz)
