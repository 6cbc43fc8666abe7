"""What goes wrong is answered in a sentence, with the status that says whose fault it is; never with a traceback."""

from __future__ import annotations

from dash.exceptions import DependencyException
from flask import Flask, Response
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from dashboard.components.panels import failure, status_of
from wording.languages import say, to_say

TOO_LARGE = to_say("This request is larger than the dashboard takes.")


def register(server: Flask) -> None:
    """Answer errors of requests, and of what runs for them."""

    def refused(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < 400:  # a way to elsewhere
            return error
        text = say(TOO_LARGE) if isinstance(error, RequestEntityTooLarge) else error.description
        answer = Response(f"{text}\n", error.code, mimetype="text/plain")
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                answer.headers[name] = value
        return answer

    def failed(error: Exception) -> Response:
        title, text = failure(error)
        return Response(f"{title}. {text}\n", status_of(error), mimetype="text/plain")

    server.register_error_handler(HTTPException, refused)
    server.register_error_handler(DependencyException, lambda error: refused(NotFound()))
    server.register_error_handler(Exception, failed)
