"""/healthz: 200 and JSON when the database answers, else 503. /readyz: the same, and its tables are ours."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify
from sqlalchemy import Engine, select

from dashboard.web.guard import away
from warehouse.migrations import HEAD, current_version

log = logging.getLogger(__name__)


def register(server: Flask, engine: Engine) -> None:
    """Add the health check."""

    def healthz() -> tuple[Response, int]:
        try:
            with engine.connect() as connection:
                connection.execute(select(1))
        except Exception as error:  # the embedded server's own errors too
            away.tell(log, "health check failed", error)
            return jsonify(status="unavailable", database="unreachable"), 503
        return jsonify(status="ok", database="ok"), 200

    def readyz() -> tuple[Response, int]:
        """Whether requests may come: the database answers, and its tables are those of this program."""
        try:
            with engine.connect() as connection:
                version = current_version(connection)
        except Exception:
            log.warning("not ready: the database is unreachable")
            return jsonify(status="unavailable", database="unreachable"), 503
        if version != HEAD:
            return jsonify(status="unavailable", tables="of another version"), 503
        return jsonify(status="ready", database="ok"), 200

    server.add_url_rule("/healthz", view_func=healthz)
    server.add_url_rule("/readyz", view_func=readyz)
