"""/visit: whether whoever asks has had the guided first visit (assets/visit.js), and that they have.

Users have it remembered with their account; where nobody signs in, their browser remembers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, jsonify

from accounts.sign_in import first_visit
from dashboard.shop import Shop
from dashboard.shop.asker import asker


def register(server: Flask, shop: Shop) -> None:
    """Add the routes."""

    def visit() -> Any:
        who = asker().name
        if who is None:
            return jsonify(over=None)
        with shop.connect() as connection:
            return jsonify(over=first_visit.is_over(connection, who))

    def visited() -> Any:
        if (who := asker().name) is not None:
            with shop.change() as connection:
                first_visit.end(connection, who, now=datetime.now(UTC))
        return "", 204

    server.add_url_rule("/visit", view_func=visit)
    server.add_url_rule("/visit", view_func=visited, methods=["POST"])
