"""/healthz: 200 and JSON when the database answers, else 503."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify
from sqlalchemy import Engine, select

log = logging.getLogger(__name__)


def register(server: Flask, engine: Engine) -> None:
    """Add the health check."""

    def healthz() -> tuple[Response, int]:
        try:
            with engine.connect() as connection:
                connection.execute(select(1))
        except Exception:  # the embedded server's own errors too
            log.exception("health check failed")
            return jsonify(status="unavailable", database="unreachable"), 503
        return jsonify(status="ok", database="ok"), 200

    server.add_url_rule("/healthz", view_func=healthz)
