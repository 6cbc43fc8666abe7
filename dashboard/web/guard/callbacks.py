"""Callbacks that no browser of ours sends are refused in a sentence and a line of log, before Dash sees them."""

from __future__ import annotations

import logging
from typing import Any

from dash import Dash
from flask import Response, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dashboard.web.guard.shape import fault

PATH = "/_dash-update-component"
MOST_BYTES = 1_000_000  # of a callback; a browser's has some thousands
log = logging.getLogger(__name__)


class StrictJSON(DefaultJSONProvider):
    """Reads what nests too deeply as no JSON at all, instead of running out of stack."""

    def loads(self, s: str | bytes, **given: Any) -> Any:
        """As JSON says; raises ValueError for what is none."""
        try:
            return super().loads(s, **given)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def register(app: Dash) -> None:
    """Check each callback before it runs."""
    server = app.server
    server.json = StrictJSON(server)

    def check() -> Response | None:
        if request.endpoint is None or not request.path.endswith(PATH) or request.method != "POST":
            return None
        request.max_content_length = MOST_BYTES
        try:
            found = fault(request.get_json(), app.callback_map)
        except (BadRequest, UnsupportedMediaType, UnicodeError):
            found = "It is no JSON."
        if found is None:
            return None
        log.warning("callback refused: %s", found)
        return Response(f"The dashboard could not read this request. {found}\n", 400, mimetype="text/plain")

    server.before_request(check)
