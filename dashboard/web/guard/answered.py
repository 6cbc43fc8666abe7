"""A panel that was asked before and has nothing new to say is answered before Dash sees the question."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import brotli  # type: ignore[import-untyped]
import orjson
from flask import Flask, Response, make_response, request

from dashboard.components.panels import panels_of
from dashboard.shop import Shop

ROUTE: Final = "/_dash-update-component"
LEAST_BYTES, QUALITY = 1_000, 5  # what is compressed, and how hard: as `dashboard.web.headers` has it
Body = dict[str, Any]


@dataclass
class Answers:
    """The panels of an app, as they are asked for; `heard` is told of each."""

    server: Flask
    shop: Shop
    work_out: Callable[[], Any]  # what Dash says to the request
    heard: Callable[[Body, bool], None] = lambda body, is_packed: None

    def dispatch(self) -> Any:
        """Answer the request."""
        body: Body = request.get_json()
        if body["output"] not in panels_of(self.server):
            return self.work_out()
        is_packed = "br" in request.accept_encodings
        self.heard(body, is_packed)
        found = self.answer(body, is_packed)
        return _response(found) if isinstance(found, bytes) else found

    def answer(self, body: Body, is_packed: bool) -> bytes | Response:
        """What was answered before, or is now; a response of Dash's where that is no answer."""
        other: list[Response] = []

        def compute() -> bytes | None:
            answer = make_response(self.work_out())
            if answer.status_code != 200:
                other.append(answer)
                return None
            return _packed(answer.get_data()) if is_packed else answer.get_data()

        found = self.shop.finished((digest(body), is_packed), compute)
        return other[0] if found is None else found

    def again(self, body: Body, is_packed: bool) -> None:
        """Answer it, where nobody asks, for the viewer and the asker that are set."""
        with self.server.test_request_context(ROUTE, method="POST", json=body):
            self.answer(body, is_packed)


def register(server: Flask, shop: Shop) -> Answers:
    """Stand between the gate and Dash, when all panels are bound."""
    answers = Answers(server, shop, server.view_functions[ROUTE])
    server.view_functions[ROUTE] = answers.dispatch
    return answers


def digest(body: Body) -> bytes:
    """All that a panel is told, in so many bytes however long it is."""
    told = [body["output"], _values(body.get("inputs")), _values(body.get("state"))]
    return hashlib.blake2b(orjson.dumps(told), digest_size=32).digest()


def _values(given: Any) -> Any:
    """The values of a callback's inputs, whose names and order the callback has."""
    named = isinstance(given, list) and all(isinstance(one, dict) and "id" in one for one in given)
    return [one.get("value") for one in given] if named else given


def _packed(data: bytes) -> bytes:
    return data if len(data) < LEAST_BYTES else brotli.compress(data, quality=QUALITY)


def _response(found: bytes) -> Response:
    answer = Response(found, mimetype="application/json")
    if not found.startswith(b"{"):  # with which all answers begin, and no compressed one
        answer.headers["Content-Encoding"] = "br"
    return answer
